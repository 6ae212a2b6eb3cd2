import Testing

@testable import EECore

/// What a sample takes where cells have few forms, or are very many.
@Suite struct SampleTests {
  private func sweep(_ text: String) throws -> (points: [String], warnings: [String]) {
    let plan = try SampleSweep(text).plan
    return (
      (0..<plan.space.count).map { plan.space.all(at: $0).text }, plan.warnings.map(\.message)
    )
  }

  private func problem(_ text: String) -> [String] {
    let error = #expect(throws: Diagnostics.self) { try SampleSweep(text) }
    return error?.all.map { "\($0.position?.line ?? 0) \($0.code.rawValue) \($0.message)" } ?? []
  }

  private static let discrete = "experiments: {a: '1,2', x: {choice: [p, q]}}\n"

  @Test func `a point that was drawn already is drawn again`() throws {
    let (points, warnings) = try sweep(Self.discrete + "sample: {count: 4, seed: 1}")
    #expect(points.sorted() == ["a=1 x=p", "a=1 x=q", "a=2 x=p", "a=2 x=q"])
    #expect(warnings.isEmpty)
  }

  @Test func `a sample of more than can be drawn takes all there are`() throws {
    let (points, warnings) = try sweep(Self.discrete + "sample: {count: 9, seed: 1}")
    #expect(points.count == 4)
    #expect(warnings == ["a sample of 9 from 4 points takes all of them"])
  }

  @Test(arguments: 0..<10)
  func `a larger sample of few forms holds each smaller one`(seed: Int) throws {
    let text =
      "experiments: {a: '[1-3]', x: {choice: [p, p, q]}, n: {uniform: [1, 3], integer: true}}\n"
    var smaller: Set<String> = []
    for count in 1...18 {
      let points = Set(try sweep(text + "sample: {count: \(count), seed: \(seed)}").points)
      #expect(points.count == count)
      #expect(points.isSuperset(of: smaller))
      smaller = points
    }
  }

  @Test func `a product beyond counting is sampled`() throws {
    let text = "experiments: {a: '[1-10000]', b: '[1-10000]', c: '[1-10000]'}\n"
    let (points, _) = try sweep(text + "sample: {count: 5}")
    #expect(Set(points).count == 5)
    #expect(try Set(sweep(text + "sample: {count: 9}").points).isSuperset(of: points))
    #expect(
      problem(text) == ["1 EE305 the sweep has more than 100000000 points"])
    #expect(
      problem(text + "where: a > 3\nsample: {count: 5}")
        == ["1 EE305 the sweep has more than 100000000 points"])
    #expect(
      problem(text + "sample: {count: 10000001}")
        == ["2 EE305 a sample of more than 10000000 points"])
    let huge = (0..<9).map { "p\($0): '[1-1000]'" }.joined(separator: ", ")
    #expect(
      problem("experiments: {\(huge)}\nsample: {count: 5}")
        == ["1 EE305 the sweep has more than \(Int.max / 2) points"])
  }

  @Test func `a sample that takes all is no more than its product`() throws {
    let text = "experiments: {a: '[1-4000]', b: '[1-4000]'}\nsample: {count: \(Int.max)}"
    let plan = try CampaignSpec(
      YAMLReader.read(Array(text.utf8), file: "f"), fileName: "f", lookup: Lookup())
    #expect(plan.space.count == 16_000_000)
    #expect(
      problem(text.replacing("\(Int.max)", with: "15000000"))
        == ["2 EE305 a sample of more than 10000000 points"])
  }

  @Test func `inclusions and unions are bounded too`() throws {
    let many = (0..<101).map { "{a: \($0)}" }.joined(separator: ", ")
    #expect(
      problem("experiments: {a: 1, repeat: {repeat: 100000}}\ninclude: [\(many)]")
        == ["2 EE305 'include' adds more than 10000000 points"])
    let maps = (0..<3).map { "{a: '[1-7000]', b: '[1-7000]', c: \($0)}" }.joined(separator: ", ")
    #expect(
      problem("experiments: [\(maps)]") == ["1 EE305 the sweep has more than 100000000 points"])
  }
}
