extension JSONParser {
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  mutating func number() throws(JSONError) -> JSONValue {
    let start = offset
    let isNegative = take(UInt8(ascii: "-"))
    if isNegative, isPython, let next, !JSONParser.isDigit(next) { return try negativeWord() }
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func digits() throws(JSONError) {
    guard next.map(JSONParser.isDigit) == true else { throw unexpected("a digit") }
    while let byte = next, JSONParser.isDigit(byte) { offset += 1 }
  }

  private mutating func negativeWord() throws(JSONError) -> JSONValue {
    let start = offset
    guard try word() == .string("inf") else {
      throw JSONError(offset: start, message: "found '-', expected a number after it")
    }
    return .string("-inf")
  }

  mutating func word() throws(JSONError) -> JSONValue {
    let start = offset
    while let next, JSONParser.isWord(next, dotted: isPython) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default: break
    }
    if isPython, let value = try pythonWord(text) { return value }
    offset = start
    throw unexpected("a value")
  }

  private static func isWord(_ byte: UInt8, dotted: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): dotted
    default: false
    }
  }

  private mutating func pythonWord(_ text: String) throws(JSONError) -> JSONValue? {
    switch text {
    case "True": return .bool(true)
    case "False": return .bool(false)
    case "None": return .null
    case "nan", "NaN": return .string("nan")
    case "inf", "Infinity": return .string("inf")
    case "b", "u": return next.map { $0 == 0x22 || $0 == 0x27 } == true ? try value() : nil
    default: return next == UInt8(ascii: "(") ? try call(text) : nil
    }
  }

  /// Reads `np.float64(0.5)` as its number and `array([1, 2], dtype=float32)` as its list; what
  /// other calls mean is not known here, so they are null.
  private mutating func call(_ name: String) throws(JSONError) -> JSONValue {
    let isNumeric =
      name.hasPrefix("np.") || name.hasPrefix("numpy.") || name == "array" || name == "tensor"
    guard isNumeric else {
      throw JSONError(offset: offset, message: "found a call of '\(name)', expected a value")
    }
    offset += 1
    let argument = try value()
    while let byte = next, byte != UInt8(ascii: ")") { offset += 1 }
    guard take(UInt8(ascii: ")")) else { throw unexpected("')'") }
    return argument
  }
}

extension JSONParser {
  /// Reads a string that begins with the quote here.
  mutating func string() throws(JSONError) -> String {
    let start = offset
    guard let quote = next else { throw unexpected("a string") }
    offset += 1
    let plain = plainEnd(before: quote)
    var text = Array(bytes[offset..<plain])
    offset = plain
    while let byte = next, byte != quote {
      if byte < 0x20, !isPython { throw unexpected("no control character in a string") }
      offset += 1
      if byte == UInt8(ascii: "\\") { try escape(to: &text) } else { text.append(byte) }
    }
    guard take(quote) else { throw unexpected("the end of the string") }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw JSONError(offset: start, message: "found bytes that are no UTF-8, expected text")
    }
    return string
  }

  /// Where the bytes end that stand for themselves.
  private func plainEnd(before quote: UInt8) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var end = offset
      while end < bytes.count, bytes[end] != quote, bytes[end] != UInt8(ascii: "\\"),
        bytes[end] >= 0x20
      { end += 1 }
      return end
    }
  }

  /// Reads what follows a backslash.
  private mutating func escape(to text: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw unexpected("an escape") }
    let letters = Array("\"\\/bfnrt".utf8)
    let meanings: [UInt8] = [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]
    offset += 1
    if let index = letters.firstIndex(of: byte) {
      text.append(meanings[index])
    } else if byte == UInt8(ascii: "u") {
      text += String(try scalar()).utf8
    } else if isPython {
      try pythonEscape(byte, to: &text)
    } else {
      offset -= 1
      throw unexpected("an escape")
    }
  }

  private mutating func pythonEscape(
    _ byte: UInt8, to text: inout [UInt8]
  ) throws(JSONError) {
    switch byte {
    case UInt8(ascii: "'"): text.append(byte)
    case UInt8(ascii: "x"), UInt8(ascii: "U"):
      let code = try hex(digits: byte == UInt8(ascii: "x") ? 2 : 8)
      text += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
    default: text += [UInt8(ascii: "\\"), byte]
    }
  }

  /// Reads the digits after `\u`, and those of the second half of a surrogate pair.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    let first = try hex(digits: 4)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let isPair = first < 0xDC00 && take(UInt8(ascii: "\\")) && take(UInt8(ascii: "u"))
    let second = isPair ? try hex(digits: 4) : 0
    if (0xDC00..<0xE000).contains(second) {
      let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
      return Unicode.Scalar(code) ?? "\u{FFFD}"
    }
    throw JSONError(offset: start, message: "found half of a surrogate pair, expected both")
  }

  private mutating func hex(digits count: Int) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<count {
      guard let next, let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }
}
