/// What the batch system of a host said of itself.
package struct SlurmSurvey: Hashable, Sendable {
  /// A partition with all of its nodes.
  package struct Partition: Hashable, Sendable {
    package let name: String
    package fileprivate(set) var isDefault: Bool
    package fileprivate(set) var isUp: Bool
    package fileprivate(set) var nodes = 0
    /// Of its largest node.
    package fileprivate(set) var cpus = 0
    /// Of its largest node, in bytes.
    package fileprivate(set) var memory = 0
    /// As Slurm writes it, such as `2-00:00:00`; `infinite` for none.
    package let limit: String
    /// GPUs of all nodes, by type; one without a type is an empty text.
    package fileprivate(set) var gpus: [String: Int] = [:]
  }

  /// Such as `slurm 22.05.8`.
  package let version: String?
  /// Why it does not answer; nil where it does.
  package let problem: String?
  package let cluster: String?
  package private(set) var partitions: [Partition] = []
  /// Tasks of an array at most, and one.
  package let arraySize: Int?
  /// Why nobody can be asked about jobs that have ended; nil where somebody can.
  package let accountingProblem: String?
  /// Of the user there; nil where Slurm does not say.
  package let account: String?

  init(_ fields: [String: [String]]) {
    func failure(_ key: String) -> SurveyFailure? {
      fields["\(key)-failed"]?.first.map { SurveyFailure($0) }
    }
    func setting(_ name: String) -> String? {
      let line = fields["config"]?.first { $0.hasPrefix("\(name) ") }
      return line.flatMap { $0.split(separator: "=").last }
        .map { String($0.drop { $0 == " " }) }
    }
    version = fields["version"]?.first
    let isMissing = fields["lacks"]?.contains("sinfo") ?? false
    problem =
      isMissing
      ? "there is no sinfo on the PATH"
      : failure("version").map { "sinfo --version \($0)" }
        ?? failure("partition").map { "sinfo \($0)" }
    cluster = setting("ClusterName")
    arraySize = setting("MaxArraySize").flatMap { Int($0) }
    let accounting = failure("accounting").map { $0.text.isEmpty ? "sacct \($0)" : $0.text }
    accountingProblem = isMissing || problem != nil ? nil : accounting
    account = fields["account"]?.first { !$0.isEmpty }
    for line in fields["partition"] ?? [] { add(line) }
  }

  /// Adds a line of nodes that are alike: `NAME|up|nodes|cpus|memory|limit|gres`.
  private mutating func add(_ line: String) {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7 else { return }
    let isDefault = parts[0].hasSuffix("*")
    let name = isDefault ? String(parts[0].dropLast()) : parts[0]
    var place = partitions.firstIndex { $0.name == name }
    if place == nil {
      partitions.append(
        Partition(name: name, isDefault: isDefault, isUp: parts[1] == "up", limit: parts[5]))
      place = partitions.count - 1
    }
    guard let place, let nodes = Int(parts[2]) else { return }
    // A plus says that there are larger ones.
    func number(_ text: String) -> Int { Int(text.prefix { $0.isNumber }) ?? 0 }
    partitions[place].nodes += nodes
    partitions[place].cpus = max(partitions[place].cpus, number(parts[3]))
    partitions[place].memory = max(partitions[place].memory, number(parts[4]) << 20)
    for (type, count) in SlurmSurvey.gpus(in: parts[6]) {
      partitions[place].gpus[type, default: 0] += count * nodes
    }
  }

  /// Reads `gpu:a100:4(S:0-1),gpu:2`; other resources are left out.
  ///
  /// - Source: <https://slurm.schedmd.com/gres.html>
  static func gpus(in text: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    var depth = 0
    var plain = ""
    for character in text {
      if character == "(" { depth += 1 }
      if depth == 0 { plain.append(character) }
      if character == ")" { depth -= 1 }
    }
    for part in plain.split(separator: ",") {
      let words = part.split(separator: ":")
      guard words.count > 1, words[0] == "gpu", let count = Int(words[words.count - 1]) else {
        continue
      }
      counts[words.count > 2 ? words[1].lowercased() : "", default: 0] += count
    }
    return counts
  }
}
