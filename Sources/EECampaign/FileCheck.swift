package import CampaignStore
internal import EECore
internal import HostIO

/// How a generated file stands now, compared with what was recorded when it was written.
package enum FileCheck: String, Sendable {
  case same = "as generated"
  case edited
  case missing

  /// Compares a file of an experiment with its record; a link in its place is an edit.
  ///
  /// - Cost: reads the file only where its size or time differ.
  package init(_ record: CampaignStore.FileRecord, in directory: String) {
    let path = Paths.join(directory, record.name)
    guard let status = Files.status(path) else {
      self = .missing
      return
    }
    // Reading a pipe would wait for ever.
    guard status.kind == .file else {
      self = .edited
      return
    }
    guard !record.isOf(status) else {
      self = .same
      return
    }
    let bytes = try? Files.read(path)
    self = bytes.map { Fingerprint($0) } == record.fingerprint ? .same : .edited
  }
}

extension CampaignStore.FileRecord {
  /// Whether a file is the very one that was recorded, and nobody has written it since.
  ///
  /// Its identity tells what was moved or copied here with its time, such as another experiment's.
  func isOf(_ status: Files.Status) -> Bool {
    guard size == status.size, modified == status.modified else { return false }
    guard let identity else { return true }
    // Each link that is made to a file changes it.
    return identity.inode == status.inode
      && (identity.changed == status.changed || status.links > 1)
  }
}
