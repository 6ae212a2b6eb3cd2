import Testing

@testable import CCWorkflow

/// What follows for a job, for everything that can be known of it.
@Suite struct SlurmJudgeTests {
  private typealias View = SlurmJudge.View

  private static let failed = SlurmEnd(state: "FAILED")
  private static let ends = [
    "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL", "PREEMPTED",
  ].compactMap(SlurmEnd.init(state:))
  private static let views: [View] =
    [
      .unknown, .absent, .pending(reason: "Priority"), .suspended(reason: "SUSPENDED"), .running,
      .completing,
    ]
    + ends.map(View.ended)
  private static let records: [SlurmRecord?] = [
    nil, .some(.none), .claimed, .cut, .started(host: "cn1", process: 7), .exited(code: 0),
    .exited(code: 3),
  ]
  private static let memories: [SlurmEnd??] = [nil, .some(nil)] + ends.map { .some($0) }

  /// Every case that there is.
  private static let all: [SlurmJudge] = views.flatMap { view in
    records.flatMap { record in
      memories.flatMap { memory in
        [nil, "12"].flatMap { job in
          [nil, "sbatch: no"].flatMap { refusal in
            [false, true].flatMap { isSeen in
              [(0, false), (0, true), (100, false), (100, true)].map { missing, isEnding in
                SlurmJudge(
                  view: view, record: record, memory: memory, job: job, refusal: refusal,
                  isEnding: isEnding, isSeen: isSeen, missing: missing, latency: 100)
              }
            }
          }
        }
      }
    }
  }

  @Test func `a job is at its end well only with an exit record that says so`() {
    for judge in Self.all {
      let isDone: Bool
      switch judge.conclude() {
      case .state(.exited(0, _)): isDone = true
      case .state(.judged(let end)): isDone = end.isCompleted && end.failure == nil
      default: isDone = false
      }
      #expect(isDone == (judge.record == .exited(code: 0)), "\(judge)")
    }
  }

  @Test func `nobody is told that a job has ended before somebody has looked at its records`() {
    for judge in Self.all where judge.record == nil {
      switch judge.conclude() {
      case .nothing, .look, .claim, .state(.waiting), .state(.suspended): break
      default: Issue.record("\(judge)")
      }
    }
  }

  @Test func `what may run is never claimed, and never given up, as long as Slurm has it`() {
    for judge in Self.all {
      switch judge.view {
      case .pending, .suspended, .running, .completing: break
      case .unknown, .absent, .ended: continue
      }
      switch judge.conclude() {
      case .claim, .state(.gone), .state(.judged), .ask:
        // One that was claimed will not run, whatever the queue says.
        #expect(judge.record == .claimed, "\(judge)")
      default: break
      }
    }
  }

  @Test func `as long as Slurm does not answer, only records count`() {
    for judge in Self.all where judge.view == .unknown {
      switch judge.conclude() {
      case .nothing, .look: break
      case .claim: #expect(judge.refusal != nil, "\(judge)")
      case .state(.running): #expect(judge.record == .started(host: "cn1", process: 7))
      case .state(.exited(0, nil)): #expect(judge.record == .exited(code: 0))
      case .state(.exited(3, nil)):
        #expect(
          judge.record == .exited(code: 3) && judge.isEnding && judge.missing >= 100, "\(judge)")
      default: #expect(judge.record == .claimed, "\(judge)")
      }
    }
  }

  @Test func `a job that has begun is never taken for one that has not`() {
    for judge in Self.all {
      switch judge.record {
      case .started, .exited, .cut: break
      case .some(.none), .some(.claimed), nil: continue
      }
      switch judge.conclude() {
      case .claim, .state(.claimed), .state(.refused), .state(.absent): Issue.record("\(judge)")
      default: break
      }
    }
  }

  @Test func `a job that was seen running and has no record is never told to have had no start`() {
    for judge in Self.all where judge.isSeen && judge.record == .claimed {
      if case .state(.judged(let end)) = judge.conclude() {
        Issue.record("\(judge) is told: \(end.text)")
      }
    }
  }

  private func judge(
    _ view: View, _ record: SlurmRecord?, memory: SlurmEnd?? = nil, job: String? = "12",
    refusal: String? = nil, isSeen: Bool = false, missing: Int64 = 0
  ) -> SlurmJudge.Conclusion {
    SlurmJudge(
      view: view, record: record, memory: memory, job: job, refusal: refusal, isSeen: isSeen,
      missing: missing, latency: 100
    ).conclude()
  }

  private let begun = SlurmRecord.started(host: "cn1", process: 7)
  private func end(_ state: String) throws -> SlurmEnd { try #require(SlurmEnd(state: state)) }

  @Test func `COMPLETED without a record goes on until the record has had its time, then is lost`()
    throws
  {
    let completed = View.ended(try end("COMPLETED"))
    #expect(judge(completed, begun, missing: 99) == .look)
    #expect(judge(completed, begun, missing: 100) == .state(.gone))
    #expect(judge(completed, .some(.none), missing: 99) == .look)
    #expect(judge(completed, .some(.none), missing: 100) == .claim)
  }

  @Test(arguments: ["TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL", "PREEMPTED", "CANCELLED"])
  func `a bad end that Slurm tells is evidence without a record`(state: String) throws {
    #expect(judge(.ended(try end(state)), begun) == .state(.judged(try end(state))))
    #expect(judge(.ended(try end(state)), .some(.none)) == .claim)
    #expect(
      judge(.absent, begun, memory: .some(try end(state))) == .state(.judged(try end(state))))
  }

  @Test func `FAILED waits for the record, which may say more`() throws {
    #expect(judge(.ended(try end("FAILED")), begun, missing: 99) == .look)
    #expect(
      judge(.ended(try end("FAILED")), begun, missing: 100) == .state(.judged(try end("FAILED"))))
    #expect(
      judge(.ended(try end("OUT_OF_MEMORY")), .exited(code: 137))
        == .state(.exited(code: 137, try end("OUT_OF_MEMORY"))))
  }

  @Test func `a bad end is not the last word where Slurm starts the job again`() {
    #expect(
      judge(.pending(reason: "BeginTime"), .exited(code: 143))
        == .state(.waiting(reason: "to be started again: BeginTime")))
    #expect(judge(.running, .exited(code: 143)) == .nothing)
    #expect(judge(.completing, .exited(code: 143), missing: 1_000_000) == .look)
    #expect(judge(.unknown, .exited(code: 143), missing: 1_000_000) == .look)
    #expect(
      judge(.pending(reason: ""), begun) == .state(.waiting(reason: "to be started again")))
  }

  @Test func `of what has left the queue accounts are asked as long as they may be late`() throws {
    #expect(judge(.absent, begun) == .ask)
    #expect(judge(.absent, begun, memory: .some(nil), missing: 99) == .ask)
    #expect(judge(.absent, begun, memory: .some(nil), missing: 100) == .state(.gone))
    #expect(judge(.absent, .some(.none), memory: .some(nil), missing: 99) == .ask)
    #expect(judge(.absent, .some(.none), memory: .some(nil), missing: 100) == .claim)
    #expect(judge(.absent, .exited(code: 3)) == .ask)
    #expect(judge(.absent, .exited(code: 3), memory: .some(nil), missing: 99) == .ask)
    #expect(
      judge(.absent, .exited(code: 3), memory: .some(nil), missing: 100)
        == .state(.exited(code: 3)))
    #expect(
      judge(.absent, .exited(code: 3), memory: .some(try end("TIMEOUT")))
        == .state(.exited(code: 3, try end("TIMEOUT"))))
    #expect(judge(.absent, .exited(code: 0)) == .state(.exited(code: 0)))
  }

  @Test func `one without a number cannot be asked about, and is given time`() {
    #expect(judge(.absent, begun, job: nil, missing: 99) == .look)
    #expect(judge(.absent, begun, job: nil, missing: 100) == .state(.gone))
    #expect(judge(.absent, .exited(code: 3), job: nil, missing: 99) == .look)
    #expect(judge(.absent, .exited(code: 3), job: nil, missing: 100) == .state(.exited(code: 3)))
    #expect(judge(.absent, .some(.none), job: nil, missing: 99) == .look)
    #expect(judge(.absent, .some(.none), job: nil, missing: 100) == .claim)
  }

  @Test func `what was made sure never to run has failed to start, with the reason`() throws {
    #expect(judge(.absent, .claimed, job: nil) == .state(.claimed))
    #expect(judge(.absent, .claimed) == .state(.judged(.forgotten("12"))))
    guard case .state(.judged(let told)) = judge(.ended(try end("FAILED")), .claimed) else {
      Issue.record("nothing was told")
      return
    }
    #expect(told.failure == .launch)
    #expect(told.text == "Slurm says FAILED; it never began")
    guard case .state(.judged(let off)) = judge(.ended(try end("CANCELLED")), .claimed) else {
      Issue.record("nothing was told")
      return
    }
    #expect(off.isCancelled && off.failure == nil)
  }

  @Test func `what sbatch turned away is claimed first, as it may run all the same`() {
    let no = "sbatch: no"
    #expect(judge(.absent, nil, job: nil, refusal: no) == .claim)
    #expect(judge(.unknown, nil, job: nil, refusal: no) == .claim)
    #expect(judge(.absent, .some(.none), job: nil, refusal: no) == .claim)
    #expect(judge(.absent, .claimed, job: nil, refusal: no) == .state(.refused(no)))
    #expect(
      judge(.pending(reason: "Priority"), nil, refusal: no)
        == .state(.waiting(reason: "Priority")))
    #expect(
      judge(.running, begun, refusal: no)
        == .state(.running(host: "cn1", process: 7, began: 0)))
  }
}
