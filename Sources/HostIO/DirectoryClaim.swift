internal import Glibc

/// A directory that is ours alone among all who claim it, until nobody holds the claim any more.
///
/// The kernel keeps it: it passes to a child and ends with the last process that holds it, however
/// that one ends, and nothing is left on the disk.
package final class DirectoryClaim {
  let descriptor: OwnedDescriptor

  /// Claims a directory, where its file system can lock one.
  ///
  /// - Returns: nil where somebody else holds the claim.
  /// - Source: <https://man7.org/linux/man-pages/man2/flock.2.html>
  package init?(_ path: String) throws(SystemError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    descriptor = OwnedDescriptor(number)
    // Network file systems refuse to lock what is not open for writing.
    guard flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return nil }
  }
}
