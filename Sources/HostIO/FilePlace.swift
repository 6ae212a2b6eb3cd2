internal import Glibc

/// A file that had a name at some time: whether it still has it.
package struct FilePlace: Sendable {
  private let path: String
  private let identity: (device: UInt64, node: UInt64)?

  /// Remembers which file a path names now.
  package init(_ path: String) {
    self.path = path
    identity = FilePlace.identity(path)
  }

  /// Whether the path still names that very file.
  ///
  /// - Cost: one stat(2).
  package var isInPlace: Bool {
    guard let identity, let now = FilePlace.identity(path) else { return false }
    return now == identity
  }

  private static func identity(_ path: String) -> (device: UInt64, node: UInt64)? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return (UInt64(info.st_dev), UInt64(info.st_ino))
  }
}
