/// Nodes that let jobs down, which get no more of them for a while.
struct ExcludedNodes {
  private static let most = 50

  /// Nanoseconds until a node is tried again.
  let span: Int64
  private var entries: [(name: String, until: Int64)] = []

  init(for span: Int64) { self.span = span }

  var isEmpty: Bool { entries.isEmpty }

  /// Takes how a job ended, which may be the fault of where it ran.
  mutating func note(_ end: SlurmEnd, at now: Int64) {
    guard end.failure == .nodeFail || end.failure == .launch, !end.nodes.isEmpty else { return }
    if let known = entries.firstIndex(where: { $0.name == end.nodes }) {
      entries[known].until = now + span
    } else if entries.count < Self.most {
      entries.append((end.nodes, now + span))
    }
  }

  /// Tries again what has waited for long enough.
  mutating func noteTime(_ now: Int64) { entries.removeAll { $0.until <= now } }

  /// There may be no others.
  mutating func forget() { entries = [] }

  /// Returns options that exclude them as well: of several such options the last alone counts.
  func added(to options: [String]) -> [String] {
    guard !isEmpty else { return options }
    let all = (Self.own(in: options) + entries.map(\.name)).joined(separator: ",")
    return options.filter { option in !Self.starts.contains { option.hasPrefix($0) } }
      + ["--exclude=\(all)"]
  }

  private static let starts = ["--exclude=", "-x"]

  /// What options exclude by themselves.
  static func own(in options: [String]) -> [String] {
    options.compactMap { option in
      starts.first { option.hasPrefix($0) }.map { String(option.dropFirst($0.count)) }
    }.suffix(1)
  }
}
