package import CampaignStore

extension WorkflowEngine {
  /// What a vertex stands for.
  package enum Role: Hashable, Sendable {
    /// Something that runs and needs resources.
    case job(JobDemand)
    /// Done as soon as it is reached.
    case marker
    /// A marker in front of a group: why it is skipped is why its members are.
    case gate
    /// Ends when all before it have ended, well or not: the end of a group.
    ///
    /// The members of an open group are asked for when its gate, which is before it, is done; and
    /// again whenever all of them are.
    case join(isOpen: Bool)
  }

  /// A vertex and all that has to be kept of it, so that another engine can go on.
  package struct Vertex: Hashable, Sendable {
    package let role: Role
    package internal(set) var state: JobState
    package internal(set) var cause: String?
    /// Why its last attempt did not end well.
    package internal(set) var failure: FailureCause?
    /// Whether it was skipped because of a decision about it, or about its group: what depends on it
    /// goes on without it.
    package internal(set) var isLeftOut: Bool
    /// Whether somebody has to say that it may run when it is reached.
    package let needsDecision: Bool
    /// Attempts so far.
    package internal(set) var attempts: Int
    /// Attempts that were made because earlier ones failed.
    package internal(set) var retriesUsed: Int
    /// When the attempt that runs was started; nil where none does.
    package internal(set) var started: Int64?
    /// When a retry that waits may start; nil for at once.
    package internal(set) var notBefore: Int64?
    /// Whether the end of the attempt that runs was ordered.
    package internal(set) var isKilled: Bool
    /// How its last attempt ended, when it ended since the engine was made.
    var last: Verdict?
    /// What the attempt that runs was given.
    package internal(set) var lease: Lease?

    package init(
      _ role: Role, state: JobState = .ready, cause: String? = nil, failure: FailureCause? = nil,
      needsDecision: Bool = false, attempts: Int = 0, retriesUsed: Int = 0, started: Int64? = nil,
      notBefore: Int64? = nil, isKilled: Bool = false, lease: Lease? = nil,
      isLeftOut: Bool = false
    ) {
      self.role = role
      self.state = state
      self.cause = cause
      self.failure = failure
      self.needsDecision = needsDecision
      self.attempts = attempts
      self.retriesUsed = retriesUsed
      self.started = started
      self.notBefore = notBefore
      self.isKilled = isKilled
      self.lease = lease
      self.isLeftOut = isLeftOut && state == .skipped
    }

    /// Whether what depends on it may go on.
    var isFine: Bool { state == .done || isLeftOut }

    var demand: JobDemand? {
      guard case .job(let demand) = role else { return nil }
      return demand
    }

    var isJoin: Bool {
      guard case .join = role else { return false }
      return true
    }
  }
}
