internal import CampaignStore

/// What a job, or all members of a group, asked for, and how much of it was used.
struct UsageRow: Hashable {
  /// The share of what was asked for below which less is advised.
  private static let poorShare = 0.5
  /// Seconds below which a job tells nothing about what it needs.
  private static let shortest = 1.0

  let name: String
  /// Jobs that have ended at least once.
  private(set) var jobs = 0
  private(set) var attempts = 0
  /// Processors that an attempt had, at most.
  private(set) var cpus = 0
  /// Processor time that was used, where that is known.
  private(set) var cpuSeconds: Double?
  /// Processor time that there was, of those attempts of which it is known what they used.
  private(set) var cpuRoom = 0.0
  /// Seconds of the longest attempt.
  private(set) var longest = 0.0
  /// Nanoseconds that an attempt may run; nil for ever.
  private(set) var limit: Int64?
  /// Bytes that an attempt had, at most; zero where none were set aside.
  private(set) var memory = 0
  /// Bytes that an attempt used at most, where that is known.
  private(set) var peakMemory: Int?
  /// Devices as they were asked for, each spelling once.
  private(set) var gpus: [String] = []
  /// Processors that an attempt kept busy on the average, at most.
  private var busy = 0.0
  private var hasUnknownPeak = false
  /// Of how many attempts on other hosts nobody knows what they used, by host.
  private(set) var uncounted: [String: Int] = [:]
  /// The same of their memory alone.
  private(set) var unmeasured: [String: Int] = [:]

  init(_ name: String) { self.name = name }

  /// Adds a job with all its attempts.
  mutating func add(_ job: JobSpec?, _ attempts: [AttemptRecord]) {
    jobs += 1
    if let limit = job?.limit { self.limit = max(self.limit ?? 0, limit) }
    if let gpus = job?.request.gpus.filter({ !$0.isNothing }), !gpus.isEmpty {
      let text = gpus.map(\.short).joined(separator: " or ")
      if !self.gpus.contains(text) { self.gpus.append(text) }
    }
    for attempt in attempts { add(attempt) }
  }

  private mutating func add(_ attempt: AttemptRecord) {
    attempts += 1
    let seconds = attempt.seconds ?? 0
    longest = max(longest, seconds)
    cpus = max(cpus, attempt.cpus ?? 1)
    memory = max(memory, attempt.memory ?? 0)
    if let used = attempt.cpuSeconds, seconds > 0 {
      cpuSeconds = (cpuSeconds ?? 0) + used
      cpuRoom += seconds * Double(attempt.cpus ?? 1)
      busy = max(busy, used / seconds)
    }
    if let peak = attempt.peakMemory {
      peakMemory = max(peakMemory ?? 0, peak)
    } else {
      hasUnknownPeak = true
    }
    guard let place = attempt.place, attempt.host != nil else { return }
    if attempt.cpuSeconds == nil {
      uncounted[place, default: 0] += 1
    } else if attempt.peakMemory == nil {
      unmeasured[place, default: 0] += 1
    }
  }

  /// How much of the processors was used, from zero to one or a little above.
  var cpuShare: Double? { cpuSeconds.flatMap { cpuRoom > 0 ? $0 / cpuRoom : nil } }

  /// Processor time that nobody used, in seconds.
  var wasted: Double { max(0, cpuRoom - (cpuSeconds ?? cpuRoom)) }

  /// What would have been enough.
  var hints: [String] {
    guard longest >= Self.shortest else { return [] }
    var hints: [String] = []
    // A tenth of a processor is what starting and waiting for others takes.
    let enough = max(1, Int((busy + 0.9).rounded(.down)))
    if let cpuShare, Double(enough) <= Self.poorShare * Double(cpus) {
      hints.append(
        "\(name): \(Self.percent(cpuShare)) of \(cpus) CPUs used; cpus: \(enough) would do")
    }
    if let peakMemory, !hasUnknownPeak, Double(peakMemory) <= Self.poorShare * Double(memory) {
      // A quarter more, as not all runs are alike.
      let enough = ByteCount.request(atLeast: peakMemory + peakMemory / 4)
      hints.append(
        "\(name): at most \(ByteCount.text(peakMemory)) of \(ByteCount.text(memory)) used; "
          + "memory: \(enough) would do")
    }
    return hints
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension GPURequest {
  /// `2 a100`, `1` for any, `0.5 v100` for a share.
  fileprivate var short: String {
    let amount = share > 0 ? "\(Double(share) / 1000)" : "\(count)"
    return amount + (type.map { " \($0)" } ?? "")
  }
}
