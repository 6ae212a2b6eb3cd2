import Testing

@testable import CCResults

@Suite struct ReportTests {
  private func row(
    _ lr: String, _ number: Int, state: String = "done", accuracy: Double? = nil,
    seconds: Double? = nil, attempt: Int = 1
  ) -> RowSample {
    var row = RowSample(
      run: "r1", node: "lr\(lr)-\(number)", experiment: "lr\(lr)-\(number)", attempt: attempt,
      state: state, seconds: seconds,
      parameters: [
        NamedText("lr", lr), NamedText("data", "digits"), NamedText("repeat", "\(number)"),
      ])
    row.metrics["accuracy"] = accuracy
    return row
  }

  private func report(_ rows: [RowSample], metrics: [String]? = nil) throws -> Report {
    let input = ReportInput(parameters: ["lr", "data", "repeat"], rows: rows)
    return try metrics.map { try Report(input, metrics: $0) } ?? Report(input)
  }

  @Test func `repeats are averaged as by hand`() throws {
    let report = try report([
      row("0.1", 1, accuracy: 0.90, seconds: 10), row("0.1", 2, accuracy: 0.92, seconds: 14),
      row("0.1", 3, accuracy: 0.97, seconds: 12), row("0.01", 1, accuracy: 0.5, seconds: 20),
    ])
    #expect(report.axes == ["lr"])
    #expect(report.constants == [NamedText("data", "digits")])
    #expect(report.metrics.map(\.label) == ["accuracy", "runtime (s)"])
    #expect(report.groups.map(\.values) == [["0.1"], ["0.01"]])
    let accuracy = try #require(report.groups[0].statistics(of: report.metrics[0]))
    #expect(abs(accuracy.mean - 0.93) < 1e-15)
    #expect(abs(try #require(accuracy.sd) - 0.036_055_512_754_639_9) < 1e-15)
    let seconds = try #require(report.groups[0].statistics(of: report.metrics[1]))
    #expect(seconds.mean == 12)
    #expect(seconds.sd == 2)
    #expect(report.groups[1].statistics(of: report.metrics[1])?.sd == nil)
  }

  @Test func `values stand in the order they appear in, not in that of their text`() throws {
    let report = try report(["2", "10", "1", "2"].enumerated().map { row($1, $0, accuracy: 1) })
    #expect(report.groups.map(\.values) == [["2"], ["10"], ["1"]])
  }

  @Test func `nothing that is not done is dropped or averaged`() throws {
    let report = try report([
      row("0.1", 1, accuracy: 0.9), row("0.1", 2, state: "failed", accuracy: 0.1),
      row("0.2", 1, state: "ready", attempt: 0), row("0.2", 2, state: "lost"),
    ])
    #expect(report.groups.map(\.done) == [1, 0])
    #expect(report.groups.map(\.total) == [2, 2])
    #expect(report.groups[0].statistics(of: report.metrics[0])?.mean == 0.9)
    #expect(report.groups[1].statistics(of: report.metrics[0]) == nil)
    #expect(report.unfinished.map { report.input.rows[$0].state } == ["failed", "ready", "lost"])
    #expect(report.summary == "1 of 4 experiments done, 1 failed, 1 ready, 1 lost")
  }

  @Test func `an experiment counts once, by its latest attempt that is done`() throws {
    let report = try report([
      row("0.1", 1, state: "failed", attempt: 1), row("0.1", 1, accuracy: 0.8, attempt: 2),
      row("0.1", 1, accuracy: 0.9, attempt: 3), row("0.1", 1, state: "running", attempt: 4),
      row("0.2", 1, state: "lost", attempt: 1), row("0.2", 1, state: "failed", attempt: 2),
    ])
    #expect(report.groups[0].statistics(of: report.metrics[0])?.mean == 0.9)
    #expect(report.groups.map(\.total) == [1, 1])
    #expect(report.unfinished.map { report.input.rows[$0].attempt } == [2])
    #expect(report.attemptSection(upTo: 100).table.rows.count == 6)
  }

  @Test func `nodes that are no experiments are listed only where they are not done`() throws {
    let report = try report([
      RowSample(run: "r1", node: "start", attempt: 1, state: "done"), row("0.1", 1, accuracy: 1),
      RowSample(run: "r1", node: "end", attempt: 0, state: "skipped", cause: "train failed"),
    ])
    #expect(report.groups.map(\.total) == [1])
    #expect(report.unfinished.map { report.input.rows[$0].node } == ["end"])
    #expect(report.summary == "1 of 1 experiments done")
  }

  @Test func `a parameter that some experiments lack is an axis with a gap`() throws {
    var other = row("0.2", 1, accuracy: 1)
    other.parameters.append(NamedText("momentum", "0.9"))
    let report = try report([row("0.1", 1, accuracy: 1), other])
    #expect(report.axes == ["lr", "momentum"])
    #expect(
      report.sections[0].table.rows.map { Array($0.prefix(2)) } == [["0.1", "–"], ["0.2", "0.9"]])
  }

  @Test func `a metric that some repeats lack says how many it has`() throws {
    let report = try report([row("1", 1, accuracy: 0.9, seconds: 1), row("1", 2, seconds: 2)])
    #expect(report.sections[0].table.rows == [["2", "0.9000 (n=1)", "1.50 ± 0.71"]])
  }

  @Test func `asked for metrics, the report shows those and no others`() throws {
    var first = row("1", 1, accuracy: 0.5, seconds: 9)
    first.timers = ["training": 4, "accuracy": 7]
    let report = try report(
      [first], metrics: ["seconds", "training", "accuracy", "timer:accuracy", "unknown"])
    #expect(
      report.metrics.map(\.label) == [
        "runtime (s)", "training (s)", "accuracy", "accuracy (s)", "unknown",
      ])
    #expect(report.sections[0].table.rows == [["1", "9", "4", "0.5000", "7", "–"]])
  }

  @Test(arguments: [
    (["train_accuracy", "eval_accuracy", "training.history.accuracy"], ["eval_accuracy"]),
    (["training.val_loss", "training.loss", "samples"], ["training.val_loss"]),
    (["acc", "samples"], ["acc"]), (["b", "a", "c", "d"], ["a", "b", "c"]), ([], []),
    (["accuracy", "energy_kwh", "zeta"], ["accuracy", "energy_kwh"]),
  ])
  func `the usual choice is short and takes what was not trained on`(
    names: [String], chosen: [String]
  ) throws {
    var first = row("1", 1)
    for name in names { first.metrics[name] = 1 }
    #expect(try report([first]).metrics.map(\.label) == chosen)
  }

  @Test func `a report of nothing has no table but can be written`() throws {
    let report = try report([])
    #expect(report.summary == "0 of 0 experiments done")
    #expect(report.text(width: 80).contains("0 of 0"))
    #expect(report.figures.isEmpty)
    #expect(report.csv.hasPrefix("run,node,"))
    #expect(report.markdown.hasPrefix("# Test\n"))
  }
}
