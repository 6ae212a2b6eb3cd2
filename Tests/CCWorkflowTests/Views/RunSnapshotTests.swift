import CampaignStore
import TestSupport
import Testing

@testable import CCWorkflow

/// What a snapshot takes from states and logs.
@Suite struct RunSnapshotTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func snapshot(_ nodes: [NodeRecord]) -> RunSnapshot {
    RunSnapshot(
      workflow: "w", run: "r", nodes, states: nodes.map { ($0.state, $0.cause) }, started: [0: 5],
      directory: { place.at($0) })
  }

  private func job(_ name: String, _ state: JobState, group: String? = nil) -> NodeRecord {
    NodeRecord(name: name, kind: .job, group: group, state: state, cause: "cause of \(name)")
  }

  @Test func `groups are counted by their members, not beside them`() {
    let group = NodeRecord(name: "g", kind: .group, state: .ready)
    let run = snapshot([
      job("a", .done), group, job("g/1", .done, group: "g"), job("g/2", .running, group: "g"),
      job("g/3", .skipped, group: "g"), job("g/4", .waiting, group: "g"),
    ])
    #expect(run.total == 5)
    #expect(run.done == 2)
    #expect(run.counts == [.done: 2, .running: 1, .skipped: 1, .waiting: 1])
    #expect(run.groups.map(\.counts) == [[.done: 1, .running: 1, .skipped: 1, .waiting: 1]])
    #expect(run.groups.map(\.isOpen) == [true])
  }

  @Test func `a job that has ended without room to record it is told from one that runs`() throws {
    try place.write("a/exit.0", "")
    try place.write("b/exit.0", "exit 0\nend\n")
    let run = snapshot([job("a", .running), job("b", .running), job("c", .running)])
    #expect(run.running.map(\.lacksRoom) == [true, false, false])
  }

  @Test func `progress is the last that the job printed, and a start is known or not`() throws {
    try place.write("a/log", "# cloudmesh progress=10\nnoise\n# cloudmesh progress=55.5\npart")
    try place.write("b/log", "nothing of the kind\n")
    let run = snapshot([job("a", .running), job("b", .submitted)])
    #expect(run.running.map(\.name) == ["a", "b"])
    #expect(run.running.map(\.progress) == [55.5, nil])
    #expect(run.running.map(\.started) == [5, nil])
  }

  @Test func `failures quote the last lines of their logs, made harmless`() throws {
    try place.write("a/log", "one\ntwo\n\nthree \u{1B}[31mred\tx\r\nfour\u{9B}31m\u{7F}\n\n")
    let run = snapshot([job("a", .failed), job("b", .lost), job("c", .skipped)])
    #expect(run.failures.map(\.name) == ["a", "b"])
    #expect(run.failures.map(\.cause) == ["cause of a", "cause of b"])
    #expect(run.failures[0].lastLines == ["two", "three  [31mred x", "four 31m "])
    #expect(run.failures[1].lastLines == [])
  }

  @Test func `only the first failures quote their logs`() throws {
    for number in 0..<8 { try place.write("j\(number)/log", "log\n") }
    let run = snapshot((0..<8).map { job("j\($0)", .failed) })
    #expect(run.failures.map { $0.lastLines.count } == [1, 1, 1, 1, 1, 0, 0, 0])
  }

  @Test func `of a long log only the end is read`() throws {
    let line = String(repeating: "x", count: 300)
    try place.write("a/log", String(repeating: line + "\n", count: 100_000) + "the end\n")
    let lines = snapshot([job("a", .failed)]).failures.first?.lastLines
    #expect(lines == [String(line.prefix(200)), String(line.prefix(200)), "the end"])
  }
}
