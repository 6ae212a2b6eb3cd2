/// Finds parameters that have one value where several were most probably meant.
enum AxisSlip {
  /// Returns a warning about a parameter; nil where it is most probably what was meant.
  static func warning(about entry: ConfigEntry) -> Diagnostic? {
    switch entry.value.content {
    case .scalar(let scalar) where entry.key == "repeat": repetition(scalar, in: entry)
    case .sequence(let nodes): range(nodes, in: entry)
    default: nil
    }
  }

  /// `repeat: 3` is the third repetition alone.
  private static func repetition(_ scalar: Scalar, in entry: ConfigEntry) -> Diagnostic? {
    guard let count = Int(scalar.text), count > 1 else { return nil }
    return Diagnostic(
      .warning, .likelySlip, "parameter 'repeat' has the one value '\(scalar.text)'",
      at: entry.value.position(ofByte: 0), width: scalar.text.count,
      hint: "write {repeat: \(count)} for \(count) repetitions, or [\(count)] for this one")
  }

  /// `[1-3,7]` without quotes is a list of YAML; `[1-3, 4-6]` may be one of ranges.
  private static func range(_ nodes: [ConfigNode], in entry: ConfigEntry) -> Diagnostic? {
    let scalars = nodes.compactMap(\.scalar).filter(\.isPlain)
    guard scalars.count == nodes.count, let range = nodes.first(where: isRange),
      nodes.allSatisfy({ isRange($0) || isNumber($0) }),
      nodes.count == 1 || nodes.contains(where: isNumber)
    else { return nil }
    let text = range.scalar?.text ?? ""
    let list = scalars.map(\.text).joined(separator: ",")
    return Diagnostic(
      .warning, .likelySlip,
      "parameter '\(entry.key)' has the value '\(text)', which looks like a range",
      at: range.position, width: text.count, hint: "did you mean \(entry.key): \"[\(list)]\"?")
  }

  private static func isNumber(_ node: ConfigNode) -> Bool {
    let text = node.scalar?.text ?? ""
    return !text.isEmpty && text.utf8.allSatisfy { 48...57 ~= $0 }
  }

  /// Whether a scalar is `1-3`, and no date such as `2026-11`.
  private static func isRange(_ node: ConfigNode) -> Bool {
    let ends = (node.scalar?.text ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.joined().utf8.allSatisfy({ 48...57 ~= $0 }),
      let from = Int(ends[0]), let to = Int(ends[1])
    else { return false }
    return from < to
  }
}
