/// What is known of a job; a state is only ever as strong as its evidence.
package enum JobState: String, Sendable, CaseIterable {
  /// Not started; something that it depends on has not ended.
  case ready
  /// All it depends on is done; it lacks a resource or a slot.
  case waiting
  /// The intent to start it is committed.
  case submitted
  /// Its start record was seen.
  case running
  case done
  case failed
  case cancelled
  /// Something that it depends on did not end well.
  case skipped
  /// It ended, or cannot be reached, without evidence of how.
  case lost
  /// It ran without us, and nobody knows how it ended.
  case unverified

  package var isFinal: Bool {
    switch self {
    case .done, .failed, .cancelled, .skipped, .lost, .unverified: true
    case .ready, .waiting, .submitted, .running: false
    }
  }

  /// Whether it was to be run, and did not end well.
  package var isUnsuccessful: Bool { self == .failed || self == .cancelled || self == .lost }

  /// Whether an attempt is under way.
  package var isActive: Bool { self == .submitted || self == .running }
}
