import Testing

@testable import EECore

@Suite struct JSONPathTests {
  private static let document =
    #"{"training": {"accuracy": 0.9, "a b": 1}, "runs": [{"loss": 1}, {"loss": 2}], "x.y": 3}"#

  @Test(arguments: [
    ("training.accuracy", ["0.9"]), ("$.training.accuracy", ["0.9"]), ("runs[0].loss", ["1"]),
    ("runs[-1].loss", ["2"]), ("runs[*].loss", ["1", "2"]), (#"training["a b"]"#, ["1"]),
    ("['x.y']", ["3"]), ("runs[5].loss", []), ("training.none", []), ("runs.loss", []),
    ("training.*", ["0.9", "1"]),
  ]) func `a path leads to values`(path: String, values: [String]) throws {
    let path = try #require(JSONPath(path))
    let document = try JSONParser.parse(Self.document)
    #expect(path.values(in: document) == values.map(JSONValue.number))
  }

  @Test(arguments: ["", "$", "a..b", "a[", "a[x]", "a['b", "a.", ".[0"])
  func `what is no path is refused`(text: String) { #expect(JSONPath(text) == nil) }
}
