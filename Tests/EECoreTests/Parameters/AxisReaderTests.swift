import Testing

@testable import EECore

@Suite struct AxisReaderTests {
  /// The rows of the original's table of parameter texts, in its order.
  ///
  /// It differs where the original gives back what it was not given as text: a list stays as it is
  /// there and here, while a lone number or boolean, a type error there, is one value here; no
  /// value and more than 100000 are errors here, with a message.
  private static let table: KeyValuePairs<String, [String]> = [
    "\"a[1-3]\"": ["a1", "a2", "a3"],
    "\"a[01-03]\"": ["a01", "a02", "a03"],
    "\"a[1,3-5]\"": ["a1", "a3", "a4", "a5"],
    "\"a[1-2]b[3-4]\"": ["a1b3", "a1b4", "a2b3", "a2b4"],
    "\"a[1-2,5],a10\"": ["a1", "a2", "a5", "a10"],
    "\"foo[1-2,2-3]\"": ["foo1", "foo2", "foo3"],
    "\"a,a,b\"": ["a", "b"],
    "\"local:a,b,c\"": ["local:a", "local:b", "local:c"],
    "\"a:a,b:b,c:c\"": ["a:a", "b:b", "c:c"],
    "\"local:a,b,local:c\"": ["local:a", "b", "local:c"],
    "\"[1-3]\"": ["1", "2", "3"],
    "\"[1,4]\"": ["1", "4"],
    "\"[99999999999999999999]\"": ["99999999999999999999"],
    "\"a-b\"": ["a-b"],
    "\"6:00:00\"": ["6:00:00"],
    "\"gpu:a100:1,gpu:v100:1\"": ["gpu:a100:1", "gpu:v100:1"],
    "\"a,,b\"": ["a", "b"],
    "\" a, b\"": [" a", " b"],
    "[\"a[1-3]\", \"b,c\", b]": ["a[1-3]", "b,c", "b"],
    "12": ["12"],
    "0.50": ["0.50"],
    "True": ["True"],
    "null": ["null"],
  ]

  @Test(arguments: table.map { ($0.key, $0.value) })
  func `the value of a parameter is expanded`(yaml: String, expected: [String]) throws {
    #expect(try SampleRule.axis(yaml).values.map(\.spelling) == expected)
  }

  private static let refused: KeyValuePairs<String, String> = [
    "\"\"": "4 EE123 parameter 'p' has no values, expected at least one → write p: \"1,2\" or p: "
      + "[1, 2]",
    "":
      "3 EE123 parameter 'p' has no values, expected at least one → write p: \"1,2\" or p: [1, 2]",
    "\",\"": "4 EE123 parameter 'p' has no values, expected at least one → write p: \"1,2\" or p: "
      + "[1, 2]",
    "[]": "4 EE123 parameter 'p' has no values, expected at least one → write p: \"1,2\" or p: "
      + "[1, 2]",
    "\"x[a-c]\"": "7 EE121 parameter 'p': '[a-c]' is no range of numbers, expected such as [1-3,7] "
      + "→ write other values with commas and without brackets: a,b,c",
    "\"x[1-3\"": "6 EE121 parameter 'p': '[' is not closed, expected ']'",
    "\"x1-3]\"": "9 EE121 parameter 'p': ']' without a '[' before it",
    "\"x[1[2]]\"": "8 EE121 parameter 'p': '[' inside brackets, expected numbers",
    "\"x[3-1]\"": "7 EE122 parameter 'p': range '3-1' runs backwards, expected the smaller first → "
      + "did you mean [1-3]?",
    "\"x[1-100001]\"": "7 EE124 parameter 'p': more than 100000 values",
    "\"[1-99999999999999999999]\"": "6 EE124 parameter 'p': more than 100000 values",
    "\"[99999999999999999999-3]\"": "6 EE122 parameter 'p': range '99999999999999999999-3' runs "
      + "backwards, expected the smaller first → did you mean [3-99999999999999999999]?",
    "{repeat: 100001}": "13 EE124 100001 repetitions, expected at most 100000",
    "{repaet: 2}": "5 EE104 unknown key 'repaet' in parameter 'p' → did you mean 'repeat'?",
    "{integer: true}": "5 EE104 unknown key 'integer' in parameter 'p' → expected one of: repeat, "
      + "from, to, step, count, scale, uniform, loguniform, normal, choice",
    "{repeat: 2, from: 1}":
      "5 EE104 unknown key 'repeat' in parameter 'p' → expected one of: from, "
      + "to, step, count, scale",
    "{uniform: [1, 2]}": "1 EE138 parameter 'p' is drawn, but there is no 'sample' → write sample: "
      + "{count: 50, seed: 7}",
  ]

  @Test(arguments: refused.map { ($0.key, $0.value) })
  func `what is no value of a parameter is refused`(yaml: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleRule.axis(yaml) }
    #expect(error?.lines == [message])
  }

  @Test func `repetitions are counted from one`() throws {
    let axis = try SampleRule.axis("{repeat: 3}")
    #expect(axis.values.map(\.spelling) == ["1", "2", "3"])
    #expect(axis.isRepeat)
    #expect(try !SampleRule.axis("{from: 1, to: 3, step: 1}").isRepeat)
  }
}
