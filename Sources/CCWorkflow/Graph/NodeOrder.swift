/// Answers whether one node comes before another, by way of any others.
final class NodeOrder {
  /// A node that many ask about is worth knowing all that is behind it.
  private static let patience = 8

  private let graph: Graph
  /// The place of each node in an order in which every edge points forward.
  private lazy var ranks: [Int] = {
    var ranks = [Int](repeating: 0, count: graph.count)
    for (rank, vertex) in graph.topologicalOrder().enumerated() { ranks[vertex] = rank }
    return ranks
  }()
  private lazy var predecessors: [[Int]] = {
    var predecessors = [[Int]](repeating: [], count: graph.count)
    for source in 0..<graph.count {
      for target in graph.successors(of: source) { predecessors[target].append(source) }
    }
    return predecessors
  }()
  private var askedOf: [Int: Int] = [:]
  private var behind: [Int: Set<Int>] = [:]

  /// - Shape: the graph has no cycle.
  init(_ graph: Graph) { self.graph = graph }

  func comes(_ first: Int, before second: Int) -> Bool {
    guard first != second else { return false }
    if predecessors[second].contains(first) { return true }
    guard ranks[first] < ranks[second] else { return false }
    if let known = behind[first] { return known.contains(second) }
    askedOf[first, default: 0] += 1
    guard askedOf[first, default: 0] <= Self.patience else {
      let found = allBehind(first)
      behind[first] = found
      return found.contains(second)
    }
    return isFound(first, from: second)
  }

  /// Walks back, and no further than to what stands before the one that is looked for.
  private func isFound(_ first: Int, from second: Int) -> Bool {
    var open = [second]
    var seen: Set<Int> = [second]
    while let vertex = open.popLast() {
      for other in predecessors[vertex] where ranks[other] >= ranks[first] {
        if other == first { return true }
        if seen.insert(other).inserted { open.append(other) }
      }
    }
    return false
  }

  private func allBehind(_ first: Int) -> Set<Int> {
    var open = [first]
    var seen: Set<Int> = []
    while let vertex = open.popLast() {
      for next in graph.successors(of: vertex) where seen.insert(next).inserted {
        open.append(next)
      }
    }
    return seen
  }
}
