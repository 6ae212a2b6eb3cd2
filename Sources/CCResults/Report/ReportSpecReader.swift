package import EECore

/// Reads what a report shows from a small file.
package struct ReportSpecReader {
  private static let keys = [
    "title", "metrics", "rows", "columns", "where", "statistics", "leaderboards", "scaling",
    "figures", "caption", "label",
  ]

  /// Returns what a file says; an empty one says nothing.
  ///
  /// - Throws: ``Diagnostics`` EE104 at unknown keys, EE105 at values of another kind, EE107 at
  ///   what lacks a key.
  package static func spec(_ root: ConfigNode) throws(Diagnostics) -> ReportSpec {
    let entries = try root.entries(of: "the file of a report")
    try entries.check(keys: keys, in: "the file of a report")
    var spec = ReportSpec()
    var found: [Diagnostic] = []
    for entry in entries where entry.value.scalar?.isNull != true {
      do throws(Diagnostics) { try read(entry, into: &spec) } catch { found += error.all }
    }
    guard found.isEmpty else { throw Diagnostics(found) }
    return spec
  }

  private static func read(
    _ entry: ConfigEntry, into spec: inout ReportSpec
  ) throws(Diagnostics) {
    let (key, node) = (entry.key, entry.value)
    switch key {
    case "title": spec.title = try node.text(of: "'title'")
    case "caption": spec.caption = try node.text(of: "'caption'")
    case "label": spec.label = try node.text(of: "'label'")
    case "metrics": spec.metrics = try list(node) { node throws(Diagnostics) in try metric(node) }
    case "rows": spec.rows = try node.texts(of: "an entry of 'rows'")
    case "columns": spec.columns = try node.texts(of: "an entry of 'columns'")
    case "where": spec.condition = try Expression(node, title: "'where'")
    case "statistics":
      spec.statistics = try list(node) { node throws(Diagnostics) in
        try choice(node, "an entry of 'statistics'")
      }
    case "leaderboards":
      spec.leaderboards = try list(node) { node throws(Diagnostics) in try leaderboard(node) }
    case "scaling":
      spec.scalings = try list(node) { node throws(Diagnostics) in try scaling(node) }
    default:
      spec.figures = try list(node) { node throws(Diagnostics) in try figure(node) }
    }
  }

  /// A list, or one thing alone.
  private static func list<Value>(
    _ node: ConfigNode, _ read: (ConfigNode) throws(Diagnostics) -> Value
  ) throws(Diagnostics) -> [Value] {
    var values: [Value] = []
    for node in node.sequence ?? [node] { values.append(try read(node)) }
    return values
  }

  /// A name, or a map with `name` and what is said about it.
  private static func metric(_ node: ConfigNode) throws(Diagnostics) -> ReportSpec.Metric {
    guard let entries = node.mapping else {
      var metric = ReportSpec.Metric(try node.text(of: "a metric"))
      metric.node = node
      return metric
    }
    try entries.check(keys: ["name", "title", "unit", "goal", "decimals"], in: "a metric")
    let name = try required("name", of: "a metric", in: node)
    var metric = ReportSpec.Metric(try name.text(of: "'name' of a metric"))
    metric.node = name
    metric.title = try node["title"]?.text(of: "'title' of a metric")
    metric.unit = try node["unit"]?.text(of: "'unit' of a metric")
    metric.goal = try goal(node, of: "a metric")
    if let decimals = node["decimals"] {
      guard let number = decimals.scalar.flatMap({ Int($0.text) }), (0...15).contains(number) else {
        throw decimals.wrongKind("'decimals' of a metric", expected: "a whole number of 0 to 15")
      }
      metric.decimals = number
    }
    return metric
  }

  private static func leaderboard(
    _ node: ConfigNode
  ) throws(Diagnostics) -> ReportSpec.Leaderboard {
    guard let entries = node.mapping else {
      return ReportSpec.Leaderboard(metric: try metric(node))
    }
    try entries.check(keys: ["metric", "goal", "top", "of"], in: "a leaderboard")
    var board = ReportSpec.Leaderboard(
      metric: try metric(try required("metric", of: "a leaderboard", in: node)))
    if let goal = try goal(node, of: "a leaderboard") { board.metric.goal = goal }
    board.top = try node["top"]?.integer(of: "'top' of a leaderboard", atLeast: 1)
    if let of = node["of"] {
      let text = try of.text(of: "'of' of a leaderboard")
      guard ["runs", "configurations"].contains(text) else {
        throw of.wrongKind("'of' of a leaderboard", expected: "'runs' or 'configurations'")
      }
      board.ranksRuns = text == "runs"
    }
    return board
  }

  private static func scaling(_ node: ConfigNode) throws(Diagnostics) -> ReportSpec.Scaling {
    try node.entries(of: "'scaling'").check(keys: ["over", "metric", "kind"], in: "'scaling'")
    let over = try required("over", of: "'scaling'", in: node)
    _ = try over.text(of: "'over' of 'scaling'")
    var scaling = ReportSpec.Scaling(over: over, metric: ReportSpec.Metric(MetricChoice.seconds))
    if let wish = node["metric"] { scaling.metric = try metric(wish) }
    if let kind = node["kind"] {
      let text = try kind.text(of: "'kind' of 'scaling'")
      guard ["strong", "weak"].contains(text) else {
        throw kind.wrongKind("'kind' of 'scaling'", expected: "'strong' or 'weak'")
      }
      scaling.isWeak = text == "weak"
    }
    return scaling
  }

  private static func figure(_ node: ConfigNode) throws(Diagnostics) -> ReportSpec.FigureWish {
    guard let entries = node.mapping else {
      return ReportSpec.FigureWish(kind: try choice(node, "a figure"), node: node)
    }
    try entries.check(keys: ["kind", "metric", "against"], in: "a figure")
    let kind = try required("kind", of: "a figure", in: node)
    var wish = ReportSpec.FigureWish(kind: try choice(kind, "'kind' of a figure"), node: kind)
    if let node = node["metric"] { wish.metric = try metric(node) }
    if let node = node["against"] { wish.against = try metric(node) }
    return wish
  }

  private static func goal(
    _ node: ConfigNode, of what: String
  ) throws(Diagnostics) -> Goal? {
    guard let goal = node["goal"] else { return nil }
    return try choice(goal, "'goal' of \(what)")
  }

  private static func required(
    _ key: String, of what: String, in node: ConfigNode
  ) throws(Diagnostics) -> ConfigNode {
    if let value = node[key] { return value }
    throw Diagnostics(.missingKey, "\(what) has no '\(key)'", at: node.position)
  }

  /// One of the names of an enumeration.
  private static func choice<Value: RawRepresentable & CaseIterable>(
    _ node: ConfigNode, _ what: String
  ) throws(Diagnostics) -> Value where Value.RawValue == String {
    let text = try node.text(of: what)
    if let value = Value(rawValue: text) { return value }
    let names = Value.allCases.map(\.rawValue)
    throw Diagnostics(
      .wrongKind, "\(what) is '\(text)', expected one of \(names.joined(separator: ", "))",
      at: node.position(ofByte: 0), width: max(1, text.count),
      hint: Suggestion.hint(for: text, among: names))
  }
}
