import CampaignStore
import Testing

@testable import CCWorkflow

/// Groups: how a fan-out becomes a gate, members and a join, and what the join says.
@Suite struct JoinTests {
  /// `first, group, last` with two members, as a workflow stores it.
  private static let nodes = [
    NodeRecord(name: "first", kind: .marker), NodeRecord(name: "group", kind: .group),
    NodeRecord(name: "group/a", kind: .job, group: "group"),
    NodeRecord(name: "group/b", kind: .job, group: "group"),
    NodeRecord(name: "last", kind: .job),
  ]
  private static let edges = [
    EdgeRecord(source: "first", destination: "group"),
    EdgeRecord(source: "group", destination: "last"),
  ]

  private func bench(_ nodes: [NodeRecord] = JoinTests.nodes) -> EngineBench {
    let graph = RunGraph(nodes: nodes, edges: Self.edges)
    return EngineBench(graph: graph, capacity: 8)
  }

  @Test func `members start after all before the group, and what follows after all of them`() {
    var bench = bench()
    #expect(bench.feed(.begin) == [2, 3])
    #expect(bench.feed(.ended(3, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(2, .done, cause: nil)) == [4])
    bench.feed(.ended(4, .done, cause: nil))
    #expect(bench.engine.isFinished)
    #expect(bench.states.allSatisfy { $0 == .done })
  }

  @Test func `the other members of a group go on when one fails`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(2, .failed, cause: "exit 1"))
    #expect(bench.states[3] == .submitted)
    #expect(bench.states[1] == .ready)
    bench.feed(.ended(3, .done, cause: nil))
    #expect(bench.states[1] == .failed)
    #expect(bench.causes[1] == "1 of 2 failed")
    #expect(bench.states[4] == .skipped)
    #expect(bench.causes[4] == "'group' failed")
  }

  @Test func `a group behind a failure is skipped with its members, who name the cause`() {
    var nodes = Self.nodes
    nodes[0] = NodeRecord(name: "first", kind: .job)
    var bench = bench(nodes)
    #expect(bench.feed(.begin) == [0])
    bench.feed(.ended(0, .failed, cause: "exit 1"))
    #expect(bench.engine.isFinished)
    #expect(Array(bench.states.dropFirst()) == Array(repeating: .skipped, count: 5))
    #expect(bench.causes[1] == "'first' failed")
    #expect(bench.causes[2] == "'first' failed")
    #expect(bench.causes[4] == "'group' was skipped")
  }

  @Test func `the state of a join is that of its worst member, with all counts as the cause`() {
    let states: [JobState] = [.done, .skipped, .lost, .failed, .cancelled, .failed]
    var vertices = states.map { WorkflowEngine.Vertex(.job(cpus: 1), state: $0) }
    vertices.append(WorkflowEngine.Vertex(.join(isOpen: false)))
    var bench = EngineBench(vertices: vertices, edges: states.indices.map { ($0, states.count) })
    bench.feed(.begin)
    #expect(bench.states.last == .failed)
    #expect(
      bench.causes.last == "2 of 6 failed, 1 of 6 lost, 1 of 6 cancelled, 1 of 6 skipped")
  }

  @Test func `a join of nothing is done`() {
    var bench = EngineBench(roles: [.join(isOpen: false)], edges: [])
    bench.feed(.begin)
    #expect(bench.states == [.done])
  }

  @Test func `a group without members ends after what is before it`() {
    let nodes = [NodeRecord(name: "first", kind: .job)] + Self.nodes[1...1] + Self.nodes[4...4]
    var bench = bench(nodes)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.states[1] == .ready)
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [2])
    #expect(bench.states[1] == .done)
  }

  @Test func `a fan-out costs two edges a member, whatever stands before and after it`() {
    let members = (0..<100).map { NodeRecord(name: "g/\($0)", kind: .job, group: "g") }
    let others = (0..<10).map { NodeRecord(name: "n\($0)", kind: .marker) }
    let group = NodeRecord(name: "g", kind: .group)
    let edges =
      others.prefix(5).map { EdgeRecord(source: $0.name, destination: "g") }
      + others.suffix(5).map { EdgeRecord(source: "g", destination: $0.name) }
    let graph = RunGraph(nodes: others + [group] + members, edges: edges)
    let count = (0..<graph.graph.count).reduce(0) { $0 + graph.graph.successors(of: $1).count }
    #expect(count == 2 * members.count + edges.count + 1)
    #expect(graph.names.count == graph.vertices.count)
  }
}
