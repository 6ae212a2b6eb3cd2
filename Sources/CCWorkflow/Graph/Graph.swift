/// A directed graph over vertices numbered from zero, stored as one array of neighbours.
package struct Graph: Sendable {
  package let count: Int
  /// Where the successors of each vertex begin in `targets`.
  private let starts: [Int]
  private let targets: [Int]
  private let predecessorCounts: [Int]

  /// - Cost: O(vertices + edges).
  package init(count: Int, edges: [(source: Int, destination: Int)]) {
    self.count = count
    var starts = [Int](repeating: 0, count: count + 1)
    var incoming = [Int](repeating: 0, count: count)
    for edge in edges {
      starts[edge.source + 1] += 1
      incoming[edge.destination] += 1
    }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    var targets = [Int](repeating: 0, count: edges.count)
    for edge in edges {
      targets[next[edge.source]] = edge.destination
      next[edge.source] += 1
    }
    self.starts = starts
    self.targets = targets
    predecessorCounts = incoming
  }

  package func successors(of vertex: Int) -> ArraySlice<Int> {
    targets[starts[vertex]..<starts[vertex + 1]]
  }

  package func predecessorCount(of vertex: Int) -> Int { predecessorCounts[vertex] }

  /// Returns the vertices so that every edge points forward; of equals, the lower first.
  ///
  /// - Shape: vertices on or behind a cycle are missing.
  package func topologicalOrder() -> [Int] {
    var waiting = predecessorCounts
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
    let sorted = Set(topologicalOrder())
    guard sorted.count < count else { return nil }
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
