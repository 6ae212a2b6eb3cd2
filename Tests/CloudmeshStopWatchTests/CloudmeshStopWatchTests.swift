import CCResults
import Testing

@testable import CloudmeshStopWatch

/// What programs in Swift say, as our readers read it.
@Suite struct CloudmeshStopWatchTests {
  private struct Failure: Error {}

  private func reading(_ text: String) -> LogReading {
    var reader = LogReader()
    reader.consume(Array(text.utf8))
    return reader.finish()
  }

  @Test func `timers add up, and are failed where the work throws`() {
    let watch = StopWatch()
    for _ in 0..<2 { watch.measure("load, \"all\" (") { _ = 1 + 1 } }
    #expect(throws: Failure.self) { try watch.measure("training") { throw Failure() } }
    watch.start("open")
    watch.stop("nothing")
    let timers = reading(watch.rows(tag: "a, b")).timers
    #expect(timers.map(\.name) == ["load, \"all\" (", "training", "open"])
    #expect(timers.map(\.status) == ["ok", "failed", nil])
    #expect(timers.allSatisfy { $0.tag == "a, b" })
    #expect(
      timers[0].details.map(\.name) == ["uname.node", "user", "uname.system", "platform.version"])
    #expect(watch.sum("load, \"all\" (") ?? 0 >= watch.seconds("load, \"all\" (") ?? 1)
    watch.clear()
    #expect(watch.seconds("open") == nil)
  }

  @Test func `a table without timers is its first line`() {
    #expect(
      StopWatch().rows()
        == "# csv,timer,status,time,sum,start,tag,msg,uname.node,user,uname.system,platform.version\n"
    )
  }

  @Test(arguments: [
    (0.0004, "0.000"), (0.0125, "0.013"), (17.9031, "17.903"), (3600, "3600.000"),
  ])
  func `seconds have three digits`(seconds: Double, text: String) {
    #expect(Timer.text(seconds) == text)
  }

  @Test func `progress lines are read as they were meant`() throws {
    let text = Job.progressLine(12.5, nil, "it's \"so\"\nfar", ["loss": 0.25])
    let line = try #require(ProgressLine(String(text.dropLast())))
    #expect(line.status == "running")
    #expect(line.progress == 12.5)
    #expect(line.pairs == [NamedText("msg", "it's 'so' far"), NamedText("loss", "0.25")])
    #expect(
      Job.progressLine(140, nil, nil, [:]).hasPrefix("# cloudmesh status=done progress=100 pid="))
    #expect(
      Job.progressLine(.nan, "two words", nil, [:]).hasPrefix(
        "# cloudmesh status='two words' progress=0 "))
  }

  @Test func `results come back with their units and steps, equal ones too`() {
    var text = ""
    for epoch in 1...2 { text += Job.resultLine(["accuracy": 0.5], nil, epoch, "a/b.swift", 1) }
    for _ in 0..<3 {
      text += Job.resultLine(["t \"x\"\\": 1, "bad": .nan], "s", nil, "b.swift", 2)
    }
    #expect(
      reading(text).measurements == [
        Measurement(name: "accuracy", value: 0.5, step: 1),
        Measurement(name: "accuracy", value: 0.5, step: 2),
        Measurement(name: "accuracy", value: 0.5),
        Measurement(name: "t \"x\"\\", value: 1, unit: "s", step: 1),
        Measurement(name: "t \"x\"\\", value: 1, unit: "s", step: 2),
        Measurement(name: "t \"x\"\\", value: 1, unit: "s", step: 3),
        Measurement(name: "t \"x\"\\", value: 1, unit: "s"),
      ])
  }

  @Test func `lines of the MLCommons log have the keys of the original in its order`() throws {
    let line = Job.logLine("eval_accuracy", "0.91", .end, 4, "Module/main.swift", 7)
    let words = line.split(separator: " ", maxSplits: 5).map(String.init)
    #expect(words[0...2].joined(separator: " ") == #":::MLLOG {"namespace": "cloudmesh","#)
    #expect(words[3] == "\"time_ms\":")
    #expect(
      words[5] == #""event_type": "INTERVAL_END", "key": "eval_accuracy", "value": 0.91, "#
        + #""metadata": {"file": "main.swift", "lineno": 7, "step": 4}}"# + "\n")
    #expect(
      reading(line).measurements == [
        Measurement(name: "eval_accuracy", value: 0.91, step: 4),
        Measurement(name: "eval_accuracy", value: 0.91),
      ])
  }
}
