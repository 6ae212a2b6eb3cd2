import Testing

@testable import CCResults

@Suite struct GPUTraceFileTests {
  private func read(_ text: String, chunk size: Int = 1000) -> FileReading {
    var file = GPUTraceFile()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { file.consume($0) }
    }
    return file.finish()
  }

  private func value(_ name: String, in reading: FileReading) -> Double? {
    reading.measurements.first { $0.name == name }?.value
  }

  private static let old = """
    # ####################################################################################
    # time, 0 id, 0 gpu_util %, 0 memory_util %, 0 encoder_util %, 0 decoder_util %, 0 gpu_temp C, 0 power_draw W
    2022-05-22:16:54:15.500000,0,0,0,0,0,26,50
    2022-05-22:16:54:16.500000,0,80,10,0,0,28,150
    2022-05-22:16:54:17.000000,0,100,20,0,0,30,250

    """

  @Test(arguments: [1, 7, 1000])
  func `a trace of 2022 gives means, peaks and energy`(size: Int) {
    let reading = read(Self.old, chunk: size)
    #expect(value("gpu0.gpu_util.mean", in: reading) == 60)
    #expect(value("gpu0.gpu_temp.max", in: reading) == 30)
    #expect(value("gpu0.power_draw.mean", in: reading) == 150)
    // One second from 50 to 150 W, half a second from 150 to 250 W.
    #expect(value("gpu0.energy", in: reading) == 200)
    #expect(value("energy", in: reading) == 200)
    #expect(reading.measurements.first { $0.name == "energy" }?.unit == "J")
    #expect(reading.problems == [])
  }

  @Test func `a later trace has a plain header, several GPUs, and cells that are missing`() {
    let reading = read(
      """
      time, 0 id, 0 gpu_util %, 0 power_draw W, 0 vram_mem_used MiB, 0 vram_mem_total MiB, 3 id, 3 gpu_util %, 3 power_draw W, 3 vram_mem_used MiB, 3 vram_mem_total MiB
      2023-01-02T00:00:00.000000, 0, 10, 100, 500, 40960, 3, N/A, 10, 7, 40960,\u{20}
      2023-01-02T00:00:02.000000, 0, 30, 100, 900, 40960, 3, [N/A], 10, 9, 40960,\u{20}
      garbage
      """)
    #expect(value("gpu0.energy", in: reading) == 200)
    #expect(value("gpu3.energy", in: reading) == 20)
    #expect(value("energy", in: reading) == 220)
    #expect(value("gpu0.vram_mem_used.max", in: reading) == 900)
    #expect(reading.measurements.first { $0.name == "gpu0.vram_mem_used.max" }?.unit == "MiB")
    #expect(value("gpu3.gpu_util.mean", in: reading) == nil)
  }

  @Test func `where the clock jumped no energy is counted, and that is said`() {
    let reading = read(
      """
      time, 0 id, 0 power_draw W
      2023-02-28T23:59:59.000000, 0, 100
      2023-03-01T00:00:00.000000, 0, 100
      2023-02-28T23:00:00.000000, 0, 100
      2023-02-28T23:00:01.000000, 0, 100
      2023-02-28T23:30:00.000000, 0, 100
      """)
    #expect(value("energy", in: reading) == 200)
    #expect(
      reading.problems == [
        "has 2 gaps of more than a minute, or jumps of its clock, without energy"
      ])
  }

  @Test func `another file of that name is no trace`() {
    #expect(
      read("hello\ntime, 0 id, 0 power_draw W\n2023-02-28T23:00:00, 0, 1\n").measurements == [])
  }
}
