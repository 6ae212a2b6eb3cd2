internal import Glibc

/// A file that is written piece by piece under a temporary name, and is there whole or not at all.
package final class NewFile {
  package let path: String
  private let temporary: String
  private let descriptor: OwnedDescriptor
  private var isFinished = false

  /// Makes the temporary file beside the path, under a name that is chosen where none is given.
  package init(_ path: String, temporaryName: String? = nil) throws(SystemError) {
    self.path = path
    temporary =
      temporaryName.map { Paths.join(Paths.directory(of: path), $0) }
      ?? Files.temporaryName(beside: path)
    let number = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemError("cannot open", temporary) }
    descriptor = OwnedDescriptor(number)
  }

  deinit { if !isFinished { unlink(temporary) } }

  package func append(_ bytes: [UInt8]) throws(SystemError) {
    try Files.write(bytes, to: descriptor, path: temporary)
  }

  package func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    try Files.write(bytes, to: descriptor, path: temporary)
  }

  /// Gives the file its name.
  package func finish() throws(SystemError) {
    try Files.rename(temporary, to: path)
    isFinished = true
  }
}
