import CampaignStore
import HostIO
import TestSupport
import Testing

/// Exactly one runner owns a run.
@Suite struct OwnershipTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore
  private let process = ProcessIdentity(pid: 7, startTime: "123", bootID: "boot")

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("a.db"))
    try store.insertRun(
      id: "r", workflow: "w", file: "/w.yaml", after: nil, owner: ("g", process),
      nodes: [NodeRecord(name: "a", kind: .job, uuid: "u"), NodeRecord(name: "b", kind: .marker)],
      edges: [EdgeRecord(source: "a", destination: "b")])
  }

  private func run() throws -> RunRecord { try #require(try store.runs(of: "w").first) }

  @Test func `a new run belongs to who made it, and a takeover raises its number`() throws {
    #expect(try run().owner == 1)
    #expect(try run().ownerHost == "g")
    #expect(try run().ownerProcess == process)
    #expect(try store.takeOver(try run(), host: "h", process: process) == 2)
    #expect(try run().ownerHost == "h")
  }

  @Test func `of two that would begin a run after the same one, the second loses`() throws {
    let other = try CampaignStore(place.at("a.db"))
    let error = #expect(throws: StoreError.self) {
      try other.insertRun(
        id: "s", workflow: "w", file: "/w.yaml", after: nil, owner: ("h", process), nodes: [],
        edges: [])
    }
    #expect(error?.kind == .ownerLost)
    #expect(try store.runs().map(\.id) == ["r"])
  }

  @Test func `of two that saw the same owner, the second loses`() throws {
    let seen = try run()
    _ = try store.takeOver(seen, host: "h", process: process)
    let other = try CampaignStore(place.at("a.db"))
    let error = #expect(throws: StoreError.self) {
      try other.takeOver(seen, host: "i", process: process)
    }
    #expect(error?.kind == .ownerLost)
    #expect(try run().ownerHost == "h")
  }

  @Test func `an owner that was overtaken writes nothing more`() throws {
    let first = try store.takeOver(try run(), host: "h", process: process)
    try store.transaction(of: "r", owner: first) { () throws(StoreError) in
      try store.recordNode("a", run: "r", state: .running, cause: nil, progress: 10)
    }
    let second = try store.takeOver(try run(), host: "i", process: process)
    let error = #expect(throws: StoreError.self) {
      try store.transaction(of: "r", owner: first) { () throws(StoreError) in
        try store.recordNode("a", run: "r", state: .failed, cause: "late", progress: 100)
      }
    }
    #expect(error?.kind == .ownerLost)
    #expect(try store.nodes(of: "r").first?.state == .running)
    try store.transaction(of: "r", owner: second) { () throws(StoreError) in
      try store.recordNode("a", run: "r", state: .done, cause: nil, progress: 100)
    }
    #expect(try store.nodes(of: "r").first?.state == .done)
  }

  @Test func `nodes, edges and attempts come back as they were recorded`() throws {
    #expect(try store.nodes(of: "r").map(\.name) == ["a", "b"])
    #expect(try store.edges(of: "r") == [EdgeRecord(source: "a", destination: "b")])
    var attempt = AttemptRecord(
      id: "t", node: "a", number: 1, directory: "/x", state: .submitted, boot: "boot",
      neighbours: 3, input: "hash", submitted: "2026-11-21T08:30:00.000Z")
    try store.insertAttempt(attempt, run: "r")
    attempt.state = .failed
    attempt.cause = "exit code 7"
    attempt.exitCode = 7
    attempt.pid = 12
    attempt.host = "h"
    attempt.isKilled = true
    attempt.started = "2026-11-21T08:30:01.000Z"
    attempt.ended = "2026-11-21T08:30:02.500Z"
    attempt.seconds = 1.5
    try store.updateAttempt(attempt)
    #expect(try store.latestAttempts(of: "r") == ["a": attempt])
    try store.insertMeasurement(attempt: "t", name: "accuracy", step: nil, value: 0.5, unit: nil)
    let rows = try store.connection.rows(
      """
      SELECT r.node, r.attempt, r.state, r.exit_code, r.seconds, m.name, m.value
      FROM results r JOIN metrics m ON m.run = r.run AND m.node = r.node
      """
    ) { row in (0..<7).map { row.text($0) } }
    #expect(rows == [["a", "1", "failed", "7", "1.5", "accuracy", "0.5"]])
  }

  @Test func `only submitted and running experiments are busy`() throws {
    for state in JobState.allCases {
      try store.recordNode("a", run: "r", state: state, cause: nil, progress: 0)
      #expect(try store.busyExperiments(waitingIn: []) == (state.isActive ? ["u"] : []), "\(state)")
    }
  }
}
