import CCResults
import TestSupport
import Testing

@testable import EECampaign

/// The page on programs that report: each of its programs runs, and reports what its first line names.
@Suite struct ProgramsPageTests {
  private static func examples(in language: String) -> [DocumentationPage.Example] {
    (try? DocumentationPage.examples(of: "programs.md", in: language, marked: "program:")) ?? []
  }

  private func check(_ run: CommandRun, _ names: [String]) {
    #expect(run.errors == "")
    #expect(run.code == 0)
    var found: [String] = []
    for name in run.reading.measurements.map(\.name) where !found.contains(name) {
      found.append(name)
    }
    #expect(found == names)
  }

  @Test func `the page has programs in both languages`() {
    #expect(Self.examples(in: "python").count == 3)
    #expect(Self.examples(in: "sh").count == 1)
  }

  @Test func `a program in Python reports what it says`() throws {
    for example in Self.examples(in: "python") {
      check(try ProgramTest().python(example.text), example.words)
    }
  }

  @Test func `a script reports what it says`() throws {
    for example in Self.examples(in: "sh") {
      check(try ProgramTest().shell("dash", example.text), example.words)
    }
  }
}
