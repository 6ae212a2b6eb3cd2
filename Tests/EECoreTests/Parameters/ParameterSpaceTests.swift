import Testing

@testable import EECore

@Suite struct ParameterSpaceTests {
  private func axis(_ name: String, _ values: [String]) -> Axis {
    Axis(
      name: name, values: values.map(ParameterValue.init(spelled:)),
      at: SourcePosition(file: "f", line: 1, column: 1))
  }

  private func axis(_ name: String, count: Int) -> Axis {
    axis(name, (1...count).map(String.init))
  }

  @Test func `the last axis is the fastest`() throws {
    let space = try ParameterSpace([axis("a", ["1", "2"]), axis("b", ["x", "y", "z"])])
    #expect(
      (0..<space.count).map { space[$0].text } == [
        "a=1 b=x", "a=1 b=y", "a=1 b=z", "a=2 b=x", "a=2 b=y", "a=2 b=z",
      ])
  }

  @Test(arguments: [[1], [3, 1, 4], [2, 2, 2, 2, 2], [7, 11, 13]])
  func `there are as many points as the product, all different`(sizes: [Int]) throws {
    let axes = sizes.enumerated().map { axis("p\($0.offset)", count: $0.element) }
    let space = try ParameterSpace(axes)
    #expect(space.count == sizes.reduce(1, *))
    #expect(Set((0..<space.count).map { space[$0] }).count == space.count)
  }

  @Test func `a point in the middle is found without those before it`() throws {
    let space = try ParameterSpace((0..<7).map { axis("p\($0)", count: 10) })
    #expect(space.count == 10_000_000)
    #expect(space[1_234_567].parameters.map(\.value.spelling).joined() == "2345678")
  }

  @Test func `more points than can be counted are refused at the axis that goes too far`() {
    let error = #expect(throws: Diagnostics.self) {
      try ParameterSpace((0..<40).map { axis("p\($0)", count: 1000) })
    }
    #expect(error?.all.map(\.code) == [.spaceTooLarge])
  }

  @Test(arguments: [
    ("1", "1"), ("-0.50", "-0.50"), ("1e-4", "1e-4"), ("1E+5", "1e+5"), ("+1", "1"), (".5", "0.5"),
    ("-.5", "-0.5"), ("1.", "1.0"), ("1.e3", "1.0e3"), ("0x1F", "31"), ("0o17", "15"),
    ("true", "true"), ("True", "true"), ("FALSE", "false"), ("null", "null"), ("~", "null"),
    ("012", "\"012\""), ("yes", "\"yes\""), ("a b", "\"a b\""), ("1_000", "\"1_000\""),
    (".inf", "\".inf\""), ("-.INF", "\"-.INF\""), (".nan", "\".nan\""),
  ])
  func `a value is in JSON what YAML reads it as`(spelling: String, json: String) throws {
    #expect(JSONWriter.text(ParameterValue(spelled: spelling).json) == json)
    let quoted = ParameterValue(Scalar(spelling, isPlain: false))
    #expect(JSONWriter.text(quoted.json) == "\"\(spelling)\"")
  }
}
