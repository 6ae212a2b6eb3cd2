import CampaignStore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Conditions answered by a run's database.
@Suite struct StoredValuesTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore
  private var values: StoredValues { StoredValues(store, run: "r") }

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("w.db"))
    let nodes = [
      NodeRecord(name: "a", kind: .job, state: .done), NodeRecord(name: "g", kind: .group),
      NodeRecord(name: "g/1", kind: .job, group: "g", state: .done),
      NodeRecord(name: "g/2", kind: .job, group: "g", state: .failed),
      NodeRecord(name: "g/3", kind: .job, group: "g"),
    ]
    try store.insertRun(
      id: "r", workflow: "w", file: "/w", after: nil,
      owner: ("here", ProcessIdentity.current()), nodes: nodes, edges: [])
    try attempt("a", 1, code: 1, seconds: 5, ["acc": [(1, 0.1), (nil, 0.1)]])
    try attempt(
      "a", 2, code: 0, seconds: 7,
      [
        "acc": [(1, 0.5), (2, 0.9), (3, 0.7), (nil, 0.7)], "best": [(1, 2), (nil, 5)],
        "gone": [(1, 3)], "plain": [(nil, 4)],
      ])
    try store.insertTimer(
      attempt: "a2", name: "total", seconds: 6.5, status: "ok", started: nil)
    try attempt("g/1", 1, code: 0, seconds: 2, ["acc": [(1, 0.9), (nil, 0.3)], "gone": [(1, 3)]])
    try attempt("g/2", 1, code: 4, seconds: 3, ["acc": [(nil, 0.6)]])
  }

  private func attempt(
    _ node: String, _ number: Int, code: Int, seconds: Double,
    _ metrics: [String: [(Int?, Double)]]
  ) throws {
    var attempt = AttemptRecord(
      id: "\(node)\(number)", node: node, number: number, directory: "/", state: .done, boot: "b",
      neighbours: 0, input: nil, submitted: "2026-01-01T00:00:00Z")
    try store.insertAttempt(attempt, run: "r")
    attempt.exitCode = code
    attempt.seconds = seconds
    try store.updateAttempt(attempt)
    for (name, points) in metrics {
      for (step, value) in points {
        try store.insertMeasurement(
          attempt: attempt.id, name: name, step: step, value: value, unit: nil)
      }
    }
  }

  @Test func `the values of a job are its newest attempt's, in order`() throws {
    #expect(try values.metric("acc", of: "a") == [0.5, 0.9, 0.7])
    #expect(try values.metric("best", of: "a") == [2, 5])
    #expect(try values.metric("plain", of: "a") == [4])
    #expect(try values.metric("none", of: "a") == [])
    #expect(try values.metric("acc", of: "nobody") == [])
  }

  @Test func `a metric that ended as no number has no last value`() throws {
    let gone = try values.metric("gone", of: "a")
    #expect(MetricPick.last(gone)?.isNaN == true)
    #expect(MetricPick.max(gone) == 3)
    #expect(MetricPick.count(gone) == 1)
    #expect(try values.metric("gone", of: "g") == [])
  }

  @Test func `a timer is asked where no metric has the name`() throws {
    #expect(try values.metric("total", of: "a") == [6.5])
  }

  @Test func `the values of a group are what its members ended with`() throws {
    #expect(try values.metric("acc", of: "g") == [0.3, 0.6])
  }

  @Test func `states, exit codes and times are the newest ones, of groups their members'`() throws {
    #expect(try values.state(of: "a") == .done)
    #expect(try values.state(of: "nobody") == nil)
    #expect(try values.exitCode(of: "a") == 0)
    #expect(try values.exitCode(of: "g") == 4)
    #expect(try values.exitCode(of: "g/3") == nil)
    #expect(try values.seconds(of: "a") == 7)
    #expect(try values.seconds(of: "g") == 5)
    #expect(try values.seconds(of: "g/3") == nil)
  }
}
