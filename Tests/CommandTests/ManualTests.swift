import HostIO
import TestSupport
import Testing

/// The manual in `docs/` is what the commands print: `make manual` writes it.
@Suite struct ManualTests {
  @Test(arguments: ["cms-ee", "cms-cc"])
  func `the manual in docs is up to date`(program: String) throws {
    let printed = try CommandTest().run(program, "manual")
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let kept = try Files.read("/\(root)/docs/manual/\(program).md")
    #expect(printed.output == String(decoding: kept, as: UTF8.self), "run make manual")
  }
}
