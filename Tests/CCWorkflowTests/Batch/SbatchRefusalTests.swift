import Testing

@testable import CCWorkflow

/// What follows from what `sbatch` says on standard error.
@Suite struct SbatchRefusalTests {
  @Test(arguments: [
    "Batch job submission failed: Unable to contact slurm controller (connect failure)",
    "Slurm temporarily unable to accept job, sleeping and retrying",
    "Batch job submission failed: Resource temporarily unavailable",
    "Batch job submission failed: Slurm backup controller in standby mode",
    "Batch job submission failed: Requested nodes are busy",
    "Batch job submission failed: Unable to create job record, try again",
    "Batch job submission failed: System submissions disabled",
    "Batch job submission failed: Required partition not available (inactive or drain)",
    "Batch job submission failed: Requested partition configuration not available now",
  ])
  func `what never reached Slurm, or came at a bad time, is tried again`(text: String) {
    #expect(SbatchRefusal(text) == .unsent)
  }

  @Test(arguments: [
    "Batch job submission failed: Socket timed out on send/recv operation",
    "Batch job submission failed: Unable to contact slurm controller (receive failure)",
    "Batch job submission failed: Zero Bytes were transmitted or received",
    "Batch job submission failed: Message receive failure",
    "Batch job submission failed: Unexpected message received",
    "Batch job submission failed: Protocol authentication error",
    "Batch job submission failed: Connection timed out",
    "Batch job submission failed: Connection reset by peer",
    "Batch job submission failed: Communication connection failure",
  ])
  func `where the answer is missing Slurm may have taken the job`(text: String) {
    #expect(SbatchRefusal(text) == .unknown)
  }

  @Test(arguments: [
    "AssocMaxSubmitJobLimit; Batch job submission failed: "
      + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    "QOSMaxSubmitJobPerUserLimit; Batch job submission failed: "
      + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    "Batch job submission failed: "
      + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    "Slurm job queue full, sleeping and retrying",
  ])
  func `too many jobs is no fault of the job`(text: String) {
    #expect(SbatchRefusal(text) == .full)
  }

  @Test(arguments: [
    "invalid partition specified: nix; Batch job submission failed: Invalid partition name specified",
    "Batch job submission failed: Invalid account or account/partition combination specified",
    "Batch job submission failed: Requested node configuration is not available",
    "Batch job submission failed: Requested time limit is invalid (missing or exceeds some limit)",
    "Batch job submission failed: Invalid generic resource (gres) specification",
    "Batch job submission failed: Invalid job array specification",
    "Batch job submission failed: Unspecified error",
    "QOSMaxWallDurationPerJobLimit; Batch job submission failed: "
      + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    "AssocMaxCpuPerJobLimit; Batch job submission failed: "
      + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
    "Unable to open file x", "unrecognized option '--wrong'", "",
  ])
  func `what is wrong with a job is wrong each time`(text: String) {
    #expect(SbatchRefusal(text) == .final)
  }

  @Test func `without a word about it, one that was ended or ended well may have got through`() {
    #expect(SbatchRefusal("", code: SbatchRefusal.late) == .unknown)
    #expect(SbatchRefusal("welcome", code: 0) == .unknown)
    #expect(SbatchRefusal("Slurm job queue full, sleeping and retrying", code: 124) == .full)
  }

  @Test func `the number of jobs that are handed over follows what is taken`() {
    var limit = SubmissionLimit()
    limit.noteTime(0)
    #expect(limit.mostStarts == 5000)
    var tries: [Int] = []
    while limit.mostStarts > 0 {
      tries.append(limit.mostStarts)
      limit.noteRefusal(of: limit.mostStarts)
    }
    #expect(tries == [5000, 2500, 1250, 625, 312, 156, 78, 39, 19, 9, 4, 2, 1])
    limit.noteTime(29_000_000_000)
    #expect(limit.mostStarts == 0)
    limit.noteTime(30_000_000_000)
    #expect(limit.mostStarts == 1)
    limit.noteSuccess()
    #expect(limit.mostStarts == 2)
    limit.noteRefusal(of: 1)
    limit.noteEnd()
    #expect(limit.mostStarts == 1)
  }
}
