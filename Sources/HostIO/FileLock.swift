internal import CLinux
internal import Glibc

/// A lock that one process at a time holds; it ends with its owner, however that ends.
package struct FileLock: ~Copyable {
  private let descriptor: OwnedDescriptor
  /// The file to remove in the end; nil where it stays.
  private let passing: String?

  /// Waits for the lock; its file is made, and stays.
  ///
  /// - Source: flock(2)
  package init(_ path: String) throws(SystemError) {
    let file = try FileLock.open(path)
    guard cl_lock_file(file.number) == 0 else { throw SystemError("cannot lock", path) }
    descriptor = file
    passing = nil
  }

  /// Waits for a lock whose file is there only while somebody has it.
  ///
  /// - Parameters:
  ///   - path: the file, which the last owner removes unless it is killed.
  ///   - waiting: is called once, where another process has the lock.
  /// - Throws: ``SystemError`` where it cannot be made or locked.
  package init(passing path: String, waiting: () -> Void) throws(SystemError) {
    let file = try FileLock.lock(path, waiting)
    descriptor = file
    passing = path
  }

  /// Whether some process has the lock now; one that nobody ever took is free.
  package static func isHeld(_ path: String) -> Bool {
    let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return false }
    let file = OwnedDescriptor(number)
    return flock(file.number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  deinit { if let passing { unlink(passing) } }

  private static func lock(
    _ path: String, _ waiting: () -> Void
  ) throws(SystemError) -> OwnedDescriptor {
    var hasTold = false
    while true {
      let file = try FileLock.open(path)
      if flock(file.number, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError("cannot lock", path) }
        if !hasTold { waiting() }
        hasTold = true
        guard cl_lock_file(file.number) == 0 else { throw SystemError("cannot lock", path) }
      }
      // The owner before may have removed what we have open.
      if isThere(path, as: file.number) { return file }
    }
  }

  private static func open(_ path: String) throws(SystemError) -> OwnedDescriptor {
    let number = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    return OwnedDescriptor(number)
  }

  private static func isThere(_ path: String, as number: Int32) -> Bool {
    var named = stat()
    var opened = stat()
    guard stat(path, &named) == 0, fstat(number, &opened) == 0 else { return false }
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
  }
}
