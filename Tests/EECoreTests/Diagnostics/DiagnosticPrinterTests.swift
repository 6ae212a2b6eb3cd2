import Testing

@testable import EECore

@Suite struct DiagnosticPrinterTests {
  private func printed(
    _ source: String?, line: Int, column: Int, width: Int = 1, colour: Bool = false
  ) -> String {
    let printer = DiagnosticPrinter(colour: colour) { _ in source.map { Array($0.utf8) } }
    return printer.text(for: [
      Diagnostic(
        .error, .unknownKey, "message", at: SourcePosition(file: "f", line: line, column: column),
        width: width, hint: "advice")
    ])
  }

  @Test func `the line is shown with a caret below what is meant`() {
    #expect(
      printed("a: 1\r\n\té: b\r\n", line: 2, column: 2, width: 3) == """
        f:2:2: error: message [EE104]
          2 │ \té: b
            │ \t^^^
        hint: advice

        """)
  }

  @Test func `a long line is cut around the caret`() {
    let line = String(repeating: "x", count: 200) + "{here}" + String(repeating: "y", count: 200)
    let lines = printed(line, line: 1, column: 201, width: 6).split(separator: "\n")
    #expect(lines[1].count < 110)
    #expect(lines[1].contains("{here}"))
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    let brace = lines[1].firstIndex(of: "{").map {
      lines[1].distance(from: lines[1].startIndex, to: $0)
    }
    #expect(caret == brace)
    #expect(lines[2].count { $0 == "^" } == 6)
  }

  @Test(arguments: [(5, 1), (0, 0), (1, 900)])
  func `a place beyond the text does no harm`(line: Int, column: Int) {
    #expect(printed("one\n", line: line, column: column).hasPrefix("f:\(line):\(column): error:"))
  }

  @Test func `a file that is gone is not shown`() {
    #expect(
      printed(nil, line: 1, column: 1) == "f:1:1: error: message [EE104]\nhint: advice\n")
  }

  @Test func `colours stand around words only`() {
    let text = printed("abc\n", line: 1, column: 1, colour: true)
    #expect(text.contains("\u{1B}[1;31merror:\u{1B}[0m message"))
    #expect(text.contains("\u{1B}[1;31m^\u{1B}[0m\n"))
  }

  @Test func `codes are stable, and no two are the same`() {
    let codes = DiagnosticCode.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { ($0.hasPrefix("EE") || $0.hasPrefix("CC")) && $0.utf8.count == 5 })
  }
}
