internal import Glibc

// What is known of a file besides its bytes.
extension Files {
  /// Sets when a file was modified, in nanoseconds since 1970.
  package static func setModified(_ path: String, _ time: Int64) throws(SystemError) {
    let stamp = timespec(
      tv_sec: Int(time / 1_000_000_000), tv_nsec: Int(time % 1_000_000_000))
    guard utimensat(AT_FDCWD, path, [stamp, stamp], AT_SYMLINK_NOFOLLOW) == 0 else {
      throw SystemError("cannot set the time of", path)
    }
  }

  /// Lets those who can read a file run it.
  package static func makeExecutable(_ path: String) throws(SystemError) {
    guard chmod(path, 0o755) == 0 else { throw SystemError("cannot make executable", path) }
  }
}

extension Directories {
  /// Makes a directory that nobody else can enter, and returns whether it is one.
  package static func ensurePrivate(_ path: String) -> Bool {
    try? ensure(Paths.directory(of: path))
    _ = mkdir(path, 0o700)
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
      && info.st_uid == getuid() && info.st_mode & 0o077 == 0
  }
}

extension Environment {
  /// The number of the user that this process runs as.
  package static func userNumber() -> UInt32 { getuid() }
}
