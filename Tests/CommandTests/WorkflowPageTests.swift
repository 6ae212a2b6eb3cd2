import CampaignStore
import HostIO
import TestSupport
import Testing

/// The page on workflow files: each example that is a whole file does what the page says.
@Suite struct WorkflowPageTests {
  private static let page = "docs/workflow-file.md"

  /// A workflow file of the page, and what its first line states.
  struct Example: Sendable, CustomTestStringConvertible {
    let line: Int
    let text: String
    let jobs: Int?
    let needsGPU: Bool

    var testDescription: String { "line \(line)" }
  }

  private static let examples: [Example] = (try? read()) ?? []

  private static func read() throws -> [Example] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = String(decoding: try Files.read("/\(root)/\(page)"), as: UTF8.self)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.indices.compactMap { index in
      guard lines[index] == "```yaml", lines[index + 1].hasPrefix("# workflow") else { return nil }
      let block = lines[(index + 1)...].prefix { $0 != "```" }
      let words = lines[index + 1].split(separator: " ").map(String.init)
      return Example(
        line: index + 2, text: block.map { $0 + "\n" }.joined(),
        jobs: words.count > 2 ? Int(words[2]) : nil,
        needsGPU: lines[index + 1].hasSuffix("on GPUs"))
    }
  }

  @Test func `the page has examples that are whole files`() {
    #expect(Self.examples.count >= 8)
    #expect(Self.examples.allSatisfy { $0.jobs != nil })
  }

  @Test(arguments: examples.filter { !$0.needsGPU })
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
