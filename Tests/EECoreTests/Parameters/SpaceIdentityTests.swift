import Testing

@testable import EECore

/// Which values and points are the same, and what becomes of their spelling and type.
@Suite struct SpaceIdentityTests {
  private func points(_ text: String) throws -> [String] {
    let space = try SampleSweep(text).plan.space
    return (0..<space.count).map { space.all(at: $0).text }
  }

  private func codes(_ text: String) -> [DiagnosticCode] {
    let error = #expect(throws: Diagnostics.self) { try SampleSweep(text) }
    return error?.all.map(\.code) ?? []
  }

  @Test func `an included number is spelled as its parameter has it`() throws {
    #expect(
      try points(
        "experiments: {lr: {from: 1e-4, to: 1e-1, count: 4, scale: log}}\ninclude: [{lr: 0.001}]")
        == ["lr=1e-4", "lr=1e-3", "lr=0.01", "lr=1e-1"])
    #expect(try points("experiments: {a: 1}\ninclude: [{a: 01}]") == ["a=1", "a=01"])
  }

  @Test func `exclude knows numbers by the rules of YAML`() throws {
    #expect(try points("experiments: {a: '007,8'}\nexclude: [{a: 7}, {a: 8.0}]") == ["a=007"])
    #expect(
      try points("experiments: {a: [9007199254740993, 1]}\nexclude: [{a: 9007199254740992}]")
        == ["a=9007199254740993", "a=1"])
  }

  @Test func `a value keeps its type beside one of another map`() throws {
    let sample = try SampleSweep("experiments: [{a: [1], b: x}, {a: ['1'], b: y}]")
    #expect(sample.config(at: 0)?.contains("  a: 1\n") == true)
    #expect(sample.config(at: 1)?.contains("  a: '1'\n") == true)
    #expect(sample.experiments.map(\.identifier) == ["a_1_b_x", "a_1_b_y"])
    #expect(try points("experiments: [{a: [1]}, {a: ['1']}]") == ["a=1"])
  }

  @Test(arguments: [
    "experiments: {a: [1, 1]}", "experiments: [{a: [2]}, {a: [1, 1]}]",
    "experiments: [{a: [2]}, {a: [1, '1']}]",
  ])
  func `a value that stands twice in one list is reported in any map`(text: String) {
    #expect(codes(text) == [.duplicateIdentifier])
  }
}
