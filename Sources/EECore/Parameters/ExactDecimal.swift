/// A decimal number held exactly: `mantissa` times ten to the power of `exponent`.
struct ExactDecimal: Hashable, Sendable {
  let mantissa: Int
  let exponent: Int

  init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// Nil where the text is no number, or has more digits than an `Int` holds.
  init?(_ text: String) {
    guard let spelling = NumberSpelling(text),
      let mantissa = Int("\(spelling.sign)\(spelling.whole)\(spelling.fraction ?? "")"),
      let power = Int(spelling.exponent ?? "0"), power.magnitude <= 10_000
    else { return nil }
    self.init(mantissa: mantissa, exponent: power - (spelling.fraction?.count ?? 0))
  }

  /// The shortest decimal that is this number and no other; nil where it is not finite.
  init?(_ number: Double) {
    self.init("\(number)")
  }

  /// The nearest binary number.
  var double: Double { Double("\(mantissa)e\(exponent)") ?? 0 }

  /// Without zeros at the end of the mantissa.
  var reduced: ExactDecimal {
    guard mantissa != 0 else { return ExactDecimal(mantissa: 0, exponent: 0) }
    var number = self
    while number.mantissa % 10 == 0 {
      number = ExactDecimal(mantissa: number.mantissa / 10, exponent: number.exponent + 1)
    }
    return number
  }

  /// Rounds half away from zero.
  func rounded(toSignificant digits: Int) -> ExactDecimal {
    let excess = String(mantissa.magnitude).utf8.count - digits
    guard excess > 0, let scale = ExactDecimal.power(excess) else { return reduced }
    let (quotient, remainder) = mantissa.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
    let nearest = Int(quotient) + (remainder >= UInt(scale) - remainder ? 1 : 0)
    return ExactDecimal(
      mantissa: mantissa < 0 ? -nearest : nearest, exponent: exponent + excess
    ).reduced
  }

  /// How many of a power of ten this number is; nil where that is no `Int`.
  func units(ofPower power: Int) -> Int? {
    guard exponent >= power, let scale = ExactDecimal.power(exponent - power) else { return nil }
    let product = mantissa.multipliedReportingOverflow(by: scale)
    return product.overflow ? nil : product.partialValue
  }

  /// A number as drawn and logarithmic values are written: 6 significant digits, shortest form.
  static func shortText(of number: Double) -> String {
    ExactDecimal(number)?.rounded(toSignificant: 6).shortestText ?? "\(number)"
  }

  /// Ten to a power; nil where an `Int` does not hold it.
  static func power(_ exponent: Int) -> Int? {
    guard (0...18).contains(exponent) else { return nil }
    return (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}

extension ExactDecimal {
  private var digits: String { String(mantissa.magnitude) }
  private var sign: String { mantissa < 0 ? "-" : "" }
  /// The power of ten of the first digit.
  private var magnitude: Int { digits.utf8.count - 1 + exponent }

  /// Written without an exponent, with all its digits and at least `fractionDigits` after the point.
  func fixedText(fractionDigits: Int = 0) -> String {
    // Zero is one digit, whatever it is a multiple of.
    let exponent = mantissa == 0 ? min(exponent, 0) : exponent
    let wanted = max(fractionDigits, -exponent)
    var all = digits + String(repeating: "0", count: max(0, wanted + exponent))
    guard wanted > 0 else { return sign + all }
    all = String(repeating: "0", count: max(0, wanted + 1 - all.utf8.count)) + all
    return sign + all.dropLast(wanted) + "." + all.suffix(wanted)
  }

  /// Written as reals are: `30.0`, `0.3`, `1e-05`, `1.5e+20`.
  var realText: String {
    guard mantissa != 0, !(-4..<16).contains(magnitude) else { return fixedText(fractionDigits: 1) }
    let size = String(abs(magnitude))
    let power = (magnitude < 0 ? "-" : "+") + (size.utf8.count < 2 ? "0" : "") + size
    return sign + scientific(reduced.digits) + "e" + power
  }

  /// The shorter of decimal and exponent form, decimal where they are equal: `0.01`, `1e-3`.
  ///
  /// Whole numbers have no exponent, since programs read them as such: `1000`.
  var shortestText: String {
    let number = reduced
    if number.exponent >= 0, number.magnitude < 15 { return number.fixedText() }
    let fixed = abs(number.exponent) < 40 ? number.fixedText() : nil
    let power = number.sign + scientific(number.digits) + "e\(number.magnitude)"
    guard let fixed, fixed.utf8.count <= power.utf8.count else { return power }
    return fixed
  }

  private func scientific(_ digits: String) -> String {
    digits.utf8.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
  }
}
