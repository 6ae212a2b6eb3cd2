import CCResults
import EECore
import Glibc

/// Reading of logs: what is found without being told, and by regular expressions.
enum Readings {
  private static let megabytes = 64
  /// As files are read.
  private static let chunk = 1 << 16

  static func measurements() -> [Measurement] {
    let noise = log(markedEvery: 1000)
    let dense = log(markedEvery: 10)
    func measurement(_ name: String, _ log: [UInt8], _ patterns: [String]) -> Measurement {
      let results = patterns.enumerated().map { index, pattern in
        ResultSpec(name: "r\(index)", source: .pattern(pattern))
      }
      return Measurement(
        name, .microseconds(per: megabytes),
        over: Measurement.Floor("memchr for line ends") { lines(log) }
      ) { read(log, results) }
    }
    return [
      measurement("read 1 MB of a log, a row in 1,000 lines", noise, []),
      measurement("the same, a row in 10 lines", dense, []),
      measurement(
        "the same as the first, and a regex with a literal", noise, [#"val_acc=([\d.]+)"#]),
      measurement(
        "and three of them", noise,
        [#"val_acc=([\d.]+)"#, #"throughput: ([\d.]+) img/s"#, #"\[rank 0\] loss (\S+)"#]),
      measurement("and a regex without a literal", noise, [#"^(\d+) steps$"#]),
    ]
  }

  private static func read(_ log: [UInt8], _ results: [ResultSpec]) -> Int {
    var reader = LogReader(results)
    log.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: chunk) {
        reader.consume(
          UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + chunk, bytes.count)]))
      }
    }
    let reading = reader.finish()
    return reading.measurements.count + reading.timers.count
  }

  private static func lines(_ log: [UInt8]) -> Int {
    log.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      var place = 0
      var count = 0
      while let found = memchr(base + place, 0x0A, bytes.count - place) {
        place = UnsafeRawPointer(found) - base + 1
        count += 1
        if place >= bytes.count { break }
      }
      return count
    }
  }

  /// Lines as training programs print them, 70 bytes on the average.
  private static func log(markedEvery distance: Int) -> [UInt8] {
    var log: [UInt8] = []
    log.reserveCapacity(megabytes * 1_000_000 + 200)
    var turn = 0
    while log.count < megabytes * 1_000_000 {
      turn += 1
      log +=
        "2026-01-31 12:00:00,\(turn % 1000) INFO worker \(turn % 8): step \(turn) of 100000, loss 0.\(turn % 9973), lr 0.001\n"
        .utf8
      if turn % distance == 0 {
        log += "# cloudmesh progress=\(turn % 100) loss=0.\(turn % 997)\n".utf8
      }
      if turn % 1000 == 0 { log += "epoch \(turn / 1000): val_acc=0.\(turn % 997)\n".utf8 }
    }
    return log
  }
}
