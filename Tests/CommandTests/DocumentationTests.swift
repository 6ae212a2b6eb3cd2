import HostIO
import TestSupport
import Testing

/// The page on sweep files: each example that is a whole file does what the page says.
@Suite struct DocumentationTests {
  private static let page = "docs/sweep-file.md"

  /// A sweep file of the page, and the number of experiments that its first line states.
  struct Example: Sendable, CustomTestStringConvertible {
    let line: Int
    let text: String
    let count: String

    var testDescription: String { "line \(line)" }
  }

  private static let examples: [Example] = (try? read()) ?? []

  private static func read() throws -> [Example] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = String(decoding: try Files.read("/\(root)/\(page)"), as: UTF8.self)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.indices.compactMap { index in
      guard lines[index] == "```yaml", lines[index + 1].hasPrefix("# sweep") else { return nil }
      let block = lines[(index + 1)...].prefix { $0 != "```" }
      let words = lines[index + 1].split(separator: " ").map(String.init)
      return Example(
        line: index + 2, text: block.map { $0 + "\n" }.joined(),
        count: words.count > 2 ? words[2] : "a number")
    }
  }

  @Test func `the page has examples that are whole files`() {
    #expect(Self.examples.count >= 20)
  }

  @Test(arguments: examples)
  func `an example has as many experiments as its first line says`(example: Example) throws {
    let test = try CommandTest().file("sweep.yaml", example.text)
    let run = try test.run("cms-ee", "plan", "--count", "sweep.yaml")
    #expect(run.errors == "")
    #expect(run.output == example.count + "\n")
  }

  /// Frames, and names that must differ, are what `--count` leaves out.
  @Test(arguments: examples.filter { !$0.text.contains("\ntemplates:") })
  func `an example that needs no other file plans without a warning`(example: Example) throws {
    let run = try CommandTest().file("sweep.yaml", example.text).run(
      "cms-ee", "plan", "--strict", "sweep.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }
}
