import CampaignStore
import Testing

@testable import CCWorkflow

/// Which of the jobs that may start does.
@Suite struct PriorityTests {
  @Test func `the job with the longest path behind it is first`() {
    // 0; 1 → 2; 3 → 4 → 5
    var bench = EngineBench(jobs: 6, edges: [(1, 2), (3, 4), (4, 5)], capacity: 1)
    var order = bench.feed(.begin)
    while let last = order.last, !bench.engine.isFinished {
      order += bench.feed(.ended(last, .done, cause: nil))
    }
    #expect(order == [3, 1, 4, 0, 2, 5])
  }

  @Test func `of equals the first of the file is first`() {
    var bench = EngineBench(jobs: 3, edges: [], capacity: 1)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
  }

  @Test func `markers, gates and joins are no steps of a path`() {
    // 0 → 1 → 2 are a job and two markers; 3 → 4 are jobs.
    var bench = EngineBench(
      roles: [.job(cpus: 1), .marker, .marker, .job(cpus: 1), .job(cpus: 1)],
      edges: [(0, 1), (1, 2), (3, 4)], capacity: 1)
    #expect(bench.feed(.begin) == [3])
  }

  @Test func `requests of different shapes are looked at in one order`() {
    var bench = EngineBench(
      roles: [.job(cpus: 1), .job(cpus: 2), .job(cpus: 1), .job(cpus: 2)], edges: [], capacity: 3)
    #expect(bench.feed(.begin) == [0, 1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [3])
  }

  @Test func `a thousand small jobs do not keep a large one from starting`() {
    let roles: [WorkflowEngine.Role] =
      [.job(cpus: 1), .job(cpus: 4)] + Array(repeating: .job(cpus: 1), count: 1000)
    var bench = EngineBench(roles: roles, edges: [], capacity: 4)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2, 3, 4, 5])
  }

  @Test func `a cycle, which no reader lets through, starts nothing and is noticed`() {
    var bench = EngineBench(jobs: 2, edges: [(0, 1), (1, 0)])
    #expect(bench.feed(.begin) == [])
    #expect(bench.engine.isStuck)
  }
}
