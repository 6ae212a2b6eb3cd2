package import CampaignStore
internal import EECore

/// Writes a run's graph in the DOT language.
///
/// - Source: <https://graphviz.org/doc/info/lang.html>
package struct DotWriter {
  /// Members of a group that are drawn one by one.
  static let drawnMembers = 50

  private let nodes: [NodeRecord]
  private let edges: [EdgeRecord]
  private let colors: StatusColors

  package init(_ nodes: [NodeRecord], edges: [EdgeRecord], colors: StatusColors) {
    self.nodes = nodes
    self.edges = edges
    self.colors = colors
  }

  package func text(title: String) -> String {
    var lines = [
      "digraph \(quoted(title)) {", "  rankdir=LR; compound=true; nodesep=0.12; ranksep=0.6;",
      "  node [fontname=\"DejaVu Sans\", fontsize=11];",
      "  graph [fontname=\"DejaVu Sans\", fontsize=11];",
    ]
    let members = Dictionary(grouping: nodes.filter { $0.group != nil }) { $0.group ?? "" }
    for node in nodes where node.group == nil {
      let inner = members[node.name] ?? []
      if node.kind == .group && inner.count <= Self.drawnMembers && !inner.isEmpty {
        lines += cluster(node, inner)
      } else {
        lines.append("  " + statement(node, extra: node.kind == .group ? counts(inner) : nil))
      }
    }
    for edge in edges { lines.append("  " + statement(edge, members)) }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A group as a box around its members, laid out in rows so that it stays readable.
  private func cluster(_ group: NodeRecord, _ members: [NodeRecord]) -> [String] {
    var lines = [
      "  subgraph \(quoted("cluster_" + group.name)) {",
      "    label=\(quoted(label(group) + "\\n" + counts(members))); style=\"rounded,filled\";",
      "    fillcolor=\(quoted(colors[group.state])); color=\"#888888\";",
    ]
    for member in members { lines.append("    " + statement(member, extra: nil)) }
    // Invisible edges break a long column into rows of columns.
    let height = max(8, Int(Double(members.count).squareRoot()) * 2)
    for index in members.indices.dropFirst(height) {
      let (a, b) = (members[index - height].name, members[index].name)
      lines.append("    \(quoted(a)) -> \(quoted(b)) [style=invis];")
    }
    lines.append("  }")
    return lines
  }

  private func statement(_ node: NodeRecord, extra: String?) -> String {
    let look = NodeLook(node)
    var attributes = [
      "label=\(quoted(label(node) + (extra.map { "\\n" + $0 } ?? "")))",
      "shape=\(quoted(look.shape))", "style=\(quoted(look.style))",
      "fillcolor=\(quoted(colors[node.state]))",
    ]
    if let color = look.color { attributes.append("color=\(quoted(color))") }
    if let font = look.font { attributes.append("fontname=\(quoted(font))") }
    if node.group != nil { attributes += ["fontsize=9", "height=0.25", "margin=\"0.08,0.04\""] }
    return "\(quoted(node.name)) [\(attributes.joined(separator: ", "))];"
  }

  /// An edge to or from a drawn group ends at its border.
  private func statement(_ edge: EdgeRecord, _ members: [String: [NodeRecord]]) -> String {
    func drawn(_ name: String) -> [NodeRecord]? {
      members[name].flatMap { $0.count <= Self.drawnMembers ? $0 : nil }
    }
    var attributes: [String] = []
    var (source, destination) = (edge.source, edge.destination)
    if let inner = drawn(source), let last = inner.last {
      attributes.append("ltail=\(quoted("cluster_" + source))")
      source = last.name
    }
    if let inner = drawn(destination), let first = inner.first {
      attributes.append("lhead=\(quoted("cluster_" + destination))")
      destination = first.name
    }
    let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
    return "\(quoted(source)) -> \(quoted(destination))\(list);"
  }

  private func label(_ node: NodeRecord) -> String {
    // A member's group stands on the box around it.
    if let group = node.group { return String(node.name.dropFirst(group.count + 1)) }
    return Label(NodeLook(node).label).text(for: node)
  }

  private func counts(_ members: [NodeRecord]) -> String {
    let counts = Dictionary(grouping: members, by: \.state)
    return JobState.allCases.compactMap { state in
      counts[state].map { "\($0.count) \(state.rawValue)" }
    }.joined(separator: ", ")
  }

  /// Line breaks stay escapes of Graphviz; quotes and line feeds do not end the string.
  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      switch character {
      case "\"": quoted += "\\\""
      case "\n": quoted += "\\n"
      default: quoted.append(character)
      }
    }
    if quoted.hasSuffix("\\") && !quoted.hasSuffix("\\\\") { quoted += "\\" }
    return quoted + "\""
  }
}

/// How a stored node is drawn.
private struct NodeLook {
  let label: String
  let shape: String
  let style: String
  let color: String?
  let font: String?

  init(_ node: NodeRecord) {
    let json = node.appearance.flatMap { try? JSONParser.parse($0) }
    func text(_ key: String) -> String? {
      guard case .string(let text) = json?[key] else { return nil }
      return text
    }
    label = text("label") ?? "{name}"
    shape = text("shape") ?? "box"
    let style = text("style") ?? "filled,rounded"
    self.style = style.isEmpty ? "filled" : style
    color = text("color")
    font = text("font")
  }
}
