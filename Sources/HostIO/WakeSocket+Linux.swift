internal import Glibc

/// A mailbox in a directory through which other processes wake the one that waits there.
///
/// Messages have no content: what there is to do stands elsewhere.
package final class WakeSocket {
  /// Names it in the events of its loop.
  package let tag: UInt64
  private let loop: EventLoop
  private let path: String
  private let status: (device: UInt64, node: UInt64)

  /// Makes the mailbox; one that is left of an earlier process is replaced.
  package init(_ path: String, in loop: EventLoop) throws(SystemError) {
    let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("cannot make", "socket") }
    let descriptor = OwnedDescriptor(number)
    // Under another name first, because only renaming replaces.
    let temporary = Files.temporaryName(beside: path)
    let code = try SocketAddress.of(temporary) { bind(number, $0, $1) }
    guard code == 0 else { throw SystemError("cannot make socket", path) }
    do throws(SystemError) {
      status = try WakeSocket.identity(temporary)
      try Files.rename(temporary, to: path)
      tag = try loop.add(descriptor)
    } catch {
      unlink(temporary)
      throw error
    }
    self.path = path
    self.loop = loop
  }

  deinit {
    loop.remove(tag)
    // Whoever took over has put another one there.
    if let found = try? WakeSocket.identity(path), found == status { unlink(path) }
  }

  /// Takes all messages, so that only later ones are events again.
  package func drain() {
    guard let number = loop.number(of: tag) else { return }
    var byte: UInt8 = 0
    while recv(number, &byte, 1, Int32(MSG_DONTWAIT)) >= 0 {}
  }

  /// Wakes who waits behind a path.
  ///
  /// - Returns: whether somebody does.
  /// - Source: unix(7); a full mailbox has woken its owner already.
  package static func wake(_ path: String) throws(SystemError) -> Bool {
    guard Files.status(path) != nil else { return false }
    let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("cannot make", "socket") }
    let descriptor = OwnedDescriptor(number)
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    var byte: UInt8 = 1
    let sent = try SocketAddress.of(path) { sendto(descriptor.number, &byte, 1, flags, $0, $1) }
    if sent == 1 || errno == EAGAIN || errno == ENOBUFS { return true }
    guard errno == ECONNREFUSED || errno == ENOENT else {
      throw SystemError("cannot wake", path)
    }
    return false
  }

  private static func identity(
    _ path: String
  ) throws(SystemError) -> (device: UInt64, node: UInt64) {
    var info = stat()
    guard lstat(path, &info) == 0 else { throw SystemError("cannot find", path) }
    return (UInt64(info.st_dev), UInt64(info.st_ino))
  }
}

/// Addresses of sockets in the file system, however long their paths are.
private enum SocketAddress {
  /// Hands out the address of a path by way of its open directory: only 107 bytes fit into one.
  static func of<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) throws(SystemError) -> Result {
    let directory = Paths.directory(of: path)
    let number = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("cannot open", directory) }
    let opened = OwnedDescriptor(number)
    let short = "/proc/self/fd/\(opened.number)/\(Paths.name(of: path))"
    var address = sockaddr_un()
    guard short.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SystemError("cannot name socket", path, code: ENAMETOOLONG)
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
