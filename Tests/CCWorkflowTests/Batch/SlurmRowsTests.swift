import Testing

@testable import CCWorkflow

/// What `squeue` and `sacct` print of jobs.
@Suite struct SlurmRowsTests {
  private typealias Part = SlurmAnswer.Part

  private func view(
    _ lines: [String], _ parts: [(String, Int)], numbers: [String: String] = [:]
  ) -> SlurmJudge.View {
    SlurmRows(lines, run: "r1").view(of: parts.map { Part(batch: $0.0, place: $0.1) }) {
      numbers[$0]
    }
  }

  @Test(
    arguments: [
      ("12", "12", []), ("12_3", "12", [3]), ("12_[5-7,11%2]", "12", [5, 6, 7, 11]),
      ("12_[0-8:4,11]", "12", [0, 4, 8, 11]), ("12_[3%5]", "12", [3]), ("12+0", "12", []),
      ("12+1_2", "12", [2]),
    ] as [(String, String, [Int])])
  func `a number names one job, or some tasks of one`(text: String, job: String, tasks: [Int]) {
    let number = SlurmJobNumber(text)
    #expect(number?.job == job)
    #expect(
      number?.tasks == SlurmJobNumber.Tasks.none
        || tasks == (0...20).filter { number?.covers($0) == true })
    #expect(number?.task == (tasks.count == 1 ? tasks[0] : nil))
    #expect(number?.covers(-1) == true)
  }

  @Test(arguments: [
    "12_[0-1,3,5,7,9,11,13,15,17,19,2", "12_[1,3,...]", "12_[1,3,5...]", "12_[]", "12_x",
    "12_[7-5]", "12_[1-2-3]", "12_[0-8:0]", "12_",
  ])
  func `a list that was cut may mean every task`(text: String) {
    let number = SlurmJobNumber(text)
    #expect(number?.job == "12")
    #expect(number?.task == nil)
    #expect(number?.covers(19) == true)
  }

  @Test(arguments: ["", "_", "_1", "+", "x", "x12", "1x", "-1", "JOBID", "１２"])
  func `what is no number is none`(text: String) { #expect(SlurmJobNumber(text) == nil) }

  @Test func `a row tells its batch by its comment or by its name`() {
    let lines = [
      "1|RUNNING|cn1|None|train.r1-aa|cms:r1-aa", "2|PENDING||Priority|other|x; cms:r1-bb (site)",
      "3|PENDING||Resources|train.r1-cc|(null)", "4|COMPLETED|cn1|None|a|b|c",
      "error: x|y", "5|RUNNING",
    ]
    #expect(view(lines, [("r1-aa", -1)]) == .running)
    #expect(view(lines, [("r1-bb", -1)]) == .pending(reason: "Priority"))
    #expect(view(lines, [("r1-cc", -1)]) == .pending(reason: "Resources"))
    #expect(view(lines, [("r1-dd", -1)]) == .absent)
    #expect(SlurmRows(lines, run: "r1").numbers == ["r1-aa": "1", "r1-bb": "2", "r1-cc": "3"])
    // Where neither is left, the number does.
    guard case .ended = view(lines, [("r1-dd", -1)], numbers: ["r1-dd": "4"]) else {
      Issue.record("it was not found")
      return
    }
  }

  @Test(arguments: [
    ("REQUEUE_HOLD", "JobHeldAdmin", "REQUEUE_HOLD, JobHeldAdmin"),
    ("REQUEUED", "None", "REQUEUED"),
    ("PENDING", "None", ""), ("PENDING", "QOSMaxJobsPerUserLimit", "QOSMaxJobsPerUserLimit"),
    ("CONFIGURING", "None", "CONFIGURING"),
  ])
  func `it is told why a job waits`(state: String, reason: String, text: String) {
    #expect(
      view(["7|\(state)||\(reason)|n|cms:r1-a"], [("r1-a", -1)]) == .pending(reason: text))
  }

  @Test
  func `of several submissions the one counts that is furthest from its end, then the newest`() {
    let old = "1|FAILED|cn1|NonZeroExitCode|n|cms:r1-a"
    let new = "2_0|TIMEOUT|cn2|TimeLimit|n|cms:r1-b"
    let parts = [("r1-a", -1), ("r1-b", 0)]
    guard case .ended(let end) = view([new, old], parts) else {
      Issue.record("it has not ended")
      return
    }
    #expect(end.text == "Slurm says TIMEOUT, on cn2")
    #expect(view([new, old.replacing("FAILED", with: "RUNNING")], parts) == .running)
    #expect(view([new.replacing("TIMEOUT", with: "COMPLETING"), old], parts) == .completing)
    let waiting = "1|PENDING||Priority|n|cms:r1-a"
    #expect(view([new, waiting], parts) == .pending(reason: "Priority"))
  }

  @Test func `a task of its own line is not in the line of those that wait, even a cut one`() {
    let lines = [
      "9_3|COMPLETED|cn1|None|n|cms:r1-a",
      "9_[0-1,3,5,7,9,11,13,15,17,19,2|PENDING||None|n|cms:r1-a",
    ]
    guard case .ended = view(lines, [("r1-a", 3)]) else {
      Issue.record("it has not ended")
      return
    }
    #expect(view(lines, [("r1-a", 23)]) == .pending(reason: ""))
  }

  @Test func `ten thousand tasks are looked up at once, however they are listed`() {
    let waiting = (0..<5000).map { "\(4 * $0)-\(4 * $0 + 1)" }.joined(separator: ",")
    let running = (0..<5000).map { "9_\(4 * $0 + 2)|RUNNING|cn1|None|n|cms:r1-a" }
    let rows = SlurmRows(["9_[\(waiting)%50]|PENDING||Priority|n|cms:r1-a"] + running, run: "r1")
    var counts: [SlurmJudge.View: Int] = [:]
    for task in 0..<20_000 {
      counts[rows.view(of: [Part(batch: "r1-a", place: task)]) { _ in nil }, default: 0] += 1
    }
    #expect(
      counts == [.pending(reason: "Priority"): 10_000, .running: 5000, .absent: 5000])
  }

  @Test func `accounts tell how a job ended, and not that it goes on`() {
    let past = SlurmPast([
      "12|FAILED|7:0|cn1", "13_0|COMPLETED|0:0|cn1", "13_1|CANCELLED by 0|0:0|None assigned",
      "13_2|NODE_FAIL|0:0|cn2", "13_3|RUNNING|0:0|cn2", "14_[0-5%2]|PENDING|0:0|None assigned",
      "15|TIMEOUT", "|FAILED|1:0|", "12.batch|FAILED|1:0|cn1",
    ])
    func text(_ job: String, _ task: Int) -> String? {
      past.end(of: [Part(batch: "b", place: task)]) { _ in job }?.text
    }
    #expect(text("12", -1) == "Slurm says FAILED, exit code 7, on cn1")
    #expect(text("13", 0) == "Slurm says COMPLETED, on cn1")
    #expect(text("13", 1) == "Slurm says CANCELLED")
    #expect(text("13", 2) == "Slurm says NODE_FAIL, on cn2")
    for (job, task) in [("13", 3), ("13", 4), ("14", 0), ("15", -1), ("99", -1)] {
      #expect(text(job, task) == nil)
    }
  }

  @Test func `of several submissions accounts tell the newest that they know`() {
    let past = SlurmPast(["1|FAILED|1:0|cn1", "2|TIMEOUT|0:0|cn2"])
    let parts = ["a", "b", "c"].map { Part(batch: $0, place: -1) }
    #expect(past.end(of: parts) { ["a": "1", "b": "2", "c": "3"][$0] }?.state == "TIMEOUT")
    #expect(past.end(of: parts) { ["a": "1"][$0] }?.state == "FAILED")
  }
}
