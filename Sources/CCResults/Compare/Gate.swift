package import EECore

/// A condition under which a comparison has failed: `runtime > +5%`, `accuracy < -0.01`, `runtime > 10 s`.
package struct Gate: Hashable, Sendable {
  package struct Problem: Error, Hashable, Sendable {
    package let message: String
  }

  enum Bound: Hashable, Sendable {
    /// Of the change, as a part of the first side.
    case change(Double)
    /// Of the difference.
    case difference(Double)
    /// Of the second side alone.
    case value(Double)
  }

  package let text: String
  package let metric: String
  let isAbove: Bool
  let includesBound: Bool
  let bound: Bound
  let unit: String?

  /// Reads a gate; a number with a sign is a difference, one with % a change, else it is a value.
  package init(_ text: String) throws(Problem) {
    let problem = Problem(
      message: "'\(text)' is no gate, expected such as 'runtime > +5%', 'accuracy < -0.01' or "
        + "'runtime > 10 s'")
    guard let sign = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { throw problem }
    let metric = Gate.trimmed(text[..<sign])
    var rest = text[text.index(after: sign)...]
    includesBound = rest.first == "="
    if includesBound { rest = rest.dropFirst() }
    let amount = Gate.trimmed(rest)
    let digits = amount.prefix { "+-.0123456789eE".contains($0) }
    let unit = Gate.trimmed(amount.dropFirst(digits.count))
    guard !metric.isEmpty, let number = Double(digits), number.isFinite else { throw problem }
    self.text = text
    self.metric = metric
    isAbove = text[sign] == ">"
    let isSigned = digits.first == "+" || digits.first == "-"
    bound = unit == "%" ? .change(number / 100) : isSigned ? .difference(number) : .value(number)
    self.unit = unit.isEmpty || unit == "%" ? nil : unit
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
  }

  /// Returns why the gate trips, one line for each configuration; nothing where it holds.
  ///
  /// What cannot be decided trips it too: a metric, a configuration or repeats that are missing.
  package func reasons(
    in comparison: Comparison, onlySignificant: Bool
  ) throws(Diagnostics) -> [String] {
    var wish = ReportSpec.Metric(metric)
    wish.unit = unit
    let metric = try comparison.metric(wish)
    var reasons: [String] = []
    for pair in comparison.pairs {
      let numbers = comparison.numbers(of: metric, pair)
      guard let reason = reason(numbers, metric, onlySignificant) else { continue }
      reasons.append("\(comparison.name(pair.values)): \(reason)")
    }
    for values in comparison.onlyFirst {
      reasons.append("\(comparison.name(values)): not there in B")
    }
    for values in comparison.onlySecond {
      reasons.append("\(comparison.name(values)): not there in A")
    }
    return reasons
  }

  private func reason(
    _ numbers: ComparedNumbers, _ metric: ReportMetric, _ onlySignificant: Bool
  ) -> String? {
    guard let second = numbers.second else {
      return "no run of B has '\(metric.title)'"
    }
    if case .value(let limit) = bound {
      guard exceeds(second.mean, limit) else { return nil }
      return NumberFormat.brief(second.mean) + (metric.unit.map { " " + $0 } ?? "")
    }
    guard numbers.first != nil, let difference = numbers.difference else {
      return "no run of A has '\(metric.title)'"
    }
    let shown: String
    switch bound {
    case .change(let limit):
      guard let change = numbers.change else {
        return difference == 0 ? nil : "it is 0 in A, so no change in % is known"
      }
      guard exceeds(change, limit) else { return nil }
      shown = ComparisonText.percent(change)
    case .difference(let limit):
      guard exceeds(difference, limit) else { return nil }
      shown = ComparisonText.signed(difference) + (metric.unit.map { " " + $0 } ?? "")
    case .value: return nil
    }
    guard let p = numbers.p else {
      return onlySignificant ? shown + ", and too few repeats to know whether by chance" : shown
    }
    guard !onlySignificant || p < ComparedNumbers.level else { return nil }
    return "\(shown) (\(ComparisonText.stated(p)))"
  }

  private func exceeds(_ value: Double, _ limit: Double) -> Bool {
    isAbove
      ? (includesBound ? value >= limit : value > limit)
      : (includesBound ? value <= limit : value < limit)
  }
}
