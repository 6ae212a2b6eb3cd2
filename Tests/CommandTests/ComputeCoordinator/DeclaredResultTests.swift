import TestSupport
import Testing

/// What a job is to leave decides whether it is done.
@Suite struct DeclaredResultTests {
  private func status(_ test: CommandTest) throws -> String {
    try test.run("cms-cc", "status", "workflow.yaml").output
  }

  private func rows(_ test: CommandTest, _ query: String) throws -> [String] {
    try test.run("sqlite3", "workflow.db", query).output.split(separator: "\n").map(String.init)
  }

  private func values(_ test: CommandTest, _ name: String) throws -> [String] {
    try rows(
      test,
      "SELECT node, value, unit FROM metrics WHERE name = '\(name)' AND step IS NULL ORDER BY node")
  }

  @Test func `a result is read from the log and from files`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      #"""
      workflow:
        nodes:
          train:
            exec: 'echo "acc=0.5"; echo "acc=0.75"; echo "{\"f1\": 0.5}" > scores.json'
            results:
              accuracy: {regex: 'acc=([\d.]+)', pick: max, unit: "1", goal: maximize}
              f1: {json: f1, file: scores.json}
      """#)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try values(test, "accuracy") == ["train|0.75|1"])
    #expect(try values(test, "f1") == ["train|0.5|"])
  }

  @Test func `a job that exits with 0 and leaves no result has failed`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      #"""
      workflow:
        nodes:
          train: {exec: 'echo "acc=none"', results: {accuracy: {regex: 'acc=([\d.]+)'}}}
          loose: {exec: 'true', results: {accuracy: {regex: 'acc=([\d.]+)', optional: true}}}
      """#)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let text = try status(test)
    #expect(
      text.contains(#"result 'accuracy' was not found: no regex 'acc=([\d.]+)'"#), "\(text)")
    #expect(
      try rows(test, "SELECT name, state FROM nodes ORDER BY name")
        == ["loose|done", "train|failed"])
    #expect(try rows(test, "SELECT failure FROM attempts WHERE state = 'failed'") == ["success"])
  }

  @Test func `what an earlier attempt left in a file is not the result of a later one`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      #"""
      workflow:
        nodes:
          train:
            exec: '[ -e once ] || { touch once; echo "{\"f1\": 0.5}" > scores.json; exit 3; }'
            retries: 1
            results: {f1: {json: f1, file: scores.json}}
      """#)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(try values(test, "f1") == ["train|0.5|"])
    #expect(
      try rows(test, "SELECT number, state, failure FROM attempts ORDER BY number")
        == ["1|failed|exit", "2|failed|success"])
  }

  @Test func `experiments of a sweep have the results that the sweep declares`() throws {
    let test = try CommandTest().file(
      "sweep.yaml",
      #"""
      name: tiny
      experiments: {lr: [1, 2, 3]}
      templates: [job.in.sh]
      results: {accuracy: {regex: 'acc=([\d.]+)', goal: maximize}}
      success: "accuracy >= 0.2 AND exit_code = 0"
      """#
    ).file("job.in.sh", "echo acc=0.{lr}\necho '{\"loss\": {lr}}' > metrics.json\n")
      .file("workflow.yaml", "workflow:\n  nodes:\n    train: {experiments: sweep.yaml}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(
      try values(test, "accuracy") == ["train/lr_1|0.1|", "train/lr_2|0.2|", "train/lr_3|0.3|"])
    #expect(try values(test, "loss") == ["train/lr_1|1.0|", "train/lr_2|2.0|", "train/lr_3|3.0|"])
    let text = try status(test)
    #expect(
      text.contains("its condition for success is false for exit_code=0 accuracy=0.1"), "\(text)")
    // What is declared goes into no experiment's files.
    #expect(try !test.place.text("experiments/lr_1/config.yaml").contains("accuracy"))
  }

  @Test func `a condition that names no result is refused before anything runs`() throws {
    let test = try CommandTest().file(
      "sweep.yaml",
      #"""
      name: tiny
      experiments: {lr: [1]}
      templates: [job.in.sh]
      results: {accuracy: {regex: 'acc=([\d.]+)'}}
      success: "acuracy > 0.2"
      """#
    ).file("job.in.sh", "echo\n")
      .file("workflow.yaml", "workflow:\n  nodes:\n    train: {experiments: sweep.yaml}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 2)
    #expect(
      run.errors.hasPrefix("sweep.yaml:5:11: error: 'success' names 'acuracy'"), "\(run.errors)")
    #expect(run.errors.contains("did you mean 'accuracy'?"), "\(run.errors)")
    #expect(!test.place.exists("workflow.db"))
  }

  @Test func `a result that is called runtime is that, and not the time of the attempt`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          train:
            foreach: {n: [1, 2]}
            exec: 'echo "# csv,fit,ok,4{n}.5,4{n}.5,2022-07-26 14:07:37,None,None"'
            results: {runtime: {timer: fit, unit: s, goal: minimize}}

      """)
    #expect(try test.run("cms-cc", "run", "--quiet", "workflow.yaml").code == 0)
    let report = try test.run("cms-cc", "report", "workflow.db").output
    let titles = report.split(separator: "\n").first { $0.hasPrefix("| n") } ?? ""
    let names = titles.split(separator: "|").map { $0.filter { $0 != " " } }
    #expect(names == ["n", "runs", "runtime(s)", "walltime(s)"], "\(report)")
    #expect(report.contains("41.50") && report.contains("42.50"), "\(report)")
  }

  @Test func `the file of a declared result comes back from another host by itself`() throws {
    let test = try CommandTest().reaching(SSHHosts("h1")).file(
      "hosts.yaml", "hosts: {h1: {kind: ssh, cpus: 2, interval: 300ms}}\n"
    ).file(
      "workflow.yaml",
      #"""
      workflow:
        nodes:
          a: {exec: 'echo "{\"f1\": 1}" > s.json', host: h1, results: {f1: {json: f1, file: s.json}}}
          b:
            foreach: {n: [2]}
            directory: b
            exec: 'echo "{\"f1\": {n}}" > s.json; echo > other'
            host: h1
            outputs: [other]
            results: {f1: {json: f1, file: s.json}}
      """#
    ).directory("b")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try values(test, "f1") == ["a|1.0|", "b/n_2|2.0|"])
  }
}
