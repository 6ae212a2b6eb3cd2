import Testing

@testable import CCWorkflow

@Suite struct GraphTests {
  private func graph(_ count: Int, _ edges: (Int, Int)...) -> Graph {
    Graph(count: count, edges: edges.map { (source: $0.0, destination: $0.1) })
  }

  @Test func `neighbours are those of the edges, in their order`() {
    let graph = graph(4, (0, 2), (0, 1), (2, 3), (1, 3))
    #expect(Array(graph.successors(of: 0)) == [2, 1])
    #expect(Array(graph.successors(of: 3)) == [])
    #expect((0..<4).map { graph.predecessorCount(of: $0) } == [0, 1, 1, 2])
  }

  @Test func `the order puts every vertex behind all before it, of equals the lower first`() {
    #expect(graph(5, (3, 1), (1, 0), (4, 0)).topologicalOrder() == [2, 3, 4, 1, 0])
    #expect(graph(0).topologicalOrder() == [])
  }

  @Test func `a graph without a cycle has none`() {
    #expect(graph(3, (0, 1), (0, 2), (1, 2)).cycle() == nil)
    #expect(graph(0).cycle() == nil)
  }

  @Test func `a cycle is named from its lowest vertex, without what is before or behind it`() {
    #expect(graph(1, (0, 0)).cycle() == [0])
    #expect(graph(2, (1, 0), (0, 1)).cycle() == [0, 1])
    // 0 leads into the cycle 1, 4, 2 and 3 hangs behind it.
    #expect(graph(5, (0, 4), (1, 4), (4, 2), (2, 1), (2, 3)).cycle() == [1, 4, 2])
  }

  @Test func `what stands behind a cycle is not taken for a part of it`() {
    // The lowest vertex that is left over is behind the cycle, not on it.
    #expect(graph(4, (1, 0), (1, 2), (2, 3), (3, 1)).cycle() == [1, 2, 3])
  }

  @Test func `random graphs with one edge backwards have a cycle that is one`() {
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      let count = Int.random(in: 2...20, using: &random)
      var edges = (1..<count).map {
        (source: Int.random(in: 0..<$0, using: &random), destination: $0)
      }
      #expect(Graph(count: count, edges: edges).cycle() == nil, "seed \(seed)")
      let (source, destination) = edges.randomElement(using: &random) ?? (0, 1)
      edges.append((source: destination, destination: source))
      let graph = Graph(count: count, edges: edges.shuffled(using: &random))
      let cycle = graph.cycle() ?? []
      #expect(Set(cycle) == [source, destination], "seed \(seed)")
    }
  }

  @Test func `ten thousand vertices in a row are ordered, and closed to a ring named in full`() {
    let count = 10_000
    var edges = (1..<count).map { (source: $0 - 1, destination: $0) }
    #expect(Graph(count: count, edges: edges).topologicalOrder() == Array(0..<count))
    edges.append((source: count - 1, destination: 0))
    #expect(Graph(count: count, edges: edges).cycle() == Array(0..<count))
  }
}
