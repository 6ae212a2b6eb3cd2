import TestSupport
import Testing

@testable import EECore

@Suite struct ExpressionEscapeTests {
  /// Refused expressions, with column, code and message, and the hint behind an arrow.
  private static let refused: KeyValuePairs<String, String> = [
    "ATTACH 'x' AS y": "1 EE131 'where' cannot be read at ''x''",
    "PRAGMA user_version": "8 EE131 'where' cannot be read at 'user_version'",
    "load_extension('x')": "1 EE131 'where' calls 'load_extension', which is no function that "
      + "expressions have",
    "readfile('/etc/passwd')": "1 EE131 'where' calls 'readfile', which is no function that "
      + "expressions have",
    "1 = writefile('a', 'b')": "5 EE131 'where' calls 'writefile', which is no function that "
      + "expressions have",
    "sqlite_log(1, 'x')": "1 EE131 'where' calls 'sqlite_log', which is no function that "
      + "expressions have",
    "(SELECT 1)": "1 EE131 'where' has a subquery, which no expression may",
    "EXISTS (SELECT 1)": "1 EE131 'where' has a subquery, which no expression may",
    "epoch IN sqlite_master": "1 EE131 'where' has a subquery, which no expression may",
    "epoch IN (SELECT rootpage FROM sqlite_master)":
      "1 EE131 'where' has a subquery, which no expression may",
    "(WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c)":
      "1 EE131 'where' has a subquery, which no expression may",
    "1), z AS (2": "2 EE131 'where' has a ')' without a '(' before it",
    "1) CHECK (1": "2 EE131 'where' has a ')' without a '(' before it",
    "epoch = 1)": "10 EE131 'where' has a ')' without a '(' before it",
    "(epoch = 1": "1 EE131 'where' has a '(' that is not closed, expected ')'",
    "1; DROP TABLE points": "2 EE131 'where' has a ';', expected one expression",
    "1 -- x": "3 EE131 'where' has a comment, expected an expression alone",
    "1 /* x */": "3 EE131 'where' has a comment, expected an expression alone",
    "1\n/* x": "3 EE131 'where' has a comment, expected an expression alone",
    "epoch = 'a": "9 EE131 'where' has a quote that is not closed, expected '",
    "epoch = \"a": "9 EE131 'where' has a quote that is not closed, expected \"",
    "epoch = `a": "9 EE131 'where' has a quote that is not closed, expected `",
    "epoch = [a": "9 EE131 'where' has a quote that is not closed, expected ]",
    "epoch = \0 1": "9 EE131 'where' has a NUL byte",
    "epoch = '\0'": "10 EE131 'where' has a NUL byte",
    "random() > 0": "1 EE131 'where' calls a function whose value is not the same each time",
    "randomblob(4) > 0": "1 EE131 'where' calls a function whose value is not the same each time",
    "current_timestamp > ''":
      "1 EE131 'where' calls a function whose value is not the same each time",
    "total_changes() > 0":
      "1 EE131 'where' calls a function whose value is not the same each time",
    "1 < date('now')":
      "5 EE131 'where' calls date() with a value that is not the same each time",
    "datetime('now', 'localtime') > ''":
      "1 EE131 'where' calls datetime() with a value that is not the same each time",
    "sum(epoch) > 0":
      "1 EE131 'where' calls sum() over many rows, expected functions of single values",
    "1 < count(*)":
      "5 EE131 'where' calls count() over many rows, expected functions of single values",
    "row_number() OVER () > 0":
      "1 EE131 'where' calls row_number() over many rows, expected functions of single values",
    "epoch FILTER (WHERE 1)": "7 EE131 'where' cannot be read at 'FILTER'",
    "epoch AS x": "7 EE131 'where' cannot be read at 'AS'",
    "epoch, lr": "6 EE131 'where' cannot be read at ','",
    "points.*": "8 EE131 'where' cannot be read at '*'",
    "points.epoch":
      "1 EE131 'where' has a name with a '.', expected the name of a column alone",
    "sqlite_master": "1 EE132 'where' names 'sqlite_master', which does not exist → a text goes "
      + "in single quotes: 'sqlite_master'",
    "1 = rowid": "5 EE132 'where' names 'rowid', which does not exist → a text goes in single "
      + "quotes: 'rowid'",
    "_rowid_ = 1": "1 EE132 'where' names '_rowid_', which does not exist → a text goes in single "
      + "quotes: '_rowid_'",
    "oid = 1": "1 EE132 'where' names 'oid', which does not exist → a text goes in single quotes: "
      + "'oid'",
    "\"own.row\" = 1": "1 EE132 'where' names 'own.row', which does not exist → a text goes in "
      + "single quotes: 'own.row'",
    "\"own.value\" = 1": "1 EE132 'where' names 'own.value', which does not exist → a text goes "
      + "in single quotes: 'own.value'",
    "RAISE(IGNORE)": "1 EE131 'where' calls RAISE(), which no expression may",
    "RAISE(ABORT, 'x')": "1 EE131 'where' calls RAISE(), which no expression may",
    "{epoch} < 3": "1 EE131 'where' cannot be read at '{'",
    "epoch COLLATE x = 1": "1 EE131 'where' is no expression that SQLite takes: no such collation "
      + "sequence: x",
    "hex(zeroblob(900000)) = 1": "1 EE131 'where' makes or reads a text of more than 200 kB",
    "zeroblob(1000000000) = 1": "1 EE131 'where' makes or reads a text of more than 200 kB",
    "replace(hex(zeroblob(5000)), '0', hex(zeroblob(5000))) = 1":
      "1 EE131 'where' makes or reads a text of more than 200 kB",
    "printf('%01000000000d', 1) = 1":
      "1 EE134 'where' is NULL, expected true or false → a value that is not there makes NULL; test "
      + "it with IS NULL or ifnull(…, …)",
    "abs(-9223372036854775808) > epoch":
      "1 EE131 'where' cannot be computed for epoch=10: integer overflow",
  ]

  @Test(arguments: refused.map { ($0.key, $0.value) })
  func `what is no expression of one row is refused where it stands`(
    text: String, message: String
  ) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds(text) }
    #expect(error?.lines == [message])
  }

  @Test(arguments: ["?", "?1", ":x", "@x", "$x", "#1", "$x(')')"])
  func `a bind parameter is refused`(text: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds("1 = " + text) }
    #expect(
      error?.lines == [
        "5 EE131 'where' has a '\(text.prefix(1))', expected names, numbers and 'texts' → a text "
          + "goes in single quotes, a name with signs in double quotes"
      ])
  }

  private static let huge: KeyValuePairs<String, String> = [
    String(repeating: "(", count: 9000) + "1" + String(repeating: ")", count: 9000):
      "1 EE131 'where' is no expression that SQLite takes: parser stack overflow",
    Array(repeating: "epoch = 10", count: 700).joined(separator: " OR "):
      "1 EE131 'where' is no expression that SQLite takes: Expression tree is too large (maximum "
      + "depth 500)",
    "epoch = '" + String(repeating: "x", count: 1_000_000) + "'":
      "1 EE131 'where' has 1000010 bytes, expected at most 20000",
    "gpu LIKE '" + String(repeating: "%a", count: 60) + "b'":
      "1 EE131 'where' cannot be computed for gpu=a100: LIKE or GLOB pattern too complex",
  ]

  @Test(arguments: huge.map { ($0.key, $0.value) })
  func `an expression that would take memory or time is refused`(text: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds(text) }
    #expect(error?.lines == [message])
  }

  @Test func `the names of our own columns give way to those of the user`() throws {
    let sample = try SampleExpressions(
      columns: ["own", "own_"], conditions: ["own = 1 AND 'own__.row' <> 'own.value'"])
    let values = ["1", "2"].map { ParameterValue(spelled: $0) }
    #expect(try sample.table.condition(0, values))
    #expect(sample.table.columns(ofCondition: 0) == [0])
  }

  /// Whatever is taken must not see tables, and must give the same twice.
  @Test(arguments: 0..<20)
  func `any text is an expression or refused`(seed: Int) {
    let words = [
      "epoch", "gpu", "(", ")", "'", "\"", "`", "[", "]", "/", "*", "-", "--", ";", ",", "SELECT",
      "FROM", "sqlite_master", "1", " ", " ", "\n", "AS", "CHECK", "=", "<", "NOT", "NULL", "é",
    ]
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<30 {
      let text = (0..<8).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      do throws(Diagnostics) {
        let sample = try SampleExpressions(
          columns: SampleExpressions.row.map(\.key), derived: ["x": text])
        let first = try sample.table.derived(0, SampleExpressions.values)
        #expect(try sample.table.derived(0, SampleExpressions.values) == first, "\(seed): \(text)")
      } catch {
        #expect(error.all.count == 1, "\(seed): \(text)")
      }
    }
  }
}
