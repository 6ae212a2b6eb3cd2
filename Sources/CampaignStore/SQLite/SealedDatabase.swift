internal import HostIO

/// A database in a directory that cannot be written: SQLite can keep no locks and no log there.
enum SealedDatabase {
  /// Whether a database can be read as a file that nobody changes.
  ///
  /// - Throws: ``StoreError`` where a part of it stands in a log that cannot be used there.
  static func check(_ path: String) throws(StoreError) -> Bool {
    guard Files.status(path) != nil, !Directories.isWritable(Paths.directory(of: path)) else {
      return false
    }
    let logs = ["-wal", "-journal"].map { path + $0 }
    guard let log = logs.first(where: { (Files.status($0)?.size ?? 0) > 0 }) else { return true }
    // Whoever writes it keeps an index of the log beside it, which readers may share.
    guard Files.status(path + "-shm") == nil else { return false }
    throw StoreError(
      .sealed, path: path, "its directory cannot be written, and '\(log)' holds a part of it")
  }

  /// - Source: <https://www.sqlite.org/uri.html>, "immutable"
  static func address(of path: String) -> String {
    let hex = Array("0123456789abcdef".utf8)
    var bytes = Array("file:".utf8)
    for byte in Paths.absolute(path).utf8 {
      if "%?#".utf8.contains(byte) {
        bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self) + "?immutable=1"
  }
}
