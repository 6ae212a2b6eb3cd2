internal import CampaignStore
package import EECore

extension RunOutlook {
  /// A line for the run, and one a node.
  package func text() -> String {
    let jobs = counts.reduce(0) { $0 + $1.count }
    let run = counts.first { $0.action == .run }?.count ?? 0
    var lines = [
      "\(workflow): \(run) of \(jobs) \(jobs == 1 ? "job" : "jobs") would run on \(host), on "
        + "\(RunOutlook.cpus(cpus))"
    ]
    let width = order.reduce(0) { max($0, entries[$1].node.name.count) }
    for place in order {
      let name = entries[place].node.name
      let pad = String(repeating: " ", count: width - name.count)
      lines.append("  \(name)\(pad)  " + parts(of: entries[place]).joined(separator: "  "))
    }
    lines.append("  " + counts.map { "\($0.count) \($0.action.rawValue)" }.joined(separator: ", "))
    return lines.joined(separator: "\n") + "\n"
  }

  private func parts(of entry: Entry) -> [String] {
    var parts = [actions(of: entry)]
    let running = entry.members.map { entries[$0] }.filter { $0.action == .run }
    let isToRun = entry.action == .run && (entry.node.kind == .job || entry.isFan)
    if isToRun || !running.isEmpty {
      parts += demand(of: entry, running)
      if let loop = entry.spec?.loop {
        parts.append(
          "up to \(loop.max) times" + (loop.until.map { " until \($0.text)" } ?? ""))
      } else if let output = entry.spec?.output, running.isEmpty {
        parts.append("a job for each line of '\(output.node)'")
      }
    }
    let whens = Set(([entry] + running).compactMap { $0.spec?.when?.text })
    if let when = whens.first,
      entry.action == .run || entry.action == .marker || !running.isEmpty
    {
      parts.append("if \(when)" + (entry.spec?.when == nil ? ", for each of them" : ""))
    }
    if let reason = entry.reason { parts.append(reason) }
    let problems = Set(([entry] + running).compactMap(\.problem)).sorted()
    return parts + problems.map { "cannot start: \($0)" }
  }

  /// One word for a node, and one with its count for each part of a group.
  private func actions(of entry: Entry) -> String {
    guard !entry.members.isEmpty else { return entry.action.rawValue }
    var counts: [Action: Int] = [:]
    for member in entry.members { counts[entries[member].action, default: 0] += 1 }
    let parts = Action.allCases.compactMap { action in
      counts[action].map { "\($0) \(action.rawValue)" }
    }
    return parts.joined(separator: ", ")
  }

  private func demand(of entry: Entry, _ members: [Entry]) -> [String] {
    let specs = entry.node.kind == .job || members.isEmpty ? [entry] : members
    let demands = Set(specs.compactMap { $0.spec.map(RunOutlook.demand) })
    guard let one = demands.first, entry.spec?.output == nil || !members.isEmpty else { return [] }
    if demands.count > 1 { return ["\(demands.count) different demands"] }
    return [one + (members.count > 1 ? " each" : "")]
  }

  static func demand(_ spec: JobSpec) -> String {
    var parts = [cpus(spec.request.cpus)]
    if spec.request.memory > 0 { parts.append(ByteCount.text(spec.request.memory)) }
    if !spec.request.gpus.isEmpty { parts.append(gpus(spec)) }
    if spec.request.isExclusive { parts.append("alone") }
    if !spec.request.hosts.isEmpty {
      parts.append("on " + spec.request.hosts.joined(separator: " or "))
    }
    if let limit = spec.limit { parts.append("at most \(Span.text(limit))") }
    return parts.joined(separator: ", ")
  }

  private static func cpus(_ count: Int) -> String {
    count == 1 ? "1 processor" : "\(count) processors"
  }

  private static func gpus(_ spec: JobSpec) -> String {
    spec.request.gpus.map(\.description).joined(separator: " or ")
  }

  /// All nodes and members, for programs.
  package var json: JSONValue {
    let nodes = order.flatMap { [$0] + entries[$0].members }.map { json(of: entries[$0]) }
    return .object([
      .init("version", .int(1)), .init("workflow", .string(workflow)),
      .init("host", .string(host)), .init("cpus", .int(cpus)),
      .init("counts", .object(counts.map { .init($0.action.rawValue, .int($0.count)) })),
      .init("nodes", .array(nodes)),
    ])
  }

  private func json(of entry: Entry) -> JSONValue {
    let spec = entry.node.kind == .job || entry.spec?.loop != nil ? entry.spec : nil
    return .object([
      .init("name", .string(entry.node.name)), .init("kind", .string(entry.node.kind.rawValue)),
      .init("group", .optional(entry.node.group)), .init("action", .string(entry.action.rawValue)),
      .init("when", .optional(entry.spec?.when?.text)), .init("reason", .optional(entry.reason)),
      .init("problem", .optional(entry.problem)),
      .init("cpus", spec.map { .int($0.request.cpus) } ?? .null),
      .init("memory", spec.map { .int($0.request.memory) } ?? .null),
      .init(
        "gpus", .optional(spec.flatMap { $0.request.gpus.isEmpty ? nil : RunOutlook.gpus($0) })),
      .init("exclusive", spec.map { .bool($0.request.isExclusive) } ?? .null),
      .init("time", spec?.limit.map { .double(Double($0) / 1e9) } ?? .null),
      .init("hosts", spec.map { .array($0.request.hosts.map(JSONValue.string)) } ?? .null),
    ])
  }
}
