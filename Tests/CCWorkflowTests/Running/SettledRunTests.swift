import CampaignStore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Runs of which nothing is left to do.
@Suite struct SettledRunTests {
  private let place: TemporaryDirectory
  private let store: CampaignStore

  init() throws {
    place = try TemporaryDirectory()
    store = try CampaignStore(place.at("w.db"))
  }

  /// A run with nodes in these states.
  private func run(_ states: [JobState], cause: String? = nil) throws -> OwnedRun {
    let nodes = states.enumerated().map {
      NodeRecord(name: "n\($0.offset)", kind: .job, state: $0.element, cause: cause)
    }
    try store.insertRun(
      id: "r", workflow: "w", file: "/w.yaml", after: nil,
      owner: ("here", ProcessIdentity.current()), nodes: nodes, edges: [])
    let record = try #require(try store.runs().first)
    return OwnedRun(record, owner: record.owner)
  }

  @Test(arguments: [JobState.done, .failed, .lost, .cancelled, .skipped])
  func `a run whose nodes have all ended is settled`(state: JobState) throws {
    let settled = try #require(
      try SettledRun(run([.done, state]), in: store, base: "/nonexistent"))
    let isGood = state == .done || state == .skipped
    #expect(settled.isSuccessful == isGood)
    try settled.close()
    #expect(try store.runs().first?.state == (isGood ? "done" : "failed"))
    #expect(try settled.snapshot().counts.values.reduce(0, +) == 2)
  }

  @Test(arguments: [JobState.ready, .waiting, .submitted, .running])
  func `a run with something left is not`(state: JobState) throws {
    #expect(try SettledRun(run([.done, state]), in: store, base: "/nonexistent") == nil)
  }

  @Test func `a run that somebody asks something of is not`() throws {
    let run = try run([.failed])
    let request = try store.insertRequest(.retry, nodes: nil, run: "r")
    #expect(try SettledRun(run, in: store, base: "/nonexistent") == nil)
    try store.answer(request, "")
    #expect(try SettledRun(run, in: store, base: "/nonexistent") != nil)
  }

  @Test func `its view quotes the causes of failures`() throws {
    let settled = try #require(
      try SettledRun(run([.failed], cause: "exit 3"), in: store, base: "/nonexistent"))
    #expect(try settled.snapshot().failures.map(\.cause) == ["exit 3"])
  }

  @Test func `who lost the run cannot close it`() throws {
    let settled = try #require(try SettledRun(run([.done]), in: store, base: "/nonexistent"))
    let record = try #require(try store.runs().first)
    _ = try store.takeOver(record, host: "there", process: ProcessIdentity.current())
    #expect(throws: StoreError.self) { try settled.close() }
  }
}
