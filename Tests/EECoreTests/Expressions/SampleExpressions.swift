@testable import EECore

/// Expressions on a line of their own, so that a column is the number of a character.
struct SampleExpressions {
  let table: ExpressionTable

  init(
    columns: [String], derived: KeyValuePairs<String, String> = [:], conditions: [String] = []
  ) throws(Diagnostics) {
    var named: [(name: String, expression: Expression)] = []
    for (name, text) in derived {
      named.append((name, try Self.expression(text, title: "derived parameter '\(name)'")))
    }
    var tests: [Expression] = []
    for text in conditions { tests.append(try Self.expression(text, title: "'where'")) }
    table = try ExpressionTable(columns: columns, derived: named, conditions: tests)
  }

  static func expression(_ text: String, title: String) throws(Diagnostics) -> Expression {
    let position = SourcePosition(file: "f", line: 1, column: 1)
    return try Expression(
      ConfigNode(.scalar(Scalar(text, isPlain: false)), at: position, .verbatim), title: title)
  }

  /// The columns that the samples below have, with values.
  static let row: KeyValuePairs<String, String?> = [
    "epoch": "10", "gpu": "a100", "lr": "1e-4", "batch-size": "012", "flag": "true", "none": nil,
  ]

  static var values: [ParameterValue?] { row.map { $0.value.map(ParameterValue.init(spelled:)) } }

  /// A condition for the sample row.
  static func holds(_ condition: String) throws(Diagnostics) -> Bool {
    try SampleExpressions(columns: row.map(\.key), conditions: [condition]).table
      .condition(0, values)
  }

  /// The spelling of a derived parameter `x` for the sample row.
  static func derived(_ text: String) throws(Diagnostics) -> ParameterValue {
    try SampleExpressions(columns: row.map(\.key), derived: ["x": text]).table.derived(0, values)
  }
}

extension Diagnostics {
  /// `COLUMN CODE message`, and the hint behind an arrow.
  var lines: [String] {
    all.map { diagnostic in
      "\(diagnostic.position?.column ?? 0) \(diagnostic.code.rawValue) \(diagnostic.message)"
        + (diagnostic.hint.map { " → \($0)" } ?? "")
    }
  }
}
