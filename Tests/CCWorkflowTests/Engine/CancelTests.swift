import CampaignStore
import Testing

@testable import CCWorkflow

/// What somebody does not want any more.
@Suite struct CancelTests {
  @Test func `what has not started is cancelled, and what depends on it is skipped`() {
    var bench = EngineBench(jobs: 4, edges: [(1, 2)], capacity: 1)
    #expect(bench.feed(.begin) == [1])
    bench.feed(.ended(1, .done, cause: nil))
    // The first runs, 2 and 3 wait.
    #expect(bench.handle(.cancel([3])) == [.changed(3)])
    #expect(bench.states == [.submitted, .done, .waiting, .cancelled])
    #expect(bench.causes[3] == "on request")
  }

  @Test func `dependants of what is cancelled are skipped`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)], capacity: 1)
    bench.feed(.begin)
    bench.feed(.cancel([1]))
    #expect(bench.states == [.submitted, .cancelled, .skipped])
    #expect(bench.causes[2] == "'v1' was cancelled")
  }

  @Test func `what runs is asked to end, and killed after its grace`() {
    let demand = JobDemand(grace: 5 * Span.second)
    var bench = EngineBench(
      vertices: [.init(.job(demand))], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.started(0))
    #expect(bench.handle(.cancel([0]), at: 10) == [.changed(0), .terminate(0)])
    #expect(bench.states == [.running])
    #expect(bench.causes == ["being cancelled"])
    #expect(bench.engine.nextDeadline == 15 * Span.second)
    // A second wish is none.
    #expect(bench.handle(.cancel([0]), at: 12) == [])
    #expect(bench.handle(.tick, at: 15) == [.kill(0)])
  }

  @Test(
    arguments: [
      (JobState.done, nil, JobState.done, nil),
      (.lost, "it is gone", .lost, "it is gone"),
      (.cancelled, "killed by us", .cancelled, "killed by us"),
      (.failed, "exit 143", .cancelled, "on request"),
    ] as [(JobState, String?, JobState, String?)])
  func `what a cancelled job has become is said by its ending`(
    reported: JobState, cause: String?, state: JobState, expected: String?
  ) {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    bench.feed(.cancel([0]))
    bench.feed(.ended(0, reported, nil, cause: cause))
    #expect(bench.states == [state])
    #expect(bench.causes == [expected])
  }

  @Test func `a cancelled job is not tried again`() {
    let policy = RetryPolicy(max: 3, causes: Set(FailureCause.allCases))
    var bench = EngineBench(
      vertices: [.init(.job(JobDemand(retry: policy)))], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.cancel([0]))
    #expect(bench.feed(.ended(0, .failed, .signal, cause: nil)) == [])
    #expect(bench.states == [.cancelled])
  }

  @Test func `a cancelled job that never started is cancelled`() {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    bench.feed(.cancel([0]))
    #expect(bench.feed(.neverStarted(0)) == [])
    #expect(bench.states == [.cancelled])
  }

  @Test func `a job that waits for a retry is cancelled at once`() {
    let policy = RetryPolicy(max: 3, causes: [.exit], delay: Span.second)
    var bench = EngineBench(
      vertices: [.init(.job(JobDemand(retry: policy)))], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .exit, cause: "exit 1"))
    bench.feed(.cancel([0]))
    #expect(bench.states == [.cancelled])
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test func `a job at its limit that is cancelled as well has been cancelled`() {
    let demand = JobDemand(
      limit: Span.second, retry: RetryPolicy(max: 1, causes: [.timeout]))
    var bench = EngineBench(
      vertices: [.init(.job(demand))], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.started(0))
    bench.feed(.tick, at: 1)
    #expect(bench.handle(.cancel([0]), at: 2) == [.changed(0)])
    #expect(bench.feed(.ended(0, .failed, .signal, cause: nil), at: 3) == [])
    #expect(bench.states == [.cancelled])
  }

  @Test(arguments: [2, 5])
  func `a group is cancelled with its members, by its join or its gate`(vertex: Int) {
    // 0 → gate 5 → 3, 4 → join 2 → 1
    var bench = EngineBench(
      roles: [.job(cpus: 1), .job(cpus: 1), .join(isOpen: false), .job(cpus: 1), .marker, .gate],
      edges: [(0, 5), (5, 3), (5, 4), (3, 2), (4, 2), (5, 2), (2, 1)])
    bench.feed(.begin)
    bench.feed(.cancel([vertex]))
    let group = [JobState.cancelled, .cancelled, .cancelled, .cancelled]
    #expect(bench.states == [.submitted, .skipped] + group)
    #expect(bench.causes[2] == "2 of 2 cancelled")
    #expect(bench.causes[1] == "'v2' was cancelled")
  }

  @Test func `a group of which members run ends when they have`() {
    var bench = EngineBench(
      roles: [.gate, .job(cpus: 1), .job(cpus: 1), .join(isOpen: false)],
      edges: [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)], capacity: 1)
    bench.feed(.begin)
    bench.feed(.cancel([3]))
    #expect(bench.states == [.done, .submitted, .cancelled, .ready])
    bench.feed(.ended(1, .done, cause: nil))
    #expect(bench.states == [.done, .done, .cancelled, .cancelled])
    #expect(bench.causes[3] == "1 of 2 cancelled")
  }

  @Test func `all of a run can be cancelled`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)])
    bench.feed(.begin)
    bench.feed(.cancel([0, 1, 2]))
    #expect(bench.states == [.submitted, .cancelled, .cancelled])
    bench.feed(.ended(0, .cancelled, cause: "killed by us"))
    #expect(bench.engine.isFinished)
  }

  @Test func `what has ended stays as it is`() {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.handle(.cancel([0, 1, -1, .max])) == [])
  }

  @Test func `who is told again to end is killed after another grace`() {
    let vertex = WorkflowEngine.Vertex(
      .job(JobDemand(grace: Span.second)), state: .submitted, isKilled: true)
    var bench = EngineBench(vertices: [vertex], edges: [], pool: ResourcePool(cpus: 1))
    #expect(bench.handle(.begin) == [.terminate(0)])
    #expect(bench.handle(.tick, at: 1) == [.kill(0)])
    bench.feed(.ended(0, .failed, .signal, cause: "exit 137"))
    #expect(bench.states == [.cancelled])
  }
}
