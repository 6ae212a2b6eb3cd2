internal import EECore

/// Finds what a specification names among what there is.
struct ReportNames {
  private let input: ReportInput

  init(_ input: ReportInput) { self.input = input }

  /// Returns the name of a parameter.
  func parameter(_ node: ConfigNode, in key: String) throws(Diagnostics) -> String {
    let name = node.scalar?.text ?? ""
    guard input.parameter(name) == nil else { return name }
    throw Diagnostics(
      .unknownParameter, "\(key) names '\(name)', which is no parameter of these experiments",
      at: node.position(ofByte: 0), width: max(1, name.count),
      hint: Suggestion.hint(for: name, among: input.parameters.map(\.name)))
  }

  /// Returns a metric, or one without values where no run measured it, with a warning.
  func metric(
    _ wish: ReportSpec.Metric, _ choice: MetricChoice, _ warnings: inout [String]
  ) throws(Diagnostics) -> ReportMetric {
    guard let metric = choice.named(wish) else {
      let near = Suggestion.nearestSpelling(to: wish.name, among: choice.names)
      warnings.append(
        "no run measured '\(wish.name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
      return choice.absent(wish)
    }
    let reported = choice.named(ReportSpec.Metric(wish.name))?.unit
    if let unit = wish.unit, let reported, Unit.factor(from: reported, to: unit) == nil {
      throw Diagnostics(
        .wrongKind, "'\(wish.name)' is in \(reported), which does not convert to '\(unit)'",
        at: wish.node?.position, width: wish.name.count)
    }
    return metric
  }

  func metrics(
    _ wishes: [ReportSpec.Metric], _ choice: MetricChoice, _ warnings: inout [String]
  ) throws(Diagnostics) -> [ReportMetric] {
    var found: [ReportMetric] = []
    for wish in wishes { found.append(try metric(wish, choice, &warnings)) }
    return found
  }
}
