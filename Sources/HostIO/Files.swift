internal import Glibc

/// Reading and writing of files: whole ones, under a temporary name first.
package enum Files {
  /// What is known of a file without reading it.
  package struct Status: Hashable, Sendable {
    package enum Kind: Sendable {
      case file
      case directory
      case other
    }

    package let kind: Kind
    package let size: Int
    /// Nanoseconds since 1970, by the clock of the file system.
    package let modified: Int64
    package let isExecutable: Bool
    /// Names that it has.
    package let links: Int
    /// Its number in the file system.
    package let inode: UInt64
    /// When anything about it changed, in nanoseconds since 1970; nobody can set it.
    package let changed: Int64
  }

  /// Returns the bytes of a file.
  package static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try open(path, O_RDONLY)
    var info = stat()
    guard fstat(file.number, &info) == 0 else { throw SystemError("cannot read", path) }
    guard info.st_mode & S_IFMT != S_IFDIR else {
      throw SystemError("cannot read", path, code: EISDIR)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(info.st_size) + 1)
    try read(file, at: nil, path: path) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Hands out the bytes of a file from an offset on, chunk by chunk, and returns where it ends.
  ///
  /// - Cost: constant memory, however long the file is.
  package static func read(
    _ path: String, from offset: Int = 0, _ consume: (UnsafeRawBufferPointer) -> Void
  ) throws(SystemError) -> Int {
    let file = try open(path, O_RDONLY)
    return try read(file, at: offset, path: path, consume)
  }

  /// Returns a short file whole, and when it was modified, in nanoseconds since 1970.
  package static func record(
    _ path: String
  ) throws(SystemError) -> (bytes: [UInt8], modified: Int64) {
    let file = try open(path, O_RDONLY)
    var info = stat()
    guard fstat(file.number, &info) == 0 else { throw SystemError("cannot read", path) }
    let modified = Status(info).modified
    let bytes = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, count in
      count = max(0, pread(file.number, buffer.baseAddress, buffer.count, 0))
    }
    // Whatever is not that short, and whatever cannot be read, is for the general case.
    guard bytes.isEmpty || bytes.count == 1024 else { return (bytes, modified) }
    return (try read(path), modified)
  }

  /// Returns the first bytes of a file, at most that many.
  package static func start(of path: String, count: Int) throws(SystemError) -> [UInt8] {
    try part(of: path, at: 0, count: count)
  }

  /// Returns bytes of a file from an offset on, at most that many.
  package static func part(
    of path: String, at offset: Int, count: Int
  ) throws(SystemError) -> [UInt8] {
    let file = try open(path, O_RDONLY)
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, length in
      while length < count {
        let read = pread(
          file.number, bytes.baseAddress?.advanced(by: length), count - length,
          off_t(offset + length))
        if read < 0 && errno == EINTR { continue }
        failed = read < 0
        guard read > 0 else { break }
        length += read
      }
    }
    guard !failed else { throw SystemError("cannot read", path) }
    return bytes
  }

  @discardableResult
  private static func read(
    _ file: borrowing OwnedDescriptor, at start: Int?, path: String,
    _ consume: (UnsafeRawBufferPointer) -> Void
  ) throws(SystemError) -> Int {
    let size = 1 << 17
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    var offset = start ?? 0
    while true {
      let count = pread(file.number, buffer.baseAddress, size, off_t(offset))
      if count < 0 && errno == EINTR { continue }
      // Pipes and devices have no offsets.
      guard count >= 0 || errno == ESPIPE else { throw SystemError("cannot read", path) }
      let read = count >= 0 ? count : Glibc.read(file.number, buffer.baseAddress, size)
      guard read >= 0 else { throw SystemError("cannot read", path) }
      guard read > 0 else { return offset }
      consume(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
      offset += read
    }
  }

  /// Writes a new file; fails where there is one.
  package static func create(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
  ) throws(SystemError) {
    let file = try open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
    try write(bytes, to: file, path: path)
  }

  /// Writes behind the end of a file, which is made where there is none.
  package static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = try open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    try write(bytes, to: file, path: path)
  }

  /// Writes a file whole: readers see the old one or the new one, nothing between.
  package static func replace(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
  ) throws(SystemError) {
    let temporary = temporaryName(beside: path)
    do throws(SystemError) {
      try create(temporary, bytes, mode: mode)
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Creates a file with its content in one step; returns false where there is one already.
  ///
  /// Linked into place from a temporary name, so that nobody ever sees it empty.
  package static func claim(_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Bool {
    let temporary = temporaryName(beside: path)
    try create(temporary, bytes)
    defer { unlink(temporary) }
    if link(temporary, path) == 0 { return true }
    guard errno == EEXIST else { throw SystemError("cannot create", path) }
    return false
  }

  /// Waits until what was written to a file is on the disk.
  ///
  /// - Source: fsync(2)
  package static func synchronise(_ path: String) throws(SystemError) {
    let file = try open(path, O_RDONLY)
    guard fsync(file.number) == 0 else { throw SystemError("cannot synchronise", path) }
  }

  package static func rename(_ from: String, to path: String) throws(SystemError) {
    guard Glibc.rename(from, path) == 0 else { throw SystemError("cannot rename to", path) }
  }

  /// Takes away everybody's permission to write a file.
  package static func makeReadOnly(_ path: String) throws(SystemError) {
    guard chmod(path, 0o444) == 0 else { throw SystemError("cannot protect", path) }
  }

  /// Whether two paths lead to one and the same file.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    var one = stat()
    var two = stat()
    guard stat(path, &one) == 0, stat(other, &two) == 0 else { return false }
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino
  }

  /// Removes a file; one that is not there is fine.
  package static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("cannot remove", path) }
  }

  /// Returns what a path leads to, or nil where there is nothing.
  package static func status(_ path: String) -> Status? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return Status(info)
  }

  private static func open(
    _ path: String, _ flags: Int32, _ mode: UInt32 = 0
  ) throws(SystemError) -> OwnedDescriptor {
    let number = Glibc.open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw SystemError("cannot open", path) }
    return OwnedDescriptor(number)
  }

  static func write(
    _ bytes: [UInt8], to file: borrowing OwnedDescriptor, path: @autoclosure () -> String
  ) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in
      try write(bytes, to: file, path: path())
    }
  }

  static func write(
    _ bytes: UnsafeBufferPointer<UInt8>, to file: borrowing OwnedDescriptor,
    path: @autoclosure () -> String
  ) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(
        file.number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SystemError("cannot write", path()) }
      written += count
    }
  }

  static func temporaryName(beside path: String) -> String {
    let directory = Paths.directory(of: path)
    return Paths.join(directory, ".tmp-\(getpid())-\(UInt32.random(in: .min ... .max))")
  }
}

extension Files.Status {
  init(_ info: stat) {
    kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    size = Int(info.st_size)
    modified = Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec)
    isExecutable = info.st_mode & 0o111 != 0
    links = Int(info.st_nlink)
    inode = UInt64(info.st_ino)
    changed = Int64(info.st_ctim.tv_sec) * 1_000_000_000 + Int64(info.st_ctim.tv_nsec)
  }
}
