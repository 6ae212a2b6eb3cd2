internal import Glibc

/// Making, listing and removing directories.
package enum Directories {
  /// Makes a directory; fails where there is one.
  package static func create(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o777) == 0 else { throw SystemError("cannot make directory", path) }
  }

  /// Makes a directory and those above it that are missing.
  package static func ensure(_ path: String) throws(SystemError) {
    if mkdir(path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      guard Files.status(path)?.kind == .directory else {
        throw SystemError("cannot make directory", path, code: ENOTDIR)
      }
    case ENOENT:
      try ensure(Paths.directory(of: path))
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw SystemError("cannot make directory", path)
      }
    default: throw SystemError("cannot make directory", path)
    }
  }

  /// Returns the names in a directory, sorted, without `.` and `..`.
  package static func names(in path: String) throws(SystemError) -> [String] {
    guard let stream = opendir(path) else { throw SystemError("cannot list", path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a directory with all in it; links are removed, not followed.
  package static func removeTree(_ path: String) throws(SystemError) {
    for name in try names(in: path) {
      let inner = Paths.join(path, name)
      if unlink(inner) == 0 { continue }
      guard errno == EISDIR || errno == EPERM else { throw SystemError("cannot remove", inner) }
      try removeTree(inner)
    }
    guard rmdir(path) == 0 else { throw SystemError("cannot remove", path) }
  }

  /// Whether new files can be made in a directory.
  package static func isWritable(_ path: String) -> Bool { access(path, W_OK | X_OK) == 0 }
}
