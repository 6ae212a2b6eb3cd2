internal import CLinux
internal import Glibc

/// A lock that one process at a time holds; it ends with its owner, however that ends.
package struct FileLock: ~Copyable {
  private let descriptor: OwnedDescriptor

  /// Waits for the lock; its file is made, and stays.
  ///
  /// - Source: flock(2)
  package init(_ path: String) throws(SystemError) {
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    let file = OwnedDescriptor(number)
    guard cl_lock_file(number) == 0 else { throw SystemError("cannot lock", path) }
    descriptor = file
  }
}
