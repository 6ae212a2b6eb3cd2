import Testing

@testable import EECore

@Suite struct ResultReaderTests {
  private func read(_ text: String) throws -> [ResultSpec] {
    let root = try YAMLReader.read(Array(text.utf8), file: "sweep.yaml")
    return try ResultReader.results(root["results"], in: "the sweep file")
  }

  @Test func `each source is read, with its unit, pick and goal`() throws {
    let results = try read(
      #"""
      results:
        accuracy: {regex: 'acc=([\d.]+)', pick: max, goal: maximize}
        runtime: {timer: total, unit: s, goal: minimize}
        loss: {json: training.loss, file: out/scores.json, pick: first, optional: true}
        f1: {column: f1, pick: all}
        top: {metric: eval_accuracy, pick: mean}
      """#)
    #expect(
      results == [
        ResultSpec(
          name: "accuracy", source: .pattern(#"acc=([\d.]+)"#), pick: .max, goal: .maximize),
        ResultSpec(name: "runtime", source: .timer("total"), unit: "s", goal: .minimize),
        ResultSpec(
          name: "loss", source: .json(try #require(JSONPath("training.loss"))),
          file: "out/scores.json", pick: .first, isOptional: true),
        ResultSpec(name: "f1", source: .column("f1"), file: "metrics.csv", pick: .all),
        ResultSpec(name: "top", source: .metric("eval_accuracy"), pick: .mean),
      ])
    #expect(ResultSpec.results(in: ResultSpec.text(of: results)) == results)
    #expect(try read("results:\n").isEmpty)
  }

  @Test func `all that is wrong is named where it stands`() throws {
    let error = try #require(throws: Diagnostics.self) {
      _ = try read(
        """
        results:
          a: {regex: 'acc=('}
          b: {pick: last}
          c: {regex: x, timer: y}
          d: {regex: x, pick: lest}
          e: {timer: t, file: x.txt}
          f: {json: 'a[', file: x.json}
          g: {regex: x, file: ../x}
          h: {regexp: x}
          i: {metric: m, optional: maybe}
        """)
    }
    #expect(
      error.all.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.message)" } == [
        "2:20 regex of result 'a': missing closing parenthesis",
        "3:3 result 'b' does not say where it stands, expected one of regex, json, column, timer and metric",
        "4:17 result 'c' has 'regex' and 'timer', expected one of them",
        "5:23 'pick' of result 'd' is 'lest', expected one of first, last, min, max, mean and all",
        "6:7 result 'e' has 'timer' and 'file', expected no file",
        "7:13 'json' of result 'f' is 'a[', expected a path such as training.accuracy or runs[0].loss",
        "8:23 'file' of result 'g' is '../x', expected a file below the job's directory such as out/scores.json",
        "9:7 unknown key 'regexp' in result 'h'",
        "10:28 'optional' of result 'i' is 'maybe', expected true or false",
      ])
  }
}
