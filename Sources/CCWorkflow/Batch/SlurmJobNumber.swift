/// Which jobs a line of Slurm's is about: one, or some tasks of an array.
struct SlurmJobNumber: Hashable, Sendable {
  enum Tasks: Hashable, Sendable {
    /// It is no array.
    case none
    /// In ascending order.
    case ranges([Range])
    /// An array some of whose tasks were left out of the line.
    case unknown
  }

  /// Every so many tasks from one to another.
  struct Range: Hashable, Sendable {
    let first: Int
    let last: Int
    var step = 1

    /// Reads `3`, `5-9` or `0-40:2`; nil for anything else.
    init?(_ text: some StringProtocol) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count < 3, ends.count < 3, let first = ends[0], let last = ends[ends.count - 1],
        first <= last, let step = parts.count == 1 ? 1 : Int(parts[1]), step > 0
      else { return nil }
      (self.first, self.last, self.step) = (first, last, step)
    }

    func contains(_ task: Int) -> Bool {
      first <= task && task <= last && (task - first) % step == 0
    }
  }

  let job: String
  let tasks: Tasks

  /// Reads `12`, `12_3`, `12_[5-9,11%2]`, `12_[0-40:2]`, or `12+0`, a part of a job of several kinds; nil
  /// for anything else.
  ///
  /// - Source: slurm_protocol_api.c, `_xlate_task_str`: by itself Slurm cuts a list at 64 bytes, in the
  ///   middle of a number.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let job = first.split(separator: "+").first,
      job.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.job = String(job)
    guard parts.count > 1 else {
      tasks = .none
      return
    }
    tasks = Self.ranges(parts[1]).map(Tasks.ranges) ?? .unknown
  }

  /// Returns nil where a list was cut, or is none.
  private static func ranges(_ text: some StringProtocol) -> [Range]? {
    guard text.hasPrefix("[") else { return Range(text).map { [$0] } }
    guard text.hasSuffix("]") else { return nil }
    let list = text.dropFirst().dropLast().split(separator: "%").first?.split(separator: ",") ?? []
    let ranges = list.compactMap { Range($0) }
    return ranges.isEmpty || ranges.count < list.count ? nil : ranges.sorted { $0.first < $1.first }
  }

  /// The one task that it is about; nil where it is about several or none.
  var task: Int? {
    guard case .ranges(let ranges) = tasks, ranges.count == 1, ranges[0].first == ranges[0].last
    else { return nil }
    return ranges[0].first
  }

  /// Whether a task is among those that it is about; a job that is no array is its only one.
  func covers(_ task: Int) -> Bool {
    switch tasks {
    case .none, .unknown: true
    case .ranges(let ranges): task < 0 || Self.covers(task, ranges)
    }
  }

  private static func covers(_ task: Int, _ ranges: [Range]) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].first <= task { low = middle + 1 } else { high = middle }
    }
    return low > 0 && ranges[low - 1].contains(task)
  }
}
