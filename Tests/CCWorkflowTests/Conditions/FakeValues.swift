import CampaignStore

@testable import CCWorkflow

/// Results of nodes that were made up.
struct FakeValues: ConditionValues {
  var metrics: [String: [String: [Double]]] = [:]
  var states: [String: JobState] = [:]
  var codes: [String: Int] = [:]
  var times: [String: Double] = [:]

  func metric(_ name: String, of node: String) -> [Double] { metrics[node]?[name] ?? [] }
  func state(of node: String) -> JobState? { states[node] }
  func exitCode(of node: String) -> Int? { codes[node] }
  func seconds(of node: String) -> Double? { times[node] }
}
