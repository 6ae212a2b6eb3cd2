/// Which jobs a line of Slurm's is about: one, or some tasks of an array.
struct SlurmJobNumber: Hashable, Sendable {
  enum Tasks: Hashable, Sendable {
    /// It is no array.
    case none
    case ranges([ClosedRange<Int>])
    /// An array some of whose tasks were left out of the line.
    case unknown
  }

  let job: String
  let tasks: Tasks

  /// Reads `12`, `12_3`, `12_[5-9,11%2]`, or `12+0`, a part of a job of several kinds; nil for anything
  /// else.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "_", maxSplits: 1)
    guard let first = parts.first, let job = first.split(separator: "+").first,
      job.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.job = String(job)
    guard parts.count > 1 else {
      tasks = .none
      return
    }
    var list = parts[1]
    if list.hasPrefix("[") { list = list.dropFirst() }
    if list.hasSuffix("]") { list = list.dropLast() }
    var ranges: [ClosedRange<Int>] = []
    for item in (list.split(separator: "%").first ?? "").split(separator: ",") {
      let ends = item.split(separator: "-").map { Int($0) }
      guard let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high else {
        tasks = .unknown
        return
      }
      ranges.append(low...high)
    }
    tasks = .ranges(ranges)
  }

  /// The one task that it is about; nil where it is about several or none.
  var task: Int? {
    guard case .ranges(let ranges) = tasks, ranges.count == 1, ranges[0].count == 1 else {
      return nil
    }
    return ranges[0].lowerBound
  }

  /// Whether a task is among those that it is about; a job that is no array is its only one.
  func covers(_ task: Int) -> Bool {
    switch tasks {
    case .none, .unknown: true
    case .ranges(let ranges): task < 0 || ranges.contains { $0.contains(task) }
    }
  }
}
