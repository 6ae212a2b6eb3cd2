internal import CSQLite

/// Functions that note where a text stands for a number.
///
/// - Source: <https://www.sqlite.org/appfunc.html>
enum NumberFunctions {
  static let number = "cms_number"
  static let whole = "cms_whole"
  /// A whole number that counts something: characters, digits.
  static let count = "cms_count"
  /// Takes a format with its values, and gives the format.
  static let format = "cms_format"
  /// What is called instead of functions that SQL answers for texts too.
  static let checked = ["max": "cms_max", "min": "cms_min"]

  private typealias Function =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  /// Registers the functions; the guard must outlive the connection.
  static func register(in handle: OpaquePointer, for watcher: ExpressionGuard) {
    add(number, 1, handle, watcher) { context, _, values in
      NumberFunctions.check(context, values?[0], cutting: nil)
    }
    add(whole, 1, handle, watcher) { context, _, values in
      NumberFunctions.check(context, values?[0], cutting: .fraction)
    }
    add(count, 1, handle, watcher) { context, _, values in
      NumberFunctions.check(context, values?[0], cutting: .cut)
    }
    add(format, -1, handle, watcher) { context, count, values in
      NumberFunctions.checkFormat(context, Int(count), values)
    }
    add("cms_max", -1, handle, watcher) { context, count, values in
      NumberFunctions.choose(context, Int(count), values, sign: 1)
    }
    add("cms_min", -1, handle, watcher) { context, count, values in
      NumberFunctions.choose(context, Int(count), values, sign: -1)
    }
  }

  private static func add(
    _ name: String, _ count: Int32, _ handle: OpaquePointer, _ watcher: ExpressionGuard,
    _ function: Function
  ) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    sqlite3_create_function_v2(
      handle, name, count, flags, Unmanaged.passUnretained(watcher).toOpaque(), function, nil, nil,
      nil)
  }

  /// Passes a number on; one that would be cut to a whole one only where that is no slip.
  private static func check(
    _ context: OpaquePointer?, _ value: OpaquePointer?, cutting: ExpressionGuard.Slip?
  ) {
    guard sqlite3_value_type(value) != SQLITE_NULL else { return sqlite3_result_null(context) }
    guard let slip = slip(of: value, cutting: cutting) else {
      return sqlite3_result_value(context, value)
    }
    note(slip, context)
  }

  /// What is wrong with a value that is to be a number; nil where it is one.
  private static func slip(
    of value: OpaquePointer?, cutting: ExpressionGuard.Slip?
  ) -> ExpressionGuard.Slip? {
    // Applies the affinity that a column of numbers has.
    switch sqlite3_value_numeric_type(value) {
    case SQLITE_INTEGER: return nil
    case SQLITE_FLOAT:
      let number = sqlite3_value_double(value)
      return number == number.rounded(.towardZero) ? nil : cutting
    default: return .text
    }
  }

  /// Notes what `printf` would print as 0 or as nothing, or would leave out.
  private static func checkFormat(
    _ context: OpaquePointer?, _ count: Int, _ values: UnsafeMutablePointer<OpaquePointer?>?
  ) {
    guard let values, count > 0, sqlite3_value_type(values[0]) != SQLITE_NULL else {
      return sqlite3_result_null(context)
    }
    let conversions = FormatText.conversions(of: bytes(values[0]))
    var slip: ExpressionGuard.Slip?
    if conversions.count != count - 1 { slip = .values }
    for (place, conversion) in conversions.prefix(count - 1).enumerated() where slip == nil {
      let value = values[place + 1]
      if sqlite3_value_type(value) == SQLITE_NULL {
        slip = .missing
      } else if conversion != .text {
        slip = NumberFunctions.slip(of: value, cutting: conversion == .whole ? .cut : nil)
      }
    }
    if let slip { return note(slip, context) }
    sqlite3_result_value(context, values[0])
  }

  /// The largest or the smallest, of numbers alone or of texts alone.
  private static func choose(
    _ context: OpaquePointer?, _ count: Int, _ values: UnsafeMutablePointer<OpaquePointer?>?,
    sign: Int
  ) {
    guard let values, count > 0 else { return sqlite3_result_null(context) }
    let types = (0..<count).map { sqlite3_value_type(values[$0]) }
    guard !types.contains(SQLITE_NULL) else { return sqlite3_result_null(context) }
    let texts = types.count { $0 == SQLITE_TEXT || $0 == SQLITE_BLOB }
    guard texts == 0 || texts == count else { return note(.text, context) }
    let best = (1..<max(count, 1)).reduce(0) { best, place in
      order(values[place], values[best], areTexts: texts > 0) * sign > 0 ? place : best
    }
    sqlite3_result_value(context, values[best])
  }

  private static func order(
    _ first: OpaquePointer?, _ second: OpaquePointer?, areTexts: Bool
  ) -> Int {
    guard areTexts else {
      let (first, second) = (sqlite3_value_double(first), sqlite3_value_double(second))
      return first == second ? 0 : first < second ? -1 : 1
    }
    let (first, second) = (bytes(first), bytes(second))
    return first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
  }

  private static func bytes(_ value: OpaquePointer?) -> [UInt8] {
    let start = sqlite3_value_text(value)
    let count = Int(sqlite3_value_bytes(value))
    return Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private static func note(_ slip: ExpressionGuard.Slip, _ context: OpaquePointer?) {
    guard let data = sqlite3_user_data(context) else { return sqlite3_result_null(context) }
    let watcher = Unmanaged<ExpressionGuard>.fromOpaque(data).takeUnretainedValue()
    if watcher.slip == nil { watcher.slip = slip }
    if let number = watcher.substitute {
      sqlite3_result_double(context, number)
    } else {
      sqlite3_result_null(context)
    }
  }
}
