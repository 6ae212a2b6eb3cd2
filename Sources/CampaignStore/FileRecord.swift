package import EECore

extension CampaignStore {
  /// A generated file as it was when we wrote it.
  package struct FileRecord: Hashable, Sendable {
    package let name: String
    package let fingerprint: Fingerprint
    package let size: Int
    /// Nanoseconds since 1970.
    package let modified: Int64
    /// Nil where an older program recorded it.
    package let identity: FileIdentity?
    /// Whether it was written to be run; nil where nobody asks, or an older program recorded it.
    package let isExecutable: Bool?

    package init(
      name: String, fingerprint: Fingerprint, size: Int, modified: Int64, identity: FileIdentity?,
      isExecutable: Bool? = nil
    ) {
      self.name = name
      self.fingerprint = fingerprint
      self.size = size
      self.modified = modified
      self.identity = identity
      self.isExecutable = isExecutable
    }
  }

  /// What tells a file from another one of its size and time.
  package struct FileIdentity: Hashable, Sendable {
    /// Its number in the file system.
    package let inode: UInt64
    /// When it was changed last in any way, in nanoseconds since 1970; nobody can set it.
    package let changed: Int64

    package init(inode: UInt64, changed: Int64) {
      self.inode = inode
      self.changed = changed
    }
  }
}

/// The files of an experiment as they stand in its row, as JSON without blanks:
/// `{NAME: [FINGERPRINT, SIZE, MODIFIED, INODE, CHANGED, EXECUTABLE]}`: CHANGED in nanoseconds since
/// modified, EXECUTABLE 0 or 1, and only where it is known.
struct FilesText: ~Copyable {
  private var bytes = ByteWriter()

  /// The text of some files: SQLite's `json_patch` puts it over that of others, and takes those that
  /// are removed out of it.
  mutating func text(_ files: [CampaignStore.FileRecord], removing removed: [String] = []) -> String
  {
    bytes.clear()
    bytes.append(UInt8(ascii: "{"))
    for file in files { append(file) }
    for name in removed {
      append(name: name)
      bytes.append("null")
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes.text
  }

  private mutating func append(name: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(quoted: name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ file: CampaignStore.FileRecord) {
    append(name: file.name)
    bytes.append(UInt8(ascii: "["))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(file.fingerprint)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ","))
    bytes.append(UInt64(clamping: file.size))
    bytes.append(UInt8(ascii: ","))
    bytes.append(file.modified)
    if let identity = file.identity {
      bytes.append(UInt8(ascii: ","))
      bytes.append(identity.inode)
      bytes.append(UInt8(ascii: ","))
      bytes.append(identity.changed &- file.modified)
      if let isExecutable = file.isExecutable { bytes.append(isExecutable ? ",1" : ",0") }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Returns one hash for the names and fingerprints of all files, in whatever order they stand.
  ///
  /// - Cost: finds them without reading the rest: 0.1 µs for a few files.
  static func content(of text: UnsafeBufferPointer<UInt8>) -> Int {
    var sum: UInt64 = 0
    var start = 1
    // Inside a name there is a backslash before a quotation mark.
    while let open = text.index(of: (UInt8(ascii: "["), UInt8(ascii: "\"")), from: start),
      open + 34 <= text.count
    {
      let hash = Fingerprint(
        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[start..<(open + 34)])))
      sum &+= hash.low
      guard let end = text.index(of: (UInt8(ascii: "]"), UInt8(ascii: ",")), from: open + 34) else {
        break
      }
      start = end + 2
    }
    return Int(truncatingIfNeeded: sum)
  }

  /// Returns the files of a text; what is no record of a file is passed over.
  static func files(of text: UnsafeBufferPointer<UInt8>) -> [CampaignStore.FileRecord] {
    if let files = FilesReader.files(of: text) { return files }
    guard case .object(let members)? = try? JSONParser.parse(Array(text)) else { return [] }
    return members.compactMap { file($0.key, $0.value) }
  }

  private static func file(_ name: String, _ value: JSONValue) -> CampaignStore.FileRecord? {
    guard case .array(let parts) = value, parts.count >= 3,
      case .string(let digits) = parts[0], case .number(let size) = parts[1],
      case .number(let modified) = parts[2],
      let fingerprint = Fingerprint(text: Array(digits.utf8)[...]), let size = Int(size),
      let modified = Int64(modified)
    else { return nil }
    var identity: CampaignStore.FileIdentity?
    if parts.count >= 5, case .number(let inode) = parts[3], case .number(let later) = parts[4],
      let inode = UInt64(inode), let later = Int64(later)
    {
      identity = CampaignStore.FileIdentity(inode: inode, changed: modified &+ later)
    }
    var isExecutable: Bool?
    if identity != nil, parts.count >= 6, case .number(let mark) = parts[5] {
      isExecutable = mark == "1"
    }
    return CampaignStore.FileRecord(
      name: name, fingerprint: fingerprint, size: size, modified: modified, identity: identity,
      isExecutable: isExecutable)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Returns where two bytes stand side by side.
  fileprivate func index(of pair: (UInt8, UInt8), from start: Int) -> Int? {
    var place = start
    while place + 1 < count {
      if self[place] == pair.0, self[place + 1] == pair.1 { return place }
      place += 1
    }
    return nil
  }
}
