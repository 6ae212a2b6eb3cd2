/// How an experiment of the plan compares with what is on disk.
package enum ExperimentStatus: Hashable, Sendable {
  case new
  /// The named files differ from the plan and are still as we wrote them.
  case changed([String])
  case same
  /// The named files were edited by hand since they were generated; they are kept.
  case edited([String])
  /// It is submitted or running, so its files are left alone.
  case busy([String])
  /// The named files are there, but generate did not write them; all others are written.
  case blocked([String])
  /// Its directory is there, but not ours to write, for this reason.
  case taken(String)

  /// Whether applying the plan writes it.
  var isWritten: Bool {
    switch self {
    case .new, .changed, .blocked: true
    case .same, .edited, .busy, .taken: false
    }
  }

  /// The mark that `plan` prints before it.
  package var mark: Character {
    switch self {
    case .new: "+"
    case .changed: "~"
    case .same: "="
    case .edited: "!"
    case .busy: "r"
    case .taken, .blocked: "x"
    }
  }
}

/// How many experiments there are of each status.
package struct PlanCounts: Hashable, Sendable {
  package internal(set) var new = 0
  package internal(set) var changed = 0
  package internal(set) var same = 0
  package internal(set) var edited = 0
  package internal(set) var busy = 0
  package internal(set) var taken = 0
  /// Those among the taken in which only some files are in the way.
  package internal(set) var blocked = 0
  package internal(set) var orphans = 0

  package init() {}

  package var total: Int { new + changed + same + edited + busy + taken }

  /// Adds the counts of another campaign.
  package mutating func add(_ other: PlanCounts) {
    new += other.new
    changed += other.changed
    same += other.same
    edited += other.edited
    busy += other.busy
    taken += other.taken
    blocked += other.blocked
    orphans += other.orphans
  }

  mutating func add(_ status: ExperimentStatus) {
    switch status {
    case .new: new += 1
    case .changed: changed += 1
    case .same: same += 1
    case .edited: edited += 1
    case .busy: busy += 1
    case .taken: taken += 1
    case .blocked:
      taken += 1
      blocked += 1
    }
  }
}
