import CampaignStore
import Testing

@testable import CCWorkflow

/// Vertices of which it is decided when they are reached whether they run.
@Suite struct DecisionTests {
  private func bench(_ role: WorkflowEngine.Role = .job(cpus: 1)) -> EngineBench {
    EngineBench(
      vertices: [
        .init(.job(JobDemand())), .init(role, needsDecision: true), .init(.job(JobDemand())),
      ], edges: [(0, 1), (1, 2)], pool: ResourcePool(cpus: 1))
  }

  @Test func `it is asked when all before it is done, and nothing starts before the answer`() {
    var bench = bench()
    #expect(!bench.handle(.begin).contains(.decide(1)))
    #expect(bench.handle(.ended(0, .done, cause: nil)) == [.changed(0), .decide(1)])
    #expect(bench.states == [.done, .ready, .ready])
    #expect(!bench.engine.isStuck)
    #expect(bench.feed(.decided(1, .run)) == [1])
  }

  @Test func `what depends on something whose decision cannot be made is skipped`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    let decision = Decision.fail(reason: "there is no metric 'x'")
    #expect(bench.handle(.decided(1, decision)) == [.changed(1), .changed(2)])
    #expect(bench.states == [.done, .failed, .skipped])
    #expect(bench.causes == [nil, "there is no metric 'x'", "'v1' failed"])
    #expect(bench.engine.isFinished)
  }

  @Test func `what is left out says why, and what depends on it goes on without it`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.feed(.decided(1, .skip(reason: "accuracy is 0.4"))) == [2])
    #expect(bench.states == [.done, .skipped, .submitted])
    #expect(bench.causes == [nil, "accuracy is 0.4", nil])
  }

  @Test func `of two branches with opposite conditions one is left out and the join is reached`() {
    let asking = WorkflowEngine.Vertex(.job(JobDemand()), needsDecision: true)
    var bench = EngineBench(
      vertices: [asking, asking, .init(.marker)], edges: [(0, 2), (1, 2)],
      pool: ResourcePool(cpus: 2))
    bench.feed(.begin)
    bench.feed(.decided(0, .skip(reason: "no")))
    bench.feed(.decided(1, .run))
    bench.feed(.ended(1, .done, cause: nil))
    #expect(bench.states == [.skipped, .done, .done])
  }

  @Test func `a group is done without the members that were left out, and left out with all`() {
    let asking = WorkflowEngine.Vertex(.job(JobDemand()), needsDecision: true)
    func run(_ second: Decision) -> EngineBench {
      var bench = EngineBench(
        vertices: [.init(.gate), asking, asking, .init(.join(isOpen: false)), .init(.marker)],
        edges: [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3), (3, 4)], pool: ResourcePool(cpus: 2))
      bench.feed(.begin)
      bench.feed(.decided(1, .skip(reason: "k is 1")))
      bench.feed(.decided(2, second))
      if second == .run { bench.feed(.ended(2, .done, cause: nil)) }
      return bench
    }
    #expect(run(.run).states == [.done, .skipped, .done, .done, .done])
    let none = run(.skip(reason: "k is 2"))
    #expect(none.states == [.done, .skipped, .skipped, .skipped, .done])
    #expect(none.causes[3] == "k is 1")
  }

  @Test func `an engine that takes up a run knows what was left out`() {
    let left = WorkflowEngine.Vertex(
      .job(JobDemand()), state: .skipped, cause: "no", isLeftOut: true)
    var bench = EngineBench(
      vertices: [left, .init(.marker)], edges: [(0, 1)], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    #expect(bench.states == [.skipped, .done])
  }

  @Test func `an answer that nobody waits for changes nothing`() {
    var bench = bench()
    #expect(bench.handle(.decided(1, .run)) == [])
    bench.feed(.begin)
    #expect(bench.handle(.decided(1, .run)) == [])
    #expect(bench.handle(.decided(0, .skip(reason: "late"))) == [])
    #expect(bench.handle(.decided(17, .run)) == [])
    bench.feed(.ended(0, .done, cause: nil))
    bench.feed(.decided(1, .run))
    #expect(bench.handle(.decided(1, .skip(reason: "late"))) == [])
    #expect(bench.states[1] == .submitted)
  }

  @Test func `an answer to what was cancelled meanwhile changes nothing`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    bench.feed(.cancel([1]))
    #expect(bench.handle(.decided(1, .run)) == [])
    #expect(bench.states[1] == .cancelled)
  }

  @Test func `markers are decided about too`() {
    var bench = bench(.marker)
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.feed(.decided(1, .run)) == [2])
  }

  @Test func `a retry by itself asks nothing`() {
    let demand = JobDemand(retry: RetryPolicy(max: 1, causes: [.exit]))
    var bench = EngineBench(
      vertices: [.init(.job(demand), needsDecision: true)], edges: [],
      pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.decided(0, .run))
    #expect(bench.feed(.ended(0, .failed, .exit, cause: nil)) == [0])
  }

  @Test func `what waited for room when its runner ended is not asked about again`() {
    let job = WorkflowEngine.Vertex(.job(JobDemand()), state: .waiting, needsDecision: true)
    var bench = EngineBench(vertices: [job], edges: [], pool: ResourcePool(cpus: 1))
    #expect(bench.feed(.begin) == [0])
  }

  @Test func `a group that is not to run says why, and so do its members`() {
    var bench = EngineBench(
      vertices: [
        .init(.gate, needsDecision: true), .init(.job(JobDemand())), .init(.join(isOpen: false)),
        .init(.job(JobDemand())),
      ], edges: [(0, 1), (0, 2), (1, 2), (2, 3)], pool: ResourcePool(cpus: 1))
    #expect(bench.handle(.begin) == [.decide(0)])
    bench.feed(.decided(0, .skip(reason: "too slow")))
    #expect(bench.states == [.skipped, .skipped, .skipped, .submitted])
    #expect(bench.causes == ["too slow", "too slow", "too slow", nil])
  }

  @Test func `a group whose condition cannot be told has failed`() {
    var bench = EngineBench(
      vertices: [
        .init(.gate, needsDecision: true), .init(.job(JobDemand())), .init(.join(isOpen: false)),
      ], edges: [(0, 1), (0, 2), (1, 2)], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.decided(0, .fail(reason: "no metric")))
    #expect(bench.states == [.failed, .skipped, .failed])
    #expect(bench.causes == ["no metric", "no metric", "no metric"])
  }

  @Test(arguments: [JobState.waiting, .running, .done, .failed])
  func `a group of which a member has been reached is not asked about again`(state: JobState) {
    var bench = EngineBench(
      vertices: [
        .init(.gate, needsDecision: true), .init(.job(JobDemand()), state: state),
        .init(.job(JobDemand())), .init(.join(isOpen: false)),
      ], edges: [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)], pool: ResourcePool(cpus: 2))
    #expect(bench.feed(.begin) == (state == .waiting ? [1, 2] : [2]))
  }
}
