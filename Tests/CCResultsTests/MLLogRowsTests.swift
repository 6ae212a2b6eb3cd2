import Testing

@testable import CCResults

@Suite struct MLLogRowsTests {
  private func row(_ key: String, _ value: String, _ metadata: String = "{}") -> String {
    #":::MLLOG {"namespace": "cloudmesh", "time_ms": 1672531200000, "event_type": "#
      + #""POINT_IN_TIME", "key": "\#(key)", "value": \#(value), "metadata": \#(metadata)}"#
  }

  private func measurements(_ lines: String...) -> [Measurement] {
    var reader = LogReader()
    reader.consume(Array(lines.map { $0 + "\n" }.joined().utf8))
    return reader.finish().measurements
  }

  @Test func `a scalar logged per epoch is a series and its last value`() {
    let found = measurements(
      row("eval_accuracy", "0.91", #"{"file": "train.py", "lineno": 12, "epoch_num": 1}"#),
      row("eval_accuracy", "0.93", #"{"epoch_num": 2, "unit": "1"}"#))
    #expect(
      found == [
        Measurement(name: "eval_accuracy", value: 0.91, unit: "1", step: 1),
        Measurement(name: "eval_accuracy", value: 0.93, unit: "1", step: 2),
        Measurement(name: "eval_accuracy", value: 0.93, unit: "1"),
      ])
  }

  @Test func `a job that begins again replaces the steps it repeats`() {
    let found = measurements(
      row("loss", "3", #"{"epoch_num": 1}"#), row("loss", "2", #"{"epoch_num": 2}"#),
      row("loss", "1", #"{"epoch_num": 3}"#), row("loss", "2.5", #"{"epoch_num": 1}"#),
      row("loss", "1.5", #"{"epoch_num": 2}"#))
    #expect(found.map(\.value) == [2.5, 1.5, 1.5])
    #expect(found.map(\.step) == [1, 2, nil])
  }

  static let json =
    #"{"name": "cm", "training": {"samples": 970, "accuracy": 0.88, "history": {"loss": "#
    + #"[0.5, 0.25]}}, "inference": {"avg_accuracy": 0.875, "ok": true}}"#
  static let python =
    #""{'name': 'cm', 'training': {'samples': 970, 'accuracy': 0.88, 'history': {'loss': "#
    + #"[0.5, 0.25]}}, 'inference': {'avg_accuracy': np.float64(0.875), 'ok': True}}""#

  @Test(arguments: [json, python])
  func `a result is flattened, as JSON and as Python text`(value: String) {
    #expect(
      measurements(row("result", value)) == [
        Measurement(name: "training.samples", value: 970),
        Measurement(name: "training.accuracy", value: 0.88),
        Measurement(name: "training.history.loss", value: 0.5, step: 1),
        Measurement(name: "training.history.loss", value: 0.25, step: 2),
        Measurement(name: "training.history.loss", value: 0.25),
        Measurement(name: "inference.avg_accuracy", value: 0.875),
      ])
  }

  @Test func `numbers spelled as text count, versions and words do not`() {
    let found = measurements(
      row("seed", #""7""#), row("submission_version", #""1.0""#), row("platform", #""a100""#),
      row("run_start", "null"), row("flag", "true"), row("cache_clear", "{}"))
    #expect(found == [Measurement(name: "seed", value: 7)])
  }

  @Test func `a value that is no number ends the name's value but not its series`() {
    let found = measurements(
      row("loss", "0.5", #"{"step": 1}"#), row("loss", "NaN", #"{"step": 2}"#),
      row("h", "[1, NaN, 3]"))
    #expect(
      found == [
        Measurement(name: "loss", value: 0.5, step: 1), Measurement(name: "h", value: 1, step: 1),
        Measurement(name: "h", value: 3, step: 3), Measurement(name: "h", value: 3),
      ])
  }

  @Test func `a list of objects is a series of each member`() {
    let found = measurements(row("epochs", #"[{"loss": 2}, {"loss": 1, "acc": 0.5}]"#))
    #expect(
      found == [
        Measurement(name: "epochs.loss", value: 2, step: 1),
        Measurement(name: "epochs.loss", value: 1, step: 2),
        Measurement(name: "epochs.loss", value: 1),
        Measurement(name: "epochs.acc", value: 0.5, step: 2),
        Measurement(name: "epochs.acc", value: 0.5),
      ])
  }

  @Test func `the same row on both outputs counts once, repeated scalars are steps`() {
    let first = row("energy", "1.5")
    let second = row("energy", "2.5", #"{"lineno": 4}"#)
    #expect(measurements(first, first, second, second).map(\.value) == [1.5, 2.5, 2.5])
    #expect(measurements(first, first) == [Measurement(name: "energy", value: 1.5)])
  }

  @Test(arguments: [
    ":::MLLOG", ":::MLLOG {", ":::MLLOG {\"key\": \"a\", \"value\": 1", ":::MLLOG [1]",
    ":::MLLOG {\"key\": 3, \"value\": 1}", ":::MLLOG {\"value\": 1}",
    ":::MLLOG {\"key\": \"a\", \"value\": 1} {\"key\"",
    ":::MLLOG {\"key\": \"a\", \"value\": \"{'a': <object>}\"}",
  ])
  func `damaged rows are passed over`(line: String) {
    #expect(measurements(line).isEmpty)
  }

  @Test func `noise in front, bad UTF-8 and CRLF are tolerated`() {
    var reader = LogReader()
    reader.consume([0xFF, 0x00] + Array("rank 0 \(row("a", "2", #"{"x": "?"}"#))\r\n".utf8))
    reader.consume(Array(":::MLLOG {\"key\": \"b\", \"value\": 3, \"metadata\": \"".utf8))
    reader.consume([0xC3, 0x28] + Array("\"}\r\n".utf8))
    #expect(reader.finish().measurements.map(\.name) == ["a", "b"])
  }

  @Test func `steps at the end of the integers do not trap`() {
    let last = row("a", "1", #"{"step": 9223372036854774784}"#)
    let more = (0..<3000).map { row("a", "\($0)") }.joined(separator: "\n")
    #expect(measurements(last, more).last?.value == 2999)
  }

  /// As the UNO benchmark has it: its first run was aborted.
  @Test func `intervals are timers, and what never ends is said`() {
    func row(_ key: String, _ type: String, _ time: Int, _ status: String? = nil) -> String {
      let status = status.map { #", "status": "\#($0)""# } ?? ""
      return #":::MLLOG {"namespace": "", "time_ms": \#(time), "event_type": "\#(type)", "#
        + #""key": "\#(key)", "value": null, "metadata": {"file": "uno.py", "lineno": 7\#(status)}}"#
    }
    var reader = LogReader()
    let lines = [
      row("init_start", "INTERVAL_START", 1000), row("init_stop", "INTERVAL_END", 3500),
      row("run_start", "INTERVAL_START", 4000), row("run_start", "INTERVAL_START", 10000),
      row("run_stop", "INTERVAL_END", 70000, "success"),
      row("eval_start", "INTERVAL_START", 71000),
      row("block_start", "INTERVAL_START", 9000), row("block_stop", "INTERVAL_END", 8000),
    ]
    reader.consume(Array(lines.map { $0 + "\n" }.joined().utf8))
    let reading = reader.finish()
    #expect(
      reading.timers == [
        TimerReading(name: "init", seconds: 2.5),
        TimerReading(name: "run", seconds: 60, status: "ok"),
      ])
    #expect(
      reading.problems == [
        "interval 'eval' of MLLOG began and never ended",
        "interval 'block' of MLLOG ended before it began: its clock was set back",
      ])
  }

  @Test func `a timer that was printed as a row counts before the same interval`() {
    var reader = LogReader()
    let text = """
      # csv,timer,status,time,sum,start,tag,msg
      # csv,run,ok,2.0,2.0,2022-07-26 14:07:37,None,None
      :::MLLOG {"time_ms": 0, "event_type": "INTERVAL_START", "key": "run_start", "value": null, "metadata": {}}
      :::MLLOG {"time_ms": 2100, "event_type": "INTERVAL_END", "key": "run_stop", "value": null, "metadata": {}}

      """
    reader.consume(Array(text.utf8))
    #expect(reader.finish().timers.map(\.seconds) == [2])
  }
}
