import TestSupport
import Testing

/// Reading what jobs left again, after other results were declared.
@Suite struct RereadTests {
  private func rows(_ test: CommandTest, _ query: String) throws -> [String] {
    try test.run("sqlite3", "workflow.db", query).output.split(separator: "\n").map(String.init)
  }

  private func workflow(_ results: String) -> String {
    """
    workflow:
      nodes:
        train: {foreach: {n: [1, 2]}, exec: 'echo x >> ran; echo acc: 0.{n}', results: \(results)}
        after: {exec: 'touch after', needs: [train]}

    """
  }

  @Test func `a pattern that was wrong is mended without running anything`() throws {
    let test = try CommandTest().file("workflow.yaml", workflow("{accuracy: {regex: 'acc=(.*)'}}"))
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(try rows(test, "SELECT count(*) FROM nodes WHERE state = 'failed'") == ["3"])

    try test.place.write("workflow.yaml", workflow("{accuracy: {regex: 'acc: (.*)', unit: '1'}}"))
    let reread = try test.run("cms-cc", "results", "workflow.yaml", "--reread")
    #expect(reread.code == 0, "\(reread.errors)")
    #expect(
      reread.output == """
        read 2 attempts again, 2 with other values
        2 done now: train/n_1, train/n_2

        """)
    #expect(
      try rows(test, "SELECT name, state FROM nodes ORDER BY id")
        == ["train|done", "train/n_1|done", "train/n_2|done", "after|skipped"])
    #expect(
      try rows(test, "SELECT node, value, unit FROM metrics ORDER BY node")
        == ["train/n_1|0.1|1", "train/n_2|0.2|1"])
    #expect(try test.place.text("ran") == "x\nx\n")

    // What waited for it runs now, and it does not run again.
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(test.place.exists("after"))
    #expect(try test.place.text("ran") == "x\nx\n")
  }

  @Test func `a result that is demanded later takes the done away`() throws {
    let test = try CommandTest().file("workflow.yaml", workflow("{a: {regex: 'acc: (.*)'}}"))
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    try test.place.write("workflow.yaml", workflow("{b: {regex: 'acc: (0.1)'}}"))
    let reread = try test.run("cms-cc", "results", "workflow.yaml", "--reread")
    #expect(reread.output.contains("1 failed now: train/n_2"), "\(reread.output)")
    #expect(
      try rows(test, "SELECT name, state, cause FROM nodes WHERE name LIKE 'train%' ORDER BY id")
        == [
          "train|failed|1 of 2 failed", "train/n_1|done|",
          "train/n_2|failed|result 'b' was not found: no regex 'acc: (0.1)'",
        ])
    #expect(try rows(test, "SELECT name, value FROM metrics") == ["b|0.1"])
    #expect(try rows(test, "SELECT state FROM runs") == ["failed"])
  }

  @Test func `an attempt without its log keeps its values`() throws {
    let test = try CommandTest().file("workflow.yaml", workflow("{a: {regex: 'acc: (.*)'}}"))
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.run("rm", "-r", ".cms").code == 0)
    let reread = try test.run("cms-cc", "results", "workflow.yaml", "--reread")
    #expect(
      reread.output == """
        read 0 attempts again, 0 with other values
        3 attempts left nothing that is still there, and kept what was read before

        """, "\(reread.output)\(reread.errors)")
    #expect(try rows(test, "SELECT count(*) FROM metrics") == ["2"])
    let shown = try test.run("cms-cc", "results", "workflow.yaml", "train/*1")
    #expect(
      shown.output == """
        node       attempt  state  name  value  unit
        train/n_1  1        done   a     0.1

        """)
  }

  @Test func `a sweep that was submitted is read again with its sweep file`() throws {
    let sweep = """
      name: tiny
      experiments: {lr: [1, 2]}
      templates: [job.in.sh]

      """
    let test = try CommandTest().file("sweep.yaml", sweep).file(
      "job.in.sh", "echo '{\"loss\": {lr}}' > out.json\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml").code == 0)
    try test.place.write("sweep.yaml", sweep + "results: {loss: {json: loss, file: out.json}}\n")
    let reread = try test.run("cms-cc", "results", "tiny.db", "--reread")
    #expect(reread.code == 0, "\(reread.errors)")
    let values = try test.run("cms-cc", "results", "tiny.db", "--json")
    #expect(values.output.contains(#""name":"loss","value":2"#), "\(values.output)")
  }

  @Test func `what a file said stays when the file is gone, and so does the state`() throws {
    let test = try CommandTest().file(
      "sweep.yaml",
      """
      name: tiny
      experiments: {lr: [1]}
      templates: [job.in.sh]
      results: {loss: {json: loss, file: out.json}}
      success: "loss > 0"

      """
    ).file("job.in.sh", "echo '{\"loss\": 2}' > out.json; echo '{\"f1\": 3}' > metrics.json\n")
    #expect(try test.run("cms-ee", "submit", "sweep.yaml").code == 0)
    #expect(try test.run("sh", "-c", "rm experiments/*/*.json").code == 0)
    let reread = try test.run("cms-cc", "results", "tiny.db", "--reread")
    #expect(reread.code == 0)
    #expect(reread.errors == "warning: tiny/lr_1: 'out.json' is not there any more\n")
    #expect(reread.output == "read 1 attempt again, 0 with other values\n")
    let rows = try test.run(
      "sqlite3", "tiny.db", "SELECT name, value FROM metrics ORDER BY 1; SELECT state FROM results")
    #expect(rows.output == "f1|3.0\nloss|2.0\ndone\n")
  }
}
