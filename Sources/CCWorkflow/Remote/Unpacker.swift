internal import HostIO

/// Puts the files that a host sent where they belong here, and nothing anywhere else.
///
/// A file is there whole or not at all. Links are made last, so that no file of the same archive
/// is written through one; records of ends after all else, so that who finds one finds all the rest.
struct Unpacker {
  /// A directory there, below the host's root, and what it is here.
  struct Place: Hashable, Sendable {
    let name: String
    let path: String
    /// Whether only the log and the records of an attempt belong there.
    let isAttempt: Bool
  }

  /// Says that the archive ends too soon.
  private static let cut: Int32 = 74

  private let path: String
  private let places: [Place]
  /// What is added to times of records, in nanoseconds: the host's clock may differ from ours.
  private let skew: Int64
  private var links: [(name: String, target: String, path: String)] = []
  private var files: [String: TarReader.Entry] = [:]
  /// Records of ends.
  private var ends: [(entry: TarReader.Entry, name: String, place: Place)] = []
  /// What came, or cannot be written here, as the host calls it.
  private(set) var arrived: Set<String> = []
  /// Links that lead out of the directory that they stand in.
  private(set) var outside: Set<String> = []
  /// What could not be written, by the directory here that it was for.
  private(set) var failures: [String: SystemError] = [:]

  /// Prepares to read the file at a path.
  init(_ path: String, into places: [Place], skew: Int64) {
    self.path = path
    self.places = places.sorted { $0.name.utf8.count > $1.name.utf8.count }
    self.skew = skew
  }

  /// Reads an archive that begins at an offset.
  ///
  /// - Throws: ``SystemError`` where the archive is cut off, or where this disk has no room.
  mutating func unpack(from offset: Int) throws(SystemError) {
    var reader = TarReader(path, from: offset)
    while let entry = try reader.next() {
      guard let (place, name) = place(of: entry.name) else { continue }
      if place.isAttempt, name.hasPrefix("exit.") {
        ends.append((entry, name, place))
      } else {
        try attempt(entry, name, in: place)
      }
    }
    for link in links {
      arrived.insert(link.name)
      guard Files.status(link.path)?.kind != .directory else { continue }
      try? Files.symbolicLink(link.target, at: link.path)
    }
  }

  /// Writes the records of ends of attempts of which nothing is missing any more.
  mutating func writeEnds(of attempts: Set<String>) throws(SystemError) {
    for end in ends where attempts.contains(end.place.name) {
      try attempt(end.entry, end.name, in: end.place)
    }
  }

  /// Keeps what could not be written, unless nothing can.
  private mutating func attempt(
    _ entry: TarReader.Entry, _ name: String, in place: Place
  ) throws(SystemError) {
    do throws(SystemError) { try put(entry, name, in: place) } catch {
      if error.isUnwritable || error.code == Self.cut { throw error }
      failures[place.path] = failures[place.path] ?? error
      arrived.insert(RemoteFile.plain(entry.name))
    }
  }

  /// Returns the place an entry belongs to, and its name there; nil for what was not asked for.
  private func place(of name: String) -> (Place, String)? {
    guard !name.hasPrefix("/") else { return nil }
    let parts = name.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else { return nil }
    for place in places {
      let above = place.name.split(separator: "/").filter { $0 != "." }
      guard parts.count > above.count, parts.starts(with: above) else { continue }
      let rest = parts.dropFirst(above.count).joined(separator: "/")
      return !place.isAttempt || Self.isRecord(rest) ? (place, rest) : nil
    }
    return nil
  }

  private static func isRecord(_ name: String) -> Bool {
    !name.contains("/")
      && (name == "log" || ["start.", "exit.", "facts."].contains(where: name.hasPrefix))
  }

  private mutating func put(
    _ entry: TarReader.Entry, _ name: String, in place: Place
  ) throws(SystemError) {
    let target = "\(place.path)/\(name)"
    switch entry.kind {
    case .directory: try Directories.ensure(target)
    case .file:
      try write(entry, to: target, isRecord: place.isAttempt)
      files[entry.name] = entry
      arrived.insert(RemoteFile.plain(entry.name))
    case .hardLink(let original):
      guard let first = files[original] else { return }
      try write(first, to: target, isRecord: place.isAttempt)
      arrived.insert(RemoteFile.plain(entry.name))
    case .link(let text):
      let depth = name.split(separator: "/").count - 1
      guard !place.isAttempt else { return }
      guard Self.staysInside(text, depth: depth) else {
        outside.insert(RemoteFile.plain(entry.name))
        return
      }
      try Directories.ensure(Paths.directory(of: target))
      links.append((RemoteFile.plain(entry.name), text, target))
    case .other: break
    }
  }

  /// Whether a link that stands so many directories deep leads to nothing above them.
  private static func staysInside(_ target: String, depth: Int) -> Bool {
    guard !target.hasPrefix("/") else { return false }
    var depth = depth
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }

  private func write(
    _ entry: TarReader.Entry, to target: String, isRecord: Bool
  ) throws(SystemError) {
    try Directories.ensure(Paths.directory(of: target))
    let file = try NewFile(target)
    var offset = entry.offset
    let end = offset + entry.size
    while offset < end {
      let piece = try Files.part(of: path, at: offset, count: min(1 << 17, end - offset))
      guard !piece.isEmpty else {
        throw SystemError("cannot read the archive in", path, code: Self.cut)
      }
      try file.append(piece)
      offset += piece.count
    }
    try file.finish()
    if entry.isExecutable, !isRecord { try Files.makeExecutable(target) }
    try Files.setModified(target, max(0, entry.modified + (isRecord ? skew : 0)))
  }
}
