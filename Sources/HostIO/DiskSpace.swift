internal import Glibc

/// How much a file system has left.
package struct DiskSpace: Hashable, Sendable {
  /// Bytes that this user may still write.
  package let free: Int
  /// Files that may still be made; nil where the file system does not count them.
  package let files: Int?
  package let isReadOnly: Bool

  /// Asks the file system that a path is on.
  ///
  /// - Source: statvfs(3)
  package init(_ path: String) throws(SystemError) {
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { throw SystemError("cannot look at", path) }
    free = Int(
      clamping: UInt64(info.f_bavail).multipliedReportingOverflow(by: UInt64(info.f_frsize))
        .partialValue)
    files = info.f_files == 0 ? nil : Int(clamping: UInt64(info.f_favail))
    isReadOnly = info.f_flag & UInt(ST_RDONLY) != 0
  }
}
