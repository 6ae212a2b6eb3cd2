import TestSupport
import Testing

/// The page on sweep files: each example that is a whole file does what the page says.
@Suite struct DocumentationTests {
  /// A sweep file of the page, and the number of experiments that its first line states.
  struct Example: Sendable, CustomTestStringConvertible {
    let line: Int
    let text: String
    let count: String

    var testDescription: String { "line \(line)" }

    init(_ example: DocumentationPage.Example) {
      line = example.line
      text = example.text
      count = example.words.first ?? "a number"
    }
  }

  private static let examples =
    ((try? DocumentationPage.examples(of: "sweep-file.md", marked: "sweep")) ?? [])
    .map(Example.init)

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
