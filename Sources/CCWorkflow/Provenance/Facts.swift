internal import EECore

/// What is known of the circumstances in which attempts ran: names and texts, in order.
struct Facts: Hashable, Sendable {
  private static let longest = 1 << 18

  private(set) var members: [JSONValue.Member] = []

  init(_ members: [(name: String, value: String)]) {
    for (name, value) in members where !value.isEmpty { set(name, value) }
  }

  /// Reads lines `name=value`; others are passed over.
  init(lines text: String) {
    self.init(
      text.split(whereSeparator: \.isNewline).compactMap { line in
        line.firstIndex(of: "=").map {
          (String(line[..<$0]), String(line[line.index(after: $0)...]))
        }
      }.filter { pair in pair.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
  }

  private mutating func set(_ name: String, _ value: String) {
    let value = SecretText.redacted(name, String(value.prefix(Facts.longest)))
    if let index = members.firstIndex(where: { $0.key == name }) {
      members[index] = .init(name, .string(value))
    } else {
      members.append(.init(name, .string(value)))
    }
  }

  var isEmpty: Bool { members.isEmpty }

  /// A JSON object of texts.
  var json: String { JSONWriter.text(.object(members)) }

  /// The name under which they are stored once, however many attempts have them.
  var hash: String { Fingerprint(Array(json.utf8)).text }
}
