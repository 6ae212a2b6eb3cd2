import CampaignStore
import Testing

@testable import CCWorkflow

@Suite struct VerdictTests {
  private struct Case: Sendable {
    let evidence: Ending.Evidence
    var isKilled = false
    let state: JobState
    let cause: String?
  }

  private static let cases = [
    Case(evidence: .exitRecord(code: 0), state: .done, cause: nil),
    Case(evidence: .exitRecord(code: 0), isKilled: true, state: .done, cause: nil),
    Case(evidence: .exitRecord(code: 1), state: .failed, cause: "exit 1"),
    Case(evidence: .exitRecord(code: 125), state: .failed, cause: "exit 125"),
    Case(
      evidence: .exitRecord(code: 126), state: .failed,
      cause: "exit 126: its command cannot be executed"),
    Case(
      evidence: .exitRecord(code: 127), state: .failed,
      cause: "exit 127: its command was not found"),
    Case(evidence: .exitRecord(code: 128), state: .failed, cause: "exit 128"),
    Case(evidence: .exitRecord(code: 137), state: .failed, cause: "exit 137: signal 9"),
    Case(evidence: .exitRecord(code: 255), state: .failed, cause: "exit 255"),
    Case(
      evidence: .exitRecord(code: 143), isKilled: true, state: .cancelled, cause: "killed by us"),
    Case(evidence: .none, state: .lost, cause: "it is gone and left no exit record"),
    Case(evidence: .none, isKilled: true, state: .cancelled, cause: "killed by us"),
    Case(evidence: .notRun(reason: "no room"), state: .failed, cause: "no room"),
    Case(evidence: .notRun(reason: "no room"), isKilled: true, state: .failed, cause: "no room"),
  ]

  @Test(arguments: cases)
  private func `an exit record outranks all, then our own kill, then nothing is known`(
    row: Case
  ) {
    let ending = Ending(evidence: row.evidence)
    let verdict = Verdict(ending, isKilled: row.isKilled)
    #expect(verdict.state == row.state)
    #expect(verdict.cause == row.cause)
  }

  @Test func `what the kernel killed for want of memory has failed by that, unless we ended it`() {
    var ending = Ending(evidence: .exitRecord(code: 137))
    #expect(Verdict(ending, isKilled: false).failure == .signal)
    ending.isOutOfMemory = true
    #expect(
      Verdict(ending, isKilled: false)
        == Verdict(
          state: .failed, failure: .oom, cause: "exit 137: killed, as there was too little memory"))
    #expect(Verdict(ending, isKilled: true).state == .cancelled)
  }

  @Test(
    arguments: [
      ("TIMEOUT", .failed, .timeout, "Slurm says TIMEOUT"),
      ("OUT_OF_MEMORY", .failed, .oom, "Slurm says OUT_OF_MEMORY"),
      ("NODE_FAIL", .failed, .nodeFail, "Slurm says NODE_FAIL"),
      ("PREEMPTED", .failed, .preempted, "Slurm says PREEMPTED"),
      ("FAILED", .failed, .exit, "Slurm says FAILED"),
      ("CANCELLED", .cancelled, nil, "Slurm says CANCELLED"),
    ] as [(String, JobState, FailureCause?, String)])
  func `without a record, what a batch system tells is evidence, and with one its reason`(
    name: String, state: JobState, failure: FailureCause?, cause: String
  ) throws {
    let end = try #require(SlurmEnd(state: name))
    var ending = Ending(evidence: .scheduler(end))
    #expect(
      Verdict(ending, isKilled: false) == Verdict(state: state, failure: failure, cause: cause))
    #expect(Verdict(ending, isKilled: true).cause == "killed by us")
    ending = Ending(evidence: .exitRecord(code: 143))
    ending.scheduler = end
    #expect(
      Verdict(ending, isKilled: false)
        == (name == "FAILED"
          ? Verdict(state: .failed, failure: .signal, cause: "exit 143: signal 15")
          : Verdict(state: state, failure: failure, cause: "exit 143: \(cause)")))
    #expect(Verdict(ending, isKilled: true).state == .cancelled)
    // Whatever it says, a good end that is recorded is one.
    ending.evidence = .exitRecord(code: 0)
    #expect(Verdict(ending, isKilled: false).state == .done)
  }
}
