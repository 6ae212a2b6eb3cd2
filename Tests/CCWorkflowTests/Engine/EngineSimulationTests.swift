import CampaignStore
import Glibc
import Testing

@testable import CCWorkflow

/// The engine on random graphs, with reports lost, repeated and out of order, and runners that die.
@Suite struct EngineSimulationTests {
  private static let parts = 8
  /// Runs in all; `make nightly` wants more.
  private static let seeds = getenv("CMS_SEEDS").flatMap { Int(String(cString: $0)) } ?? 2000

  @Test(arguments: 0..<parts)
  func `runs with faults end and never break a rule`(part: Int) {
    for seed in stride(from: part, to: Self.seeds, by: Self.parts) {
      var run = SimulatedRun(seed: UInt64(seed))
      if let problem = run.run() { Issue.record("seed \(seed): \(problem)") }
    }
  }

  @Test func `the runs see every effect, every state and every failure`() {
    var seen: Set<String> = []
    for seed in 0..<200 {
      var run = SimulatedRun(seed: UInt64(seed))
      _ = run.run()
      seen.formUnion(run.seen)
    }
    let effects = [
      "launch", "launch on a share", "decide", "expand", "terminate", "kill", "survey",
    ]
    let hosts = Fleet.names.map { "launch on \($0)" } + ["drained"]
    // What ran without us never was an engine's.
    let states = JobState.allCases.filter { $0 != .unverified }.map(\.rawValue)
    let all = effects + hosts + ["stopped"] + states
    #expect(seen == Set(all + FailureCause.allCases.map(\.rawValue)))
  }

  @Test(arguments: 0..<4)
  func `events without any sense do no harm`(part: Int) {
    for seed in stride(from: part, to: max(200, Self.seeds / 10), by: 4) {
      var nonsense = SenselessRun(seed: UInt64(seed))
      if let problem = nonsense.run() { Issue.record("seed \(seed): \(problem)") }
    }
  }
}
