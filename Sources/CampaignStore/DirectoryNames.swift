internal import EECore
internal import HostIO

/// The names in a directory, to see whether those of very many experiments are among them.
package struct DirectoryNames: Sendable {
  /// Nil where nobody can say what is in it.
  private var hashes: Set<UInt64>?

  /// Lists a directory; one that is missing has no names in it.
  ///
  /// - Cost: 30 ms for 100,000 names; nothing is known of what they lead to.
  package init(in directory: String) {
    guard Files.status(directory) != nil else {
      hashes = []
      return
    }
    var hashes: Set<UInt64> = []
    do throws(SystemError) {
      try Directories.forEachName(in: directory) { hashes.insert(DirectoryNames.hash($0)) }
      self.hashes = hashes
    } catch {
      self.hashes = nil
    }
  }

  /// Whether a name is there, or may be.
  package func contains(_ name: String) -> Bool {
    var name = name
    return contains(hash: name.withUTF8(DirectoryNames.hash))
  }

  func contains(hash: UInt64) -> Bool { hashes?.contains(hash) ?? true }

  /// What stands for a name: 64 bits, in which hardly any two of a million names agree.
  static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    Fingerprint(UnsafeRawBufferPointer(name)).low
  }
}
