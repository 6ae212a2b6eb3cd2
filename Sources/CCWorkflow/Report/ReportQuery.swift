package import CCResults
package import CampaignStore
internal import EECore
internal import HostIO

/// Reads from the database what a report is made of.
package struct ReportQuery {
  private let store: CampaignStore

  package init(_ store: CampaignStore) { self.store = store }

  /// Returns the attempts of a run's experiments with all that they measured.
  ///
  /// Jobs besides experiments are there once they have ended.
  package func input(_ run: RunRecord) throws(StoreError) -> ReportInput {
    let measurements = try measurements(of: run.id)
    let timers = try timers(of: run.id)
    var campaigns: [String] = []
    var groups: [String] = []
    var rows = try store.connection.rows(
      """
      SELECT n.name, e.identifier, n.uuid, coalesce(a.number, 0), coalesce(a.state, n.state),
        coalesce(a.cause, n.cause), a.host, a.exit_code, a.seconds, coalesce(e.parameters, \(store.parametersColumn)),
        a.neighbours, a.id, e.campaign, n."group"
      -- A renamed experiment may be there under both names, until it is cleaned up.
      FROM nodes n LEFT JOIN experiments e ON e.id = coalesce(
        (SELECT min(x.id) FROM experiments x
          WHERE x.uuid = n.uuid AND n.name = n."group" || '/' || x.identifier),
        (SELECT min(x.id) FROM experiments x WHERE x.uuid = n.uuid))
      LEFT JOIN attempts a ON a.node = n.id
      WHERE n.run = ? AND n.present AND n.kind = 'job'
        AND (n.uuid IS NOT NULL OR \(store.parametersColumn) IS NOT NULL OR n.state IN ('done', 'failed', 'lost', 'cancelled', 'skipped'))
      ORDER BY e.campaign, e.point, n.id, a.number
      """, [.text(run.id)]
    ) { row -> ResultRow in
      if let name = row.optionalText(12), !campaigns.contains(name) { campaigns.append(name) }
      let group = row.optionalText(13)
      if let group, !groups.contains(group) { groups.append(group) }
      var result = ResultRow(
        run: run.id, node: row.text(0), experiment: row.optionalText(1), uuid: row.optionalText(2),
        attempt: row.int(3), state: row.text(4), cause: row.optionalText(5),
        host: row.optionalText(6), exitCode: row.optionalInt(7), seconds: row.optionalDouble(8),
        parameters: ReportQuery.parameters(row.text(9)), neighbours: row.optionalInt(10))
      result.group = group
      if let attempt = row.optionalText(11) {
        result.add(measurements[attempt] ?? [])
        result.add(timers[attempt] ?? [])
      }
      return result
    }
    let axes = try axes(of: campaigns, run: run.id)
    var names = axes.map(\.name)
    if groups.count > 1 { names.insert(tellApart(&rows, besides: names), at: 0) }
    return ReportInput(
      title: run.workflow,
      campaign: campaigns.isEmpty ? run.workflow : campaigns.joined(separator: ", "),
      generated: WallClock.text(WallClock.now()), parameters: names,
      repeatParameter: axes.first { $0.isRepeat }?.name, rows: rows)
  }

  /// Gives what several nodes stand for the name of its node as one more parameter: points of two
  /// of them may be the same.
  ///
  /// - Returns: the name of that parameter.
  private func tellApart(_ rows: inout [ResultRow], besides names: [String]) -> String {
    let taken = Set(names + rows.flatMap { $0.parameters.map(\.name) })
    let name = ["node", "group"].first { !taken.contains($0) } ?? "node of the workflow"
    for index in rows.indices {
      guard let group = rows[index].group else { continue }
      rows[index].parameters.insert(NamedText(name, group), at: 0)
    }
    return name
  }

  private func measurements(of run: String) throws(StoreError) -> [String: [Measurement]] {
    var found: [String: [Measurement]] = [:]
    try store.connection.query(
      """
      SELECT m.attempt, m.name, m.value, m.unit, m.step FROM measurements m
      JOIN attempts a ON a.id = m.attempt JOIN nodes n ON n.id = a.node
      WHERE n.run = ? ORDER BY m.rowid
      """, [.text(run)]
    ) { (row: Row) throws(StoreError) in
      found[row.text(0), default: []].append(
        Measurement(
          name: row.text(1), value: row.optionalDouble(2) ?? 0, unit: row.optionalText(3),
          step: row.optionalInt(4)))
    }
    return found
  }

  private func timers(of run: String) throws(StoreError) -> [String: [TimerReading]] {
    var found: [String: [TimerReading]] = [:]
    try store.connection.query(
      """
      SELECT t.attempt, t.name, t.seconds, t.status, t.started FROM timers t
      JOIN attempts a ON a.id = t.attempt JOIN nodes n ON n.id = a.node
      WHERE n.run = ? ORDER BY t.rowid
      """, [.text(run)]
    ) { (row: Row) throws(StoreError) in
      found[row.text(0), default: []].append(
        TimerReading(
          name: row.text(1), seconds: row.optionalDouble(2) ?? 0, status: row.optionalText(3),
          start: row.optionalText(4)))
    }
    return found
  }

  /// The axes of campaigns, then those of the other fan-outs.
  private func axes(
    of campaigns: [String], run: String
  ) throws(StoreError) -> [(name: String, isRepeat: Bool)] {
    var texts: [String] = []
    for campaign in campaigns {
      texts += try store.connection.rows(
        "SELECT axes FROM campaigns WHERE name = ?", [.text(campaign)]
      ) { $0.text(0) }
    }
    texts += try store.axesOfGroups(in: run)
    var axes: [(name: String, isRepeat: Bool)] = []
    for text in texts {
      guard case .array(let list)? = try? JSONParser.parse(text) else { continue }
      for axis in list {
        guard case .string(let name) = axis["name"], !axes.contains(where: { $0.name == name })
        else { continue }
        axes.append((name, axis["repeat"] == .bool(true)))
      }
    }
    return axes
  }

  private static func parameters(_ json: String) -> [NamedText] {
    guard case .object(let members)? = try? JSONParser.parse(json) else { return [] }
    return members.map { member in
      switch member.value {
      case .string(let text), .number(let text): NamedText(member.key, text)
      default: NamedText(member.key, JSONWriter.text(member.value))
      }
    }
  }
}
