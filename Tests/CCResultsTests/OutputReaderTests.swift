import EECore
import Testing

@testable import CCResults

@Suite struct OutputReaderTests {
  private func read(
    _ results: [ResultSpec] = [], log: String = "", files: [(String, String)] = [],
    chunk size: Int = 100_000
  ) -> LogReading {
    var reader = OutputReader(results)
    each(log, size) { reader.consumeLog($0) }
    for (name, text) in files {
      reader.beginFile(name)
      each(text, size) { reader.consumeFile($0) }
      reader.endFile()
    }
    return reader.finish()
  }

  private func each(_ text: String, _ size: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<min(start + size, bytes.count)].withUnsafeBytes(body)
    }
  }

  private func value(_ name: String, in reading: LogReading) -> Double? {
    reading.measurements.first { $0.name == name && $0.step == nil }?.value
  }

  private func series(_ name: String, in reading: LogReading) -> [String] {
    reading.measurements.filter { $0.name == name }.compactMap { measurement in
      measurement.step.map { "\($0): \(measurement.value)" }
    }
  }

  @Test(arguments: [1, 5, 100_000])
  func `a regex picks among its matches`(size: Int) {
    let log = "epoch 1 acc=0.5\nnoise\r\nepoch 2 acc=0.9 acc=0.8\nepoch 3 acc=0.7"
    let picks: [ResultSpec.Pick: Double] = [
      .first: 0.5, .last: 0.7, .min: 0.5, .max: 0.9, .mean: 0.725, .all: 0.7,
    ]
    for (pick, expected) in picks {
      let spec = ResultSpec(name: "acc", source: .pattern(#"acc=([\d.]+)"#), unit: "1", pick: pick)
      let reading = read([spec], log: log, chunk: size)
      #expect(value("acc", in: reading).map { abs($0 - expected) < 1e-12 } == true, "\(pick)")
      #expect(series("acc", in: reading).count == (pick == .all ? 4 : 0))
      #expect(reading.missing(of: [spec]) == [])
    }
  }

  @Test func `named groups are the value, the unit and the step`() {
    let spec = ResultSpec(
      name: "t", source: .pattern(#"step (?<step>\d+): (?<value>\S+) (?<unit>\w+)"#), pick: .all)
    let reading = read([spec], log: "step 10: 1.5 ms\nstep 20: 2.5 ms\n")
    #expect(
      reading.measurements == [
        Measurement(name: "t", value: 1.5, unit: "ms", step: 10),
        Measurement(name: "t", value: 2.5, unit: "ms", step: 20),
        Measurement(name: "t", value: 2.5, unit: "ms"),
      ])
  }

  @Test func `what was not found is named, and so is what is no number`() {
    let specs = [
      ResultSpec(name: "a", source: .pattern("a=(.*)")),
      ResultSpec(name: "b", source: .pattern("b=(.*)"), file: "b.txt"),
      ResultSpec(name: "c", source: .timer("c"), isOptional: true),
    ]
    let reading = read(specs, log: "a=1\na=nan\n")
    #expect(
      reading.missing(of: specs) == [
        "result 'a' is no finite number: regex 'a=(.*)'",
        "result 'b' was not found: no regex 'b=(.*)' in 'b.txt'",
      ])
    #expect(reading.measurements == [])
  }

  @Test func `timers, metrics, JSON and CSV are sources too`() {
    let log = """
      # csv,timer,status,time,sum,start,tag,msg
      # csv,total,ok,4.5,4.5,2022-07-26 14:07:37,None,None
      # csv,total,ok,5.5,10.0,2022-07-26 14:07:47,None,None
      # cloudmesh progress=50 loss=3
      # cloudmesh progress=100 loss=2

      """
    let specs = [
      ResultSpec(name: "runtime", source: .timer("total"), pick: .max),
      ResultSpec(name: "first loss", source: .metric("loss"), pick: .first),
      ResultSpec(name: "acc", source: .json(JSONPath("val.acc")!), file: "out/s.json", pick: .last),
      ResultSpec(name: "f1", source: .column("f1"), file: "scores.csv", pick: .max),
      ResultSpec(name: "all f1", source: .column("f1"), file: "scores.csv", pick: .all),
    ]
    let reading = read(
      specs, log: log,
      files: [
        ("out/s.json", #"{"val": {"acc": 0.75, "other": 1}}"#),
        ("scores.csv", "epoch,f1,note\n1,0.25,x\n2,0.5,\"y, \"\"z\"\"\"\n3,,\n"),
      ])
    #expect(value("runtime", in: reading) == 5.5)
    #expect(reading.measurements.first { $0.name == "runtime" }?.unit == "s")
    #expect(value("first loss", in: reading) == 3)
    #expect(value("acc", in: reading) == 0.75)
    #expect(value("f1", in: reading) == 0.5)
    #expect(series("all f1", in: reading) == ["1: 0.25", "2: 0.5"])
    #expect(value("loss", in: reading) == 2)
    #expect(reading.problems == [])
  }

  @Test(arguments: [1, 3, 100_000])
  func `usual files are read without being declared`(size: Int) {
    let reading = read(
      files: [
        (
          "metrics.json",
          #"{"accuracy": 0.9, "time": {"total": 12}, "loss": [3, 2, 1], "ok": true}"#
        ),
        ("metrics.csv", "step,gain\n10,1.5\n20,2.5\n"),
      ], chunk: size)
    #expect(value("accuracy", in: reading) == 0.9)
    #expect(value("time.total", in: reading) == 12)
    #expect(series("loss", in: reading) == ["1: 3.0", "2: 2.0", "3: 1.0"])
    #expect(value("loss", in: reading) == 1)
    #expect(series("gain", in: reading) == ["10: 1.5", "20: 2.5"])
    #expect(value("gain", in: reading) == 2.5)
  }

  @Test func `lines of JSON are the steps of series, and the last may be cut`() {
    let reading = read(
      files: [
        (
          "metrics.jsonl",
          """
          {"epoch": 1, "loss": 3}
          {"epoch": 2, "loss": 2}
          {"name": "speed", "value": 12.5, "unit": "img/s"}
          {"epoch": 3, "lo
          """
        )
      ])
    #expect(series("loss", in: reading) == ["1: 3.0", "2: 2.0"])
    #expect(
      reading.measurements.contains(Measurement(name: "speed", value: 12.5, unit: "img/s")))
    #expect(reading.problems == [])
  }

  @Test func `damaged files are problems, and the rest is read`() {
    let reading = read(
      [ResultSpec(name: "x", source: .column("x"), file: "metrics.csv")], log: "# cloudmesh a=1\n",
      files: [("metrics.json", "{\"a\": 1,,}"), ("metrics.csv", "y\n1\n")])
    #expect(reading.problems.count == 2)
    #expect(reading.problems.first?.hasPrefix("'metrics.json' is no JSON: ") == true)
    #expect(reading.problems.last == "'metrics.csv' has no column 'x'")
    #expect(value("a", in: reading) == 1)
    #expect(value("y", in: reading) == 1)
  }

  @Test func `a file's number counts before what was printed, and a declared one before both`() {
    let log = "# cloudmesh accuracy=0.1 loss=9\nacc: 0.3\n"
    let file = ("metrics.json", #"{"accuracy": 0.2, "loss": 8}"#)
    let spec = ResultSpec(name: "accuracy", source: .pattern("acc: (.*)"))
    let reading = read([spec], log: log, files: [file])
    #expect(value("accuracy", in: reading) == 0.3)
    #expect(value("loss", in: reading) == 8)
    #expect(reading.measurements.count == 2)
  }

  @Test func `separators and marks of other editors are understood`() {
    let reading = read(files: [("metrics.csv", "\u{FEFF}a;b\n# a comment\n1;2\n\n")])
    #expect(value("a", in: reading) == 1)
    #expect(value("b", in: reading) == 2)
    #expect(read(files: [("metrics.csv", "")]).measurements == [])
  }
}
