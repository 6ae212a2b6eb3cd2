import TestSupport
import Testing

@testable import EETemplate

@Suite struct SkeletonTests {
  @Test func `holes are filled in place, in any order and more than once`() {
    var skeleton = Skeleton(hole: 1)
    skeleton.append(text: "-".utf8)
    skeleton.append(hole: 0)
    skeleton.append(Skeleton(text: "|".utf8))
    skeleton.append(hole: 1)
    #expect(skeleton.holes == [1, 0, 1])
    #expect(skeleton.constant == nil)
    #expect(text(skeleton, ["a", "bb"]) == "bb-a|bb")
  }

  @Test func `a skeleton inside another keeps its holes where they are`() {
    var inner = Skeleton(text: "(".utf8)
    inner.append(hole: 0)
    inner.append(text: ")".utf8)
    var outer = Skeleton(text: "x".utf8)
    outer.append(inner)
    outer.append(inner)
    #expect(text(outer, ["é"]) == "x(é)(é)")
  }

  @Test func `text without holes is rendered as it is, and so is none`() {
    #expect(text(Skeleton(text: "text".utf8), []) == "text")
    #expect(text(Skeleton(), []) == "")
    #expect(text(Skeleton(hole: 0), [""]) == "")
  }

  @Test(arguments: 0..<50)
  func `rendering is the same as naive replacement`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let names = ["a", "b.c", "long-name", "x1"]
    let values = names.map { _ in
      (0..<Int.random(in: 0...5, using: &random)).map { _ in piece(&random) }.joined()
    }
    var source = ""
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      source +=
        Bool.random(using: &random)
        ? piece(&random) : "{\(names[Int.random(in: 0..<4, using: &random)])}"
    }
    // Values have no braces, so that one replacement cannot make a frame for the next.
    var expected = source
    for (name, value) in zip(names, values) {
      expected = expected.replacing("{\(name)}", with: value)
    }
    let template = Template(source)
    let holes = template.slots.map { names.firstIndex(of: $0.name) ?? 0 }
    let skeleton = Skeleton(template, fillings: holes.map(Skeleton.init(hole:)))
    #expect(text(skeleton, values) == expected, "seed \(seed)")
  }

  private func piece(_ random: inout SeededGenerator) -> String {
    let pieces = ["", " ", "a", "é", "\n", "$1", "<", ">", "xyz", "\\n", "🎉", "a.b"]
    return pieces[Int.random(in: 0..<pieces.count, using: &random)]
  }

  private func text(_ skeleton: Skeleton, _ values: [String]) -> String {
    String(decoding: skeleton.rendered(values.map { Array($0.utf8) }), as: UTF8.self)
  }
}
