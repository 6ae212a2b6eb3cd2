import CCResults
import EECore

/// Draws the experiments that `list` found.
struct ListView {
  let rows: [ListedRow]
  /// Whether the sizes on disk were counted.
  let showsDisk: Bool

  var table: String {
    let names = ListView.parameterNames(of: rows)
    let severalCampaigns = Set(rows.map(\.campaign)).count > 1
    var header = names + ["state", "progress"]
    if severalCampaigns { header.insert("campaign", at: 0) }
    if showsDisk { header.append("disk") }
    header.append("identifier")
    let cells = rows.map { row in
      var cells = names.map { name in
        row.parameters.last { $0.key == name }.map { ListedRow.text($0.value) } ?? ""
      }
      if severalCampaigns { cells.insert(row.campaign ?? "", at: 0) }
      cells += [row.stateText, progress(of: row)]
      if showsDisk { cells.append(row.disk.map(ByteCount.text) ?? "") }
      return cells + [row.identifier]
    }
    return TextTable(header: header, rows: cells).text
  }

  /// The parameters of all experiments, each once, as they appear.
  static func parameterNames(of rows: [ListedRow]) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for row in rows {
      for member in row.parameters where seen.insert(member.key).inserted {
        names.append(member.key)
      }
    }
    return names
  }

  private func progress(of row: ListedRow) -> String {
    let percent = row.progress.map { "\(Int($0)) %" }
    return [row.reported, percent].compactMap { $0 }.joined(separator: " ")
  }

  /// The promised shape of `list --json`, version 1.
  func json(campaign: String?) -> String {
    JSONWriter.text(
      .object([
        .init("version", .int(1)), .init("campaign", .optional(campaign)),
        .init("experiments", .array(rows.map { $0.json(namingCampaign: campaign == nil) })),
        .init("counts", StateCounts(of: rows).json),
      ])) + "\n"
  }
}
