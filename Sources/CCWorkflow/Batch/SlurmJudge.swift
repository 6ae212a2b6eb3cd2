/// What follows from what Slurm says of a job, and from its records: pure.
///
/// An exit record decides. Without one, only a bad end that Slurm tells is evidence; whatever else has
/// left Slurm without a record has been given time for the record to appear, and is lost then.
struct SlurmJudge {
  /// What Slurm says of a job.
  enum View: Hashable {
    /// It could not be asked.
    case unknown
    /// It was asked, and said nothing of it.
    case absent
    case pending(reason: String)
    /// It has begun, and was stopped for now.
    case suspended(reason: String)
    case running
    case completing
    case ended(SlurmEnd)
  }

  enum Conclusion: Hashable {
    case nothing
    /// The records are to be looked at first.
    case look
    /// It is to be asked what Slurm remembers.
    case ask
    /// It is to be made sure that it never runs.
    case claim
    case state(RemoteAnswer.State)
  }

  let view: View
  /// What the records say; nil where they were not looked at.
  let record: SlurmRecord?
  /// What Slurm remembers, where that was asked: nil inside, where it knows nothing.
  var memory: SlurmEnd??
  /// The number under which Slurm took it; nil where that is not known.
  var job: String?
  /// What `sbatch` said that did not take it; nil where it did not say so.
  var refusal: String?
  /// Whether we have decided to end it.
  var isEnding = false
  /// Whether its start was seen.
  var isSeen = false
  /// Whether it did not run when Slurm was asked last, although it had begun.
  var isInterrupted = false
  /// Nanoseconds since it first was neither running nor waiting, while Slurm answered.
  var missing: Int64 = 0
  /// Nanoseconds that a record may take to be seen.
  let latency: Int64

  private var isPatient: Bool { missing < latency }

  func conclude() -> Conclusion {
    guard let record else { return unseen }
    switch record {
    case .exited(0): return .state(.exited(code: 0, end))
    case .exited(let code): return exited(code)
    case .claimed: return claimed
    case .started(let host, let process, let restarts): return started(host, process, restarts)
    case .cut: return started(nil, 0, 0)
    case .none: return notStarted
    }
  }

  /// The end that Slurm tells now, or remembers.
  private var end: SlurmEnd? {
    if case .ended(let end) = view { return end }
    return view == .absent ? memory ?? nil : nil
  }

  /// Whether it is to be asked what Slurm remembers, which may be late: of a job without a number it
  /// cannot be.
  private var isToAsk: Bool {
    job != nil && (memory == nil || memory == .some(nil) && isPatient)
  }

  /// Nobody has looked at its records: that costs something, so it is done where it may matter.
  private var unseen: Conclusion {
    switch view {
    case .pending(let reason): .state(.waiting(reason: reason))
    case .suspended(let reason): .state(.suspended(reason: reason))
    case .running: isSeen && !isInterrupted ? .nothing : .look
    // Whatever was said, it may have been taken.
    case .unknown, .absent: refusal == nil ? .look : .claim
    case .completing, .ended: .look
    }
  }

  /// A bad end counts once Slurm does not start the job again.
  private func exited(_ code: Int) -> Conclusion {
    switch view {
    case .pending(let reason): return .state(.waiting(reason: again(reason)))
    case .running, .suspended: return .nothing
    case .ended(let end): return .state(.exited(code: code, end))
    case .absent where isToAsk: return .ask
    // A queue may show nothing for a while, and then that it is started again.
    case .absent: return isPatient && end == nil ? .look : .state(.exited(code: code, end))
    // Slurm may be about to start it again, unless it was told to end it.
    case .completing, .unknown:
      return isPatient || !isEnding ? .look : .state(.exited(code: code))
    }
  }

  private func started(_ host: String?, _ process: Int32, _ restarts: Int) -> Conclusion {
    let running = host.map { host in
      Conclusion.state(.running(host: host, process: process, began: 0, restarts: restarts))
    }
    switch view {
    case .pending(let reason): return .state(.waiting(reason: again(reason)))
    case .suspended(let reason): return .state(.suspended(reason: reason))
    case .running, .unknown: return running ?? .look
    case .completing: return .look
    case .absent where isToAsk: return .ask
    case .absent, .ended: break
    }
    guard let end else { return isPatient ? .look : .state(.gone) }
    if end.isReason { return .state(.judged(end)) }
    if isPatient { return .look }
    return .state(end.isCompleted ? .gone : .judged(end))
  }

  private func again(_ reason: String) -> String {
    reason.isEmpty ? "to be started again" : "to be started again: \(reason)"
  }

  private var notStarted: Conclusion {
    switch view {
    case .unknown, .absent: if refusal != nil { return .claim }
    case .pending, .suspended, .running, .completing, .ended: break
    }
    switch view {
    case .unknown: return isSeen ? .look : .nothing
    case .pending(let reason): return .state(.waiting(reason: reason))
    case .running, .suspended, .completing: return .look
    case .ended(let end): return !isPatient || end.isReason ? .claim : .look
    case .absent: break
    }
    guard job != nil else {
      // Whether Slurm has taken it is not known; if so, it would find the record of the next one.
      return isPatient ? .look : .claim
    }
    guard !isToAsk else { return .ask }
    return !isPatient || end?.isReason == true ? .claim : .look
  }

  /// It never ran and never will.
  private var claimed: Conclusion {
    // It has: what said so is gone.
    guard !isSeen else { return .state(.claimed) }
    guard var end else {
      if let refusal { return .state(.refused(refusal)) }
      return .state(job.map { .judged(.forgotten($0)) } ?? .claimed)
    }
    if end.failure == nil, !end.isCancelled { end.failure = .launch }
    if end.note.isEmpty { end.note = "it never began" }
    return .state(.judged(end))
  }
}
