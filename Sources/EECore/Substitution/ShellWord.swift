/// The one way in which a value reaches a shell.
package enum ShellWord {
  /// Returns one word of a POSIX shell that stands for exactly these bytes.
  ///
  /// A word cannot hold NUL; such bytes are left out.
  package static func quoted(_ text: some Collection<UInt8>) -> [UInt8] {
    if !text.isEmpty, text.allSatisfy(isSafe) { return Array(text) }
    var word: [UInt8] = [UInt8(ascii: "'")]
    for byte in text where byte != 0 {
      if byte == UInt8(ascii: "'") {
        word += "'\\''".utf8
      } else {
        word.append(byte)
      }
    }
    word.append(UInt8(ascii: "'"))
    return word
  }

  package static func quoted(_ text: String) -> String {
    String(decoding: quoted(Array(text.utf8)), as: UTF8.self)
  }

  /// Bytes that no shell treats specially anywhere in a word.
  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-+./:,@%".utf8.contains(byte)
    }
  }
}
