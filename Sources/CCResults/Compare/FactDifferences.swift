/// Facts in which two sides differ although nobody chose them by those.
struct FactDifferences {
  /// Values beyond this many are counted and not named.
  private static let named = 3

  /// One sentence for each.
  private(set) var warnings: [String] = []

  init(_ input: ReportInput, rows: [Int], boundary: Int, chosen: Set<String>) {
    guard rows.contains(where: { input.rows[$0].facts != nil }) else { return }
    var names: [String] = []
    for set in input.facts {
      for fact in set.facts where !names.contains(fact.name) { names.append(fact.name) }
    }
    for name in names.sorted() {
      // Who compares two hosts knows that all about the machines differs.
      let family = name.split(separator: ".").first.map(String.init) ?? name
      guard !chosen.contains(name), !chosen.contains(family) else { continue }
      let first = values(of: name, input, rows.filter { $0 < boundary })
      let second = values(of: name, input, rows.filter { $0 >= boundary })
      guard first != second else { continue }
      warnings.append(
        "the sides differ in \(name): \(text(first)) in A, \(text(second)) in B")
    }
  }

  private func values(of name: String, _ input: ReportInput, _ rows: [Int]) -> Set<String> {
    Set(rows.map { input.fact(name, of: $0) ?? "unknown" })
  }

  private func text(_ values: Set<String>) -> String {
    let shown = values.sorted().prefix(Self.named)
    let rest = values.count - shown.count
    return shown.joined(separator: " and ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
