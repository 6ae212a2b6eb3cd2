// When two values are the same.
extension ParameterValue {
  /// A value among those of an axis: how it is spelled, and whether quotes made it text.
  struct Key: Hashable {
    let spelling: String
    let isText: Bool
  }

  /// What a value is, however it is spelled: a number, or its text.
  enum Identity: Hashable {
    case number(ExactDecimal)
    case text(String)
  }

  var key: Key {
    // Asking for the kind takes time; what has no quotes and begins so is hardly ever a text.
    let begin = spelling.utf8.first ?? UInt8(ascii: "~")
    return Key(
      spelling: spelling, isText: !scalar.isPlain || !Self.firstBytes.contains(begin))
  }

  private static let firstBytes = Array("0123456789+-.~nNtTfF".utf8)

  /// By the rules of YAML for numbers, quotes aside: `0.1` is `1e-1`, and `007` is a text.
  var identity: Identity {
    let special = SpecialNumber(spelling)
    switch special {
    case .infinity(let isNegative): return .text(isNegative ? "-.inf" : ".inf")
    case .notANumber: return .text(".nan")
    case .whole, nil: break
    }
    let spelling = special?.sql ?? spelling
    guard NumberSpelling(spelling) != nil,
      let number = ExactDecimal(spelling) ?? Double(spelling).flatMap({ ExactDecimal($0) })
    else { return .text(spelling) }
    return .number(number.reduced)
  }

  /// Whether two values are the same text, or the same number.
  func isSame(as other: ParameterValue) -> Bool {
    spelling == other.spelling || identity == other.identity
  }
}
