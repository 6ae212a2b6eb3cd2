import CampaignStore
import Testing

@testable import CCWorkflow

/// Attempts after attempts that did not end well.
@Suite struct RetryTests {
  private func bench(
    _ policy: RetryPolicy, _ request: ResourceRequest = ResourceRequest(), limit: Int64? = nil,
    pool: ResourcePool = ResourcePool(cpus: 1)
  ) -> EngineBench {
    let demand = JobDemand(request, limit: limit, retry: policy)
    return EngineBench(
      vertices: [.init(.job(demand)), .init(.job(JobDemand()))], edges: [(0, 1)], pool: pool)
  }

  private static let failure = EngineEvent.ended(0, .failed, .exit, cause: "exit 1")

  @Test func `a failure that its policy names is followed by another attempt after a delay`() {
    var bench = bench(RetryPolicy(max: 2, causes: [.exit], delay: 20_000_000_000))
    bench.feed(.begin)
    #expect(bench.feed(Self.failure, at: 100) == [])
    #expect(bench.states == [.waiting, .ready])
    #expect(bench.causes[0] == "retry 1 of 2 in 20 s: exit 1")
    #expect(bench.engine.vertices[0].failure == .exit)
    #expect(bench.engine.nextDeadline == 120_000_000_000)
    #expect(bench.feed(.tick, at: 119) == [])
    #expect(bench.feed(.tick, at: 120) == [0])
    #expect(bench.engine.vertices[0].attempts == 2)
    #expect(bench.engine.vertices[0].retriesUsed == 1)
    #expect(bench.engine.nextDeadline == nil)
  }

  @Test func `each delay is twice the one before`() {
    var bench = bench(RetryPolicy(max: 3, causes: [.exit], delay: 20_000_000_000))
    bench.feed(.begin)
    bench.feed(Self.failure)
    bench.feed(.tick, at: 20)
    bench.feed(Self.failure, at: 100)
    #expect(bench.causes[0] == "retry 2 of 3 in 40 s: exit 1")
    #expect(bench.engine.nextDeadline == 140_000_000_000)
  }

  @Test(
    arguments: [
      (0, 3, 0), (20, 1, 20), (20, 2, 40), (20, 7, 1280), (20, 8, 2560), (20, 9, 3600),
      (20, 64, 3600), (20, .max, 3600), (4000, 1, 3600),
    ] as [(Int64, Int, Int64)])
  func `a delay is an hour at most`(seconds: Int64, retry: Int, expected: Int64) {
    let policy = RetryPolicy(max: 9, causes: [], delay: seconds * Span.second)
    #expect(policy.delay(before: retry) == expected * Span.second)
  }

  @Test func `without a delay the next attempt starts at once`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.exit]))
    bench.feed(.begin)
    #expect(
      bench.handle(Self.failure) == [.changed(0), .changed(0), .launch(0, Lease(cpus: 1))])
  }

  @Test func `when no retry is left the last failure stands`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.exit]))
    bench.feed(.begin)
    #expect(bench.feed(Self.failure) == [0])
    #expect(bench.feed(Self.failure) == [])
    #expect(bench.states == [.failed, .skipped])
    #expect(bench.causes[0] == "exit 1")
    #expect(bench.engine.vertices[0].failure == .exit)
  }

  @Test func `what depends on a job waits for the attempt that ends well`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.exit]))
    bench.feed(.begin)
    bench.feed(Self.failure)
    #expect(bench.feed(.ended(0, .done, cause: nil)) == [1])
    #expect(bench.engine.vertices[0].failure == nil)
    #expect(bench.causes[0] == nil)
  }

  @Test(arguments: FailureCause.allCases.filter { $0 != .oom })
  func `a failure that its policy does not name is final`(failure: FailureCause) {
    var bench = bench(RetryPolicy(max: 5, causes: [.oom]))
    bench.feed(.begin)
    bench.feed(.ended(0, failure == .lost ? .lost : .failed, failure, cause: nil))
    #expect(bench.states == [failure == .lost ? .lost : .failed, .skipped])
  }

  @Test func `a failure without a cause is final`() {
    var bench = bench(RetryPolicy(max: 5, causes: Set(FailureCause.allCases)))
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, cause: nil))
    #expect(bench.states[0] == .failed)
  }

  @Test func `a lost job is tried again only where the policy names it`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.lost]))
    bench.feed(.begin)
    #expect(bench.feed(.ended(0, .lost, cause: "it is gone")) == [0])
    bench.feed(.ended(0, .lost, cause: "it is gone"))
    #expect(bench.states == [.lost, .skipped])
  }

  @Test func `each attempt is given more memory, up to what there is`() {
    var bench = bench(
      RetryPolicy(max: 3, causes: [.oom], memoryFactor: 2), ResourceRequest(memory: 300),
      pool: ResourcePool(cpus: 1, memory: 1000))
    bench.feed(.begin)
    var memory: [Int?] = []
    for _ in 0..<4 {
      memory.append(bench.engine.vertices[0].lease?.memory)
      bench.feed(.ended(0, .failed, .oom, cause: nil))
    }
    #expect(memory == [300, 600, 1000, 1000])
    #expect(bench.causes[0] == nil)
  }

  @Test func `each attempt may run longer`() {
    var bench = bench(
      RetryPolicy(max: 2, causes: [.timeout], timeFactor: 1.5), limit: 10 * Span.second)
    bench.feed(.begin)
    bench.feed(.started(0))
    #expect(bench.engine.nextDeadline == 10 * Span.second)
    bench.feed(.tick, at: 10)
    bench.feed(.ended(0, .failed, .signal, cause: nil), at: 11)
    bench.feed(.started(0), at: 20)
    #expect(bench.engine.nextDeadline == 35 * Span.second)
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e300])
  func `factors that make no sense do no harm`(factor: Double) {
    let policy = RetryPolicy(max: 9, causes: [], memoryFactor: factor, timeFactor: factor)
    #expect(policy.memory(100, after: 2) >= 100)
    #expect(policy.limit(100, after: 2) >= 100)
  }

  @Test func `a late report of an earlier attempt changes nothing`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.exit]))
    bench.feed(.begin)
    bench.feed(.ended(0, .failed, .exit, cause: nil, attempt: 1))
    #expect(bench.handle(.ended(0, .done, cause: nil, attempt: 1)) == [])
    #expect(bench.handle(.started(0, attempt: 1)) == [])
    #expect(bench.handle(.neverStarted(0, attempt: 1)) == [])
    #expect(bench.states[0] == .submitted)
    bench.feed(.ended(0, .done, cause: nil, attempt: 2))
    #expect(bench.states[0] == .done)
  }

  @Test func `an attempt that never started uses up no retry`() {
    var bench = bench(RetryPolicy(max: 1, causes: [.exit]))
    bench.feed(.begin)
    #expect(bench.feed(.neverStarted(0)) == [0])
    #expect(bench.engine.vertices[0].retriesUsed == 0)
    #expect(bench.engine.vertices[0].attempts == 2)
  }

  @Test func `the next runner keeps the time of a retry, and how many are left`() {
    let demand = JobDemand(retry: RetryPolicy(max: 2, causes: [.exit], delay: Span.second))
    let vertex = WorkflowEngine.Vertex(
      .job(demand), state: .waiting, cause: "retry 2 of 2 in 2 s: exit 1", failure: .exit,
      attempts: 2, retriesUsed: 2, notBefore: 50 * Span.second)
    var bench = EngineBench(vertices: [vertex], edges: [], pool: ResourcePool(cpus: 1))
    #expect(bench.feed(.begin, at: 40) == [])
    #expect(bench.states == [.waiting])
    #expect(bench.causes == ["retry 2 of 2 in 2 s: exit 1"])
    #expect(bench.feed(.tick, at: 50) == [0])
    bench.feed(.ended(0, .failed, .exit, cause: "exit 1"), at: 51)
    #expect(bench.states == [.failed])
    #expect(bench.engine.vertices[0].attempts == 3)
  }

  @Test(
    arguments: [
      (0, "0 s"), (500_000_000, "0.5 s"), (20 * Span.second, "20 s"),
      (90 * Span.second, "1 min 30 s"),
      (3600 * Span.second, "1 h"), (9005 * Span.second, "2 h 30 min 5 s"), (-5, "0 s"),
    ] as [(Int64, String)])
  func `lengths of time are spelled by their parts`(span: Int64, text: String) {
    #expect(Span.text(span) == text)
  }
}
