import CampaignStore
import Testing

@testable import CCWorkflow

/// What a run that is taken up again keeps, and what it runs once more.
@Suite struct RunUpdateTests {
  /// A file's nodes against those of an earlier run, in the order of a chain.
  private struct Update {
    var nodes: [NodeRecord]
    var findings = RunPreparation.Findings()

    init(
      _ earlier: [NodeRecord], now: [NodeRecord], chain: [String],
      rerun: Set<RunPreparation.Rerun> = []
    ) {
      nodes = now
      let edges = zip(chain, chain.dropFirst()).map { EdgeRecord(source: $0, destination: $1) }
      RunUpdate(earlier: earlier, edges: edges, rerun: rerun).apply(to: &nodes, &findings)
    }

    var states: [String: JobState] {
      Dictionary(uniqueKeysWithValues: nodes.map { ($0.name, $0.state) })
    }

    func node(_ name: String) -> NodeRecord? { nodes.first { $0.name == name } }
  }

  private func job(
    _ name: String, _ state: JobState = .ready, input: String = "1", group: String? = nil,
    cause: String? = nil
  ) -> NodeRecord {
    NodeRecord(
      name: name, kind: .job, group: group, state: state, cause: cause,
      progress: state == .done ? 100 : 0, job: "job of \(name) \(input)", input: input)
  }

  private func group(_ name: String, _ state: JobState = .ready) -> NodeRecord {
    NodeRecord(name: name, kind: .group, state: state)
  }

  @Test func `what is done stays done, what is active stays active, what is new starts`() {
    let update = Update(
      [job("a", .done), job("b", .running)], now: [job("a"), job("b"), job("c")],
      chain: ["a", "b", "c"])
    #expect(update.states == ["a": .done, "b": .running, "c": .ready])
    #expect(update.findings.stale == [])
  }

  @Test func `a done node whose input changed is stale and stays so until it runs again`() {
    let update = Update(
      [job("a", .done), job("b", .done)], now: [job("a", input: "2"), job("b")],
      chain: ["a", "b"])
    #expect(update.states == ["a": .done, "b": .done])
    #expect(update.findings.stale == ["a"])
    #expect(update.node("a")?.input == "1")
    #expect(update.node("a")?.job == "job of a 2")
  }

  @Test func `rerun stale runs again what changed and all behind it, with the new input`() {
    let update = Update(
      [job("x", .done), job("a", .done), job("b", .done), job("c", .done)],
      now: [job("x"), job("a", input: "2"), job("b", input: "2"), job("c")],
      chain: ["x", "a", "b", "c"], rerun: [.stale])
    #expect(update.states == ["x": .done, "a": .ready, "b": .ready, "c": .ready])
    #expect(update.nodes.map(\.progress) == [100, 0, 0, 0])
    #expect(update.nodes.map(\.input) == ["1", "2", "2", "1"])
    #expect(update.findings.stale == [], "they are run again, so nobody has to be told")
  }

  @Test func `a done node that runs again behind another takes its new input along`() {
    let update = Update(
      [job("a", .failed), job("b", .done)], now: [job("a"), job("b", input: "2")],
      chain: ["a", "b"], rerun: [.failed])
    #expect(update.states == ["a": .ready, "b": .ready])
    #expect(update.node("b")?.input == "2")
  }

  @Test(arguments: [JobState.failed, .lost, .cancelled])
  func `what did not end well stays so and is told of`(state: JobState) {
    let update = Update(
      [job("a", state, cause: "exit 1"), job("b", .skipped, cause: "'a' failed")],
      now: [job("a"), job("b")], chain: ["a", "b"])
    #expect(update.states["a"] == state)
    #expect(update.node("a")?.cause == "exit 1")
    #expect(update.findings.unsuccessful == ["a"])
  }

  @Test(arguments: [JobState.failed, .lost, .cancelled])
  func `rerun failed runs it again and what was skipped behind it`(state: JobState) {
    let update = Update(
      [job("a", state, cause: "exit 1"), job("b", .skipped, cause: "'a' failed"), job("c", .done)],
      now: [job("a"), job("b"), job("c")], chain: ["a", "b"], rerun: [.failed])
    #expect(update.states == ["a": .ready, "b": .ready, "c": .done])
    #expect(update.nodes.map(\.cause) == [nil, nil, nil])
    #expect(update.findings.unsuccessful == [])
  }

  @Test func `a widened sweep runs only its new members, and then what comes after the group`() {
    let update = Update(
      [
        job("a", .done), group("g", .done), job("g/1", .done, group: "g"),
        job("g/2", .done, group: "g"), job("z", .done),
      ],
      now: [
        job("a"), group("g"), job("g/1", group: "g"), job("g/2", group: "g"),
        job("g/3", group: "g"), job("z"),
      ], chain: ["a", "g", "z"])
    #expect(
      update.states == [
        "a": .done, "g": .ready, "g/1": .done, "g/2": .done, "g/3": .ready, "z": .ready,
      ])
  }

  @Test func `a member that runs again takes what follows the group along, not the others`() {
    let update = Update(
      [
        group("g", .failed), job("g/1", .failed, group: "g"), job("g/2", .done, group: "g"),
        job("z", .skipped),
      ],
      now: [group("g"), job("g/1", group: "g"), job("g/2", group: "g"), job("z")],
      chain: ["g", "z"], rerun: [.failed])
    #expect(update.states == ["g": .ready, "g/1": .ready, "g/2": .done, "z": .ready])
  }

  @Test func `what runs again before a group takes all its members along`() {
    let update = Update(
      [job("a", .failed), group("g", .done), job("g/1", .done, group: "g"), job("z", .done)],
      now: [job("a"), group("g"), job("g/1", group: "g"), job("z")], chain: ["a", "g", "z"],
      rerun: [.failed])
    #expect(Set(update.states.values) == [.ready])
  }

  @Test func `a group is judged anew when its failed member has gone from the sweep`() {
    let update = Update(
      [
        group("g", .failed), job("g/1", .failed, group: "g"), job("g/2", .done, group: "g"),
        job("z", .skipped, cause: "'g' failed"),
      ],
      now: [group("g"), job("g/2", group: "g"), job("z")], chain: ["g", "z"])
    #expect(update.states == ["g": .ready, "g/2": .done, "z": .ready])
  }

  @Test func `a skipped node is judged anew when it no longer depends on what failed`() {
    let update = Update(
      [job("a", .failed), job("b", .skipped, cause: "'a' failed")], now: [job("a"), job("b")],
      chain: [])
    #expect(update.states == ["a": .failed, "b": .ready])
    #expect(update.node("b")?.cause == nil)
  }

  @Test func `a member that comes back and never ran takes what follows the group along`() {
    let update = Update(
      [
        group("g", .done), job("g/1", .done, group: "g"), job("g/2", .ready, group: "g"),
        job("z", .done),
      ],
      now: [group("g"), job("g/1", group: "g"), job("g/2", group: "g"), job("z")],
      chain: ["g", "z"])
    #expect(update.states == ["g": .ready, "g/1": .done, "g/2": .ready, "z": .ready])
  }

  @Test func `a failed group keeps what is done behind it`() {
    let update = Update(
      [group("g", .failed), job("g/1", .failed, group: "g"), job("z", .done)],
      now: [group("g"), job("g/1", group: "g"), job("z")], chain: ["g", "z"])
    #expect(update.states == ["g": .ready, "g/1": .failed, "z": .done])
  }

  @Test func `a node that became another kind starts anew, with all behind it`() {
    let update = Update(
      [job("a", .done), job("b", .done)],
      now: [NodeRecord(name: "a", kind: .marker), job("b")], chain: ["a", "b"])
    #expect(update.states == ["a": .ready, "b": .ready])
  }

  @Test func `removed nodes that still run are named, others go silently`() {
    let update = Update(
      [job("c", .running), job("b", .submitted), job("d", .done), job("a", .done)],
      now: [job("a")], chain: [])
    #expect(update.findings.orphans == ["b", "c"])
    #expect(update.states == ["a": .done])
  }
}
