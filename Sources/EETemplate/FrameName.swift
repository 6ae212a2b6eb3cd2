/// The grammar of what stands between the braces of a frame: `name` or `a.b.c`.
package enum FrameName {
  /// Returns whether the byte may stand in a name, outside its dots.
  package static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Returns the end of the name that begins at `start`, or nil where there is none.
  ///
  /// A name has no empty part and at least one letter or underscore, so that `{1-3}`, `{}`
  /// and `{1..9}` stay what they are to a shell.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    var partIsEmpty = true
    var hasWord = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        guard !partIsEmpty else { return nil }
        partIsEmpty = true
      } else if allows(byte) {
        partIsEmpty = false
        if byte > UInt8(ascii: "9") { hasWord = true }
      } else {
        break
      }
      index += 1
    }
    return hasWord && !partIsEmpty ? index : nil
  }
}
