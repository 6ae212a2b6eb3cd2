internal import HostIO

/// Where a command writes: decided once, from its options and the file named first.
package struct Places: Hashable, Sendable {
  /// The directory for all that is written, absolute.
  package let base: String
  /// The campaign database.
  package let database: String

  /// - Parameters:
  ///   - file: the sweep or workflow file named first.
  ///   - name: the name of the campaign or workflow.
  ///   - directory: `--directory`, else nil.
  ///   - database: `--db`, else nil.
  package init(file: String, name: String, directory: String?, database: String?) {
    base = Paths.absolute(directory ?? Paths.directory(of: file))
    let safe = name.split(separator: "/").joined(separator: "-")
    self.database = database.map(Paths.absolute) ?? Paths.join(base, "\(safe).db")
  }

  /// Returns the same place with a database that was named itself; its directory is the base.
  package func over(_ database: String) -> Places {
    Places(base: Paths.directory(of: database), database: database)
  }

  private init(base: String, database: String) {
    self.base = base
    self.database = database
  }
}
