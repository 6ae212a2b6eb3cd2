import CampaignStore
import EECore
import TestSupport
import Testing

extension CommandRun {
  /// What was written but SQLite's own files, which readers of a database may leave.
  var writtenBesidesDatabase: [String] { written.filter { !$0.hasPrefix("workflow.db-") } }
}

/// `status`, `logs` and `report` of a run that is over.
@Suite struct StatusTests {
  /// A run with a job that is done, a group with one failed member, and a skipped node.
  private func finished() throws -> CommandTest {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            fetch: {exec: 'echo fetched'}
            train: {experiments: sweep.yaml}
            end: {}
          dependencies: ["fetch, train, end"]

        """
      )
      .file("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file(
        "job.in.sh",
        """
        echo ':::MLLOG {"time_ms": 1, "event_type": "POINT_IN_TIME", "key": "accuracy", \
        "value": 0.{n}5, "metadata": {}}'
        test {n} = 1

        """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    return test
  }

  @Test func `status shows a line a node, and members that failed or were asked for`() throws {
    let test = try finished()
    let short = try test.run("cms-cc", "status", "workflow.yaml")
    #expect(short.code == 0)
    #expect(short.errors == "")
    #expect(short.writtenBesidesDatabase == [])
    let lines = short.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(lines[0].hasPrefix("workflow  run "))
    #expect(lines[0].hasSuffix("  failed"))
    #expect(lines[1].hasPrefix("  fetch      done  0."))
    #expect(lines[2] == "  train      failed  1 of 2 done  1 of 2 failed")
    #expect(lines[3].hasPrefix("  train/n_2  failed  0."))
    #expect(lines[3].hasSuffix(" s  exit 1"))
    #expect(lines[4] == "  end        skipped  'train' failed")
    #expect(lines[5] == "  2 done, 1 failed, 1 skipped")
    let all = try test.run("cms-cc", "status", "workflow.db", "--all").output
    #expect(all.contains("\n  train/n_1  done  0."))
  }

  @Test func `status as JSON has exactly the promised keys`() throws {
    let run = try finished().run("cms-cc", "status", "workflow.yaml", "--json")
    #expect(run.errors == "")
    let value = try JSONParser.parse(run.output)
    #expect(keys(value) == ["version", "runs"])
    #expect(value["version"] == .int(1))
    guard case .array(let runs) = value["runs"], let first = runs.first, runs.count == 1 else {
      Issue.record("no run in \(run.output)")
      return
    }
    #expect(keys(first) == ["run", "workflow", "state", "counts", "nodes"])
    #expect(first["workflow"] == .string("workflow"))
    #expect(first["state"] == .string("failed"))
    #expect(
      first["counts"]
        == .object([.init("done", .int(2)), .init("failed", .int(1)), .init("skipped", .int(1))]))
    guard case .array(let nodes) = first["nodes"] else { return }
    let promised = [
      "name", "state", "progress", "host", "gpu", "attempt", "started", "ended", "exit_code",
      "cause",
    ]
    for node in nodes { #expect(keys(node) == promised) }
    let byName = Dictionary(nodes.map { ($0["name"] ?? .null, $0) }) { $1 }
    let failed = try #require(byName[.string("train/n_2")])
    #expect(failed["state"] == .string("failed"))
    #expect(failed["exit_code"] == .int(1))
    #expect(failed["attempt"] == .int(1))
    #expect(failed["cause"] == .string("exit 1"))
    let done = try #require(byName[.string("fetch")])
    #expect(done["progress"] == .int(100))
    #expect(done["exit_code"] == .int(0))
    guard case .string(let started) = done["started"], case .string(let ended) = done["ended"]
    else { throw CancellationError() }
    #expect(started <= ended)
    #expect(started.hasSuffix("Z"))
    let skipped = try #require(byName[.string("end")])
    #expect(skipped["attempt"] == .null)
    #expect(skipped["started"] == .null)
    #expect(skipped["cause"] == .string("'train' failed"))
  }

  private func keys(_ value: JSONValue) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.key)
  }

  @Test func `logs prints what a node printed, byte for byte`() throws {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'printf \"a\\377\\000b\\033[31m\"'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let run = try test.run(
      "sh", "-c", "\(CommandTest.products)/cms-cc logs workflow.db a | od -An -c")
    #expect(run.output == "   a 377  \\0   b 033   [   3   1   m\n")
  }

  @Test func `logs of what has none says why`() throws {
    let test = try finished()
    let store = try CampaignStore(test.place.at("workflow.db"))
    let id = try #require(store.runs().first).id
    let later = NodeRecord(
      name: "later", kind: .job, state: .skipped, cause: "'train' failed")
    try store.insert([later], [], run: id)
    for (node, message) in [
      ("fecth", "there is no node 'fecth' in run \(id) [CC101]\nhint: did you mean 'fetch'?"),
      (
        "train",
        "'train' is a group of 2, each with a log of its own [CC101]\n"
          + "hint: name one of them: train/n_1, train/n_2"
      ),
      ("end", "'end' is a marker: it runs nothing and prints nothing [CC101]"),
      ("later", "'later' has not begun: it is skipped, because 'train' failed [CC101]"),
    ] {
      let run = try test.run("cms-cc", "logs", "workflow.yaml", node)
      #expect(run.errors == "error: \(message)\n")
      #expect(run.code == 2)
    }
  }

  @Test func `report prints the table of the experiments, with what failed`() throws {
    let test = try finished()
    let run = try test.run("cms-cc", "report", "workflow.yaml")
    #expect(run.code == 0)
    #expect(run.errors == "")
    #expect(run.writtenBesidesDatabase == [])
    #expect(run.output.contains("accuracy"))
    #expect(run.output.contains("0.15"))
    #expect(run.output.contains("failed"))
  }

  @Test func `report writes its files where it is told`() throws {
    let run = try finished().run("cms-cc", "report", "workflow.db", "--output", "out/report")
    #expect(run.code == 0)
    #expect(
      run.writtenBesidesDatabase == [
        "out/", "out/report/", "out/report/figures/", "out/report/figures/runtime.pdf",
        "out/report/figures/runtime.png", "out/report/figures/runtime.svg",
        "out/report/report.csv", "out/report/report.html", "out/report/report.json",
        "out/report/report.md", "out/report/report.tex",
      ])
    #expect(
      run.output == """
        out/report/report.html
        out/report/report.md
        out/report/report.csv
        out/report/report.json
        out/report/report.tex
        out/report/figures/runtime.svg
        out/report/figures/runtime.pdf
        out/report/figures/runtime.png

        """)
  }
}
