package import CampaignStore

/// What has happened, as the engine is told.
package enum EngineEvent: Hashable, Sendable {
  /// The run begins, or goes on.
  case begin
  /// The job's start record was seen.
  case started(Int)
  /// The attempt ended, by the evidence that there is.
  case ended(Int, JobState, cause: String?)
  /// The attempt never ran anything, so a new one is safe.
  case neverStarted(Int)
}

/// What the engine wants done.
package enum EngineEffect: Hashable, Sendable {
  /// Commit the intent, then start an attempt.
  case launch(Int)
  /// The state or cause of a vertex is not what it was.
  case changed(Int)
}
