import CampaignStore
import Testing

@testable import CCWorkflow

/// What somebody wants to run again.
@Suite struct ManualRetryTests {
  @Test(arguments: [JobState.failed, .lost, .cancelled])
  func `what did not end well runs again with what was skipped behind it`(state: JobState) {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)])
    bench.feed(.begin)
    bench.feed(.ended(0, state, .exit, cause: "it broke"))
    #expect(bench.engine.isFinished)
    #expect(bench.feed(.retry([0])) == [0])
    #expect(bench.states == [.submitted, .ready, .ready])
    #expect(bench.causes == [nil, nil, nil])
    #expect(bench.engine.vertices[0].failure == nil)
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
  }

  @Test func `what was asked to end runs again once it has, unless that is taken back`() {
    for isTakenBack in [false, true] {
      var bench = EngineBench(jobs: 2, edges: [(0, 1)])
      bench.feed(.begin)
      bench.feed(.cancel([0, 1]))
      #expect(bench.states == [.submitted, .cancelled])
      bench.feed(.retry([0, 1]))
      if isTakenBack { bench.feed(.cancel([0, 1])) }
      #expect(bench.states[0] == .submitted)
      bench.feed(.ended(0, .cancelled, cause: "exit 143"))
      #expect(
        bench.states == (isTakenBack ? [.cancelled, .cancelled] : [.submitted, .ready]))
      #expect(bench.engine.isFinished == isTakenBack)
    }
  }

  @Test func `what was asked to end and to run again is known to the next engine as well`() {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    bench.feed(.cancel([0]))
    bench.feed(.retry([0]))
    #expect(bench.causes == ["being cancelled, then run again"])
    let kept = bench.engine.vertices[0]
    for isTakenBack in [false, true] {
      var next = EngineBench(vertices: [kept], edges: [], pool: ResourcePool(cpus: 1))
      next.feed(.begin)
      if isTakenBack {
        next.feed(.cancel([0]))
        #expect(next.causes == ["being cancelled"])
      }
      let started = next.feed(.ended(0, .cancelled, cause: "exit 143"))
      #expect(started == (isTakenBack ? [] : [0]))
      #expect(next.states == (isTakenBack ? [.cancelled] : [.submitted]))
    }
  }

  @Test func `what is done, runs or waits stays as it is`() {
    var bench = EngineBench(jobs: 3, edges: [], capacity: 1)
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.states == [.done, .submitted, .waiting])
    #expect(bench.handle(.retry([0, 1, 2, 3, -1, .min])) == [])
  }

  @Test func `what is behind another failure stays skipped, and says which`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 2), (1, 2)])
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    bench.feed(.ended(1, .failed, cause: nil))
    #expect(bench.causes[2] == "'v0' failed")
    #expect(bench.feed(.retry([0])) == [0])
    #expect(bench.states == [.submitted, .failed, .skipped])
    #expect(bench.causes[2] == "'v1' failed")
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [])
    #expect(bench.feed(.retry([1])) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
  }

  @Test func `what was skipped cannot run before what it depends on`() {
    var bench = EngineBench(jobs: 2, edges: [(0, 1)])
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.handle(.retry([1])) == [])
  }

  @Test func `vertices that were cancelled one after another run again together`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)], capacity: 1)
    bench.feed(.begin)
    bench.feed(.cancel([0, 1, 2]))
    bench.feed(.ended(0, .cancelled, cause: nil))
    #expect(bench.feed(.retry([2, 1, 0])) == [0])
    #expect(bench.states == [.submitted, .ready, .ready])
  }

  @Test func `a new start has all retries, and the memory of the first`() {
    let demand = JobDemand(
      ResourceRequest(memory: 100), retry: RetryPolicy(max: 1, causes: [.oom], memoryFactor: 2))
    var bench = EngineBench(
      vertices: [.init(.job(demand))], edges: [], pool: ResourcePool(cpus: 1, memory: 1000))
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .oom, cause: nil))
    bench.feed(.ended(0, .failed, .oom, cause: nil))
    bench.feed(.retry([0]))
    #expect(bench.engine.vertices[0].lease?.memory == 100)
    #expect(bench.engine.vertices[0].retriesUsed == 0)
    #expect(bench.engine.vertices[0].attempts == 3)
    #expect(bench.feed(.ended(0, .failed, .oom, cause: nil)) == [0])
  }

  @Test(arguments: [[3], [0], [1]])
  func `a group runs again where it did not end well`(list: [Int]) {
    // gate 0 → 1, 2 → join 3 → 4
    var bench = EngineBench(
      roles: [.gate, .job(cpus: 1), .job(cpus: 1), .join(isOpen: false), .job(cpus: 1)],
      edges: [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (3, 4)])
    bench.feed(.begin)
    bench.feed(.ended(1, .failed, cause: nil))
    bench.feed(.ended(2, .done, cause: nil))
    #expect(bench.states == [.done, .failed, .done, .failed, .skipped])
    #expect(bench.feed(.retry(list)) == [1])
    #expect(bench.states == [.done, .submitted, .done, .ready, .ready])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [4])
    #expect(bench.states == [.done, .done, .done, .done, .submitted])
  }

  @Test func `a group that was skipped runs again with what it was skipped for`() {
    var bench = EngineBench(
      roles: [.job(cpus: 1), .gate, .job(cpus: 1), .join(isOpen: false)],
      edges: [(0, 1), (1, 2), (1, 3), (2, 3)])
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.states == [.failed, .skipped, .skipped, .skipped])
    bench.feed(.retry([0]))
    #expect(bench.states == [.submitted, .ready, .ready, .ready])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [2])
  }

  @Test func `what was left out by a condition did not end badly, so it is not tried again`() {
    let job = WorkflowEngine.Vertex(.job(JobDemand()), needsDecision: true)
    var bench = EngineBench(vertices: [job], edges: [], pool: ResourcePool(cpus: 1))
    bench.feed(.begin)
    bench.feed(.decided(0, .skip(reason: "accuracy is 0.4")))
    #expect(bench.handle(.retry([0])) == [])
    #expect(bench.states == [.skipped])
  }
}
