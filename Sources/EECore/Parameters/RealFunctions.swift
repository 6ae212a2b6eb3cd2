internal import Glibc

/// The functions of real numbers that the standard library does not have.
enum RealFunctions {
  /// The natural logarithm.
  static func log(_ number: Double) -> Double { Glibc.log(number) }

  static func exp(_ number: Double) -> Double { Glibc.exp(number) }
}
