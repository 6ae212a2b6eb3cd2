internal import CCResults
internal import CampaignStore
internal import EECore

/// The rows of a report as the database hands them out, with their parameters beside them.
struct ReportRows {
  private(set) var rows: [ResultRow] = []
  private(set) var campaigns: [String] = []
  private var groups: [String] = []
  private var columns: [ParameterColumn] = []
  private var places: [String: Int] = [:]
  private let run: String
  /// States and hosts are few, and one text for all of them is shared.
  private var shared: [String: String] = [:]
  private var lastCampaign: String?

  init(run: String) { self.run = run }

  /// Takes the next row of the query.
  mutating func append(_ row: Row) {
    if let name = row.optionalText(12), name != lastCampaign {
      lastCampaign = name
      if !campaigns.contains(name) { campaigns.append(name) }
    }
    var result = ResultRow(
      run: run, node: row.text(0), experiment: row.optionalText(1), uuid: row.optionalText(2),
      attempt: row.int(3), state: share(row.text(4)), cause: row.optionalText(5).map { share($0) },
      host: row.optionalText(6).map { share($0) }, exitCode: row.optionalInt(7),
      seconds: row.optionalDouble(8), neighbours: row.optionalInt(10))
    if let group = row.optionalText(13) {
      result.group = share(group)
      if groups.last != group, !groups.contains(group) { groups.append(group) }
    }
    result.attemptID = row.optionalText(11)
    if !row.isNull(9) { append(parameters: row.text(9)) }
    rows.append(result)
  }

  private mutating func share(_ text: String) -> String {
    if let known = shared[text] { return known }
    if shared.count < 1000 { shared[text] = text }
    return text
  }

  private mutating func append(parameters json: String) {
    guard case .object(let members)? = try? JSONParser.parse(json) else { return }
    for member in members {
      let place = places[member.key] ?? columns.count
      if place == columns.count {
        places[member.key] = place
        columns.append(ParameterColumn(member.key))
      }
      columns[place].pad(to: rows.count)
      // A name that comes twice counts once.
      guard columns[place].codes.count == rows.count else { continue }
      switch member.value {
      case .number(let text): columns[place].append(text)
      case .string(let text): columns[place].append(text, isText: true)
      default: columns[place].append(JSONWriter.text(member.value))
      }
    }
  }

  /// Returns the parameters: axes in their order, then others in order of appearance.
  ///
  /// Where there are several fan-outs, the node that each belongs to is one more parameter, the
  /// first: points of two of them may be the same.
  func parameters(inOrderOf axes: [String]) -> [ParameterColumn] {
    let swept = axes.compactMap { axis in columns.first { $0.name == axis } }
    let others = columns.filter { !axes.contains($0.name) }
    guard groups.count > 1 else { return swept + others }
    let taken = Set(columns.map(\.name) + axes)
    let name = ["node", "group"].first { !taken.contains($0) } ?? "node of the workflow"
    var column = ParameterColumn(name)
    for (index, row) in rows.enumerated() {
      guard let group = row.group else { continue }
      column.pad(to: index)
      column.append(group, isText: true)
    }
    column.pad(to: rows.count)
    return [column] + swept + others
  }
}
