/// What a job took of its machine, as far as anybody knows.
struct JobUsage: Hashable, Sendable {
  /// Processor time, in seconds.
  var cpuSeconds: Double?
  /// Bytes of memory that it had at once at most.
  var peakMemory: Int?
}

extension JobUsage {
  /// Reads the lines of an exit record: what the job's group counted, else what `times` of a shell
  /// says of the wrapper and of its children.
  ///
  /// - Source: POSIX, `times`: two lines such as `0m1.23s 0m0.10s`; digits and sign differ.
  init(record lines: [Substring]) {
    for line in lines {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == "cpu", let count = Int(words[1]), count >= 0 {
        cpuSeconds = Double(count) / 1e6
      } else if words.count == 2, words[0] == "peak", let count = Int(words[1]), count >= 0 {
        peakMemory = count
      } else if words.count == 2, let user = Self.seconds(words[0]),
        let system = Self.seconds(words[1])
      {
        cpuSeconds = (cpuSeconds ?? 0) + user + system
      }
    }
  }

  /// Reads minutes, `m`, seconds with a point or a comma, and `s`.
  private static func seconds(_ word: Substring) -> Double? {
    let parts = word.dropLast().split(separator: "m", omittingEmptySubsequences: false)
    guard word.last == "s", parts.count == 2, let minutes = Int(parts[0]), minutes >= 0,
      let seconds = Double(String(parts[1].map { $0 == "," ? "." : $0 })), seconds.isFinite,
      seconds >= 0
    else { return nil }
    return Double(minutes) * 60 + seconds
  }
}
