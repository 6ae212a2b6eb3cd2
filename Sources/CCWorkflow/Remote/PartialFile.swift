internal import EECore
internal import HostIO

/// A file that comes piece by piece, and has its name only when it is whole.
///
/// What is here of it outlives the runner: the next one goes on behind it.
struct PartialFile {
  /// How the names begin that such files have before.
  static let prefix = ".cms-part-"

  let path: String
  private let partial: String

  /// `origin` tells the file from those that come from elsewhere to the same place.
  init(_ path: String, origin: String) {
    self.path = path
    let name = Fingerprint(Array("\(origin)\0\(path)".utf8)).text
    partial = Paths.join(Paths.directory(of: path), "\(Self.prefix)\(name)")
  }

  /// How many bytes of it are here.
  var count: Int { Files.status(partial)?.size ?? 0 }

  /// The checksum of what is here of it.
  func sum() throws(SystemError) -> UInt32? { try CheckSum.of(partial, count: count) }

  /// Begins it anew, with the bytes of a file where one is given.
  func begin(with whole: String? = nil) throws(SystemError) {
    try Directories.ensure(Paths.directory(of: path))
    try Files.remove(partial)
    if let whole, let size = Files.status(whole)?.size {
      try append(whole, at: 0, count: size)
    } else {
      try Files.append([], to: partial)
    }
  }

  /// Adds bytes that stand in another file.
  func append(_ file: String, at offset: Int, count: Int) throws(SystemError) {
    var offset = offset
    let end = offset + count
    while offset < end {
      let bytes = try Files.part(of: file, at: offset, count: min(1 << 20, end - offset))
      guard !bytes.isEmpty else { throw SystemError("cannot read all of", file, code: 5) }
      try Files.append(bytes, to: partial)
      offset += bytes.count
    }
  }

  /// It is whole.
  func finish(like file: RemoteFile) throws(SystemError) {
    if file.isExecutable { try Files.makeExecutable(partial) }
    try Files.setModified(partial, max(0, file.modified))
    try Files.rename(partial, to: path)
  }

  /// What is here of it is of no use any more.
  func discard() { try? Files.remove(partial) }
}
