import TestSupport
import Testing

@testable import EECore

@Suite struct HostlistExpressionTests {
  @Test(arguments: [
    ("a[1-3]", ["a1", "a2", "a3"]),
    ("a[01-03]", ["a01", "a02", "a03"]),
    ("a[1,3-5]", ["a1", "a3", "a4", "a5"]),
    ("a[1-2]b[3-4]", ["a1b3", "a1b4", "a2b3", "a2b4"]),
    ("a[1-2,5],a10", ["a1", "a2", "a5", "a10"]),
    ("foo[1-2,2-3]", ["foo1", "foo2", "foo3"]),
    ("a,a,b", ["a", "b"]),
    ("local:a,b,c", ["local:a", "local:b", "local:c"]),
    ("a:a,b:b,c:c", ["a:a", "b:b", "c:c"]),
    ("local:a,b,local:c", ["local:a", "b", "local:c"]),
    ("[1-3]", ["1", "2", "3"]),
    ("[1,4]", ["1", "4"]),
    ("a-b", ["a-b"]),
    ("6:00:00", ["6:00:00"]),
    ("gpu:a100:1,gpu:v100:1", ["gpu:a100:1", "gpu:v100:1"]),
    ("", []),
    ("a,,b", ["a", "b"]),
    (",", []),
    (" a, b", [" a", " b"]),
    ("1,30,60", ["1", "30", "60"]),
    ("0.1,1e-4,-3", ["0.1", "1e-4", "-3"]),
    ("a[8-11]", ["a8", "a9", "a10", "a11"]),
    ("a[098-101]z", ["a098z", "a099z", "a100z", "a101z"]),
    ("a[7]", ["a7"]),
    ("a[5-5]", ["a5"]),
    ("é[1-2]", ["é1", "é2"]),
  ])
  func `an expression is expanded`(text: String, expected: [String]) throws {
    #expect(try HostlistExpression(text).expanded() == expected)
  }

  @Test(arguments: [
    ("x[a-c]", HostlistExpression.Problem.notANumber("a-c"), 2, 3),
    ("x[1-2-3]", .notANumber("1-2-3"), 2, 5),
    ("x[1-]", .notANumber("1-"), 2, 2),
    ("x[-1]", .notANumber("-1"), 2, 2),
    ("x[]", .notANumber(""), 2, 1),
    ("x[1,,2]", .notANumber(""), 4, 1),
    ("x[ 1]", .notANumber(" 1"), 2, 2),
    ("x[1e3]", .notANumber("1e3"), 2, 3),
    ("x[1-99999999999999999999]", .tooMany(limit: 100_000), 2, 22),
    ("x[1-3", .unclosedBracket, 1, 4),
    ("x1-3]", .strayBracket, 4, 1),
    ("x[1[2]]", .nestedBracket, 3, 1),
    ("a,b[1-3],c[9-5]", .backwards(from: "9", to: "5"), 11, 3),
    ("[1-100001]", .tooMany(limit: 100_000), 1, 8),
    ("[1-400][1-400]", .tooMany(limit: 100_000), 0, 14),
    ("[1-60000],x[1-60000]", .tooMany(limit: 100_000), 10, 10),
    ("[0-9223372036854775807]", .tooMany(limit: 100_000), 1, 21),
  ])
  func `what cannot be expanded is reported at its byte`(
    text: String, problem: HostlistExpression.Problem, offset: Int, length: Int
  ) {
    let failure = #expect(throws: HostlistExpression.Failure.self) {
      try HostlistExpression(text).expanded()
    }
    #expect(
      failure == HostlistExpression.Failure(problem: problem, offset: offset, length: length))
  }

  @Test(.timeLimit(.minutes(10)))
  func `an expression that would fill the memory is refused soon`() {
    let bracket = "[" + Array(repeating: "1-99999", count: 5000).joined(separator: ",") + "]"
    for text in [bracket, String(repeating: "[1-9]", count: 1000)] {
      let failure = #expect(throws: HostlistExpression.Failure.self) {
        try HostlistExpression(text).expanded()
      }
      #expect(failure?.problem == .tooMany(limit: 100_000))
    }
  }

  @Test(arguments: ["[\(zeros)1-100000]", "[1-1000]\(zeros)x[1-10]", "\(zeros):a,[1-99999]"])
  func `values that are long together are refused before they are made`(text: String) {
    let failure = #expect(throws: HostlistExpression.Failure.self) {
      try HostlistExpression(text).expanded()
    }
    #expect(failure?.problem == .tooLong(limit: 20_000_000))
  }

  private static let zeros = String(repeating: "0", count: 20_000)

  @Test(arguments: 0..<30)
  func `any text is expanded or refused`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<200 {
      let text = String((0..<12).map { _ in "[]-,019a:é".randomElement(using: &random) ?? " " })
      do {
        let names = try HostlistExpression(text, limit: 500).expanded()
        #expect(Set(names).count == names.count, "seed \(seed): \(text)")
        #expect(!names.contains(""), "seed \(seed): \(text)")
      } catch {
        #expect(error.offset + error.length <= text.utf8.count, "seed \(seed): \(text)")
        #expect(error.length > 0, "seed \(seed): \(text)")
      }
    }
  }
}
