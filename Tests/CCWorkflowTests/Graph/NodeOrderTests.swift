import Testing

@testable import CCWorkflow

@Suite struct NodeOrderTests {
  /// What a walk over all paths finds.
  private func reaches(_ edges: [(source: Int, destination: Int)], _ a: Int, _ b: Int) -> Bool {
    edges.contains { $0.source == a && ($0.destination == b || reaches(edges, $0.destination, b)) }
  }

  @Test(arguments: 0..<20)
  func `what comes before what is what paths say, however often it is asked`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = 12
    var edges: [(source: Int, destination: Int)] = []
    for _ in 0..<16 {
      let ends = [
        Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random),
      ]
      guard ends[0] != ends[1] else { continue }
      edges.append((ends.min() ?? 0, ends.max() ?? 0))
    }
    let order = NodeOrder(Graph(count: count, edges: edges))
    for first in 0..<count {
      for second in 0..<count {
        #expect(order.comes(first, before: second) == reaches(edges, first, second))
      }
    }
  }
}
