import CampaignStore
import HostIO
import Testing

@testable import CCWorkflow

/// The live view, line by line.
@Suite struct RunViewTests {
  private func snapshot(
    counts: [JobState: Int] = [:], groups: [RunSnapshot.Group] = [],
    running: [RunSnapshot.Running] = [], failures: [RunSnapshot.Failure] = []
  ) -> RunSnapshot {
    RunSnapshot(
      workflow: "mnist", run: "x", counts: counts, groups: groups, running: running,
      failures: failures)
  }

  private func group(_ name: String, total: Int, done: Int, unsuccessful: Int = 0, active: Int = 0)
    -> RunSnapshot.Group
  {
    RunSnapshot.Group(
      name: name,
      counts: [
        .done: done, .failed: unsuccessful, .running: active,
        .waiting: total - done - unsuccessful - active,
      ])
  }

  private func job(_ name: String, started: Int64? = nil, progress: Double? = nil)
    -> RunSnapshot.Running
  {
    RunSnapshot.Running(name: name, started: started, progress: progress)
  }

  private func failure(_ name: String, lines: [String] = []) -> RunSnapshot.Failure {
    RunSnapshot.Failure(name: name, state: .failed, cause: "exit 1", lastLines: lines)
  }

  private func lines(
    _ run: RunSnapshot, columns: Int = 100, rows: Int = 24, colour: Bool = false
  ) -> [String] {
    RunView(columns: columns, rows: rows, colour: colour).lines(run, now: 100_000_000_000)
  }

  @Test func `a pause, and jobs that wait for a retry, are named`() {
    var run = snapshot(counts: [.done: 1, .waiting: 4])
    run.pausedUntil = "cms-cc unpause mnist.db"
    run.retrying = (0..<6).map { index in
      RunSnapshot.Retrying(
        name: "fit\(index)", due: Int64(104 + 100 * index) * 1_000_000_000,
        cause: "retry 1 of 2 in 20 s: exit 1")
    }
    #expect(
      lines(run, columns: 60) == [
        "mnist  ████░░░░░░░░░░░░░░░░░░░░  1/5 done, 4 waiting",
        "  paused: nothing more starts; cms-cc unpause mnist.db",
        "  waiting  fit0  4.0 s until retry 1 of 2 in 20 s: exit 1",
        "  waiting  fit1  1:44 until retry 1 of 2 in 20 s: exit 1",
        "  waiting  fit2  3:24 until retry 1 of 2 in 20 s: exit 1",
        "  and 3 more that wait for a retry",
      ])
    #expect(RunView.summary(run) == "mnist: 1 of 5 done, 4 waiting; paused")
  }

  @Test func `what is called for hosts, and what keeps jobs from them, is named`() {
    var run = snapshot(counts: [.done: 1, .waiting: 4])
    run.switching = [
      RunSnapshot.Switching(host: "lab", key: "up", command: "./vm on", since: 95_800_000_000)
    ]
    run.remarks = ["'desk': 1 of 2 GPUs is used by somebody else"]
    run.unreachable = ["far": "no route"]
    #expect(
      lines(run).dropFirst() == [
        "  'lab': 'up' runs for 4.2 s: ./vm on", "  'desk': 1 of 2 GPUs is used by somebody else",
        "  'far' cannot be reached, and is tried again: no route",
      ])
  }

  @Test func `a run shows its counts, groups, running jobs and failures`() {
    let run = snapshot(
      counts: [.done: 6, .running: 1, .submitted: 1, .waiting: 2, .ready: 1, .failed: 1],
      groups: [group("train", total: 10, done: 5, unsuccessful: 1, active: 2)],
      running: [
        job("train/a", started: 95_800_000_000, progress: 42.9), job("train/b"),
      ], failures: [failure("train/c", lines: ["Traceback", "KeyError: 'x'"])])
    #expect(
      lines(run) == [
        "mnist  ████████████░░░░░░░░░░░░  6/12 done, 2 running, 3 waiting, 1 failed",
        "  train  ██████████░░░░░░░░░░  5/10, 2 running, 1 failed",
        "  running  train/a  42 %   4.2 s", "  running  train/b         ",
        "  failed  train/c  exit 1", "    │ Traceback", "    │ KeyError: 'x'",
      ])
  }

  @Test func `no line is wider than the terminal, nor are there more than fit`() {
    let long = String(repeating: "lüng文", count: 50)
    let run = snapshot(
      counts: [.done: 1, .running: 30, .failed: 9],
      groups: [group(long, total: 10, done: 5)], running: (0..<30).map { job("\(long)\($0)") },
      failures: (0..<9).map { failure("\(long)\($0)", lines: [long, long, long]) })
    for columns in [0, 40, 41, 80] {
      for rows in [0, 6, 12, 24, 60] {
        let lines = lines(run, columns: columns, rows: rows)
        #expect(lines.count <= max(6, rows) - 1)
        #expect(lines.allSatisfy { TextWidth.of($0) <= max(40, columns) })
      }
    }
    #expect(lines(run, columns: 40)[1] == "  lüng文lüng文lüng文l…  ██████████░░░░░…")
  }

  @Test func `names stand in columns, however wide their letters are`() {
    let run = snapshot(
      counts: [.done: 1, .waiting: 3],
      groups: [group("文字", total: 2, done: 1), group("evaluate", total: 2, done: 0, active: 1)],
      running: [job("evaluate/1", progress: 5), job("文/1", started: 99_000_000_000)])
    #expect(
      Array(lines(run).dropFirst()) == [
        "  文字      ██████████░░░░░░░░░░  1/2", "  evaluate  ░░░░░░░░░░░░░░░░░░░░  0/2, 1 running",
        "  running  evaluate/1  5 %    ", "  running  文/1               1.0 s",
      ])
  }

  @Test func `many groups leave room for what runs and what failed, and those that go on stay`() {
    let run = snapshot(
      counts: [.done: 60, .running: 1, .failed: 1],
      groups: (0..<30).map { group("g\($0)", total: 2, done: $0 < 20 ? 2 : 1) },
      running: [job("g20/1")], failures: [failure("g21/1", lines: ["oh"])])
    let lines = lines(run, rows: 12)
    #expect(lines[1].hasPrefix("  g20  "))
    #expect(
      Array(lines.suffix(4)) == [
        "  and 27 more groups", "  running  g20/1         ", "  failed  g21/1  exit 1", "    │ oh",
      ])
    #expect(lines.count <= 11)
  }

  @Test func `a job whose end cannot be recorded says why it still stands there`() {
    let stuck = RunSnapshot.Running(name: "a", started: 1, progress: 100, lacksRoom: true)
    let run = snapshot(counts: [.running: 1], running: [stuck])
    #expect(lines(run).last == "  running  a  ended; no room to record it")
    #expect(
      RunView.summary(run)
        == "mnist: 0 of 1 done, 1 running; 1 ended without room on the disk to record it")
  }

  @Test func `where not all running jobs fit, the rest is counted`() {
    let run = snapshot(counts: [.running: 20], running: (0..<20).map { job("j\($0)") })
    let lines = lines(run, rows: 8)
    #expect(lines.count == 7)
    #expect(lines[1].hasPrefix("  running  j0 "))
    #expect(lines.last == "  and 15 more running")
    #expect(self.lines(run, rows: 30).count == 21)
  }

  @Test func `of many failures the first are shown, with the ends of their logs`() {
    let run = snapshot(
      counts: [.failed: 10],
      failures: (0..<10).map { failure("j\($0)", lines: $0 < 5 ? ["log \($0)"] : []) })
    #expect(
      Array(lines(run).dropFirst()) == [
        "  failed  j0  exit 1", "    │ log 0", "  failed  j1  exit 1", "    │ log 1",
        "  failed  j2  exit 1", "    │ log 2", "  and 7 more failures",
      ])
  }

  @Test func `colours mark failures and nothing else`() {
    let run = snapshot(counts: [.failed: 1], failures: [failure("a")])
    let (plain, coloured) = (lines(run), lines(run, colour: true))
    #expect(coloured[0] == plain[0])
    #expect(coloured[1] == "\u{1B}[31m\(plain[1])\u{1B}[0m")
  }

  @Test func `one line sums a run up`() {
    let run = snapshot(
      counts: [.done: 1, .waiting: 1, .lost: 1, .cancelled: 2, .skipped: 3, .failed: 4])
    #expect(
      RunView.summary(run)
        == "mnist: 1 of 12 done, 1 waiting, 4 failed, 1 lost, 2 cancelled, 3 skipped")
    #expect(RunView.summary(snapshot()) == "mnist: 0 of 0 done")
  }

  @Test(arguments: [
    (-5, "0.0 s"), (0, "0.0 s"), (49, "0.0 s"), (4_290, "4.2 s"), (59_999, "59.9 s"),
    (60_000, "1:00"), (187_000, "3:07"), (3_599_999, "59:59"), (3_600_000, "1:00:00"),
    (7_387_000, "2:03:07"), (360_000_000, "100:00:00"),
  ])
  func `durations read as people write them`(milliseconds: Int, text: String) {
    #expect(RunView.duration(Int64(milliseconds) * 1_000_000) == text)
  }
}
