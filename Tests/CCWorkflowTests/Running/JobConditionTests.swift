import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// What is asked of a stored job while a run goes on.
@Suite struct JobConditionTests {
  private func job(_ keys: String) throws -> JobSpec {
    try #require(
      try SampleStudy("train: {exec: echo}", "b: {exec: echo, needs: train, \(keys)}").job("b"))
  }

  private static let decisions: KeyValuePairs<String, Decision> = [
    "metric('train', 'acc') > 0.5": .run,
    "metric('train', 'acc') > 0.9":
      .skip(reason: "its condition is false for metric('train', 'acc')=0.75"),
    "metric('train', 'x') > 1":
      .skip(reason: "its condition is false because metric('train', 'x') has no value"),
    "metric('train', 'acc')": .fail(
      reason: "'when' is 0.75 for metric('train', 'acc')=0.75, expected true or false"),
  ]

  @Test(arguments: decisions.map { ($0.key, $0.value) })
  func `a node runs, is skipped or fails by its condition`(
    when: String, decision: Decision
  ) throws {
    let values = FakeValues(metrics: ["train": ["acc": [0.75]]])
    #expect(try job("when: \"\(when)\"").decision(of: "b", values) == decision)
  }

  @Test func `a node without a condition runs`() throws {
    #expect(try job("cpus: 1").decision(of: "b", FakeValues()) == .run)
  }

  @Test func `a job that ended well may have failed all the same`() throws {
    let job = try job("success: \"metric('loss') < 1 AND attempt = 2\"")
    #expect(
      try job.failure(of: "b", attempt: 2, FakeValues(metrics: ["b": ["loss": [0.5]]])) == nil)
    #expect(
      try job.failure(of: "b", attempt: 2, FakeValues(metrics: ["b": ["loss": [3]]]))
        == "its condition for success is false for metric('loss')=3 attempt=2")
    #expect(
      try job.failure(of: "b", attempt: 2, FakeValues())
        == "its condition for success is false because metric('loss') has no value")
  }

  @Test func `variables are computed when a job starts`() throws {
    let job = try job(
      "env: {A: text, BEST: {value: \"metric('train', 'acc', 'max')\"}, N: {value: attempt() + 1}}")
    let values = FakeValues(metrics: ["train": ["acc": [0.9, 0.75]]])
    #expect(
      try job.computedEnvironment(of: "b", attempt: 1, values) == ["BEST": "0.9", "N": "2"])
    let error = try #require(throws: Diagnostics.self) {
      try job.computedEnvironment(of: "b", attempt: 1, FakeValues())
    }
    #expect(error.all.map(\.message) == ["'value' of 'BEST' is NULL, expected a value"])
  }
}
