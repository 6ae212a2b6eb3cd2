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

  /// A job that waits until it is tried again.
  package struct Retrying: Sendable {
    package let name: String
    /// Nanoseconds since 1970.
    package let due: Int64
    /// Which retry it is, and what went wrong.
    package let cause: String?
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
    /// Members that did not end well.
    package var unsuccessful: Int {
      [JobState.failed, .lost, .cancelled].reduce(0) { $0 + (counts[$1] ?? 0) }
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
  /// Those that are tried again at a certain time, the next of them first.
  package internal(set) var retrying: [Retrying] = []
  /// What ends the pause; nil where things start.
  package internal(set) var pausedUntil: String?
  /// A host that is being switched on or off by a command.
  package struct Switching: Sendable {
    package let host: String
    /// `up` or `down`.
    package let key: String
    package let command: String
    /// Nanoseconds since 1970.
    package let since: Int64
  }

  package internal(set) var switching: [Switching] = []
  /// What else is to be known of hosts.
  package internal(set) var remarks: [String] = []
  /// Why hosts cannot be reached for now, by name.
  package internal(set) var unreachable: [String: String] = [:]

  package var total: Int { counts.values.reduce(0, +) }
  package var done: Int { counts[.done] ?? 0 }
}
