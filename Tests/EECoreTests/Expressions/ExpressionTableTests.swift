import Testing

@testable import EECore

@Suite struct ExpressionTableTests {
  private static let truths: KeyValuePairs<String, Bool> = [
    "epoch < 60": true,
    "epoch == 10": true,
    "epoch != 10": false,
    "epoch <> 10": false,
    "EPOCH = 10": true,
    "epoch < 5 OR gpu = 'a100'": true,
    "NOT flag": false,
    "flag": true,
    "flag = TRUE": true,
    "flag = 1": true,
    "\"flag.text\" = 'true'": true,
    "lr = 0.0001": true,
    "\"lr.text\" = '1e-4'": true,
    "\"batch-size\" = 12": true,
    "[batch-size] = 12": true,
    "\"batch-size.text\" = '012'": true,
    "none IS NULL": true,
    "ifnull(none, 0) = 0": true,
    "epoch > '9'": true,
    "epoch BETWEEN 5 AND 20": true,
    "epoch IN (10, 20)": true,
    "gpu GLOB 'a*'": true,
    "gpu LIKE 'A1%'": true,
    "gpu COLLATE NOCASE = 'A100'": true,
    "gpu = 'it''s; -- ( /*'": false,
    "iif(epoch > 3, 1, 0)": true,
    "CAST(epoch / 4 AS INTEGER) = 2": true,
    "epoch / 5 = 2": true,
    "epoch % 4 = 2": true,
    "sqrt(epoch) > 3": true,
    "1.0": true,
    "TRUE": true,
  ]

  @Test(arguments: truths.map { ($0.key, $0.value) })
  func `a condition is true or false`(text: String, expected: Bool) throws {
    #expect(try SampleExpressions.holds(text) == expected)
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "gpu = a100": "7 EE132 'where' names 'a100', which does not exist → a text goes in single "
      + "quotes: 'a100'",
    "gpu = \"a100\"": "7 EE132 'where' names 'a100', which does not exist → a text goes in single "
      + "quotes: 'a100'",
    "\"epoch\" = \"60\"": "11 EE132 'where' names '60', which does not exist → a text goes in "
      + "single quotes: '60'",
    "epohc < 3": "1 EE132 'where' names 'epohc', which does not exist → did you mean 'epoch'? a "
      + "text goes in single quotes: 'epohc'",
    "epoch.text = '10'": "1 EE132 'where' names 'epoch.text', which does not exist → write "
      + "\"epoch.text\", in double quotes",
    "batch-size = 12": "1 EE132 'where' names 'batch', which does not exist → write "
      + "\"batch-size\", in double quotes",
    "epoch > 1 && flag": "11 EE131 'where' has '&&', expected 'AND' → write AND",
    "epoch < 3 || flag": "11 EE131 'where' has '||', which joins texts in SQL, expected 'OR' → "
      + "write OR; texts are joined in a derived parameter",
    "!flag": "1 EE131 'where' has '!', expected 'NOT' → write NOT",
    "": "1 EE131 'where' is empty, expected an expression such as: epoch < 60",
    " \n": "1 EE131 'where' is empty, expected an expression such as: epoch < 60",
    "epoch <": "8 EE131 'where' ends where a value was expected",
    "epoch 3": "7 EE131 'where' cannot be read at '3'",
    "nosuch(epoch)": "1 EE131 'where' calls 'nosuch', which is no function that expressions have",
    "abs(epoch, 2) = 1": "1 EE131 'where' is no expression that SQLite takes: wrong number of "
      + "arguments to function abs()",
    "none > 3":
      "1 EE134 'where' is NULL for none without a value, expected true or false → a value "
      + "that is not there makes NULL; test it with IS NULL or ifnull(…, …)",
    "epoch": "1 EE133 'where' is 10 for epoch=10, expected true or false → compare it with "
      + "something, such as: epoch < 60",
    "'1'": "1 EE133 'where' is '1', expected true or false → compare it with something, such as: "
      + "epoch < 60",
    "iif(epoch, gpu, lr)": "1 EE133 'where' is 'a100' for epoch=10 gpu=a100 lr=1e-4, expected true "
      + "or false → compare it with something, such as: epoch < 60",
    "epoch / 4 = 2":
      "7 EE135 'where' divides whole numbers and drops the remainder: it is true for "
      + "epoch=10, and false with it → write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) "
      + "for the whole part",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `a mistake in a condition is reported where it stands`(text: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.holds(text) }
    #expect(error?.lines == [message])
  }

  @Test func `values in quotes are compared as the numbers they look like`() throws {
    let sample = try SampleExpressions(columns: ["epoch"], conditions: ["epoch < 60"])
    let quoted = ParameterValue(Scalar("100", isPlain: false))
    #expect(try !sample.table.condition(0, [quoted]))
    #expect(try sample.table.condition(0, [ParameterValue(spelled: "012")]))
    #expect(try sample.table.condition(0, [ParameterValue(spelled: "1e1")]))
  }

  @Test func `a value that is too long for SQLite is refused, and shown in part`() throws {
    let sample = try SampleExpressions(columns: ["a"], conditions: ["a = 'x'"])
    let value = ParameterValue(spelled: String(repeating: "x", count: 1_000_000))
    let error = #expect(throws: Diagnostics.self) { try sample.table.condition(0, [value]) }
    let shown = String(repeating: "x", count: 40)
    #expect(
      error?.lines == [
        "1 EE131 'where' makes or reads a text of more than 200 kB for a=\(shown)…"
      ])
    #expect(try sample.table.condition(0, [ParameterValue(spelled: "x")]))
  }

  @Test func `a parameter that is a word of SQL is named in double quotes`() throws {
    let sample = try SampleExpressions(columns: ["order"], conditions: ["\"order\" = 1"])
    #expect(try sample.table.condition(0, [ParameterValue(spelled: "1")]))
    let error = #expect(throws: Diagnostics.self) {
      try SampleExpressions(columns: ["order"], conditions: ["order = 1"])
    }
    #expect(
      error?.lines == [
        "1 EE131 'where' cannot be read at 'order' → write \"order\", in double quotes"
      ])
  }

  @Test func `everything that is wrong is reported together`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleExpressions(
        columns: ["epoch"], derived: ["a": "epoch +"], conditions: ["epoch = 1", "x = 1"])
    }
    #expect(
      error?.lines == [
        "8 EE131 derived parameter 'a' ends where a value was expected",
        "1 EE132 'where' names 'x', which does not exist → did you mean 'a'? a text goes in "
          + "single quotes: 'x'",
      ])
  }

  @Test func `names that differ only by case cannot both be columns`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleExpressions(columns: ["LR", "lr"], conditions: ["lr = 1"])
    }
    #expect(
      error?.lines == [
        "1 EE131 'where' cannot tell parameters 'LR' and 'lr' apart, as SQL does not look at case "
          + "→ rename one of them"
      ])
  }

  @Test func `a table serves many rows, and many conditions`() throws {
    let sample = try SampleExpressions(
      columns: ["a", "b"], conditions: (0..<300).map { "a + b = \($0)" })
    for sum in 0..<300 {
      let values = [sum / 3, sum - sum / 3].map { ParameterValue(spelled: String($0)) }
      #expect(try sample.table.condition(sum, values))
      #expect(try !sample.table.condition((sum + 1) % 300, values))
    }
  }

  @Test func `an error for one row leaves the next one whole`() throws {
    let sample = try SampleExpressions(
      columns: ["a"], conditions: ["abs(a) > 5", "json_extract('{', a) = 1"])
    let values = [
      [ParameterValue(spelled: "-9223372036854775808")], [ParameterValue(spelled: "-6")],
    ]
    #expect(throws: Diagnostics.self) { try sample.table.condition(0, values[0]) }
    #expect(throws: Diagnostics.self) { try sample.table.condition(1, values[1]) }
    #expect(try sample.table.condition(0, values[1]))
  }

  @Test(arguments: ["[1]", "{a: 1}", "", "null"])
  func `an expression is text`(yaml: String) throws {
    let root = try YAMLReader.read(Array("where: \(yaml)".utf8), file: "f")
    let node = try #require(root["where"])
    let error = #expect(throws: Diagnostics.self) { try Expression(node, title: "'where'") }
    #expect(error?.all.map(\.code) == [.wrongKind])
  }
}
