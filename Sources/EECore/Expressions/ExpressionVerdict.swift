/// Reads what SQLite computed for one row, or says what is wrong with it.
struct ExpressionVerdict {
  let scanned: ScannedExpression
  /// What the expression depends on, as indices into the names.
  let columns: [Int]
  let names: [String]
  let row: [ParameterValue?]

  /// For which values it was computed: ` for epoch=10 gpu=a100`.
  var place: String {
    guard !columns.isEmpty else { return "" }
    return " for "
      + columns.map { index in
        row[index].map { "\(names[index])=\(Self.short($0.spelling))" }
          ?? "\(names[index]) without a value"
      }.joined(separator: " ")
  }

  /// Reports an answer that rests on a text being ordered among numbers, or computed with.
  ///
  /// - Throws: ``Diagnostics`` EE131.
  func checkNumbers(in result: ExpressionEvaluator.Result) throws(Diagnostics) {
    switch result.slip {
    case nil: return
    case .text:
      throw report(
        .malformedExpression, "takes a text for a number\(place)",
        hint: "say what is to hold for the text, such as: gpus != 'auto' AND gpus > 2")
    case .fraction:
      throw report(
        .malformedExpression, "takes '%' of a number that is not whole\(place)",
        hint: "write mod(…, …), which keeps what stands behind the point")
    case .cut:
      throw report(
        .malformedExpression, "takes a number that is not whole for one that is\(place)",
        hint: "write CAST(… AS INTEGER) for the whole part, or %g in a format")
    case .missing:
      throw report(
        .malformedExpression, "formats NULL\(place), expected a value",
        hint: "a value that is not there makes NULL; write ifnull(…, …)")
    case .values:
      throw report(
        .malformedExpression,
        "has a format that asks for more or fewer values than there are\(place)",
        hint: "each % takes one value; a percent sign is %%")
    }
  }

  func booleanText(_ token: ScannedExpression.Token, _ name: String) -> Diagnostics {
    scanned.expression.report(
      .malformedExpression,
      "compares '\(name)', which is true or false\(place), with the text '\(token.text)'",
      at: token.range,
      hint: "write \(token.text.uppercased()) without quotes, or compare \"\(name).text\"")
  }

  func truth(of result: ExpressionEvaluator.Result) throws(Diagnostics) -> Bool {
    if case .null = result.value {
      throw report(
        .nullResult, "is NULL\(place), expected true or false",
        hint: "a value that is not there makes NULL; test it with IS NULL or ifnull(…, …)")
    }
    guard let number = result.value.number, number == 0 || number == 1 else {
      throw report(
        .notBoolean, "is \(Self.shown(result.value))\(place), expected true or false",
        hint: "compare it with something, such as: epoch < 60")
    }
    if let exact = result.exact?.number, (exact != 0) != (number != 0) {
      throw division("it is \(Self.word(number))\(place), and \(Self.word(exact)) with it")
    }
    return number == 1
  }

  func value(of result: ExpressionEvaluator.Result) throws(Diagnostics) -> ParameterValue {
    if let exact = result.exact, !Self.agree(result.value, exact) {
      throw division(
        "it is \(Self.shown(result.value))\(place), and \(Self.shown(exact)) with it")
    }
    if let plain = Self.plain(result.value) { return plain }
    switch result.value {
    case .integer, .null: return ParameterValue(spelled: "null")
    case .real(let number):
      guard number.isFinite else {
        throw report(.malformedExpression, "is too large a number\(place)")
      }
      guard number.magnitude < 0x1p63 || !isOfWholeNumbers else {
        throw report(
          .malformedExpression, "is too large a whole number\(place)",
          hint: "write 1.0 * … where a number of 15 digits will do")
      }
      return ParameterValue(spelled: Self.spelling(of: number))
    case .text: throw report(.malformedExpression, "makes a text with a NUL\(place)")
    case .blob: throw report(.malformedExpression, "is bytes\(place), expected a number or text")
    }
  }

  /// What SQL computed as a value, where nothing about it can be wrong; nil where that has to be seen.
  static func plain(_ value: SQLResult) -> ParameterValue? {
    switch value {
    case .integer(let number): ParameterValue(spelled: String(number))
    case .real(let number):
      number.magnitude < 0x1p63 ? ParameterValue(spelled: spelling(of: number)) : nil
    case .text(let text):
      text.utf8.contains(0) ? nil : ParameterValue(Scalar(text, isPlain: !text.isEmpty))
    case .null, .blob: nil
    }
  }

  /// Whether nothing but whole numbers went into it, so that a real one is what did not fit.
  private var isOfWholeNumbers: Bool {
    let signs: Set<String> = ["+", "-", "*", "(", ")"]
    return scanned.tokens.allSatisfy { token in
      switch token.kind {
      case .number: Int(token.text) != nil
      case .symbol: signs.contains(token.text)
      case .name, .quotedName: true
      case .string: false
      }
    } && columns.allSatisfy { row[$0].map { Int($0.spelling) != nil } ?? true }
      && row.dropFirst(names.count).allSatisfy { $0.map { Int($0.spelling) != nil } ?? true }
  }

  private func division(_ found: String) -> Diagnostics {
    let exact = "write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for the whole part"
    return scanned.expression.report(
      .integerDivision, "divides whole numbers and drops the remainder: \(found)",
      at: scanned.divisions.first?.range, hint: exact)
  }

  private func report(
    _ code: DiagnosticCode, _ message: String, hint: String? = nil
  ) -> Diagnostics {
    scanned.expression.report(code, message, hint: hint)
  }
}

extension ExpressionVerdict {
  /// Whether dropping remainders made no difference.
  static func agree(_ value: SQLResult, _ exact: SQLResult) -> Bool {
    switch (value, exact) {
    case (.text(let text), .text(let other)):
      return text == other || withoutZeroFractions(text) == withoutZeroFractions(other)
    case (.null, .null), (.blob, .blob): return true
    default:
      guard let number = value.number, let other = exact.number else { return false }
      // Beyond 15 digits the exact division itself is not exact.
      return abs(number - other) <= 1e-14 * max(abs(number), abs(other))
    }
  }

  /// Texts in which `2.0` and `2` are the same.
  private static func withoutZeroFractions(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let follows = index + 2 < bytes.count ? bytes[index + 2] : 0
      if bytes[index...].starts(with: [46, 48]), !(48...57).contains(follows) {
        index += 2
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return kept
  }

  /// A real number with at most 15 digits, as people write it.
  static func spelling(of number: Double) -> String {
    ExactDecimal(number)?.rounded(toSignificant: 15).realText ?? "\(number)"
  }

  private static func short(_ text: String) -> String {
    text.utf8.count > 60 ? text.prefix(40) + "…" : text
  }

  private static func word(_ number: Double) -> String { number == 0 ? "false" : "true" }

  private static func shown(_ value: SQLResult) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .real(let number): spelling(of: number)
    case .text(let text): "'\(short(text))'"
    case .blob: "bytes"
    }
  }
}
