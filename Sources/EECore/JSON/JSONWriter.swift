/// Writes JSON text.
package enum JSONWriter {
  /// Returns the value as text: on one line, or indented by two blanks.
  package static func text(_ value: JSONValue, indented: Bool = false) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes, indent: indented ? 0 : nil)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value; `indent` is the depth so far, or nil for one line.
  package static func append(_ value: JSONValue, to bytes: inout [UInt8], indent: Int? = nil) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let spelling): bytes += spelling.utf8
    case .string(let text): append(quoted: text, to: &bytes)
    case .array(let elements):
      append(list: elements, between: "[", and: "]", to: &bytes, indent: indent) {
        append($0, to: &$1, indent: $2)
      }
    case .object(let members):
      append(list: members, between: "{", and: "}", to: &bytes, indent: indent) {
        append(quoted: $0.key, to: &$1)
        $1 += (indent == nil ? ":" : ": ").utf8
        append($0.value, to: &$1, indent: $2)
      }
    }
  }

  private static func append<Element>(
    list: [Element], between open: String, and close: String, to bytes: inout [UInt8], indent: Int?,
    element append: (Element, inout [UInt8], Int?) -> Void
  ) {
    bytes += open.utf8
    let inner = indent.map { $0 + 2 }
    for (index, item) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newline(inner, to: &bytes)
      append(item, &bytes, inner)
    }
    if !list.isEmpty { newline(indent, to: &bytes) }
    bytes += close.utf8
  }

  private static func newline(_ indent: Int?, to bytes: inout [UInt8]) {
    guard let indent else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: indent)
  }

  /// Appends the text in double quotes; also a valid double-quoted scalar of YAML.
  package static func append(quoted text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if isPlain(text) { bytes += text.utf8 } else { append(escaped: text, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x5C }
    } ?? false
  }

  private static func append(escaped text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20, 0x7F:
        bytes += "\\u00".utf8
        bytes.append(hex(byte >> 4))
        bytes.append(hex(byte & 15))
      default: bytes.append(byte)
      }
    }
  }

  private static func hex(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
