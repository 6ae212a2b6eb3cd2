import CampaignStore
import TestSupport
import Testing

/// The page on workflow files: each example that is a whole file does what the page says.
@Suite struct WorkflowPageTests {
  /// A workflow file of the page, and what its first line states.
  struct Example: Sendable, CustomTestStringConvertible {
    let line: Int
    let text: String
    let jobs: Int?
    let runsHere: Bool

    var testDescription: String { "line \(line)" }

    init(_ example: DocumentationPage.Example) {
      line = example.line
      text = example.text
      jobs = example.words.first.flatMap { Int($0) }
      runsHere = !["GPUs", "hosts"].contains(example.words.last ?? "")
    }
  }

  private static let examples =
    ((try? DocumentationPage.examples(of: "workflow-file.md", marked: "workflow")) ?? [])
    .map(Example.init)

  @Test func `the page has examples that are whole files`() {
    #expect(Self.examples.count >= 8)
    #expect(Self.examples.allSatisfy { $0.jobs != nil })
  }

  @Test(arguments: examples.filter(\.runsHere))
  func `an example runs to its end without a word of complaint`(example: Example) throws {
    let run = try CommandTest()
      .file("workflow.yaml", example.text).file("fetch.sh", "echo fetched\n")
      .run("cms-cc", "run", "workflow.yaml", "--quiet")
    #expect(run.errors == "")
    #expect(run.code == 0)
    let name = example.text.contains("name: study") ? "study.db" : "workflow.db"
    let store = try CampaignStore(run.place.at(name), .readOnly)
    let record = try #require(try store.runs().first)
    #expect(record.state == "done")
    let nodes = try store.nodes(of: record.id)
    // Members that became known while it ran are not counted on the page.
    let open = Set(nodes.filter { $0.kind == .group && $0.job != nil }.map(\.name))
    let jobs = nodes.filter { $0.kind == .job && !open.contains($0.group ?? "") }
    #expect(jobs.count == example.jobs)
  }
}
