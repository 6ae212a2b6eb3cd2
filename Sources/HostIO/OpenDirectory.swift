internal import CLinux
internal import Glibc

/// A directory that is kept open: what is below it is reached without walking its path again.
///
/// Names are lent to the system as they stand: where Swift makes C strings itself, it copies each.
package final class OpenDirectory {
  package let path: String
  private let descriptor: OwnedDescriptor

  package init(_ path: String) throws(SystemError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    descriptor = OwnedDescriptor(number)
    self.path = path
  }

  /// Brings all that was written below it to the disk.
  package func synchronise() throws(SystemError) {
    guard cl_sync_file_system(descriptor.number) == 0 else {
      throw SystemError("cannot write to the disk of", path)
    }
  }

  /// Returns what a name leads to, or nil where there is nothing.
  package func status(_ name: String) -> Files.Status? {
    var info = stat()
    let code = name.withCString { fstatat(descriptor.number, $0, &info, 0) }
    guard code == 0 else { return nil }
    return Files.Status(info)
  }

  /// Makes a directory; fails where there is one.
  package func makeDirectory(_ name: String) throws(SystemError) {
    guard name.withCString({ mkdirat(descriptor.number, $0, 0o777) }) == 0 else {
      throw SystemError("cannot make directory", Paths.join(path, name))
    }
  }

  /// Writes a new file and returns what it is then; fails where there is one.
  package func create(
    _ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644
  ) throws(SystemError) -> Files.Status {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let number = name.withCString { openat(descriptor.number, $0, flags, mode) }
    guard number >= 0 else { throw SystemError("cannot open", Paths.join(path, name)) }
    let file = OwnedDescriptor(number)
    try Files.write(bytes, to: file, path: Paths.join(path, name))
    var info = stat()
    guard fstat(file.number, &info) == 0 else {
      throw SystemError("cannot read", Paths.join(path, name))
    }
    return Files.Status(info)
  }

  /// Removes a file, and the directories above it that hold nothing else.
  package func remove(_ name: String) throws(SystemError) {
    guard unlinkat(descriptor.number, name, 0) == 0 || errno == ENOENT else {
      throw SystemError("cannot remove", Paths.join(path, name))
    }
    var parent = name
    while let slash = parent.lastIndex(of: "/") {
      parent = String(parent[..<slash])
      guard unlinkat(descriptor.number, parent, AT_REMOVEDIR) == 0 else { return }
    }
  }

  package func rename(_ from: String, to name: String) throws(SystemError) {
    let code = from.withCString { from in
      name.withCString { renameat(descriptor.number, from, descriptor.number, $0) }
    }
    guard code == 0 else {
      throw SystemError("cannot rename to", Paths.join(path, name))
    }
  }
}
