package import HostIO

/// A directory of one test's own, made new and removed with its last owner.
package final class TemporaryDirectory: Sendable {
  /// Absolute, with links followed.
  package let path: String

  package init() throws(SystemError) {
    let parent = Paths.absolute(Environment.value("TMPDIR") ?? "/tmp")
    path = Paths.join(parent, "cms-test-\(UInt64.random(in: 0 ... .max))")
    try Directories.create(path)
  }

  deinit { try? Directories.removeTree(path) }

  /// Returns a path inside; an absolute one stays.
  package func at(_ name: String) -> String { Paths.join(path, name) }

  /// Writes a file, with the directories above it; one that is there is replaced.
  package func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws(SystemError) {
    try Directories.ensure(Paths.directory(of: at(name)))
    try Files.replace(at(name), bytes, mode: mode)
  }

  /// Writes a file of text.
  package func write(_ name: String, _ text: String, mode: UInt32 = 0o644) throws(SystemError) {
    try write(name, Array(text.utf8), mode: mode)
  }

  /// Returns the bytes of a file inside.
  package func read(_ name: String) throws(SystemError) -> [UInt8] { try Files.read(at(name)) }

  /// Returns the text of a file inside.
  package func text(_ name: String) throws(SystemError) -> String {
    String(decoding: try read(name), as: UTF8.self)
  }

  package func exists(_ name: String) -> Bool { Files.status(at(name)) != nil }

  /// Returns the names in a directory inside, sorted.
  package func names(_ name: String = ".") throws(SystemError) -> [String] {
    try Directories.names(in: at(name))
  }
}
