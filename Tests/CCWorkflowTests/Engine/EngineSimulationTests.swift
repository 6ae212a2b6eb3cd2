import Testing

@testable import CCWorkflow

/// The engine on random graphs, with reports lost, repeated and out of order, and runners that die.
@Suite struct EngineSimulationTests {
  @Test(arguments: 0..<8)
  func `two thousand runs with faults end well and never break a rule`(part: Int) {
    for seed in part * 250..<(part + 1) * 250 {
      var run = SimulatedRun(seed: UInt64(seed))
      if let problem = run.run() { Issue.record("seed \(seed): \(problem)") }
    }
  }
}
