internal import EECore

/// A host as it is written into a hosts file.
package struct HostDescription: Sendable {
  /// The kinds that jobs can be sent to, and this machine's.
  package static let kinds = ["local"] + HostEntry.Kind.allCases.map(\.rawValue)

  package var kind: String
  package var ssh: String?
  package var directory: String?
  package var cpus: Int?
  /// In bytes.
  package var memory: Int?
  package var gpus: [GPUCount]?
  package var prologue: String?
  package var slots: Int?
  package var up: String?
  package var down: String?
  package var probe: String?
  /// What a batch system is told for a type of GPU.
  private var directives: [(type: String, partition: String)] = []

  package init(kind: String) { self.kind = kind }

  /// Reads an amount as a hosts file has it.
  package static func memory(_ text: String) -> Int? { QuantityText.memory(text) }

  /// Reads `a100:2,v100`.
  package static func gpus(_ text: String) -> [GPUCount]? {
    var counts: [GPUCount] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      guard let type = words.first, !type.isEmpty, words.count <= 2,
        let count = words.count == 2 ? Int(words[1]) : 1, count > 0
      else { return nil }
      counts.append(GPUCount(type: type.lowercased(), count: count))
    }
    return counts
  }

  /// Takes what a host said of itself, where nothing is stated.
  package mutating func take(_ survey: HostSurvey) {
    if let slurm = survey.slurm {
      for partition in slurm.partitions {
        for type in partition.gpus.keys.sorted()
        where !type.isEmpty && !directives.contains(where: { $0.type == type }) {
          directives.append((type, partition.name))
        }
      }
      return
    }
    cpus = cpus ?? survey.cpus
    memory = memory ?? survey.memory
    if gpus == nil, survey.deviceProblem == nil { gpus = survey.deviceCounts }
  }

  /// The keys with what stands behind them in the file.
  package var values: [(key: String, value: String)] {
    let texts: [(String, String?)] = [
      ("kind", kind), ("ssh", ssh), ("directory", directory), ("prologue", prologue), ("up", up),
      ("down", down), ("probe", probe),
    ]
    var values = texts.compactMap { key, text in text.map { (key, YAMLText.text($0)) } }
    var amounts: [(String, String)] = []
    if let cpus { amounts.append(("cpus", String(cpus))) }
    if let memory { amounts.append(("memory", HostDescription.text(of: memory))) }
    if let gpus {
      let list = gpus.map { "{type: \(YAMLText.text($0.type)), count: \($0.count)}" }
      amounts.append(("gpus", "[\(list.joined(separator: ", "))]"))
    }
    if let slots { amounts.append(("max_in_flight", String(slots))) }
    if !directives.isEmpty {
      let list = directives.map { type, partition in
        "\(YAMLText.text(type)): {partition: \(YAMLText.text(partition)), "
          + "gres: \(YAMLText.text("gpu:\(type):1"))}"
      }
      amounts.append(("directives", "{\(list.joined(separator: ", "))}"))
    }
    let place = values.firstIndex { !["kind", "ssh", "directory"].contains($0.0) } ?? values.count
    values.insert(contentsOf: amounts, at: place)
    return values.map { (key: $0.0, value: $0.1) }
  }

  /// Whole gigabytes where it is some, else megabytes.
  private static func text(of bytes: Int) -> String {
    bytes % (1 << 30) == 0 ? "\(bytes >> 30)GB" : "\(bytes >> 20)MB"
  }
}
