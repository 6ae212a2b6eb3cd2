/// The lines of one panel: few enough to be told apart.
struct LinePanel {
  /// What its lines have in common, or nil where one panel holds all.
  let title: String?
  let members: [Int]
  /// How many of a line's words the title tells.
  private let depth: Int

  func label(of line: LineChart.Line) -> String {
    line.words.dropFirst(depth).joined(separator: ", ")
  }

  static func distinctLabels(of panels: [LinePanel], lines: [LineChart.Line]) -> [String] {
    panels.flatMap { panel in panel.members.map { panel.label(of: lines[$0]) } }
      .reduce(into: []) { labels, label in
        if !labels.contains(label) { labels.append(label) }
      }
  }

  /// Parts lines by their first words until no panel has more than can be told apart.
  static func panels(of lines: [LineChart.Line]) -> [LinePanel] {
    panels(of: lines, members: Array(lines.indices), depth: 0)
  }

  private static func panels(
    of lines: [LineChart.Line], members: [Int], depth: Int
  ) -> [LinePanel] {
    let words = members.first.map { lines[$0].words } ?? []
    let title = depth == 0 ? nil : words.prefix(depth).joined(separator: ", ")
    if members.count <= Palette.limit {
      return [LinePanel(title: title, members: members, depth: depth)]
    }
    guard depth + 1 < words.count else {
      return stride(from: 0, to: members.count, by: Palette.limit).map { start in
        let part = members[start..<min(start + Palette.limit, members.count)]
        return LinePanel(title: title ?? " ", members: Array(part), depth: depth)
      }
    }
    var parts: [(word: String, members: [Int])] = []
    for member in members {
      let word = lines[member].words[depth]
      if let place = parts.firstIndex(where: { $0.word == word }) {
        parts[place].members.append(member)
      } else {
        parts.append((word, [member]))
      }
    }
    return parts.flatMap { panels(of: lines, members: $0.members, depth: depth + 1) }
  }
}
