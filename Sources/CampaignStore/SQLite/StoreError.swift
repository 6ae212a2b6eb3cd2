/// What the campaign database refused.
package struct StoreError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// SQLite said no, with its extended code.
    case sqlite(Int32)
    /// Written by a later version of this program.
    case newer(version: Int)
    /// There is no such file.
    case missing
    /// Not one of our databases.
    case foreign
    /// Another runner took the run over.
    case ownerLost
    /// It cannot be read where nothing can be written.
    case sealed
    /// The pages of the file contradict each other.
    case damaged
  }

  package let kind: Kind
  package let path: String
  package let message: String
  /// The statement, without the values bound to it.
  package let sql: String?

  /// Whether somebody else had the file just then; the primary code stands in the lowest byte.
  ///
  /// - Source: <https://www.sqlite.org/rescode.html#busy>
  var isBusy: Bool {
    guard case .sqlite(let code) = kind else { return false }
    return code & 0xFF == 5
  }

  /// Whether SQLite could make no file beside the database, or change none.
  ///
  /// - Source: <https://www.sqlite.org/rescode.html#cantopen>, `#readonly`
  package var needsWriting: Bool {
    guard case .sqlite(let code) = kind else { return false }
    return [8, 14].contains(code & 0xFF)
  }

  /// Whether the file is no sound database any more.
  ///
  /// - Source: <https://www.sqlite.org/rescode.html#corrupt>, `#notadb`
  package var isDamage: Bool {
    if kind == .damaged { return true }
    guard case .sqlite(let code) = kind else { return false }
    return [11, 26].contains(code & 0xFF)
  }

  package init(_ kind: Kind, path: String, _ message: String, sql: String? = nil) {
    self.kind = kind
    self.path = path
    self.message = message
    self.sql = sql
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String { "database '\(path)': \(message)" }
}
