/// Of which ended jobs accounts are asked what they used, and when: pure.
///
/// Nothing waits for them. They may be late, so that they are asked a few times, and absent, so that
/// they are not asked for ever.
struct SlurmAccounts {
  /// A job, or a task of an array.
  struct Name: Hashable, Sendable {
    let job: String
    /// As its options name them; empty where they name none.
    var clusters = ""
  }

  private struct Want {
    let name: Name
    var questions = 0
  }

  private static let mostJobs = 200
  /// How often a job is asked about at most, and accounts that fail.
  private static let mostQuestions = 5
  /// Nanoseconds between two questions, at first and at most.
  private static let pause: Int64 = 1_000_000_000
  private static let longestPause: Int64 = 60_000_000_000

  /// By the token of the attempt.
  private var wants: [String: Want] = [:]
  private var asked: [String] = []
  private var failures = 0
  private var interval = pause
  private var earliest: Int64 = 0

  /// When there is something to ask; nil where there is nothing.
  var next: Int64? { wants.isEmpty || failures >= Self.mostQuestions ? nil : earliest }

  /// A job has ended, and nobody else says what it used.
  mutating func want(_ token: String, _ name: Name) {
    guard failures < Self.mostQuestions else { return }
    if wants.isEmpty { interval = Self.pause }
    wants[token] = Want(name: name)
  }

  /// Nothing more will end, and somebody waits.
  mutating func hasten() { (interval, earliest) = (Self.pause, 0) }

  /// Returns what is to be asked now: at most so many jobs, each cluster by itself.
  mutating func question() -> [RemoteRequest.Line] {
    asked = wants.keys.sorted().prefix(Self.mostJobs).map(\.self)
    for token in asked { wants[token]?.questions += 1 }
    let names = asked.compactMap { wants[$0]?.name }
    return Dictionary(grouping: names, by: \.clusters).sorted { $0.key < $1.key }.map {
      .usage($0.value.map(\.job), clusters: $0.key)
    }
  }

  /// There was no answer, for now or for ever.
  mutating func noteFailure(isFinal: Bool, at now: Int64) {
    failures = isFinal ? Self.mostQuestions : failures + 1
    giveUp(at: now)
    if failures >= Self.mostQuestions { wants = [:] }
  }

  /// Takes lines of `sacct -n -P -o JobID,State,TotalCPU,MaxRSS`, and returns what is known by now.
  mutating func take(_ lines: [String], at now: Int64) -> [(token: String, usage: JobUsage)] {
    failures = 0
    let rows = SlurmUsageRows(lines)
    var found: [(token: String, usage: JobUsage)] = []
    for token in asked {
      guard let want = wants[token], let usage = rows.usage(of: want.name.job) else { continue }
      found.append((token, usage))
      wants[token] = nil
    }
    giveUp(at: now)
    return found
  }

  /// Those that were asked about often enough are not any more, and the others less and less often.
  private mutating func giveUp(at now: Int64) {
    for token in asked where wants[token]?.questions ?? 0 >= Self.mostQuestions {
      wants[token] = nil
    }
    asked = []
    earliest = now + interval
    interval = min(Self.longestPause, 2 * interval)
  }
}

/// What `sacct` says that jobs used, by job and step.
private struct SlurmUsageRows {
  private var processors: [Substring: Double] = [:]
  private var peaks: [Substring: Int] = [:]

  init(_ lines: [String]) {
    for line in lines {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      guard fields.count > 3 else { continue }
      let job = fields[0].prefix { $0 != "." }
      if job == fields[0] {
        guard case .ended = SlurmPhase(fields[1]) else { continue }
        processors[job] = Self.seconds(fields[2])
      } else if let peak = ByteCount.slurm(fields[3]) {
        peaks[job] = max(peaks[job] ?? 0, peak)
      }
    }
  }

  /// Returns what a job used that has ended; nil before both are known.
  func usage(of job: String) -> JobUsage? {
    guard let processors = processors[job[...]], let peak = peaks[job[...]] else { return nil }
    return JobUsage(cpuSeconds: processors, peakMemory: peak)
  }

  /// Reads `1-02:03:04`, `02:03:04` or `03:04.567`.
  private static func seconds(_ text: Substring) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let last = parts.last,
      let days = parts.count == 2 ? Double(parts[0]) : 0
    else { return nil }
    var seconds = 0.0
    let fields = last.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count) else { return nil }
    for field in fields {
      guard let value = Double(field), value.isFinite, value >= 0 else { return nil }
      seconds = seconds * 60 + value
    }
    return seconds + days * 86_400
  }
}

extension ByteCount {
  /// Reads an amount as Slurm prints it: `219664K`, `1.5M`, `0`.
  fileprivate static func slurm(_ text: Substring) -> Int? {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = text.last.flatMap { units[$0] }
    guard let value = Double(shift == nil ? text : text.dropLast()), value.isFinite, value >= 0,
      value < 1e9
    else { return nil }
    return Int(value * Double(1 << (shift ?? 0)))
  }
}
