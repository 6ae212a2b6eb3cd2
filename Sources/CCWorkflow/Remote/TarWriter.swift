internal import HostIO

/// Writes an archive as `tar` reads it; what belongs to whom is left out.
///
/// - Source: POSIX.1-1988 ustar; names that are too long as GNU, BSD and busybox `tar` know them.
struct TarWriter {
  enum Kind: UInt8 {
    case file = 0x30
    case link = 0x32
    case directory = 0x35
    case longLink = 0x4B
    case longName = 0x4C
  }

  static let block = 512
  /// What the header of a long name is itself called.
  private static let longName = "././@LongLink"

  private let file: ScratchFile

  init(to file: ScratchFile) { self.file = file }

  func add(
    _ bytes: [UInt8], as name: String, mode: Int = 0o644, modified: Int64 = WallClock.now()
  ) throws(SystemError) {
    try add(.file, name, size: bytes.count, mode: mode, modified: modified)
    try file.append(bytes)
    try pad(bytes.count)
  }

  func add(directory name: String, mode: Int = 0o755) throws(SystemError) {
    try add(.directory, "\(name)/", mode: mode, modified: WallClock.now())
  }

  func add(linkTo target: String, as name: String) throws(SystemError) {
    try add(.link, name, target: target, mode: 0o777, modified: WallClock.now())
  }

  /// Adds a file of this machine, or its end, piece by piece; one that grows meanwhile is cut.
  ///
  /// - Throws: ``SystemError`` also where it has become shorter.
  func add(file path: String, from start: Int = 0, as name: String) throws(SystemError) {
    guard let status = Files.status(path) else {
      throw SystemError("cannot read", path, code: 2)
    }
    try add(
      .file, name, size: max(0, status.size - start), mode: status.isExecutable ? 0o755 : 0o644,
      modified: status.modified)
    var failure: SystemError?
    var left = max(0, status.size - start)
    _ = try Files.read(path, from: start) { piece in
      let bytes = UnsafeBufferPointer(
        rebasing: piece.bindMemory(to: UInt8.self)[..<min(left, piece.count)])
      guard failure == nil, !bytes.isEmpty else { return }
      do throws(SystemError) { try file.append(bytes) } catch { failure = error }
      left -= bytes.count
    }
    if let failure { throw failure }
    guard left == 0 else { throw SystemError("cannot read all of", path, code: 5) }
    try pad(max(0, status.size - start))
  }

  /// Writes the end of the archive.
  func finish() throws(SystemError) {
    try file.append([UInt8](repeating: 0, count: 2 * Self.block))
  }

  private func add(
    _ kind: Kind, _ name: String, target: String = "", size: Int = 0, mode: Int, modified: Int64
  ) throws(SystemError) {
    for (text, long) in [(name, Kind.longName), (target, Kind.longLink)] where text.utf8.count > 100
    {
      try file.append(
        Self.header(
          long, Self.longName, target: "", size: text.utf8.count + 1, mode: 0, seconds: 0))
      try file.append(Array(text.utf8) + [0])
      try pad(text.utf8.count + 1)
    }
    try file.append(
      Self.header(
        kind, name, target: target, size: size, mode: mode, seconds: modified / 1_000_000_000))
  }

  private func pad(_ count: Int) throws(SystemError) {
    let rest = count % Self.block
    if rest > 0 { try file.append([UInt8](repeating: 0, count: Self.block - rest)) }
  }

  private static func header(
    _ kind: Kind, _ name: String, target: String, size: Int, mode: Int, seconds: Int64
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: block)
    func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
      for (place, byte) in bytes.enumerated() { header[offset + place] = byte }
    }
    func put(_ number: Int64, at offset: Int, width: Int) {
      let digits = String(max(0, number), radix: 8)
      guard digits.utf8.count < width else {
        // What does not fit is written in binary, behind a mark.
        header[offset] = 0x80
        for place in 0..<8 {
          header[offset + width - 1 - place] = UInt8(truncatingIfNeeded: number >> (8 * place))
        }
        return
      }
      put(repeatElement(0x30, count: width - 1 - digits.utf8.count), at: offset)
      put(digits.utf8, at: offset + width - 1 - digits.utf8.count)
    }
    put(name.utf8.prefix(100), at: 0)
    put(Int64(mode), at: 100, width: 8)
    put(0, at: 108, width: 8)
    put(0, at: 116, width: 8)
    put(Int64(size), at: 124, width: 12)
    put(seconds, at: 136, width: 12)
    put(repeatElement(0x20, count: 8), at: 148)
    header[156] = kind.rawValue
    put(target.utf8.prefix(100), at: 157)
    put("ustar\u{0}00".utf8, at: 257)
    put(header.reduce(0) { $0 + Int64($1) }, at: 148, width: 7)
    return header
  }
}
