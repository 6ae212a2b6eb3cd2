/// The options that are allowed at one place, found by any of their names.
///
/// `-` and `_` inside a name are the same letter.
struct OptionNames: Sendable {
  let rows: [Option]
  private let index: [String: Int]

  /// Where two rows share a name, the first one has it.
  init(_ rows: [Option]) {
    self.rows = rows
    let names = rows.enumerated().flatMap { row, option in
      option.names.map { (Self.folded($0), row) }
    }
    index = Dictionary(names) { first, _ in first }
  }

  func row(named name: String) -> Int? { index[Self.folded(name)] }

  /// Returns the rows from `start` on, each with the names that no earlier row has taken.
  func reachable(from start: Int) -> [Option] {
    rows.indices.dropFirst(start).compactMap { row in
      let option = rows[row]
      let names = option.names.filter { self.row(named: $0) == row }
      return names.isEmpty ? nil : option.renamed(names)
    }
  }

  static func folded(_ name: String) -> String {
    let (low, dash) = (UInt8(ascii: "_"), UInt8(ascii: "-"))
    return String(decoding: name.utf8.map { $0 == low ? dash : $0 }, as: UTF8.self)
  }
}
