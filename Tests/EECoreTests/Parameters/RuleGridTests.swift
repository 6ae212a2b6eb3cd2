import Testing

@testable import EECore

/// Rules over many combinations, which are decided together, come to what each comes to alone.
@Suite struct RuleGridTests {
  private func kept(_ sweep: String) throws -> [String] {
    let space = try SampleSweep(sweep).plan.space
    return (0..<space.count).map { space[$0].text }
  }

  /// How many of the points of a and b, each from 1 to 60, a rule keeps.
  private func count(_ rule: String, where holds: (Int, Int) -> Bool) throws {
    let sweep = "experiments: {a: \"[1-60]\", b: \"[1-60]\"}\n\(rule)\n"
    var expected: [String] = []
    for a in 1...60 { for b in 1...60 where holds(a, b) { expected.append("a=\(a) b=\(b)") } }
    #expect(try kept(sweep) == expected)
  }

  @Test func `a rule over all points keeps those for which it holds`() throws {
    try count("where: a < b") { $0 < $1 }
    try count("exclude: ['a < b']") { $0 >= $1 }
    try count("where: (a + b) % 7 = 3") { ($0 + $1) % 7 == 3 }
    try count("where: '\"a.text\" LIKE ''1_'' AND b < 5'") { (10...19).contains($0) && $1 < 5 }
    try count("where: [a * 1.0 / 2 > b, 'max(a, b) > 50']") { $0 > 2 * $1 && max($0, $1) > 50 }
  }

  @Test func `parameters in lockstep, and with few values, are combined in order`() throws {
    let sweep = """
      experiments: {c: [x, 'y'], a: "[1-50]", z: "[101-150]", b: "[1-50]", d: [1, 2]}
      zip: [[a, z]]
      where: "(z - 100) * b = 36 AND c = 'x' OR d = 3"

      """
    #expect(
      try kept(sweep)
        == [(1, 36), (2, 18), (3, 12), (4, 9), (6, 6), (9, 4), (12, 3), (18, 2), (36, 1)].flatMap {
          a, b in [1, 2].map { "c=x a=\(a) z=\(a + 100) b=\(b) d=\($0)" }
        })
  }

  @Test func `each map of a list is decided by its own values`() throws {
    let sweep = """
      experiments:
        - {a: "[1-40]", b: "[1-40]"}
        - {a: "[1-40]", b: "[41-80]", e: 1}
      where: "a = b - 39 AND ifnull(e, 0) = 1 OR a = 40 AND b = 1"

      """
    #expect(try kept(sweep).count == 40)
    #expect(try kept(sweep).prefix(2) == ["a=40 b=1", "a=2 b=41 e=1"])
  }

  private static let base = "experiments: {a: \"[1-60]\", b: \"[1-60],auto\", t: [True, False]}\n"

  @Test(arguments: [
    (
      "where: b > a",
      "8 EE131 'where' takes a text for a number for a=1 b=auto → say what is to hold for the text, "
        + "such as: gpus != 'auto' AND gpus > 2"
    ),
    (
      "where: a / 2 > 3 AND b != 'x'",
      "10 EE135 'where' divides whole numbers and drops the remainder: it is false for a=7 b=1, and "
        + "true with it → write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for the whole part"
    ),
    (
      "where: 'a + 1 AND b = ''auto'' OR ''x'' + 1 > 2'",
      "8 EE131 'where' takes a text for a number for a=1 b=1 → say what is to hold for the text, "
        + "such as: gpus != 'auto' AND gpus > 2"
    ),
    (
      "where: \"t = 'True' AND a = b\"",
      "13 EE131 'where' compares 't', which is true or false for a=1 b=1 t=True, with the text 'True' "
        + "→ write TRUE without quotes, or compare \"t.text\""
    ),
    (
      "where: iif(a = 50 AND b = 7, NULL, 1)",
      "8 EE134 'where' is NULL for a=50 b=7, expected true or false → a value that is not there makes "
        + "NULL; test it with IS NULL or ifnull(…, …)"
    ),
    (
      "where: abs(iif(a = 50, -9223372036854775807 - 1, 1)) != b",
      "8 EE131 'where' cannot be computed for a=50 b=1: integer overflow"
    ),
  ])
  func `the first point for which a rule has no answer is named`(rule: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try SampleSweep(Self.base + rule + "\n") }
    #expect(error?.lines == [message])
  }

  @Test func `a text that the rule provides for is no obstacle to deciding the others`() throws {
    let sweep = Self.base + "where: \"b != 'auto' AND b > 59 AND t\"\n"
    #expect(try kept(sweep).count == 60)
    #expect(try kept(sweep).first == "a=1 b=60 t=True")
  }

  @Test(arguments: ["whole", "real", "text", "either"])
  func `derived values of many combinations are those of each alone`(kind: String) throws {
    let text =
      switch kind {
      case "whole": "a * 100 + b"
      case "real": "a * 1.0 + 0.5"
      case "text": "'x' || a || '-' || b"
      default: "CASE WHEN a = 2 THEN 'two' ELSE b / 1 END"
      }
    func value(_ a: Int, _ b: Int) -> String {
      switch kind {
      case "whole": "\(a * 100 + b)"
      case "real": "\(a).5"
      case "text": "x\(a)-\(b)"
      default: a == 2 ? "two" : "\(b)"
      }
    }
    let space = try SampleSweep(
      """
      experiments: {a: "[1-60]", c: [x, y], b: "[1-60]"}
      derive: {d: "\(text)"}
      exclude: [{a: 1}, "b > 50 AND a = 3"]

      """
    ).plan.space
    for point in 0..<space.count {
      let found = (0...3).map { space.value(ofAxis: $0, at: point)?.spelling ?? "" }
      #expect(found[3] == value(Int(found[0]) ?? 0, Int(found[2]) ?? 0))
    }
    // Values that no point has are none of the axis, whose first is that of the first point.
    #expect(space.axes[3].values.first?.spelling == value(2, 1))
    #expect(
      Set(space.axes[3].values)
        == Set((0..<space.count).compactMap { space.value(ofAxis: 3, at: $0) }))
  }

  @Test(arguments: [
    (
      "iif(a = 50 AND b = 7, NULL, 1)",
      "13 EE134 derived parameter 'd' has no value (NULL) for a=50 b=7 t=True → a CASE without ELSE, or "
        + "arithmetic with NULL?"
    ),
    (
      "iif(a = 50, a / 3, 1)",
      "28 EE135 derived parameter 'd' divides whole numbers and drops the remainder: it is 16 for a=50, "
        + "and 16.6666666666667 with it → write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for "
        + "the whole part"
    ),
    (
      "b + a",
      "14 EE131 derived parameter 'd' takes a text for a number for a=1 b=auto → say what is to hold for "
        + "the text, such as: gpus != 'auto' AND gpus > 2"
    ),
  ])
  func `the first point for which a derived value is none is named`(text: String, message: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(Self.base + "derive: {d: \"\(text)\"}\n")
    }
    #expect(error?.lines == [message])
  }
}
