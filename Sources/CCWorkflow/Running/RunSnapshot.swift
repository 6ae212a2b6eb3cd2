package import CampaignStore

/// What a view shows of a run: made when it is asked for.
package struct RunSnapshot: Sendable {
  /// A job that is under way.
  package struct Running: Sendable {
    package let name: String
    /// Nanoseconds since 1970; nil before its start record was seen.
    package let started: Int64?
    /// Per cent, as the job says; nil where it says nothing.
    package let progress: Double?
    /// Whether it has ended, and there is no room on the disk to record how.
    package let lacksRoom: Bool

    init(name: String, started: Int64?, progress: Double?, lacksRoom: Bool = false) {
      self.name = name
      self.started = started
      self.progress = progress
      self.lacksRoom = lacksRoom
    }
  }

  /// A fan-out and how far its members are.
  package struct Group: Sendable {
    package let name: String
    /// Of its members.
    package internal(set) var counts: [JobState: Int] = [:]

    init(name: String, counts: [JobState: Int] = [:]) {
      self.name = name
      self.counts = counts
    }

    package var total: Int { counts.values.reduce(0, +) }
    package var done: Int { counts[.done] ?? 0 }
    /// Members that ended otherwise.
    package var unsuccessful: Int {
      counts.reduce(0) { $0 + ($1.key.isFinal && $1.key != .done ? $1.value : 0) }
    }
    /// Whether it has members that have not ended.
    package var isOpen: Bool { counts.contains { !$0.key.isFinal && $0.value > 0 } }
  }

  package struct Failure: Sendable {
    package let name: String
    package let state: JobState
    package let cause: String?
    /// The end of its log.
    package let lastLines: [String]
  }

  package let workflow: String
  package let run: String
  /// Of jobs and markers; groups are counted by their members.
  package let counts: [JobState: Int]
  package let groups: [Group]
  package let running: [Running]
  package let failures: [Failure]

  package var total: Int { counts.values.reduce(0, +) }
  package var done: Int { counts[.done] ?? 0 }
}
