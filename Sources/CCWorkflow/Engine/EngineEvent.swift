package import CampaignStore

/// What has happened, as the engine is told.
///
/// A report that names its attempt (from one) counts for that attempt only; one that does not is
/// about the attempt that is under way.
package enum EngineEvent: Hashable, Sendable {
  /// The run begins, or goes on.
  case begin
  /// The job's start record was seen.
  case started(Int, attempt: Int? = nil)
  /// The job does not run for now: it was stopped, or will be started anew. What follows is another
  /// ``started(_:attempt:)``; until then its time does not count.
  case interrupted(Int, isAnew: Bool, attempt: Int? = nil)
  /// The attempt ended, by the evidence that there is.
  case ended(Int, JobState, FailureCause? = nil, cause: String?, attempt: Int? = nil)
  /// The attempt never ran anything, so a new one is safe.
  case neverStarted(Int, attempt: Int? = nil)
  /// The answer to ``EngineEffect/decide(_:)``.
  case decided(Int, Decision)
  /// The answer to ``EngineEffect/expand(_:)``: members, and whether no more will come.
  ///
  /// They are numbered on from the last vertex there is.
  case expanded(Int, [WorkflowEngine.Vertex], isClosed: Bool)
  /// The other answer to ``EngineEffect/expand(_:)``: nobody can say which members there are.
  case cannotExpand(Int, cause: String)
  /// Somebody wants these ended; a gate or a join stands for its group.
  case cancel([Int])
  /// Somebody wants these to run again that did not end well.
  case retry([Int])
  /// Nothing more is to start.
  case pause
  case unpause
  /// Deadlines may have passed.
  case tick
  /// What a host has is not what it was.
  case pool(ResourcePool, host: Int = 0)
  /// A host can be reached, or cannot be for now: then nothing starts there, and what runs goes on.
  case reach(host: Int, isOpen: Bool)
}

/// Whether a vertex that has been reached is to run.
package enum Decision: Hashable, Sendable {
  case run
  case skip(reason: String)
  case fail(reason: String)

  private static let prefix = "its condition is "

  /// A vertex is left out because of what its condition came to.
  static func skip(because outcome: String) -> Decision { .skip(reason: prefix + outcome) }

  private static let suffix = "', which lists its members, was left out"

  /// A group is left out because nothing says which members it has.
  static func skip(without source: String) -> Decision { .skip(reason: "'\(source)\(suffix)") }

  /// Whether a recorded cause is that of a vertex that was left out.
  static func isReason(_ cause: String?) -> Bool {
    guard let cause else { return false }
    return cause.hasPrefix(prefix) || cause.hasSuffix(suffix)
  }
}

/// What the engine wants done.
package enum EngineEffect: Hashable, Sendable {
  /// Commit the intent, then start an attempt.
  case launch(Int, Lease)
  /// What is known of a vertex is not what it was.
  case changed(Int)
  /// Find out whether the vertex is to run.
  case decide(Int)
  /// Find out which members the group behind this gate has next.
  case expand(Int)
  /// Find out what a host has; the answer is ``EngineEvent/pool(_:host:)``.
  case survey(Int)
  /// Ask the job to end.
  case terminate(Int)
  /// End the job.
  case kill(Int)
}
