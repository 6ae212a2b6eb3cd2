internal import HostIO

/// Puts the files that a host sent where they belong here, and nothing anywhere else.
///
/// A file is there whole or not at all. Links are made last, so that no file of the same archive
/// is written through one.
struct Unpacker {
  /// A directory there, below the host's root, and what it is here.
  struct Place: Hashable, Sendable {
    let name: String
    let path: String
    /// Whether only the log and the records of an attempt belong there.
    let isAttempt: Bool
  }

  private let path: String
  private let places: [Place]
  /// What is added to times of records, in nanoseconds: the host's clock may differ from ours.
  private let skew: Int64
  private var links: [(target: String, path: String)] = []
  private var files: [String: TarReader.Entry] = [:]
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
      do throws(SystemError) { try put(entry, name, in: place) } catch {
        if error.isUnwritable { throw error }
        failures[place.path] = failures[place.path] ?? error
      }
    }
    for link in links where Files.status(link.path)?.kind != .directory {
      try? Files.symbolicLink(link.target, at: link.path)
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
    !name.contains("/") && (name == "log" || name.hasPrefix("start.") || name.hasPrefix("exit."))
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
    case .hardLink(let original):
      if let first = files[original] { try write(first, to: target, isRecord: place.isAttempt) }
    case .link(let text):
      let depth = name.split(separator: "/").count - 1
      guard !place.isAttempt, Self.staysInside(text, depth: depth) else { return }
      try Directories.ensure(Paths.directory(of: target))
      links.append((text, target))
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
      guard !piece.isEmpty else { throw SystemError("cannot read the archive in", path, code: 74) }
      try file.append(piece)
      offset += piece.count
    }
    try file.finish()
    if entry.isExecutable, !isRecord { try Files.makeExecutable(target) }
    try Files.setModified(target, max(0, entry.modified + (isRecord ? skew : 0)))
  }
}
