import EECore
import Testing

@testable import CCResults

@Suite struct ReportSpecTests {
  private func spec(_ text: String) throws -> ReportSpec {
    try ReportSpecReader.spec(YAMLReader.read(Array(text.utf8), file: "report.yaml"))
  }

  private func report(_ text: String, _ rows: [RowSample] = SampleCampaign.rows) throws -> Report {
    try Report(SampleCampaign.input(rows), spec(text))
  }

  private func table(_ text: String, _ kind: ReportSection.Kind = .comparison) throws -> [String] {
    let sections = try report(text).sections
    let table = try #require(sections.first { $0.kind == kind }).table
    return ([table.columns.map(\.title)] + table.rows).map { $0.joined(separator: " | ") }
  }

  /// The messages of what is wrong, each with its place.
  private func problems(_ text: String) -> [String] {
    do {
      _ = try report(text)
      return []
    } catch let error as Diagnostics {
      return error.all.map { found in
        let place = found.position.map { "\($0.line):\($0.column): " } ?? ""
        return place + found.message + (found.hint.map { " (\($0))" } ?? "")
      }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `a parameter across makes a pivot`() throws {
    #expect(
      try table("{metrics: [seconds], columns: [epochs], where: 'lr = 0.01'}") == [
        "model | runs | epochs 4 | epochs 16 | epochs 64",
        "mlp | 6 | 2.680 ± 0.085 | 3.730 ± 0.085 | 8.080 ± 0.085",
        "linear | 6 | 2.520 ± 0.085 | 3.090 ± 0.085 | 5.520 ± 0.085",
      ])
  }

  @Test func `the best of a pivot is the best of all its cells`() throws {
    let text = "{metrics: [{name: seconds, goal: minimize}], columns: [epochs], where: 'lr = 0.01'}"
    let table = try #require(try report(text).sections.first).table
    #expect(table.best == [ReportTable.Place(row: 1, column: 2)])
  }

  @Test func `statistics have columns of their own, and what is no axis is taken together`() throws
  {
    let text = """
      metrics: [{name: seconds, title: time, unit: min, decimals: 3}]
      rows: [model]
      statistics: [mean, sd, median, min, max, ci, se, n]
      where: epochs = 4
      """
    #expect(
      try table(text) == [
        "model | runs | time mean (min) | time sd (min) | time median (min) | time min (min) | "
          + "time max (min) | time ± 95 % CI (min) | time se (min) | time n",
        "mlp | 4 | 0.045 | 0.001 | 0.045 | 0.044 | 0.046 | 0.002 | 0.001 | 4",
        "linear | 4 | 0.042 | 0.001 | 0.042 | 0.041 | 0.043 | 0.002 | 0.001 | 4",
      ])
    #expect(
      try report(text).remarks.prefix(2) == [
        "Only where epochs = 4; rows left out: 16.", "Numbers are taken over repeat and lr.",
      ])
  }

  @Test func `a leaderboard ranks means, equal ones on one place`() throws {
    let rows = [0.5, 0.9, 0.9, 0.7].enumerated().map { index, value in
      var row = RowSample(
        node: "n\(index)", experiment: "n\(index)",
        parameters: [NamedText("lr", "\(index)"), NamedText("repeat", "1")])
      row.metrics = ["score": value]
      return row
    }
    var failed = rows[0]
    failed.row.experiment = "n9"
    failed.row.state = "failed"
    failed.parameters[0] = NamedText("lr", "9")
    let report = try report(
      "{metrics: [score], leaderboards: [{metric: score, goal: maximize, top: 3}]}",
      rows + [failed])
    let section = try #require(report.sections.first { $0.kind == .leaderboard })
    #expect(section.title == "Leaderboard: score, highest first")
    #expect(section.notes == ["The first 3 of 4."])
    #expect(
      section.table.rows == [
        ["1", "1", "1", "0.9000"], ["1", "2", "1", "0.9000"], ["3", "3", "1", "0.7000"],
      ])
  }

  @Test func `a leaderboard of runs has a place for each repeat`() throws {
    let text = "{metrics: [seconds], leaderboards: [{metric: seconds, of: runs, top: 2}]}"
    #expect(
      try table(text, .leaderboard) == [
        "rank | run | model | epochs | lr | repeat | runtime (s)",
        "1 | linear-e4-lr0.003-r1 | linear | 4 | 0.003 | 1 | 2.460",
        "1 | linear-e4-lr0.01-r1 | linear | 4 | 0.01 | 1 | 2.460",
      ])
  }

  private static func gpus(_ seconds: [(String, Double)]) -> [RowSample] {
    seconds.map { gpus, seconds in
      RowSample(
        node: "g\(gpus)", experiment: "g\(gpus)", seconds: seconds,
        parameters: [NamedText("gpus", gpus)])
    }
  }

  @Test func `strong and weak scaling against the smallest`() throws {
    let rows = Self.gpus([("1", 100), ("2", 52), ("4", 25), ("8", 20)])
    let strong = try report("scaling: {over: gpus}", rows).sections.first { $0.kind == .scaling }
    #expect(strong?.title == "Strong scaling of runtime over gpus")
    #expect(
      strong?.table.rows == [
        ["1", "1", "100", "1.00", "1.00"], ["2", "1", "52", "1.92", "0.96"],
        ["4", "1", "25", "4.00", "1.00"], ["8", "1", "20", "5.00", "0.62"],
      ])
    let weak = try report("scaling: {over: gpus, kind: weak}", rows).sections
      .first { $0.kind == .scaling }
    #expect(weak?.table.rows.last == ["8", "1", "20", "40.00", "5.00"])
  }

  @Test func `figures are those asked for`() throws {
    #expect(
      try report("figures: [tradeoff, {kind: runtime, metric: 'timer:training'}]").figures
        .map(\.title) == ["eval_accuracy against runtime", "Training"])
    #expect(try report("figures: []").figures == [])
  }

  @Test func `what no run measured is said, with what is near`() throws {
    #expect(
      try report("metrics: [eval_acuracy]").warnings == [
        "no run measured 'eval_acuracy'; did you mean 'eval_accuracy'?"
      ])
  }

  @Test(arguments: [
    ("metric: [a]", "1:1: unknown key 'metric' in the file of a report (did you mean 'metrics'?)"),
    (
      "statistics: [mean, std]",
      "1:20: an entry of 'statistics' is 'std', expected one of mean, sd, median, min, max, ci, se, n (did you mean 'sd'?)"
    ),
    ("leaderboards: [{top: 3}]", "1:16: a leaderboard has no 'metric'"),
    (
      "leaderboards: [training.samples]",
      "1:16: a leaderboard of 'training.samples' has no 'goal', and its name says none "
        + "(write goal: minimize or goal: maximize)"
    ),
    (
      "leaderboards: [{metric: seconds, top: 0}]",
      "1:39: 'top' of a leaderboard is '0', expected a whole number of at least 1"
    ),
    (
      "rows: [modell]",
      "1:8: 'rows' names 'modell', which is no parameter of these experiments (did you mean 'model'?)"
    ),
    (
      "scaling: {over: model}",
      "1:17: 'over' of 'scaling' names 'model', whose values are not all numbers"
    ),
    (
      "scaling: {over: batch}",
      "1:17: 'over' of 'scaling' names 'batch', which does not tell rows apart "
        + "(it has one value only, or stands neither in 'rows' nor in 'columns')"
    ),
    (
      "metrics: [{name: seconds, unit: J}]",
      "1:18: 'seconds' is in s, which does not convert to 'J'"
    ),
    (
      "metrics: [{name: seconds, decimals: x}]",
      "1:37: 'decimals' of a metric is 'x', expected a whole number of 0 to 15"
    ),
    (
      "figures: [pie]",
      "1:11: a figure is 'pie', expected one of runtime, phases, sweep, history, inference, "
        + "spectrum, tradeoff, scaling"
    ),
    (
      "where: epoch > 3",
      "1:8: 'where' names 'epoch', which does not exist (did you mean 'epochs'? a text goes in single quotes: 'epoch')"
    ),
    ("[a]", "1:1: the file of a report is a list, expected a map"),
  ])
  func `mistakes are said with their place`(text: String, message: String) {
    #expect(problems(text) == [message])
  }

  @Test func `an empty file is the usual report`() throws {
    #expect(try report("").text(width: 90) == Report(SampleCampaign.input()).text(width: 90))
  }
}
