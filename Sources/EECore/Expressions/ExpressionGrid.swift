/// An expression over a product of values, which a statement evaluates for many combinations.
///
/// Each dimension is a table, and SQLite goes through all rows of the last ones. What has no plain
/// answer stays open: whoever asks for it asks for its row alone, and is told what is wrong.
final class ExpressionGrid {
  /// Parameters that move in lockstep.
  struct Dimension {
    /// Places among all names.
    let names: [Int]
    /// For each of them its values.
    let values: [[ParameterValue]]
    let count: Int

    func value(of name: Int, at place: Int) -> ParameterValue? {
      names.firstIndex(of: name).map { values[$0][place] }
    }
  }

  /// SQLite joins at most 64 tables.
  static let joinLimit = 60
  /// Combinations that are worth a statement.
  private static let enough = 256

  /// How many combinations a statement decides, neighbours of each other.
  let width: Int
  /// The lengths of the dimensions whose rows are fixed in a statement.
  private let fixed: [Int]
  private let hasExact: Bool
  private let database: ExpressionDatabase
  private let read: ExpressionStatement

  init(
    _ texts: [String], _ tables: [String], counts: [Int], hasExact: Bool,
    _ layout: ExpressionLayout, in database: ExpressionDatabase
  ) throws(ExpressionFailure) {
    var free = counts.count
    var width = 1
    while free > 0, width < Self.enough {
      free -= 1
      width *= counts[free]
    }
    self.width = width
    fixed = Array(counts[..<free])
    self.hasExact = hasExact
    self.database = database
    read = try database.prepare(layout.combine(texts, of: tables, fixing: free))
  }

  /// Evaluates the combinations from `number * width` on, telling for each that has a plain value its
  /// place among them, and the value.
  ///
  /// - Throws: ``ExpressionFailure`` where one of them cannot be computed.
  /// - Cost: about 0.2 µs each.
  func evaluate(
    _ number: Int, _ take: (Int, SQLResult) -> Void
  ) throws(ExpressionFailure) {
    defer { read.reset() }
    var rest = number
    for place in fixed.indices.reversed() {
      guard read.bind(rest % fixed[place] + 1, at: place + 1) else { throw database.failure() }
      rest /= fixed[place]
    }
    for place in 0..<width {
      database.forgetSlips()
      guard try database.step(read) else { return }
      guard database.slip == nil else {
        // With the first row SQLite computes what is the same in all of them.
        if place == 0 { return }
        continue
      }
      let value = read.value(ofColumn: 0)
      if !hasExact || ExpressionVerdict.agree(value, read.value(ofColumn: 1)) { take(place, value) }
    }
  }
}
