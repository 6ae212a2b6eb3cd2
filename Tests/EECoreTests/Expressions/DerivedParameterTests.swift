import Testing

@testable import EECore

@Suite struct DerivedParameterTests {
  private static let values: KeyValuePairs<String, String> = [
    "epoch * 100": "1000",
    "epoch * 1.0": "10.0",
    "epoch / 5": "2",
    "epoch / 4.0": "2.5",
    "(epoch / 5) || 'GB'": "2GB",
    "CAST(epoch / 4 AS INTEGER)": "2",
    "0.1 + 0.2": "0.3",
    "1 / 3.0": "0.333333333333333",
    "2 / 3.0": "0.666666666666667",
    "1.0 / 100000": "1e-05",
    "3 * 1e20": "3e+20",
    "123456789.5 * 2": "246913579.0",
    "100 * lr": "0.01",
    "-lr": "-0.0001",
    "\"lr.text\"": "1e-4",
    "0.0": "0.0",
    "pow(2, 10)": "1024.0",
    "9007199254740993 / 1": "9007199254740993",
    "CASE gpu WHEN 'a100' THEN '64GB' ELSE '32GB' END": "64GB",
    "'012'": "012",
    "'a-' || gpu": "a-a100",
    "'lr' || lr || '-' || \"batch-size\"": "lr1e-4-012",
    "CASE WHEN epoch > 1 THEN flag || 'x' END || flag": "truextrue",
    "none || 'a'": "null",
    "'a' || upper(gpu)": "aA100",
    "format('%s-%d', gpu, epoch)": "a100-10",
    "'10/4'": "10/4",
    "flag": "true",
    "lr": "1e-4",
    "((\"batch-size\"))": "012",
    "none": "null",
    "epoch / 0": "null",
    "''": "",
  ]

  @Test(arguments: values.map { ($0.key, $0.value) })
  func `a derived parameter is spelled as people write it`(text: String, expected: String) throws {
    #expect(try SampleExpressions.derived(text).spelling == expected)
  }

  @Test func `a derived value is typed as what it looks like`() throws {
    #expect(try SampleExpressions.derived("'12'").scalar.kind == .int)
    #expect(try SampleExpressions.derived("1.5").scalar.kind == .float)
    #expect(try SampleExpressions.derived("none").scalar.kind == .null)
    #expect(try SampleExpressions.derived("''").scalar.kind == .string)
    #expect(try SampleExpressions.derived("gpu").scalar.kind == .string)
  }

  @Test(arguments: [
    ("1e-4", "b = 0.0001", true), ("True", "b", true), ("True", "b = TRUE", true),
    ("007", "b = 7 AND \"b.text\" = '007'", true), ("abc", "b = 'abc'", true),
    (".inf", "b > 1e9", true), ("null", "b IS NULL", true),
  ])
  func `a derived parameter that is only a name is that value, under another name`(
    value: String, condition: String, expected: Bool
  ) throws {
    let table = try SampleExpressions(
      columns: ["a"], derived: ["c": "a", "b": "(c)"], conditions: [condition]
    ).table
    for isPlain in [true, false] where isPlain || !["True", "null"].contains(value) {
      let value = ParameterValue(Scalar(value, isPlain: isPlain))
      #expect(try table.derived(1, [value]) == value)
      #expect(try table.condition(0, [value]) == expected)
    }
  }

  @Test func `a boolean under another name is no text either`() throws {
    let table = try SampleExpressions(
      columns: ["a"], derived: ["b": "a"], conditions: ["b = 'True'"]
    ).table
    let error = #expect(throws: Diagnostics.self) {
      try table.condition(0, [ParameterValue(spelled: "True")])
    }
    #expect(
      error?.all.map(\.message) == [
        "'where' compares 'b', which is true or false for a=True, with the text 'True'"
      ])
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "epoch / 4": "7 EE135 derived parameter 'x' divides whole numbers and drops the remainder: it "
      + "is 2 for epoch=10, and 2.5 with it → write '* 1.0 /' for the exact value, or CAST(… AS "
      + "INTEGER) for the whole part",
    "(epoch / 4) || 'GB'": "8 EE135 derived parameter 'x' divides whole numbers and drops the "
      + "remainder: it is '2GB' for epoch=10, and '2.5GB' with it → write '* 1.0 /' for the exact "
      + "value, or CAST(… AS INTEGER) for the whole part",
    "10 / (epoch / 20)": "4 EE135 derived parameter 'x' divides whole numbers and drops the "
      + "remainder: it is NULL for epoch=10, and 20.0 with it → write '* 1.0 /' for the exact value, "
      + "or CAST(… AS INTEGER) for the whole part",
    "CASE epoch / 4 WHEN 2 THEN 'a' ELSE 1 END": "12 EE135 derived parameter 'x' divides whole "
      + "numbers and drops the remainder: it is 'a' for epoch=10, and 1 with it → write '* 1.0 /' "
      + "for the exact value, or CAST(… AS INTEGER) for the whole part",
    "epoch / 5 || 'GB'":
      "1 EE131 derived parameter 'x' takes a text for a number for epoch=10 → say "
      + "what is to hold for the text, such as: gpus != 'auto' AND gpus > 2",
    "lr % 2": "1 EE131 derived parameter 'x' takes '%' of a number that is not whole for lr=1e-4 → "
      + "write mod(…, …), which keeps what stands behind the point",
    "9223372036854775807 + epoch": "1 EE131 derived parameter 'x' is too large a whole number for "
      + "epoch=10 → write 1.0 * … where a number of 15 digits will do",
    "1e300 * 1e10": "1 EE131 derived parameter 'x' is too large a number",
    "x'00'": "1 EE131 derived parameter 'x' is bytes, expected a number or text",
    "x + 1": "1 EE203 derived parameter 'x' depends on itself: x → x",
    "hex(zeroblob(200001))":
      "1 EE131 derived parameter 'x' makes or reads a text of more than 200 kB",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `a mistake in a derived parameter is reported where it stands`(
    text: String, message: String
  ) {
    let error = #expect(throws: Diagnostics.self) { try SampleExpressions.derived(text) }
    #expect(error?.lines == [message])
  }

  @Test(arguments: ["a-b", "1 + a-b", "a-b-c"])
  func `a name with a hyphen is quoted before another is guessed`(text: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleExpressions(columns: ["a", "a-b", "a-b-c"], derived: ["d": text])
    }
    let name = text.hasSuffix("c") ? "a-b-c" : "a-b"
    #expect(error?.all.map(\.hint) == ["write \"\(name)\", in double quotes"])
  }

  @Test func `derived parameters name each other in any order`() throws {
    let table = try SampleExpressions(
      columns: ["epoch", "gpu", "lr"],
      derived: ["hours": "steps / 1000.0", "steps": "epoch * 100", "mem": "'64'"],
      conditions: ["hours > 2.5 AND mem < 100", "\"gpu.text\" = 'a'", "1 = 1"]
    ).table
    let row: [ParameterValue?] = ["30", "a", nil].map { $0.map { ParameterValue(spelled: $0) } }
    #expect(try table.derived(0, row).spelling == "3.0")
    #expect(try table.derived(1, row).spelling == "3000")
    #expect((0..<3).map(table.columns(ofDerived:)) == [[0], [0], []])
    #expect((0..<3).map(table.columns(ofCondition:)) == [[0], [1], []])
    for index in 0..<3 { #expect(try table.condition(index, row)) }
  }

  @Test func `what reads a derived parameter sees it as it is written`() throws {
    let table = try SampleExpressions(
      columns: ["e", "lr"],
      derived: [
        "dir": "'run' || tag", "tag": "printf('%03d', e)", "rate": "lr + 0.1",
        "raw": "\"tag.text\"",
      ], conditions: ["tag = 7", "\"tag.text\" = '007'", "rate = 0.3", "tag < 10"]
    ).table
    let row = ["7", "0.2"].map { ParameterValue(spelled: $0) }
    #expect(
      try (0..<4).map { try table.derived($0, row).spelling } == ["run007", "007", "0.3", "007"])
    for index in 0..<4 { #expect(try table.condition(index, row), "\(index)") }
  }

  @Test(arguments: ["d > 1", "d * 2 = e", "CAST(d AS INTEGER) = 1"])
  func `a derived parameter that drops a remainder is an error for what reads it`(
    condition: String
  ) throws {
    let table = try SampleExpressions(
      columns: ["e"], derived: ["d": "e / 2"], conditions: [condition]
    ).table
    let error = #expect(throws: Diagnostics.self) {
      try table.condition(0, [ParameterValue(spelled: "3")])
    }
    #expect(
      error?.lines == [
        "3 EE135 derived parameter 'd' divides whole numbers and drops the remainder: it is 1 for "
          + "e=3, and 1.5 with it → write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for "
          + "the whole part"
      ])
    #expect(throws: Never.self) { try table.condition(0, [ParameterValue(spelled: "4")]) }
  }

  @Test func `derived parameters in a circle are refused`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleExpressions(
        columns: ["e"], derived: ["a": "e", "b": "a + d", "c": "b", "d": "c + d"])
    }
    #expect(
      error?.lines == ["1 EE203 derived parameter 'b' depends on itself: b → d → c → b"])
  }

  @Test(arguments: ["epoch", "Epoch"])
  func `a derived parameter needs a name of its own`(name: String) {
    let error = #expect(throws: Diagnostics.self) {
      try ExpressionTable(
        columns: ["epoch"],
        derived: [
          (name, try SampleExpressions.expression("1", title: "derived parameter '\(name)'"))
        ], conditions: [])
    }
    #expect(
      error?.lines == [
        "1 EE103 derived parameter '\(name)' has the name of another parameter, or differs from it "
          + "only by case → give it another name"
      ])
  }
}
