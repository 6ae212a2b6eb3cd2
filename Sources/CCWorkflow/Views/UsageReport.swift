package import CampaignStore
package import EECore
internal import HostIO

/// What the jobs of a run asked for and what they used of it, those that wasted most first.
package struct UsageReport {
  let run: RunRecord
  let rows: [UsageRow]

  /// Reads a run: a row for each group and for each job of none, or with patterns for each job that
  /// they match.
  ///
  /// - Throws: ``Diagnostics`` CC101 for a pattern that no node matches, and ``StoreError``.
  package init(
    of run: RunRecord, in store: CampaignStore, _ patterns: [NodePattern] = []
  ) throws {
    self.run = run
    let nodes = try store.nodes(of: run.id)
    let chosen = try NodePattern.chosen(patterns, among: nodes.map(\.name))
    let attempts = Dictionary(grouping: try store.endedAttempts(of: run.id), by: \.node)
    var rows: [UsageRow] = []
    var places: [String: Int] = [:]
    for node in nodes {
      guard let ended = attempts[node.name],
        chosen.contains(node.name) || node.group.map(chosen.contains) == true
      else { continue }
      let name = patterns.isEmpty ? node.group ?? node.name : node.name
      let place = places[name] ?? rows.count
      if place == rows.count {
        places[name] = place
        rows.append(UsageRow(name))
      }
      rows[place].add(node.job.flatMap(JobSpec.init(json:)), ended)
    }
    self.rows = rows.sorted { ($1.wasted, $0.name) < ($0.wasted, $1.name) }
  }

  /// A table with a line for each row, and what would have been enough.
  package var text: String {
    var text = "\(run.workflow)  run \(run.id)  \(RunStatus.state(of: run))\n"
    guard !rows.isEmpty else { return text + "  nothing that was chosen has ended yet\n" }
    let cells = [Self.head] + rows.map(Self.cells)
    let widths = Self.head.indices.map { column in
      cells.map { TextWidth.of($0[column]) }.max() ?? 0
    }
    for line in cells {
      let padded = line.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - TextWidth.of(line[column]))
        if column == 0 { return line[column] + space }
        // What stands last needs nothing behind it.
        return column == line.count - 1 ? line[column] : space + line[column]
      }
      text += "  " + padded.joined(separator: "  ") + "\n"
    }
    return text + rows.flatMap(\.hints).map { "hint: \($0)\n" }.joined()
      + notes.map { "note: \($0)\n" }.joined()
  }

  /// Why something is not known.
  private var notes: [String] {
    Self.counts(rows.map(\.uncounted)).map { place, count in
      "what \(count) of '\(place)' used is not known: of jobs of Slurm their control group says it, "
        + "or the site's accounts (sacct)"
    }
      + Self.counts(rows.map(\.unmeasured)).map { place, count in
        "how much memory \(count) of '\(place)' used is not known: only a control group of their own "
          + "would say it"
      }
  }

  private static func counts(_ all: [[String: Int]]) -> [(place: String, text: String)] {
    all.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }.sorted { $0.key < $1.key }.map {
      ($0.key, $0.value == 1 ? "an attempt" : "\($0.value) attempts")
    }
  }

  private static let head = [
    "NODE", "JOBS", "CPUS", "USED", "LIMIT", "LONGEST", "MEMORY", "USED", "GPUS",
  ]

  private static func cells(_ row: UsageRow) -> [String] {
    [
      row.name, "\(row.jobs)", "\(row.cpus)", row.cpuShare.map(UsageRow.percent) ?? "-",
      row.limit.map(RunView.duration) ?? "-", RunView.duration(Int64(row.longest * 1e9)),
      row.memory > 0 ? ByteCount.text(row.memory) : "-",
      row.peakMemory.map(ByteCount.text) ?? "-",
      row.gpus.isEmpty ? "-" : row.gpus.joined(separator: ", "),
    ]
  }

  /// The promised shape of `usage --json`, version 1.
  package var json: JSONValue {
    .object([
      .init("version", .int(1)), .init("run", .string(run.id)),
      .init("workflow", .string(run.workflow)), .init("nodes", .array(rows.map(Self.json))),
      .init("notes", .array(notes.map(JSONValue.string))),
    ])
  }

  private static func json(_ row: UsageRow) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
    return .object([
      .init("name", .string(row.name)), .init("jobs", .int(row.jobs)),
      .init("attempts", .int(row.attempts)), .init("cpus", .int(row.cpus)),
      .init("cpu_seconds", number(row.cpuSeconds)), .init("cpu_share", number(row.cpuShare)),
      .init("wasted_cpu_seconds", number(row.cpuSeconds.map { _ in row.wasted })),
      .init("limit", number(row.limit.map { Double($0) / 1e9 })),
      .init("longest", .double(row.longest)),
      .init("memory", row.memory > 0 ? .int(row.memory) : .null),
      .init("peak_memory", row.peakMemory.map(JSONValue.int) ?? .null),
      .init("gpus", .array(row.gpus.map(JSONValue.string))),
      .init("hints", .array(row.hints.map(JSONValue.string))),
    ])
  }
}
