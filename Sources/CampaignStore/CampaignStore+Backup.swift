internal import HostIO

// A copy beside the database: what there is when a disk or a person damages it.
extension CampaignStore {
  /// Returns where the backup of a database stands.
  package static func backupPath(of database: String) -> String { database + ".backup" }

  /// Copies the database as it is to its backup; the last backup stays until the new one is whole.
  ///
  /// - Cost: writes the whole database once.
  /// - Source: <https://www.sqlite.org/lang_vacuum.html#vacuuminto>
  package func backUp() throws(StoreError) {
    let target = CampaignStore.backupPath(of: path)
    let draft = target + ".new"
    do throws(SystemError) {
      if Files.status(draft) != nil { try Files.remove(draft) }
    } catch { throw StoreError(.sealed, path: path, "cannot be backed up: \(error)") }
    try connection.run("VACUUM INTO ?", [.text(draft)])
    do throws(SystemError) {
      try Files.synchronise(draft)
      try Files.rename(draft, to: target)
    } catch { throw StoreError(.sealed, path: path, "cannot be backed up: \(error)") }
  }
}
