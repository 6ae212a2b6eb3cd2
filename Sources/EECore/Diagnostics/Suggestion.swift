/// Finds the name that the user most probably meant.
package enum Suggestion {
  /// Returns the candidate nearest to a name, or nil where none is near enough to be a slip.
  ///
  /// A dotted name that ends in the same part counts as nearer than any slip: `ee.time` for
  /// `sbatch.time`.
  ///
  /// - Cost: O(candidates × word²).
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let dotted = lastPart(of: word).map { last in candidates.filter { lastPart(of: $0) == last } }
    let near = (dotted ?? []).filter { $0 != word }.map {
      ($0, editDistance(Array(word.utf8), Array($0.utf8)))
    }
    return near.min { $0.1 < $1.1 }?.0 ?? nearestSpelling(to: word, among: candidates)
  }

  /// Returns what follows the last of the dots in a name; nil where it has none.
  private static func lastPart(of name: String) -> Substring? {
    let parts = name.split(separator: ".")
    return parts.count > 1 ? parts.last : nil
  }

  /// Returns the candidate that `word` is most probably a slip for; dots have no meaning.
  ///
  /// - Cost: O(candidates × word²).
  package static func nearestSpelling(
    to word: String, among candidates: some Sequence<String>
  ) -> String? {
    let limit = max(1, min(3, word.utf8.count / 2))
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let distance = editDistance(Array(word.utf8), Array(candidate.utf8))
      guard distance <= limit else { continue }
      if let found = best, found.distance <= distance { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// Returns a hint that names the nearest candidate, or lists the candidates where they are few.
  package static func hint(for word: String, among candidates: some Collection<String>) -> String? {
    if let name = nearestSpelling(to: word, among: candidates) { return "did you mean '\(name)'?" }
    guard let first = candidates.first, candidates.count <= 12 else { return nil }
    if candidates.count == 1 { return "expected '\(first)'" }
    return "expected one of: " + candidates.joined(separator: ", ")
  }

  /// Counts insertions, deletions, substitutions and swaps of neighbours between two texts.
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1]
      current.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
