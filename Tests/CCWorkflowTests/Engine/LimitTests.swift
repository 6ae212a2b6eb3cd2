import CampaignStore
import Testing

@testable import CCWorkflow

/// Jobs that may run for so long only.
@Suite struct LimitTests {
  private func bench(
    limit: Int64 = 60, grace: Int64 = 5, state: JobState = .ready, started: Int64? = nil,
    cause: String? = nil, isKilled: Bool = false
  ) -> EngineBench {
    let demand = JobDemand(limit: limit * Span.second, grace: grace * Span.second)
    let vertex = WorkflowEngine.Vertex(
      .job(demand), state: state, cause: cause, started: started.map { $0 * Span.second },
      isKilled: isKilled)
    return EngineBench(vertices: [vertex], edges: [], pool: ResourcePool(cpus: 1))
  }

  private static let cause = "it ran longer than its limit of 1 min"

  @Test func `a job is asked to end at its limit, and killed after its grace`() {
    var bench = bench()
    bench.feed(.begin, at: 100)
    #expect(bench.engine.nextDeadline == nil)
    bench.feed(.started(0), at: 101)
    #expect(bench.engine.nextDeadline == 161 * Span.second)
    #expect(bench.handle(.tick, at: 160) == [])
    #expect(bench.handle(.tick, at: 161) == [.changed(0), .terminate(0)])
    #expect(bench.states == [.running])
    #expect(bench.causes == [Self.cause])
    #expect(bench.engine.vertices[0].isKilled)
    #expect(bench.engine.nextDeadline == 166 * Span.second)
    #expect(bench.handle(.tick, at: 170) == [.kill(0)])
    // And again, for what it started meanwhile, until the end comes.
    #expect(bench.engine.nextDeadline == 175 * Span.second)
    #expect(bench.handle(.tick, at: 500) == [.kill(0)])
    bench.feed(.ended(0, .failed, .signal, cause: nil), at: 501)
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test(
    arguments: [
      (.failed, .signal), (.failed, .exit), (.cancelled, nil),
    ] as [(JobState, FailureCause?)])
  func `what ends by its limit has failed by it`(state: JobState, failure: FailureCause?) {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0))
    bench.feed(.tick, at: 60)
    bench.feed(.ended(0, state, failure, cause: "killed by us"), at: 61)
    #expect(bench.states == [.failed])
    #expect(bench.causes == [Self.cause])
    #expect(bench.engine.vertices[0].failure == .timeout)
    #expect(!bench.engine.vertices[0].isKilled)
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test(arguments: [JobState.done, .lost])
  func `success and absence of evidence stay what they are`(state: JobState) {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0))
    bench.feed(.tick, at: 60)
    bench.feed(.ended(0, state, cause: nil), at: 61)
    #expect(bench.states == [state])
    #expect(bench.causes == [nil])
  }

  @Test func `an ending that is reported with the deadline is by itself`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0))
    bench.feed(.ended(0, .failed, .exit, cause: "exit 1"), at: 99)
    #expect(bench.causes == ["exit 1"])
    #expect(bench.handle(.tick, at: 99) == [])
  }

  @Test func `the limit of a job of an earlier runner counts from its start`() {
    var bench = bench(state: .running, started: 70)
    #expect(bench.handle(.begin, at: 100) == [])
    #expect(bench.engine.nextDeadline == 130 * Span.second)
    #expect(bench.handle(.tick, at: 130) == [.changed(0), .terminate(0)])
  }

  @Test func `what an earlier runner wanted ended is asked again, for the same reason`() {
    var bench = bench(state: .running, started: 0, cause: Self.cause, isKilled: true)
    #expect(bench.handle(.begin, at: 100) == [.terminate(0)])
    #expect(bench.handle(.tick, at: 105) == [.kill(0)])
    bench.feed(.ended(0, .cancelled, cause: "killed by us"))
    #expect(bench.states == [.failed])
    #expect(bench.causes == [Self.cause])
  }

  @Test func `a start that nobody saw begins at its report`() {
    var bench = bench(state: .running)
    bench.feed(.begin, at: 100)
    #expect(bench.engine.nextDeadline == 160 * Span.second)
  }

  @Test func `a job that its batch system starts anew has all its time again`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0), at: 10)
    #expect(bench.handle(.interrupted(0, isAnew: true), at: 50) == [])
    #expect(bench.engine.nextDeadline == nil)
    #expect(bench.handle(.tick, at: 900) == [])
    #expect(bench.states == [.running])
    bench.feed(.started(0), at: 1000)
    #expect(bench.engine.nextDeadline == 1060 * Span.second)
    #expect(bench.handle(.tick, at: 1060) == [.changed(0), .terminate(0)])
  }

  @Test func `while a job is stopped its time does not count, and what it has used stays used`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0), at: 10)
    bench.feed(.interrupted(0, isAnew: false), at: 50)
    bench.feed(.interrupted(0, isAnew: false), at: 70)
    bench.feed(.started(0), at: 100)
    #expect(bench.engine.nextDeadline == 120 * Span.second)
    bench.feed(.interrupted(0, isAnew: false), at: 110)
    bench.feed(.interrupted(0, isAnew: true), at: 115)
    bench.feed(.started(0), at: 200)
    #expect(bench.engine.nextDeadline == 260 * Span.second)
    bench.feed(.ended(0, .failed, .exit, cause: nil), at: 210)
    #expect(bench.handle(.started(0), at: 211) == [])
  }

  @Test func `a job of an earlier runner is not ended for its time before it is known to run`() {
    var bench = bench(state: .running, started: 0)
    bench.feed(.begin, at: 100)
    bench.feed(.interrupted(0, isAnew: false), at: 100)
    #expect(bench.handle(.tick, at: 130) == [])
    bench.feed(.started(0), at: 130)
    #expect(bench.handle(.tick, at: 130) == [.changed(0), .terminate(0)])
  }

  @Test func `what was ordered to end stays ordered, whatever its batch system does`() {
    var bench = bench()
    bench.feed(.begin)
    bench.feed(.started(0))
    bench.feed(.tick, at: 60)
    #expect(bench.handle(.interrupted(0, isAnew: true), at: 61) == [])
    #expect(bench.handle(.tick, at: 65) == [.kill(0)])
  }

  @Test func `a clock that is set back puts a limit off, and no more`() {
    var bench = bench()
    bench.feed(.begin, at: 100)
    bench.feed(.started(0), at: 100)
    #expect(bench.handle(.tick, at: -1000) == [])
    #expect(bench.engine.nextDeadline == 160 * Span.second)
    #expect(bench.handle(.tick, at: 160) == [.changed(0), .terminate(0)])
  }

  @Test func `the earliest of many deadlines is the next, whatever was removed`() {
    var deadlines = Deadlines()
    for vertex in 0..<500 { deadlines.set(vertex, .limit, at: Int64(500 - vertex)) }
    #expect(deadlines.next == 1)
    for vertex in 100..<500 { deadlines.remove(vertex) }
    #expect(deadlines.next == 401)
    deadlines.set(99, .grace, at: 900)
    #expect(deadlines.takeFirst(until: 400) == nil)
    let first = deadlines.takeFirst(until: 402)
    #expect(first?.vertex == 98)
    for _ in 0..<98 { _ = deadlines.takeFirst(until: 600) }
    #expect(deadlines.next == 900)
    #expect(deadlines.takeFirst(until: 900)?.purpose == .grace)
    #expect(deadlines.next == nil)
  }
}
