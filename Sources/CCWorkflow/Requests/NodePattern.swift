internal import EECore

/// Names of nodes written short: `train/*`, `train/n_?`, `fetch,train/n_[1-10]`.
///
/// `*` stands for any text, `?` for one character, and brackets for what they list. A name that is
/// written out is meant as it stands.
package struct NodePattern: Hashable, Sendable {
  package let text: String
  private let alternatives: [[Character]]

  package init(_ text: String) {
    self.text = text
    let names = (try? HostlistExpression(text).expanded()) ?? []
    alternatives = names.isEmpty ? [Array(text)] : names.map(Array.init)
  }

  /// Returns the names that patterns match; all where there is no pattern.
  ///
  /// - Throws: ``Diagnostics`` CC101 for each pattern that matches none.
  static func chosen(
    _ patterns: [NodePattern], among names: [String]
  ) throws(Diagnostics) -> Set<String> {
    guard !patterns.isEmpty else { return Set(names) }
    var found: Set<String> = []
    var problems: [Diagnostic] = []
    for pattern in patterns {
      let matching = names.lazy.filter(pattern.matches)
      if matching.isEmpty {
        problems.append(
          Diagnostic(
            .error, .unknownNode, "no node matches '\(pattern.text)'",
            hint: Suggestion.hint(for: pattern.text, among: names)))
      }
      found.formUnion(matching)
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return found
  }

  package func matches(_ name: String) -> Bool {
    name == text || alternatives.contains { NodePattern.matches($0, Array(name)) }
  }

  /// - Cost: O(pattern × name): after a mismatch only the last `*` is tried again.
  private static func matches(_ pattern: [Character], _ name: [Character]) -> Bool {
    var (place, position) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        (place, position) = (last.place + 1, last.position + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
