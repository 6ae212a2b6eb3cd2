import CampaignStore
import Testing

@testable import CCWorkflow

/// The states of Slurm, by their names.
@Suite struct SlurmPhaseTests {
  @Test(arguments: [
    "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD",
    "SPECIAL_EXIT",
  ])
  func `what has not begun or is to begin again waits`(name: String) {
    #expect(SlurmPhase(name) == .pending)
  }

  @Test(arguments: [
    "RUNNING", "RESIZING", "SIGNALING", "STAGE_OUT", "POWER_UP_NODE", "NEW",
    "EXPEDITING", "",
  ])
  func `what a later Slurm may say is taken for a job that goes on`(name: String) {
    #expect(SlurmPhase(name) == .running)
  }

  @Test(arguments: ["SUSPENDED", "STOPPED"])
  func `what was stopped for now does not run, and has begun`(name: String) {
    #expect(SlurmPhase(name) == .suspended)
  }

  @Test(
    arguments: [
      ("COMPLETED", nil, false), ("FAILED", nil, false), ("CANCELLED", nil, true),
      ("CANCELLED by 0", nil, true), ("CANCELLED by 1000", nil, true), ("CANCELLED+", nil, true),
      ("REVOKED", nil, true), ("TIMEOUT", .timeout, true), ("DEADLINE", .timeout, true),
      ("OUT_OF_MEMORY", .oom, true), ("NODE_FAIL", .nodeFail, true), ("BOOT_FAIL", .nodeFail, true),
      ("PREEMPTED", .preempted, true),
    ] as [(String, FailureCause?, Bool)])
  func `an end has a cause, and is a reason where it says more than that a code was bad`(
    name: String, failure: FailureCause?, isReason: Bool
  ) {
    guard case .ended(let end) = SlurmPhase(name) else {
      Issue.record("\(name) is no end")
      return
    }
    #expect(end.failure == failure)
    #expect(end.isReason == isReason)
    #expect(end.isCompleted == (name == "COMPLETED"))
  }

  @Test func `what is completing is neither running nor at its end`() {
    #expect(SlurmPhase("COMPLETING") == .completing)
  }

  @Test func `an end is told with its code, its signal and where it was`() {
    var end = SlurmEnd(state: "FAILED")
    end?.exit = "7:0"
    end?.nodes = "cn1"
    #expect(end?.text == "Slurm says FAILED, exit code 7, on cn1")
    end?.exit = "0:9"
    end?.note = "it never began"
    #expect(end?.text == "Slurm says FAILED, signal 9, on cn1; it never began")
    #expect(SlurmEnd.forgotten("12").text == "Slurm no longer knows job 12")
  }
}
