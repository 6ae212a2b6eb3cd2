internal import CampaignStore

extension ResultsReader.Summary {
  /// What is printed at the end.
  package var text: String {
    var lines = ["read \(Self.count(read, "attempt")) again, \(changed) with other values"]
    if gone > 0 {
      lines.append(
        "\(Self.count(gone, "attempt")) left nothing that is still there, and kept what was read before"
      )
    }
    lines += Self.lines(done, "done now")
    lines += Self.lines(failed, "failed now")
    return lines.map { $0 + "\n" }.joined()
  }

  private static func lines(_ names: [String], _ what: String) -> [String] {
    guard !names.isEmpty else { return [] }
    let shown = names.prefix(5).joined(separator: ", ")
    return ["\(names.count) \(what): \(shown)" + (names.count > 5 ? ", …" : "")]
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)" + (number == 1 ? "" : "s")
  }
}

extension ResultsCollection.Summary {
  /// What is printed at the end.
  package func text(directory: String, database: String) -> String {
    let states = attempts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\($0.value) \($0.key.rawValue)"
    }
    let found = states.isEmpty ? "none of them left any output" : states.joined(separator: ", ")
    var lines = [
      "\(experiments) \(experiments == 1 ? "experiment" : "experiments") in '\(directory)': \(found)"
    ]
    if silent > 0, !states.isEmpty { lines.append("\(silent) without output") }
    lines.append("recorded in '\(database)': cms-cc report \(database)")
    return lines.map { $0 + "\n" }.joined()
  }
}
