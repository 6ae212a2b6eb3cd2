internal import CampaignStore

/// What an ending's evidence is worth.
struct Verdict: Hashable {
  let state: JobState
  let failure: FailureCause?
  let cause: String?

  init(state: JobState, failure: FailureCause? = nil, cause: String? = nil) {
    self.state = state
    self.failure = failure
    self.cause = cause
  }

  /// An exit record outranks everything; without one what a batch system says of a bad end is
  /// evidence, and our own recorded kill.
  ///
  /// Of a bad end that is recorded, a batch system may know the reason.
  init(_ ending: Ending, isKilled: Bool) {
    if case .exitRecord(let code) = ending.evidence, code != 0, !isKilled,
      let end = ending.scheduler, end.isReason
    {
      self.init(end, note: "exit \(code): ")
      return
    }
    switch ending.evidence {
    case .exitRecord(let code) where code == 0 && ending.uncollected != nil:
      self.init(state: .failed, failure: .exit, cause: ending.uncollected)
    case .exitRecord(let code) where code == 0: self.init(state: .done, cause: ending.left)
    case .exitRecord where isKilled, .scheduler where isKilled, .none where isKilled:
      self.init(state: .cancelled, cause: "killed by us")
    case .scheduler(let end): self.init(end)
    case .exitRecord(let code) where ending.isOutOfMemory:
      self.init(
        state: .failed, failure: .oom, cause: "exit \(code): killed, as there was too little memory"
      )
    case .exitRecord(let code):
      let failure: FailureCause = (129...192).contains(code) ? .signal : .exit
      self.init(state: .failed, failure: failure, cause: Verdict.explain(code))
    case .notRun(let reason): self.init(state: .failed, failure: .launch, cause: reason)
    case .none:
      self.init(state: .lost, failure: .lost, cause: "it is gone and left no exit record")
    }
  }

  /// What a batch system says of a bad end.
  private init(_ end: SlurmEnd, note: String = "") {
    self.init(
      state: end.isCancelled ? .cancelled : .failed,
      failure: end.isCancelled ? nil : end.failure ?? .exit, cause: note + end.text)
  }

  /// Shells report a signal as 128 and its number.
  private static func explain(_ code: Int) -> String {
    switch code {
    case 126: "exit 126: its command cannot be executed"
    case 127: "exit 127: its command was not found"
    case 129...192: "exit \(code): signal \(code - 128)"
    default: "exit \(code)"
    }
  }
}
