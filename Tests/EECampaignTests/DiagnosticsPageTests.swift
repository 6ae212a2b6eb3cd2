import EECore
import HostIO
import Testing

/// The page of messages: a line for each code, in order, and none that no message has.
@Suite struct DiagnosticsPageTests {
  @Test func `the page has a line for each code`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = String(decoding: try Files.read("/\(root)/docs/diagnostics.md"), as: UTF8.self)
    let codes = page.split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " } }
      return cells.first.flatMap { $0.wholeMatch(of: /(EE|CC)[0-9]{3}/) == nil ? nil : $0 }
    }
    #expect(codes == DiagnosticCode.allCases.map(\.rawValue))
  }
}
