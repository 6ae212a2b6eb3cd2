import CampaignStore
import Testing

@testable import CCWorkflow

/// Members of groups that were cancelled, and what a later decision about the group means for them.
@Suite struct LeftOutGroupTests {
  /// A group of one member: its join, the member, and its gate, about which somebody decides.
  private func bench(member: WorkflowEngine.Vertex) -> EngineBench {
    EngineBench(
      vertices: [.init(.join(isOpen: false)), member, .init(.gate, needsDecision: true)],
      edges: [(2, 0), (2, 1), (1, 0)])
  }

  @Test func `a group whose member was started once is not asked about again`() {
    var bench = bench(
      member: .init(.job(JobDemand()), state: .cancelled, cause: "on request", attempts: 1))
    #expect(!bench.handle(.begin).contains(.decide(2)))
    #expect(bench.feed(.retry([1])) == [1])
  }

  @Test func `a member that was cancelled stays so when its group is left out`() {
    var bench = bench(member: .init(.job(JobDemand())))
    bench.feed(.begin)
    bench.feed(.cancel([1]))
    bench.feed(.decided(2, .skip(reason: "unwanted")))
    #expect(bench.feed(.retry([0, 1])) == [])
    #expect(bench.states == [.cancelled, .cancelled, .skipped])
    #expect(bench.engine.isFinished)
  }
}
