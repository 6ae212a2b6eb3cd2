import CampaignStore
import EECore
import HostIO
import TestSupport
import Testing

/// `compare` and its gates, on databases whose numbers are known.
@Suite struct CompareTests {
  /// A run of four configurations with some values of each, on one host.
  private struct SampleRun {
    var id: String
    var host = "h"
    var facts: [String: String] = [:]
    /// Accuracies by `model/epochs`.
    var accuracy: [String: [Double]]
    /// Added to the seconds 10, 11, 12 and so on.
    var slower = 0.0
    var state = "done"
  }

  private func add(_ run: SampleRun, to name: String, in test: CommandTest) throws {
    let connection = try CampaignStore(test.place.at(name)).connection
    try connection.execute(
      """
      INSERT OR IGNORE INTO campaigns (name, directory, axes) VALUES ('c', 'x',
        '[{"name":"model","repeat":false},{"name":"epochs","repeat":false},{"name":"repeat","repeat":true}]');
      INSERT INTO runs (id, workflow, file, state, created) VALUES
        ('\(run.id)', 'w', '/w', 'done', '2026-01-0\(run.id.last ?? "1")');
      """)
    let facts = JSONWriter.text(
      .object(run.facts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }))
    try connection.run("INSERT OR IGNORE INTO facts VALUES (?, ?)", [.text(run.id), .text(facts)])
    for (place, item) in run.accuracy.sorted(by: { $0.key < $1.key }).enumerated() {
      let parts = item.key.split(separator: "/")
      for (number, value) in item.value.enumerated() {
        let identifier = "\(parts[0])-\(parts[1])-\(number)"
        let attempt = "\(run.id)-\(identifier)"
        try connection.run(
          """
          INSERT OR IGNORE INTO experiments (campaign, point, identifier, uuid, parameters)
          VALUES ('c', ?, ?, ?, json_object('model', ?, 'epochs', ?, 'repeat', ?))
          """,
          [
            .int(place * 10 + number), .text(identifier), .text(identifier),
            .text(String(parts[0])), .int(Int(parts[1]) ?? 0), .int(number + 1),
          ])
        try connection.run(
          """
          INSERT INTO nodes (run, name, kind, "group", state, uuid, results)
          VALUES (?, 'train/' || ?, 'job', 'train', ?, ?, ?)
          """,
          [
            .text(run.id), .text(identifier), .text(run.state), .text(identifier),
            .text(#"[{"name":"accuracy","metric":"accuracy","goal":"maximize"}]"#),
          ])
        try connection.run(
          """
          INSERT INTO attempts (id, node, number, directory, state, host, submitted, seconds, facts)
          SELECT ?, max(id), 1, 'd', ?, ?, 't', ?, ? FROM nodes
          """,
          [
            .text(attempt), .text(run.state), .text(run.host),
            .double(10 + Double(number) + run.slower),
            run.facts.isEmpty ? .null : .text("[\"\(run.id)\"]"),
          ])
        try connection.run(
          "INSERT INTO measurements VALUES (?, 'accuracy', NULL, ?, NULL)",
          [.text(attempt), .double(value)])
      }
    }
    try connection.execute("PRAGMA journal_mode = DELETE")
  }

  private static let base = ["mlp/1": [0.80, 0.81, 0.82], "mlp/4": [0.90, 0.91, 0.92]]
  private static let worse = ["mlp/1": [0.80, 0.81, 0.82], "mlp/4": [0.70, 0.71, 0.72]]

  /// `a.db` with a run, and `b.db` with one that is 5 s slower and less accurate at four epochs.
  private func databases() throws -> CommandTest {
    let test = try CommandTest()
    try add(SampleRun(id: "run1", accuracy: Self.base), to: "a.db", in: test)
    try add(SampleRun(id: "run2", accuracy: Self.worse, slower: 5), to: "b.db", in: test)
    return test
  }

  @Test func `two databases are compared configuration by configuration`() throws {
    let run = try databases().run("cms-cc", "compare", "a.db", "b.db", "--metrics", "accuracy")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "")
    #expect(
      run.output == """
        A: a.db, run run1
        B: b.db, run run2
        Numbers are mean ± sample standard deviation over repeat.
        p is by Welch's t test, the interval that of the change of the mean; a verdict needs p < 0.05.

        accuracy:
        +-------+--------+------+-----------------+-----------------+---------+------------------+---------+---------+
        | model | epochs |    n |               A |               B |  change |          95 % CI |       p | verdict |
        |-------+--------+------+-----------------+-----------------+---------+------------------+---------+---------|
        | mlp   |      1 | 3, 3 | 0.8100 ± 0.0100 | 0.8100 ± 0.0100 |   0.0 % |   -2.8 to +2.8 % |   1.000 | same    |
        | mlp   |      4 | 3, 3 | 0.9100 ± 0.0100 | 0.7100 ± 0.0100 | -22.0 % | -24.5 to -19.5 % | < 0.001 | worse   |
        +-------+--------+------+-----------------+-----------------+---------+------------------+---------+---------+

        """)
  }

  @Test func `JSON has all numbers, and CSV a row for each`() throws {
    let test = try databases()
    let json = try test.run(
      "/bin/sh", "-c",
      "\"$0\" compare a.db b.db --metrics accuracy --format json | python3 -c '"
        + "import json, sys; d = json.load(sys.stdin); m = d[\"metrics\"][0]; "
        + "c = m[\"configurations\"][1]; print(d[\"version\"], m[\"name\"], m[\"goal\"], "
        + "c[\"parameters\"], c[\"a\"][\"n\"], round(c[\"difference\"], 6), "
        + "round(c[\"p\"], 10), [round(x, 6) for x in c[\"interval\"]], c[\"verdict\"])'",
      CommandTest.products + "/cms-cc")
    // scipy.stats.ttest_ind([.7, .71, .72], [.9, .91, .92], equal_var=False)
    #expect(
      json.output == "1 accuracy maximize {'model': 'mlp', 'epochs': '4'} 3 -0.2 1.64831e-05 "
        + "[-0.22267, -0.17733] worse\n", "\(json.errors)")
    let csv = try test.run(
      "cms-cc", "compare", "a.db", "b.db", "--metrics", "seconds", "--format", "csv")
    let lines = csv.output.split(separator: "\r\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines.first == "metric,unit,parameter.model,parameter.epochs,n_a,mean_a,sd_a,n_b,mean_b,sd_b,"
        + "difference,change,ci_low,ci_high,p,verdict")
    #expect(lines[1].hasPrefix("seconds,s,mlp,1,3,11,1,3,16,1,5,0.4545454545454545"))
    #expect(lines[1].hasSuffix(",worse"))
    let markdown = try test.run("cms-cc", "compare", "a.db", "b.db", "--format", "md")
    #expect(markdown.output.contains("\n## accuracy\n\n| model | epochs | n | A | B |"))
    #expect(markdown.output.contains("\n## runtime (s)\n"))
  }

  private static let gates: [(gate: String, code: Int32, reason: String)] = [
    ("accuracy < -0.01", 5, "mlp, epochs=4: -0.2 (p < 0.001)"),
    ("accuracy < -25%", 0, ""), ("accuracy < -0.25", 0, ""), ("accuracy < 0.5", 0, ""),
    ("runtime > +5%", 5, "model=mlp, epochs=1: +45.5 % (p = 0.004)"),
    ("runtime > 15.5 s", 5, "model=mlp, epochs=4: 16 s"), ("runtime>=16000 ms", 5, "16000 ms"),
    ("seconds > +50 %", 0, ""), ("runtime > 1 min", 0, ""),
    ("f1 < -0.1", 5, "model=mlp, epochs=1: no run of B has 'f1'"),
  ]

  @Test(arguments: gates)
  func `a gate that trips is exit code 5 and says where`(
    gate: String, code: Int32, reason: String
  ) throws {
    let run = try databases().run("cms-cc", "compare", "a.db", "b.db", "--fail-if", gate)
    #expect(run.code == code, "\(run.errors)")
    #expect(run.errors.contains("gate tripped: \(gate)\n") == (code == 5))
    #expect(run.errors.contains(reason), "\(run.errors)")
  }

  @Test func `what is missing trips a gate`() throws {
    let test = try databases()
    try add(
      SampleRun(id: "run3", accuracy: ["mlp/1": [0.8, 0.81, 0.82]]), to: "less.db", in: test)
    let run = try test.run("cms-cc", "compare", "a.db", "less.db", "--fail-if", "runtime > +500%")
    #expect(run.code == 5)
    #expect(
      run.errors == "gate tripped: runtime > +500%\n  model=mlp, epochs=4: not there in B\n")
    #expect(run.output.contains("\nOnly in A: model=mlp, epochs=4.\n"))
    try add(
      SampleRun(id: "run4", accuracy: Self.base, state: "failed"), to: "failed.db", in: test)
    let failed = try test.run(
      "cms-cc", "compare", "a.db", "failed.db", "--fail-if", "runtime > +500%")
    #expect(failed.code == 5)
    #expect(failed.errors.contains("  model=mlp, epochs=1: no run of B has 'runtime'\n"))
  }

  @Test func `a gate may need significance, and does not pass where nothing is known`() throws {
    let test = try databases()
    try add(
      SampleRun(id: "run3", accuracy: ["mlp/1": [0.7, 0.9, 0.8], "mlp/4": [0.9, 0.91, 0.92]]),
      to: "noisy.db", in: test)
    let words = ["cms-cc", "compare", "a.db", "noisy.db", "--fail-if", "accuracy < -0.5%"]
    #expect(try test.run(words).code == 5)
    #expect(try test.run(words + ["--significant"]).code == 0)
    #expect(
      try test.run(words + ["--significant", "--test", "ranks"]).code == 0)
    try add(
      SampleRun(id: "run4", accuracy: ["mlp/1": [0.5], "mlp/4": [0.9]]), to: "once.db", in: test)
    let once = try test.run(
      "cms-cc", "compare", "a.db", "once.db", "--fail-if", "accuracy < -0.5%", "--significant")
    #expect(once.code == 5)
    #expect(
      once.errors.contains(
        "model=mlp, epochs=1: -38.3 %, and too few repeats to know whether by chance\n"))
  }

  @Test func `runs, hosts, commits and conditions choose sides of one database`() throws {
    let test = try CommandTest()
    try add(
      SampleRun(
        id: "run1", host: "old", facts: ["code.commit": "abc1", "gpu.driver": "535"],
        accuracy: Self.base), to: "all.db", in: test)
    try add(
      SampleRun(
        id: "run2", host: "new", facts: ["code.commit": "def2", "gpu.driver": "550"],
        accuracy: Self.worse), to: "all.db", in: test)
    for (a, b) in [
      ("all.db@run1", "all.db"), ("all.db:host=old", "all.db:host=new"),
      ("all.db:commit=abc", "all.db:commit=def"), ("all.db:gpu.driver=535", "all.db@run2"),
      ("all.db@run1:where=epochs > 1", "all.db@run2:model=mlp,where=epochs > 1"),
    ] {
      let run = try test.run("cms-cc", "compare", a, b, "--fail-if", "accuracy < -0.1")
      #expect(run.code == 5, "\(a) \(b): \(run.errors)")
      #expect(run.errors.contains("  model=mlp, epochs=4: -0.2 (p < 0.001)\n"), "\(a) \(b)")
      let warns = run.errors.contains(
        "warning: the sides differ in gpu.driver: 535 in A, 550 in B\n")
      #expect(warns == !a.contains("gpu"), "\(a): \(run.errors)")
    }
  }

  @Test func `a parameter may be what the sides differ in`() throws {
    let test = try CommandTest()
    let both = Self.base.merging(["linear/1": [0.5, 0.51], "linear/4": [0.6, 0.61]]) { $1 }
    try add(SampleRun(id: "run1", accuracy: both), to: "a.db", in: test)
    let run = try test.run(
      "cms-cc", "compare", "a.db:model=linear", "a.db:model=mlp", "--metrics", "accuracy")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("\nmodel is linear in A and mlp in B.\n"))
    #expect(run.output.contains("|      4 | 2, 3 |"))
  }

  private static let refusals: [(words: [String], code: Int32, message: String)] = [
    (
      ["a.db", "a.db:model=cnn"], 2,
      "error: there is nothing to compare: 'a.db:model=cnn' chooses no experiment [EE309]\n"
    ),
    (
      ["a.db", "a.db:modle=mlp"], 2,
      "error: 'a.db:modle=mlp' chooses by 'modle', which is no parameter and no fact; did you mean 'model'? [EE128]\n"
    ),
    (
      ["a.db:epochs=1,model=mlp", "a.db:where=epochs = 4 AND repeat < 9"], 0, ""
    ),
    (["a.db@run9", "a.db"], 2, "error: there is no run 'run9' in database '"),
    (["a.db", "no.db"], 2, "error: database '"),
    (
      ["a.db:host", "a.db"], 64,
      "error: 'host' in 'a.db:host' chooses nothing, expected NAME=VALUE, such as host=a or where=epochs > 4\n"
    ),
    (
      ["a.db", "b.db", "--fail-if", "runtime"], 64,
      "error: 'runtime' is no gate, expected such as 'runtime > +5%', 'accuracy < -0.01' or 'runtime > 10 s'\n"
    ),
    (["a.db", "b.db", "--test", "t"], 64, "error: --test is 't', expected one of: welch, ranks\n"),
    (
      ["a.db", "b.db", "--fail-if", "runtime > 5 GB"], 2,
      "error: 'runtime' is in s, which does not convert to 'GB' [EE105]\n"
    ),
  ]

  @Test(arguments: refusals)
  func `what cannot be compared is told`(words: [String], code: Int32, message: String) throws {
    let run = try databases().run(["cms-cc", "compare"] + words)
    #expect(run.code == code, "\(run.errors)")
    #expect(run.errors.hasPrefix(message), "\(run.errors)")
  }
}
