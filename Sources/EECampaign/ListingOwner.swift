internal import EECore
internal import HostIO

/// Whether what stands where `NAME.json` shall be may be replaced.
enum ListingOwner {
  /// The members of an experiment, in the order they are written.
  private static let keys = [
    "id", "directory", "experiment", "script", "config", "variables", "copycode",
  ]
  /// An experiment with more code than this is taken for somebody else's.
  private static let limit = 1 << 20

  /// Whether a path is taken by what no campaign has written, or by a file that this one reads.
  static func isForeign(_ path: String, to campaign: Campaign) -> Bool {
    guard !Files.isLink(path) else { return true }
    guard let status = Files.status(path) else { return false }
    guard status.kind == .file, let start = start(of: path) else { return true }
    return !beginsAsWritten(start) || sources(of: campaign).contains { Files.isSame($0, path) }
  }

  /// Returns the first two lines at least, where they are not beyond the limit.
  private static func start(of path: String) -> [UInt8]? {
    let short = try? Files.start(of: path, count: 4096)
    let ends = short?.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) } ?? 0
    return ends >= 2 ? short : try? Files.start(of: path, count: limit)
  }

  /// Whether a file begins with an experiment as we write it, on the line behind the brace.
  private static func beginsAsWritten(_ start: [UInt8]) -> Bool {
    guard start.starts(with: "{\n\"".utf8) else { return false }
    let line = start.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
    let entry = line.last == UInt8(ascii: ",") ? line.dropLast() : line
    guard line.endIndex < start.endIndex,
      case .object(let members)? = try? JSONParser.parse(
        Array("{".utf8) + entry + Array("}".utf8)),
      members.count == 1, case .object(let values)? = members.first?.value
    else { return false }
    return values.map(\.key) == keys && zip(keys, values).allSatisfy { isWritten($1.value, as: $0) }
  }

  private static func isWritten(_ value: JSONValue, as key: String) -> Bool {
    switch (key, value) {
    case ("id", .string(let text)): isUUID(text)
    case ("variables", .object), ("copycode", .array), ("script", .null): true
    case ("variables", _), ("copycode", _), ("id", _): false
    case (_, .string): true
    default: false
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.utf8.allSatisfy(isHexDigit) }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  /// The configurations, templates and code of a campaign.
  private static func sources(of campaign: Campaign) -> [String] {
    var files: Set<String> = [campaign.file]
    func add(_ node: ConfigNode, naming: Bool) {
      files.insert(node.position.file)
      if naming, node.scalar != nil { files.insert(SourceFile.path(namedBy: node)) }
      for inner in node.sequence ?? [] { add(inner, naming: naming) }
      for entry in node.mapping ?? [] {
        files.insert(entry.keyPosition.file)
        add(entry.value, naming: naming)
      }
    }
    for entry in campaign.layers.root.mapping ?? [] {
      files.insert(entry.keyPosition.file)
      add(entry.value, naming: entry.key == "templates")
    }
    return files + campaign.code.map(\.path)
  }
}
