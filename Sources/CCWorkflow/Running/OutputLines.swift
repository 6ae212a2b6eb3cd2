internal import EECore

/// Reads the members of a fan-out from what another node printed.
struct OutputLines {
  /// The node whose members they are.
  let node: String
  /// The node that printed them.
  let source: String
  /// Of the log.
  let path: String

  /// More are no fan-out that a person wants.
  private static let limit = 1_000_000

  /// Returns what a sweep file would say: a map for each line that is a JSON object.
  ///
  /// - Throws: ``Diagnostics`` EE309 where there is none, EE123 where one is empty.
  func sweep(_ log: [UInt8]) throws(Diagnostics) -> ConfigNode {
    var maps: [ConfigNode] = []
    var line = 0
    for bytes in log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let text = bytes.drop { $0 == 32 || $0 == 9 }
      guard text.first == UInt8(ascii: "{"),
        case .object(let members)? = try? JSONParser.parse(Array(text))
      else { continue }
      let position = SourcePosition(file: path, line: line, column: bytes.count - text.count + 1)
      maps.append(try map(members, at: position))
      guard maps.count <= Self.limit else {
        throw Diagnostics(
          .spaceTooLarge, "node '\(source)' lists more than \(Self.limit) members for '\(node)'",
          at: position)
      }
    }
    guard !maps.isEmpty else {
      throw Diagnostics(
        .emptySpace,
        "node '\(source)' printed no JSON object, expected one a line for each member of '\(node)'",
        at: SourcePosition(file: path, line: max(1, line), column: 1),
        hint: "print lines such as {\"seed\": 1}")
    }
    let start = SourcePosition(file: path, line: 1, column: 1)
    let entry = ConfigEntry(
      key: "experiments", at: start, value: ConfigNode(.sequence(maps), at: start))
    return ConfigNode(.mapping([entry]), at: start)
  }

  private func map(
    _ members: [JSONValue.Member], at position: SourcePosition
  ) throws(Diagnostics) -> ConfigNode {
    var entries: [ConfigEntry] = []
    var places: [String: Int] = [:]
    for member in members where member.value != .null {
      if case .string(let text) = member.value { try Scalar.refuseNUL(in: text, at: position) }
      let value = ConfigNode(.sequence([node(member.value, at: position)]), at: position)
      let entry = ConfigEntry(key: member.key, at: position, value: value)
      if let place = places[member.key] {
        entries[place] = entry
      } else {
        places[member.key] = entries.count
        entries.append(entry)
      }
    }
    guard !entries.isEmpty else {
      throw Diagnostics(
        .emptyParameter, "a member of '\(node)' has no parameters, expected at least one",
        at: position)
    }
    return ConfigNode(.mapping(entries), at: position)
  }

  /// A list or a map stays JSON, and what a program prints is no template.
  private func node(_ value: JSONValue, at position: SourcePosition) -> ConfigNode {
    let scalar =
      switch value {
      case .string(let text): Scalar(verbatim: text, isPlain: false)
      case .number(let text): Scalar(text, isPlain: true)
      case .bool(let flag): Scalar(flag ? "true" : "false", isPlain: true)
      default: Scalar(verbatim: JSONWriter.text(value), isPlain: false)
      }
    return ConfigNode(.scalar(scalar), at: position)
  }
}
