/// Decimal numbers as whole multiples of one power of ten, so that they are computed with exactly.
struct DecimalGrid {
  /// Leaves room for sums and differences.
  private static let limit: UInt = 1_000_000_000_000_000_000

  /// One for each number.
  let units: [Int]
  private let exponent: Int

  /// Nil where the numbers lie too far apart.
  init?(_ numbers: [ExactDecimal]) {
    let exponent = numbers.map(\.exponent).min() ?? 0
    var units: [Int] = []
    for number in numbers {
      // Zero is a multiple of everything.
      guard number.mantissa != 0 else {
        units.append(0)
        continue
      }
      guard let unit = number.units(ofPower: exponent), unit.magnitude < Self.limit else {
        return nil
      }
      units.append(unit)
    }
    self.units = units
    self.exponent = exponent
  }

  private init(units: [Int], exponent: Int) {
    self.units = units
    self.exponent = exponent
  }

  /// From the first number to the second.
  var distance: Int { units[1] - units[0] }

  /// The same numbers with more digits; nil where they are too many.
  func finer(by digits: Int) -> DecimalGrid? {
    guard let scale = ExactDecimal.power(digits) else { return nil }
    var finer: [Int] = []
    for unit in units {
      let product = unit.multipliedReportingOverflow(by: scale)
      guard !product.overflow, product.partialValue.magnitude < Self.limit else { return nil }
      finer.append(product.partialValue)
    }
    return DecimalGrid(units: finer, exponent: exponent - digits)
  }

  /// What lies a part of the way from the first number to the second.
  func value(at index: Int, of parts: Int) -> Double {
    // In 128 bits, the sum is exact: what is 0 comes out as 0.
    let sum =
      Int128(units[0]) * Int128(parts - index) + Int128(units[1]) * Int128(index)
    return Double(sum) / Double(parts)
      * (ExactDecimal(mantissa: 1, exponent: exponent).double)
  }

  func text(_ units: Int) -> String {
    let number = ExactDecimal(mantissa: units, exponent: exponent)
    return exponent < -15 ? number.shortestText : number.fixedText()
  }
}
