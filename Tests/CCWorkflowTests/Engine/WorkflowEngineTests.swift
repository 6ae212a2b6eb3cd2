import CampaignStore
import Testing

@testable import CCWorkflow

/// What the engine does about each event, one rule a test.
@Suite struct WorkflowEngineTests {
  @Test func `a chain starts one after another`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)])
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.started(0)) == [])
    #expect(bench.states == [.running, .ready, .ready])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
    #expect(!bench.engine.isFinished)
    #expect(bench.feed(.ended(2, .done, cause: nil)) == [])
    #expect(bench.engine.isFinished)
    #expect(bench.states == [.done, .done, .done])
  }

  @Test func `a job waits for all that it depends on`() {
    var bench = EngineBench(jobs: 3, edges: [(0, 2), (1, 2)])
    #expect(bench.feed(.begin) == [0, 1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [2])
  }

  @Test(arguments: [
    (JobState.failed, "'v0' failed"), (.lost, "'v0' was lost"), (.cancelled, "'v0' was cancelled"),
  ])
  func `what depends on a job that did not end well is skipped with the reason`(
    state: JobState, reason: String
  ) {
    var bench = EngineBench(jobs: 3, edges: [(0, 1), (1, 2)])
    bench.feed(.begin)
    #expect(bench.feed(.ended(0, state, cause: "it broke")) == [])
    #expect(bench.states == [state, .skipped, .skipped])
    #expect(bench.causes == ["it broke", reason, "'v1' was skipped"])
    #expect(bench.engine.isFinished)
  }

  @Test func `branches that do not depend on a failure go on`() {
    var bench = EngineBench(jobs: 4, edges: [(0, 1), (2, 3)])
    #expect(bench.feed(.begin) == [0, 2])
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.feed(.ended(2, .done, cause: nil)) == [3])
    bench.feed(.ended(3, .done, cause: nil))
    #expect(bench.states == [.failed, .skipped, .done, .done])
    #expect(bench.engine.isFinished)
  }

  @Test func `late and repeated reports change nothing`() {
    var bench = EngineBench(jobs: 2, edges: [(0, 1)])
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    let before = bench.engine.vertices
    #expect(bench.handle(.ended(0, .failed, cause: "late")) == [])
    #expect(bench.handle(.ended(0, .done, cause: nil)) == [])
    #expect(bench.handle(.started(0)) == [])
    #expect(bench.handle(.neverStarted(0)) == [])
    #expect(bench.engine.vertices == before)
    #expect(bench.engine.activeCount == 1)
  }

  @Test func `an ending that is none changes nothing`() {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    #expect(bench.handle(.ended(0, .running, cause: nil)) == [])
    #expect(bench.states == [.submitted])
  }

  @Test func `an ending whose start was never reported counts`() {
    var bench = EngineBench(jobs: 1, edges: [])
    bench.feed(.begin)
    bench.feed(.ended(0, .done, cause: nil))
    #expect(bench.states == [.done])
    #expect(bench.engine.isFinished)
  }

  @Test func `an attempt that never started is launched again`() {
    var bench = EngineBench(jobs: 2, edges: [], capacity: 1)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.neverStarted(0)) == [0])
    #expect(bench.states == [.submitted, .waiting])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.engine.activeCount == 1)
  }

  @Test func `no more jobs run than there are processors`() {
    var bench = EngineBench(jobs: 5, edges: [], capacity: 2)
    #expect(bench.feed(.begin) == [0, 1])
    #expect(bench.states == [.submitted, .submitted, .waiting, .waiting, .waiting])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
    #expect(bench.feed(.ended(0, .failed, cause: nil)) == [3])
    #expect(bench.engine.activeCount == 2)
  }

  @Test func `a job that does not fit holds back those behind it`() {
    var bench = EngineBench(
      roles: [.job(cpus: 1), .job(cpus: 2), .job(cpus: 1)], edges: [], capacity: 2)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.feed(.ended(1, .done, cause: nil)) == [2])
  }

  @Test func `a job that wants more processors than there are takes all of them`() {
    var bench = EngineBench(roles: [.job(cpus: 64), .job(cpus: 1)], edges: [], capacity: 2)
    #expect(bench.feed(.begin) == [0])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
  }

  @Test func `markers are done as soon as they are reached`() {
    var bench = EngineBench(
      roles: [.marker, .marker, .job(cpus: 1), .marker], edges: [(0, 1), (1, 2), (2, 3)])
    #expect(bench.feed(.begin) == [2])
    #expect(bench.states == [.done, .done, .submitted, .ready])
    bench.feed(.ended(2, .done, cause: nil))
    #expect(bench.engine.isFinished)
  }

  @Test func `what waited when its runner ended waits anew`() {
    let jobs = [
      WorkflowEngine.Vertex(.job(cpus: 1), state: .running), .init(.job(cpus: 1), state: .waiting),
    ]
    var bench = EngineBench(vertices: jobs, edges: [], capacity: 1)
    #expect(bench.feed(.begin) == [])
    #expect(bench.states == [.running, .waiting])
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
  }

  @Test func `a hundred thousand jobs behind one are skipped without a deep stack`() {
    let count = 100_000
    var bench = EngineBench(jobs: count, edges: (1..<count).map { ($0 - 1, $0) })
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.engine.isFinished)
    #expect(bench.engine.vertices[count - 1].cause == "'v\(count - 2)' was skipped")
  }
}
