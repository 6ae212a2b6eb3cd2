/// In what compared rows differ beside the parameters that were swept.
struct Comparability: Sendable {
  /// Values beyond this many are counted and not named.
  private static let named = 4

  /// One sentence for each fact that differs where it should not.
  private(set) var warnings: [String] = []
  /// One sentence for the facts that follow from parameters.
  private(set) var remarks: [String] = []
  /// What holds for each of the conditions: `gpu.driver 535.104`.
  private(set) var conditions: [String] = []
  /// The place of each compared row's condition; empty where all are the same.
  private(set) var conditionOfRow: [Int: Int] = [:]

  /// - Parameters:
  ///   - input: what has the facts.
  ///   - rows: the rows whose numbers are compared.
  ///   - axes: the parameters that were swept.
  init(_ input: ReportInput, rows: [Int], axes: [String]) {
    guard rows.contains(where: { input.rows[$0].facts != nil }) else { return }
    let parameters = axes.compactMap { input.parameter($0) }
    var differing: [ParameterColumn] = []
    var following: [String: [String]] = [:]
    for fact in Self.columns(of: input.facts) {
      let codes = Self.codes(of: fact, input, rows)
      guard Set(codes).count > 1 else { continue }
      if let parameter = parameters.first(where: { Self.follows(fact, codes, $0, rows) }) {
        following[parameter.name, default: []].append(fact.name)
      } else {
        differing.append(fact)
        warnings.append("not comparable: \(fact.name) is " + Self.counts(fact, codes))
      }
    }
    remarks = axes.compactMap { axis in
      following[axis].map { Self.remark(axis, facts: $0) }
    }
    if !differing.isEmpty { note(differing, input, rows) }
  }

  /// The facts as columns over the sets, in order of appearance.
  private static func columns(of sets: [FactSet]) -> [ParameterColumn] {
    var places: [String: Int] = [:]
    var columns: [ParameterColumn] = []
    for (index, set) in sets.enumerated() {
      for fact in set.facts {
        let place = places[fact.name] ?? columns.count
        if place == columns.count {
          places[fact.name] = place
          columns.append(ParameterColumn(fact.name))
        }
        columns[place].pad(to: index)
        // A name that comes twice counts once.
        if columns[place].codes.count == index { columns[place].append(fact.value) }
      }
    }
    for place in columns.indices { columns[place].pad(to: sets.count) }
    return columns
  }

  private static func codes(
    of fact: ParameterColumn, _ input: ReportInput, _ rows: [Int]
  ) -> [Int32] {
    rows.map { row in input.rows[row].facts.map { fact.codes[$0] } ?? -1 }
  }

  /// Whether a fact has one value for each value of a parameter, and may be because of it.
  ///
  /// What code ran never follows, unless the parameter's name says so, nor does anything follow
  /// a number: a driver that changed between two values of `epochs` did so by itself.
  private static func follows(
    _ fact: ParameterColumn, _ codes: [Int32], _ parameter: ParameterColumn, _ rows: [Int]
  ) -> Bool {
    let isNamed = isRelated(fact.name, parameter.name)
    guard isNamed || !parameter.isNumeric && !fact.name.hasPrefix("code.") else { return false }
    var known: [Int32: Int32] = [:]
    for (row, code) in zip(rows, codes) {
      let value = parameter.codes[row]
      if let other = known[value], other != code { return false }
      known[value] = code
    }
    return true
  }

  /// Whether a fact and a parameter share a word: `gpu.name` and `gpus`.
  private static func isRelated(_ fact: String, _ parameter: String) -> Bool {
    !words(of: fact).isDisjoint(with: words(of: parameter))
  }

  private static func words(of text: String) -> Set<Substring> {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    return Set(words.map { $0.count > 3 && $0.last == "s" ? $0.dropLast() : $0 })
  }

  /// `535.104 in 12 runs and 550.54 in 12`.
  private static func counts(_ fact: ParameterColumn, _ codes: [Int32]) -> String {
    var counts: [Int32: Int] = [:]
    var order: [Int32] = []
    for code in codes {
      if counts[code] == nil { order.append(code) }
      counts[code, default: 0] += 1
    }
    order.sort { (counts[$0] ?? 0, $1) > (counts[$1] ?? 0, $0) }
    var parts = order.prefix(named).enumerated().map { index, code in
      let value = code < 0 ? "unknown" : fact.values[Int(code)]
      let count = counts[code] ?? 0
      return "\(value) in \(count)" + (index > 0 ? "" : count == 1 ? " run" : " runs")
    }
    let rest = order.count - parts.count
    if rest > 0 { parts.append("\(rest) more \(rest == 1 ? "value" : "values")") }
    return parts.dropLast().joined(separator: ", ") + " and " + (parts.last ?? "")
  }

  private static func remark(_ axis: String, facts: [String]) -> String {
    let names = facts.prefix(12).joined(separator: ", ") + (facts.count > 12 ? ", …" : "")
    return "Each value of \(axis) has its own \(names)."
  }

  /// Numbers the combinations of the facts that differ, in order of appearance.
  private mutating func note(_ facts: [ParameterColumn], _ input: ReportInput, _ rows: [Int]) {
    var places: [[Int32]: Int] = [:]
    for row in rows {
      let key = facts.map { fact in input.rows[row].facts.map { fact.codes[$0] } ?? -1 }
      let place = places[key] ?? conditions.count
      if place == conditions.count {
        places[key] = place
        conditions.append(
          zip(facts, key).map { fact, code in
            "\(fact.name) \(code < 0 ? "unknown" : fact.values[Int(code)])"
          }.joined(separator: ", "))
      }
      conditionOfRow[row] = place
    }
  }

  /// Returns the letters of the conditions of rows: `A`, or `A, B`.
  func letters(of rows: [Int]) -> String {
    Set(rows.compactMap { conditionOfRow[$0] }).sorted().map(Self.letter).joined(separator: ", ")
  }

  /// What the letters stand for, one sentence; nil where all rows are alike.
  var legend: String? {
    guard !conditions.isEmpty else { return nil }
    let shown = conditions.prefix(8).enumerated().map { "\(Self.letter($0)): \($1)" }
    let rest = conditions.count - shown.count
    return "Conditions: " + shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more." : ".")
  }

  /// A to Z, then AA.
  private static func letter(_ place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
    return place < 26 ? letter : Self.letter(place / 26 - 1) + letter
  }
}
