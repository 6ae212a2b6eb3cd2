internal import HostIO

/// A database that is to be taken up by another one: read as it is, and never changed.
///
/// One of an older version is copied and brought up to date there; so is one where nothing can be
/// written beside it. The copy goes away with its owner.
package final class MergeInput {
  /// As the user named it.
  package let path: String
  /// What messages call it.
  let label: String
  /// The name that runs which began in it keep as their origin.
  let name: String
  /// Its directory, absolute.
  let home: String
  /// What is attached: the database itself, or its copy.
  let attached: String
  private let copy: String?

  /// Opens a database and looks whether it is sound; a copy goes into a directory for that.
  ///
  /// - Throws: ``StoreError`` where it is missing, foreign, damaged, or of a later version.
  package init(_ path: String, copiesIn directory: String) throws(StoreError) {
    self.path = path
    name = Paths.name(of: path)
    label = "'\(path)'"
    let store = try CampaignStore(path, .readOnly)
    try store.check()
    home = store.home
    let isSealed = try SealedDatabase.check(path)
    guard isSealed || store.version < Schema.version else {
      attached = Paths.absolute(path)
      copy = nil
      return
    }
    let copy = MergeInput.scratchPath(in: directory)
    attached = copy
    self.copy = copy
    do throws(StoreError) {
      try store.connection.execute("PRAGMA query_only = OFF")
      try store.connection.run("VACUUM INTO ?", [.text(copy)])
      // Opening it for writing brings it up to date.
      try CampaignStore(copy).connection.execute("PRAGMA journal_mode = DELETE")
    } catch {
      MergeInput.removeDatabase(copy)
      throw StoreError(
        error.kind, path: path, "cannot be copied to '\(directory)': \(error.message)")
    }
  }

  /// Stands for several that were merged already, under no name of its own.
  init(merged store: CampaignStore, from inputs: [MergeInput]) {
    path = store.path
    name = Paths.name(of: store.path)
    label = inputs.map(\.label).joined(separator: ", ")
    home = store.home
    attached = Paths.absolute(store.path)
    copy = nil
  }

  deinit { if let copy { MergeInput.removeDatabase(copy) } }

  /// Returns a name in a directory that nothing else has.
  static func scratchPath(in directory: String) -> String {
    Paths.join(directory, ".merge-\(UInt64.random(in: 0 ... .max))")
  }

  /// Removes a database that nobody needs any more, with its logs.
  static func removeDatabase(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { try? Files.remove(path + suffix) }
  }
}
