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
      "digraph \(identifier(title)) {", "  rankdir=LR; compound=true; nodesep=0.12; ranksep=0.6;",
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
      "  subgraph \(identifier("cluster_" + group.name)) {",
      "    label=\(quoted(label(group) + "\\n" + counts(members))); style=\"rounded,filled\";",
      "    fillcolor=\(quoted(colors[group.state])); color=\"#888888\";",
    ]
    for member in members { lines.append("    " + statement(member, extra: nil)) }
    // Invisible edges break a long column into rows of columns.
    let height = max(8, Int(Double(members.count).squareRoot()) * 2)
    for index in members.indices.dropFirst(height) {
      let (a, b) = (members[index - height].name, members[index].name)
      lines.append("    \(identifier(a)) -> \(identifier(b)) [style=invis];")
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
    return "\(identifier(node.name)) [\(attributes.joined(separator: ", "))];"
  }

  /// An edge to or from a drawn group ends at its border.
  private func statement(_ edge: EdgeRecord, _ members: [String: [NodeRecord]]) -> String {
    func drawn(_ name: String) -> [NodeRecord]? {
      members[name].flatMap { $0.count <= Self.drawnMembers ? $0 : nil }
    }
    var attributes: [String] = []
    var (source, destination) = (edge.source, edge.destination)
    if let inner = drawn(source), let last = inner.last {
      attributes.append("ltail=\(identifier("cluster_" + source))")
      source = last.name
    }
    if let inner = drawn(destination), let first = inner.first {
      attributes.append("lhead=\(identifier("cluster_" + destination))")
      destination = first.name
    }
    let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
    return "\(identifier(source)) -> \(identifier(destination))\(list);"
  }

  private func label(_ node: NodeRecord) -> String {
    // A member's group stands on the box around it.
    if let group = node.group { return Label.escaped(String(node.name.dropFirst(group.count + 1))) }
    return Label(NodeLook(node).label).text(for: node)
  }

  private func counts(_ members: [NodeRecord]) -> String {
    let counts = Dictionary(grouping: members, by: \.state)
    return JobState.allCases.compactMap { state in
      counts[state].map { "\($0.count) \(state.rawValue)" }
    }.joined(separator: ", ")
  }

  /// A name as an identifier; doubled backslashes keep any two names apart.
  private func identifier(_ name: String) -> String { quoted(Label.doubled(name)) }

  /// Escapes of Graphviz stay as they are; quotes, line feeds and a last backslash end nothing.
  ///
  /// Goes by scalars: a quote with an accent is a quote to Graphviz.
  private func quoted(_ text: String) -> String {
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    var isEscaping = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\n" {
        quoted += (isEscaping ? "\\\\" : "\\").unicodeScalars
        quoted.append(scalar == "\n" ? "n" : scalar)
      } else {
        quoted.append(scalar)
      }
      isEscaping = scalar == "\\" && !isEscaping
    }
    if isEscaping { quoted.append("\\") }
    quoted.append("\"")
    return String(quoted)
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
