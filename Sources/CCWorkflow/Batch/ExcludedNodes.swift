/// Nodes that let jobs down, which get no more of them.
struct ExcludedNodes {
  private static let most = 50

  private var names: [String] = []

  var isEmpty: Bool { names.isEmpty }

  /// Takes how a job ended, which may be the fault of where it ran.
  mutating func note(_ end: SlurmEnd) {
    guard end.failure == .nodeFail || end.failure == .launch, !end.nodes.isEmpty,
      !names.contains(end.nodes), names.count < Self.most
    else { return }
    names.append(end.nodes)
  }

  /// Returns options that exclude them as well: of several such options the last alone counts.
  func added(to options: [String]) -> [String] {
    guard !isEmpty else { return options }
    let starts = ["--exclude=", "-x"]
    let said = options.compactMap { option in
      starts.first { option.hasPrefix($0) }.map { String(option.dropFirst($0.count)) }
    }
    let all = (said.suffix(1) + names).joined(separator: ",")
    return options.filter { option in !starts.contains { option.hasPrefix($0) } }
      + ["--exclude=\(all)"]
  }
}
