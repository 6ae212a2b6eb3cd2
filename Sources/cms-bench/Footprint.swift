import CCWorkflow
import Glibc

/// The most memory that an engine takes for each of its jobs, beyond what its graph takes.
enum Footprint {
  private struct Unknown: Error {}

  /// Prints a line of JSON; to be called before anything else has used memory.
  static func run() throws {
    let graph = Graph(count: Engine.count, edges: Engine.layers)
    let names = (0..<Engine.count).map { "job-\($0)" }
    try forgetPeak()
    let before = try peak()
    let check = try Engine.drive(graph, names, Engine.demands)
    let bytes = Double(try peak() - before) * 1024 / Double(Engine.count)
    print(
      "{\"name\": \"engine, layers of 100,000 jobs, peak memory of each\", \"unit\": \"bytes\", "
        + "\"value\": \(bytes), \"best\": \(bytes), \"check\": \(check)}")
  }

  /// From here on the peak is that of what is used from here on.
  private static func forgetPeak() throws {
    guard let file = fopen("/proc/self/clear_refs", "w") else { throw Unknown() }
    defer { fclose(file) }
    fputs("5", file)
  }

  /// In kibibytes.
  private static func peak() throws -> Int {
    guard let file = fopen("/proc/self/status", "r") else { throw Unknown() }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split {
        $0 == 32 || $0 == 9
      }
      guard words.first.map(Array.init) == Array("VmHWM:".utf8), words.count > 1 else { continue }
      if let number = Int(String(decoding: words[1], as: UTF8.self)) { return number }
    }
    throw Unknown()
  }
}
