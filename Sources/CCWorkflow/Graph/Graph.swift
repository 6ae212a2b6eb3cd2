/// A directed graph over vertices numbered from zero, stored as one array of neighbours.
package struct Graph: Sendable {
  package let count: Int
  /// Where the successors of each vertex begin in `targets`.
  private let starts: [Int]
  private let targets: [Int]
  /// Where the predecessors of each vertex begin in `sources`.
  private let ends: [Int]
  private let sources: [Int]

  /// - Cost: O(vertices + edges).
  package init(count: Int, edges: [(source: Int, destination: Int)]) {
    self.count = count
    (starts, targets) = Graph.sorted(edges.map { ($0.source, $0.destination) }, count)
    (ends, sources) = Graph.sorted(edges.map { ($0.destination, $0.source) }, count)
  }

  /// Returns the neighbours of all vertices one after another, and where those of each begin.
  private static func sorted(
    _ edges: [(vertex: Int, neighbour: Int)], _ count: Int
  ) -> (starts: [Int], neighbours: [Int]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for edge in edges { starts[edge.vertex + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    var neighbours = [Int](repeating: 0, count: edges.count)
    for edge in edges {
      neighbours[next[edge.vertex]] = edge.neighbour
      next[edge.vertex] += 1
    }
    return (starts, neighbours)
  }

  package func successors(of vertex: Int) -> ArraySlice<Int> {
    targets[starts[vertex]..<starts[vertex + 1]]
  }

  package func predecessors(of vertex: Int) -> ArraySlice<Int> {
    sources[ends[vertex]..<ends[vertex + 1]]
  }

  package func predecessorCount(of vertex: Int) -> Int { ends[vertex + 1] - ends[vertex] }

  /// Returns the vertices so that every edge points forward; of equals, the lower first.
  ///
  /// - Shape: vertices on or behind a cycle are missing.
  package func topologicalOrder() -> [Int] {
    var waiting = (0..<count).map { predecessorCount(of: $0) }
    var order = (0..<count).filter { waiting[$0] == 0 }
    var index = 0
    while index < order.count {
      for next in successors(of: order[index]) {
        waiting[next] -= 1
        if waiting[next] == 0 { order.append(next) }
      }
      index += 1
    }
    return order
  }

  /// Returns the vertices of one cycle in the order of its edges, or nil where there is none.
  package func cycle() -> [Int]? {
    let order = topologicalOrder()
    guard order.count < count else { return nil }
    let sorted = Set(order)
    // Every vertex that is left has a predecessor that is left; walking back must repeat one.
    var predecessor = [Int](repeating: -1, count: count)
    for vertex in 0..<count where !sorted.contains(vertex) {
      for next in successors(of: vertex) { predecessor[next] = vertex }
    }
    guard var vertex = (0..<count).first(where: { !sorted.contains($0) }) else { return nil }
    var placeInTrail: [Int: Int] = [:]
    var trail: [Int] = []
    while placeInTrail[vertex] == nil {
      placeInTrail[vertex] = trail.count
      trail.append(vertex)
      vertex = predecessor[vertex]
    }
    let loop = Array(trail[(placeInTrail[vertex] ?? 0)...].reversed())
    // Begin with the first in file order, so that the message is the same every time.
    let first = loop.firstIndex(of: loop.min() ?? 0) ?? 0
    return Array(loop[first...] + loop[..<first])
  }
}
