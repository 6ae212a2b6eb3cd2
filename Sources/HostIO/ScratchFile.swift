internal import Glibc

/// A file without a name, which goes away with its owner: nobody finds in it what is secret.
package final class ScratchFile {
  private let descriptor: OwnedDescriptor
  /// How many bytes were written here.
  package private(set) var count = 0

  package init() throws(SystemError) {
    let path = Files.temporaryName(beside: Paths.join(Environment.temporaryDirectory, "x"))
    let number = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    descriptor = OwnedDescriptor(number)
    unlink(path)
  }

  /// Opens the file from its beginning, in this process and in a child that is being made.
  package var path: String { "/proc/self/fd/\(descriptor.number)" }

  package func append(_ bytes: [UInt8]) throws(SystemError) {
    try Files.write(bytes, to: descriptor, path: "a scratch file")
    count += bytes.count
  }

  package func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    try Files.write(bytes, to: descriptor, path: "a scratch file")
    count += bytes.count
  }

  /// Adds all that is in another one.
  package func append(contentsOf other: ScratchFile) throws(SystemError) {
    var failure: SystemError?
    _ = try Files.read(other.path) { piece in
      guard failure == nil else { return }
      do throws(SystemError) { try append(piece.bindMemory(to: UInt8.self)) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
