import CampaignStore
import Testing

@testable import CCWorkflow

/// Runs in which nothing more starts, for a while or for good.
@Suite struct PauseTests {
  @Test func `nothing starts while a run is paused, and what runs goes on`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 1)], capacity: 1)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.handle(.pause) == [])
    #expect(bench.engine.isPaused)
    #expect(bench.feed(.started(0)) == [])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [])
    #expect(bench.states == [.done, .waiting, .waiting])
    #expect(!bench.engine.isStuck)
    #expect(bench.feed(.unpause) == [1])
    #expect(!bench.engine.isPaused)
  }

  @Test func `a run can be paused before it begins`() {
    var bench = EngineBench(jobs: 1, edges: [])
    #expect(bench.handle(.pause) == [])
    #expect(bench.feed(.begin) == [])
    #expect(bench.feed(.unpause) == [0])
  }

  @Test func `a retry that is due while a run is paused starts after it`() {
    let policy = RetryPolicy(max: 1, causes: [.exit], delay: Span.second)
    var bench = EngineBench(
      vertices: [.init(.job(JobDemand(retry: policy)))], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .exit, cause: nil))
    bench.feed(.pause)
    #expect(bench.feed(.tick, at: 2) == [])
    #expect(bench.feed(.unpause, at: 3) == [0])
  }

  private func stopping(after failures: Int) -> EngineBench {
    EngineBench(
      vertices: Array(repeating: .init(.job(JobDemand())), count: 5), edges: [(3, 4)],
      pool: ResourcePool(cpus: 2), stopAfter: failures)
  }

  @Test func `after the first failure nothing more starts where that is wanted`() {
    var bench = stopping(after: 1)
    #expect(bench.feed(.begin) == [3, 0])
    #expect(bench.feed(.ended(0, .failed, .exit, cause: "exit 1")) == [])
    #expect(bench.states == [.failed, .skipped, .skipped, .submitted, .skipped])
    #expect(bench.causes[1] == "the run stops after a failure")
    // What runs ends by itself.
    #expect(bench.feed(.ended(3, .done, cause: nil)) == [])
    #expect(bench.states[3] == .done)
    #expect(bench.engine.isFinished)
  }

  @Test func `failures are counted, and losses with them`() {
    var bench = stopping(after: 2)
    bench.feed(.begin)
    #expect(bench.feed(.ended(0, .failed, nil, cause: nil)) == [1])
    bench.feed(.ended(3, .lost, cause: nil))
    #expect(bench.states == [.failed, .submitted, .skipped, .lost, .skipped])
    #expect(bench.causes[2] == "the run stops after 2 failures")
    #expect(bench.causes[4] == "'v3' was lost")
  }

  @Test func `cancelled jobs are no failures`() {
    var bench = stopping(after: 1)
    bench.feed(.begin)
    #expect(bench.feed(.ended(0, .cancelled, cause: nil)) == [1])
  }

  @Test func `failures of an earlier run do not count`() {
    let vertices = [JobState.failed, .ready].map {
      WorkflowEngine.Vertex(.job(JobDemand()), state: $0)
    }
    var bench = EngineBench(
      vertices: vertices, edges: [], pool: ResourcePool(cpus: 1), stopAfter: 1)
    #expect(bench.feed(.begin) == [1])
  }

  @Test func `a job that waits for a retry has failed when the run stops`() {
    let policy = RetryPolicy(max: 1, causes: [.exit], delay: Span.second)
    var bench = EngineBench(
      vertices: [.init(.job(JobDemand(retry: policy))), .init(.job(JobDemand()))], edges: [],
      pool: ResourcePool(cpus: 2), stopAfter: 1)
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .exit, cause: "exit 1"))
    #expect(bench.causes[0] == "retry 1 of 1 in 1 s: exit 1")
    bench.feed(.ended(1, .failed, .exit, cause: "exit 2"))
    #expect(bench.states == [.failed, .failed])
    #expect(bench.causes == ["exit 1", "exit 2"])
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test func `an attempt that never started is skipped when the run has stopped`() {
    var bench = stopping(after: 1)
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, nil, cause: nil))
    #expect(bench.feed(.neverStarted(3)) == [])
    #expect(bench.states[3] == .skipped)
    #expect(bench.causes[3] == "the run stops after a failure")
  }

  @Test func `who wants a failed job to run again wants the run to go on`() {
    var bench = stopping(after: 1)
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, nil, cause: nil))
    #expect(bench.feed(.retry([0, 1])) == [0])
    #expect(bench.states[1] == .waiting)
    #expect(bench.feed(.ended(3, .done, cause: nil)) == [1])
  }

  @Test func `an open group gets no more members when the run has stopped`() {
    var bench = EngineBench(
      vertices: [
        .init(.gate), .init(.job(JobDemand())), .init(.join(isOpen: true)),
        .init(.job(JobDemand())),
      ], edges: [(0, 1), (0, 2), (1, 2)], pool: ResourcePool(cpus: 2), stopAfter: 1)
    bench.feed(.begin)
    bench.feed(.ended(3, .failed, nil, cause: nil))
    #expect(bench.handle(.ended(1, .done, cause: nil)) == [.changed(1), .changed(2)])
    #expect(bench.states == [.done, .done, .skipped, .failed])
    #expect(bench.causes[2] == "the run stops after a failure")
  }
}
