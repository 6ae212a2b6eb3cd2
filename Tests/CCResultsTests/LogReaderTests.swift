import Testing

@testable import CCResults

@Suite struct LogReaderTests {
  private static let log = """
    Epoch 1/3 ████ 50%\r100%
    # cloudmesh status=running progress=1 pid=77\r
    # csv,timer,status,time,sum,start,tag,msg
    # csv,training,ok,4.5,4.5,2022-07-26 14:07:37,None,None
    :::MLLOG {"namespace": "cloudmesh", "key": "accuracy", "value": 0.9, "metadata": {"step": 1}}
    # cloudmesh status=done progress=100
    # cloudmesh status=done progress=100

    """

  private func reading(_ bytes: [UInt8], chunk size: Int) -> LogReading {
    var reader = LogReader()
    for start in stride(from: 0, to: bytes.count, by: size) {
      reader.consume(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    return reader.finish()
  }

  @Test(arguments: [1, 2, 3, 7, 64, 100_000])
  func `one pass finds all three kinds, however the bytes arrive`(size: Int) {
    let found = reading(Array(LogReaderTests.log.utf8), chunk: size)
    #expect(found.progress?.status == "done")
    #expect(found.progress?.progress == 100)
    #expect(found.progress?.pid == 77)
    #expect(found.timers.map(\.seconds) == [4.5])
    #expect(found.measurements.map(\.value) == [0.9, 0.9])
    #expect(found.omitted == 0)
  }

  @Test func `the newest line wins, and progress may go back`() {
    let text =
      "# cloudmesh status=running progress=80 msg=a\n# cloudmesh status=failed progress=20\n"
    let found = reading(Array(text.utf8), chunk: 1000)
    #expect(found.progress?.status == "failed")
    #expect(found.progress?.progress == 20)
    #expect(found.progress?.pairs == [])
  }

  @Test func `numbers on progress lines are measurements, each printed line once`() {
    let line = "# cloudmesh progress=50 accuracy=0.8 note=fine\n"
    let text = line + line + "# cloudmesh progress=100 accuracy=0.9\n"
    let found = reading(Array(text.utf8), chunk: 1000)
    #expect(
      found.measurements == [
        Measurement(name: "accuracy", value: 0.8, step: 1),
        Measurement(name: "accuracy", value: 0.9, step: 2),
        Measurement(name: "accuracy", value: 0.9),
      ])
  }

  @Test func `progress is seen while the job still writes`() {
    var reader = LogReader()
    reader.consume(Array("# cloudmesh status=running progress=5\n# cloudmesh progr".utf8))
    #expect(reader.progress?.progress == 5)
    reader.consume(Array("ess=6\n".utf8))
    #expect(reader.progress?.progress == 6)
  }

  @Test func `a line that fills more than a mebibyte is passed over`() {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    let mark = Array(" # cloudmesh status=long progress=1\n".utf8)
    let next = Array("# cloudmesh status=short progress=2\n".utf8)
    for size in [4096, 3 << 20] {
      #expect(reading(next + long + mark, chunk: size).progress?.status == "short")
      #expect(reading(long + mark + next, chunk: size).progress?.status == "short")
    }
  }

  @Test func `a last line without its end counts only where it is whole`() {
    let header = "# csv,timer,status,time,sum\n# csv,a,ok,1.5,1.5\n"
    #expect(reading(Array((header + "# csv,b,ok,17.9").utf8), chunk: 99).timers.count == 1)
    #expect(reading(Array((header + "# csv,b,ok,17.9,17.9").utf8), chunk: 99).timers.count == 2)
    #expect(reading(Array("# cloudmesh status=done progress=9".utf8), chunk: 99).progress != nil)
  }

  @Test func `two files are read one after the other`() {
    var reader = LogReader()
    reader.consume(Array("# cloudmesh status=running progress=1".utf8))
    reader.endFile()
    reader.consume(Array("# csv,a,ok,1\n".utf8))
    let found = reader.finish()
    #expect(found.progress?.status == "running")
    #expect(found.timers.map(\.name) == ["a"])
  }

  @Test func `no bytes trap`() {
    let text = Array(LogReaderTests.log.utf8)
    for round in 0..<2000 {
      var damaged = Array(text.shuffled().prefix(100)) + text
      for _ in 0..<30 { damaged[Int.random(in: 0..<damaged.count)] = UInt8.random(in: 0...255) }
      _ = reading(damaged, chunk: round % 97 + 1)
    }
  }
}
