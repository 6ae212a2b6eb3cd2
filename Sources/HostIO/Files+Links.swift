internal import Glibc

// Links of both kinds.
extension Files {
  package static func hardLink(_ from: String, to path: String) throws(SystemError) {
    guard link(from, path) == 0 else { throw SystemError("cannot link", path) }
  }

  /// Makes a symbolic link, in place of one that is there.
  package static func symbolicLink(_ target: String, at path: String) throws(SystemError) {
    let temporary = temporaryName(beside: path)
    guard symlink(target, temporary) == 0 else { throw SystemError("cannot link", path) }
    try rename(temporary, to: path)
  }

  /// Makes a symbolic link; returns false where there is something already.
  package static func newSymbolicLink(
    _ target: String, at path: String
  ) throws(SystemError) -> Bool {
    if symlink(target, path) == 0 { return true }
    guard errno == EEXIST else { throw SystemError("cannot link", path) }
    return false
  }

  /// Returns what a symbolic link says, or nil where there is none.
  package static func target(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether a path is a symbolic link, wherever it leads.
  package static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }
}
