package import EECore

/// A visit as text for people, and as JSON for programs.
extension HostVisit {
  /// Returns a line about the host, one for each thing it has, and what is wrong there.
  package var text: String {
    var text: String
    if let survey {
      text = "\(question.name): \(reach), \(survey.system), calls itself \(survey.host)\n"
      for (label, value) in HostVisit.rows(survey) {
        text += "  \(label)" + String(repeating: " ", count: 11 - label.count) + "\(value)\n"
      }
    } else {
      text = "\(question.name): \(findings[0].text)\n"
      if let advice = findings[0].advice { text += "  hint: \(advice)\n" }
    }
    for finding in findings.dropFirst() {
      let label = finding.severity.rawValue
      text += "  \(label)" + String(repeating: " ", count: 11 - label.count) + "\(finding.text)\n"
      if let advice = finding.advice { text += "             hint: \(advice)\n" }
    }
    return text
  }

  private static func rows(_ survey: HostSurvey) -> [(label: String, value: String)] {
    let gpus = survey.deviceQuestion == nil ? "none" : survey.deviceText
    var rows: [(String, String?)] = [
      ("cpus", survey.cpus.map(String.init)), ("memory", survey.memory.map(ByteCount.text)),
      ("GPUs", survey.deviceProblem == nil ? (gpus.isEmpty ? "none" : gpus) : nil),
      ("disk", survey.free.map { "\(ByteCount.text($0)) free in '\(survey.place)'" }),
      ("python3", survey.python),
    ]
    if let slurm = survey.slurm {
      rows = rows.filter { $0.0 == "disk" || $0.0 == "python3" }
      let arrays = slurm.arraySize.map { "arrays of up to \(max(1, $0 - 1)) tasks" }
      let parts = [slurm.version, slurm.cluster.map { "cluster \($0)" }, arrays]
      rows.append(("batch", parts.compactMap(\.self).joined(separator: ", ")))
      rows.append(("account", slurm.account))
      rows += slurm.partitions.map { ("partition", $0.text) }
    }
    return rows.compactMap { label, value in value.map { (label, $0) } }
  }

  /// One object, as part of version 1.
  package var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(question.name)), .init("kind", .string(question.kind)),
      .init("ssh", .optional(question.destination)), .init("reached", .bool(survey != nil)),
      .init("seconds", .double(Double(duration / 1_000_000) / 1000)),
      .init("findings", .array(findings.map(\.json))),
    ]
    if let survey { members += survey.members }
    return .object(members)
  }
}

extension SlurmSurvey.Partition {
  fileprivate var text: String {
    let devices = gpus.sorted { $0.key < $1.key }
      .map { $0.key.isEmpty ? "\($0.value)" : "\($0.key):\($0.value)" }
    let parts = [
      "\(nodes) \(nodes == 1 ? "node" : "nodes")", "\(cpus) cpus", ByteCount.text(memory),
      limit == "infinite" ? "no time limit" : "at most \(limit)",
      devices.isEmpty ? nil : "GPUs \(devices.joined(separator: ", "))",
    ]
    return "\(name)\(isDefault ? " (default)" : ""): "
      + parts.compactMap(\.self).joined(separator: ", ")
  }

  fileprivate var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("default", .bool(isDefault)), .init("up", .bool(isUp)),
      .init("nodes", .int(nodes)), .init("cpus", .int(cpus)), .init("memory", .int(memory)),
      .init("limit", .string(limit)),
      .init(
        "gpus",
        .array(
          gpus.sorted { $0.key < $1.key }.map {
            .object([
              .init("type", $0.key.isEmpty ? .null : .string($0.key)),
              .init("count", .int($0.value)),
            ])
          })),
    ])
  }
}

extension HostSurvey {
  fileprivate var members: [JSONValue.Member] {
    func number(_ value: Int?) -> JSONValue { value.map { .int($0) } ?? .null }
    return [
      .init("host", .string(host)), .init("system", .string(system)), .init("home", .string(home)),
      .init("cpus", number(cpus)), .init("memory", number(memory)),
      .init("gpus", .array(deviceCounts.map(\.json))), .init("directory", .string(place)),
      .init("free", number(free)), .init("writable", .bool(isWritable && blocked == nil)),
      .init("lacking", .array(lacking.map { .string($0) })), .init("python", .optional(python)),
      .init("slurm", slurm?.json ?? .null),
    ]
  }
}

extension SlurmSurvey {
  fileprivate var json: JSONValue {
    .object([
      .init("version", .optional(version)), .init("cluster", .optional(cluster)),
      .init("array_size", arraySize.map { .int($0) } ?? .null),
      .init("accounting", .bool(accountingProblem == nil && problem == nil)),
      .init("account", .optional(account)), .init("partitions", .array(partitions.map(\.json))),
    ])
  }
}

extension GPUCount {
  /// `{"type", "count"}`.
  package var json: JSONValue {
    .object([.init("type", .string(type)), .init("count", .int(count))])
  }
}
