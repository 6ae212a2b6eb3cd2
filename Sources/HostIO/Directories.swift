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
    var names: [String] = []
    try forEachName(in: path) { names.append(String(decoding: $0, as: UTF8.self)) }
    names.removeAll { $0 == "." || $0 == ".." }
    return names.sorted()
  }

  /// Hands out the names in a directory as they come, with `.` and `..`.
  package static func forEachName(
    in path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(SystemError) {
    guard let stream = opendir(path) else { throw SystemError("cannot list", path) }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        let name = UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 })
        body(name.bindMemory(to: UInt8.self))
      }
    }
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

extension Directories {
  /// Whether names that differ only by case are one to the file system that holds a directory.
  ///
  /// Asks without writing: is the nearest directory with a letter in its name there under the
  /// other case too, and is it the same one?
  package static func foldsCase(_ path: String) -> Bool {
    var parts = Paths.absolute(path).split(separator: "/").map(String.init)
    while let name = parts.last {
      let whole = "/" + parts.joined(separator: "/")
      let other = String(
        decoding: name.utf8.map { (97...122).contains($0 | 0x20) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
      var a = stat()
      if other != name, stat(whole, &a) == 0 {
        var b = stat()
        let twin = "/" + (parts.dropLast() + [other]).joined(separator: "/")
        return stat(twin, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
      }
      parts.removeLast()
    }
    return false
  }
}
