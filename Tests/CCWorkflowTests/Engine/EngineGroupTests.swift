import CampaignStore
import Testing

@testable import CCWorkflow

/// Groups whose members are found out while the run goes on: loops and fan-outs over results.
@Suite struct EngineGroupTests {
  /// A job, a gate, its join and a job behind them: 0 → 1 → 2 → 3.
  private func bench(asks: Bool = false, stored: [WorkflowEngine.Vertex] = []) -> EngineBench {
    let members = stored.indices.map { 4 + $0 }
    return EngineBench(
      vertices: [
        .init(.job(JobDemand()), state: stored.isEmpty ? .ready : .done),
        .init(.gate, needsDecision: asks), .init(.join(isOpen: true)), .init(.job(JobDemand())),
      ] + stored,
      edges: [(0, 1), (1, 2), (2, 3)] + members.map { (1, $0) } + members.map { ($0, 2) },
      pool: ResourcePool(cpus: 2))
  }

  private static let job = WorkflowEngine.Vertex(.job(JobDemand()))

  /// A bench whose group has just asked for members.
  private func asking() -> EngineBench {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    return bench
  }

  @Test func `members are asked for when the gate is done`() {
    var bench = bench()
    bench.feed(.begin)
    #expect(
      bench.handle(.ended(0, .done, cause: nil)) == [.changed(0), .changed(1), .expand(1)])
    #expect(bench.states == [.done, .done, .ready, .ready])
    #expect(!bench.engine.isStuck)
  }

  @Test func `members run side by side, and what follows waits for all`() {
    var bench = asking()
    #expect(bench.feed(.expanded(1, [Self.job, Self.job], isClosed: true)) == [4, 5])
    #expect(bench.feed(.ended(5, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(4, .done, cause: nil)) == [3])
    #expect(bench.states[2] == .done)
  }

  @Test func `a loop is asked for one pass after the other until it is closed`() {
    var bench = asking()
    for pass in 4..<7 {
      #expect(bench.feed(.expanded(1, [Self.job], isClosed: false)) == [pass])
      #expect(
        bench.handle(.ended(pass, .done, cause: nil)) == [.changed(pass), .expand(1)])
    }
    #expect(bench.feed(.expanded(1, [], isClosed: true)) == [3])
    #expect(bench.states == [.done, .done, .done, .submitted, .done, .done, .done])
  }

  @Test func `nobody is asked again where a member did not end well`() {
    var bench = asking()
    bench.feed(.expanded(1, [Self.job, Self.job], isClosed: false))
    bench.feed(.ended(4, .failed, .exit, cause: nil))
    #expect(
      bench.handle(.ended(5, .done, cause: nil)) == [.changed(5), .changed(2), .changed(3)])
    #expect(bench.states[2] == .failed)
    #expect(bench.causes[2] == "1 of 2 failed")
    #expect(bench.causes[3] == "'v2' failed")
  }

  @Test func `a loop goes on when its failed pass runs again`() {
    var bench = asking()
    bench.feed(.expanded(1, [Self.job], isClosed: false))
    bench.feed(.ended(4, .failed, .exit, cause: nil))
    #expect(bench.feed(.retry([2])) == [4])
    #expect(bench.states == [.done, .done, .ready, .ready, .submitted])
    #expect(bench.handle(.ended(4, .done, cause: nil)) == [.changed(4), .expand(1)])
  }

  @Test func `no members at all close a group, whatever is said`() {
    var bench = asking()
    #expect(bench.feed(.expanded(1, [], isClosed: false)) == [3])
    #expect(bench.states[2] == .done)
  }

  @Test func `members that nobody asked for are no members`() {
    var bench = bench()
    bench.feed(.begin)
    for gate in [-1, 0, 1, 2, 99] {
      #expect(bench.handle(.expanded(gate, [Self.job], isClosed: true)) == [])
    }
    bench.feed(.ended(0, .done, cause: nil))
    bench.feed(.expanded(1, [Self.job], isClosed: false))
    #expect(bench.handle(.expanded(1, [Self.job], isClosed: false)) == [])
    #expect(bench.engine.vertices.count == 5)
  }

  @Test func `a member may be a marker, and may depend on a condition`() {
    var bench = asking()
    let asking = WorkflowEngine.Vertex(.job(JobDemand()), needsDecision: true)
    let effects = bench.handle(.expanded(1, [asking, .init(.marker)], isClosed: true))
    #expect(effects == [.decide(4), .changed(5)])
    bench.feed(.decided(4, .skip(reason: "no")))
    #expect(bench.states[2] == .done)
    #expect(bench.causes[2] == nil)
  }

  @Test func `the condition of a group is decided before its members are asked for`() {
    var bench = bench(asks: true)
    bench.feed(.begin)
    #expect(bench.handle(.ended(0, .done, cause: nil)) == [.changed(0), .decide(1)])
    #expect(bench.handle(.decided(1, .run)) == [.changed(1), .expand(1)])
  }

  @Test func `a group that is skipped is not asked for members`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.states == [.failed, .skipped, .skipped, .skipped])
    #expect(bench.causes[2] == "'v0' failed")
  }

  @Test func `a loop that is cancelled between two passes is cancelled`() {
    var bench = asking()
    bench.feed(.expanded(1, [Self.job], isClosed: false))
    bench.feed(.ended(4, .done, cause: nil))
    bench.feed(.cancel([2]))
    #expect(bench.states[2] == .cancelled)
    #expect(bench.causes[2] == "on request")
    #expect(bench.handle(.expanded(1, [Self.job], isClosed: false)) == [])
    // It goes on where it was.
    #expect(bench.handle(.retry([2])).contains(.expand(1)))
  }

  @Test func `a pass that ends well after its loop was cancelled is the last`() {
    var bench = asking()
    bench.feed(.expanded(1, [Self.job], isClosed: false))
    bench.feed(.cancel([1]))
    bench.feed(.ended(4, .done, cause: nil))
    #expect(bench.states[2] == .cancelled)
  }

  @Test func `the next runner asks for more where all stored members are done`() {
    var bench = bench(
      asks: true, stored: [WorkflowEngine.Vertex(.job(JobDemand()), state: .done)])
    #expect(bench.handle(.begin) == [.changed(1), .expand(1)])
    #expect(bench.feed(.expanded(1, [Self.job], isClosed: true)) == [5])
  }

  @Test func `the next runner waits for stored members first`() {
    var bench = bench(stored: [WorkflowEngine.Vertex(.job(JobDemand()), state: .running)])
    #expect(bench.handle(.begin) == [.changed(1)])
    #expect(bench.handle(.ended(4, .done, cause: nil)) == [.changed(4), .expand(1)])
  }

  @Test func `a group whose members cannot be found has failed, and can be tried again`() {
    var bench = asking()
    #expect(
      bench.handle(.cannotExpand(1, cause: "no such output")) == [.changed(2), .changed(3)])
    #expect(bench.states == [.done, .done, .failed, .skipped])
    #expect(bench.causes[2] == "no such output")
    #expect(bench.handle(.cannotExpand(1, cause: "late")) == [])
    #expect(bench.handle(.retry([2])) == [.changed(2), .changed(3), .expand(1)])
  }

  @Test func `an open group without a gate is closed`() {
    var bench = EngineBench(roles: [.join(isOpen: true)], edges: [])
    bench.feed(.begin)
    #expect(bench.states == [.done])
  }
}
