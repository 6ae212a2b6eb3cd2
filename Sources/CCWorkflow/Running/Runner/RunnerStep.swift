internal import CampaignStore

/// What happened, until it is recorded.
struct RunnerStep {
  var events: [EngineEvent] = []
  /// Attempts that ended, with what their logs say, by vertex.
  var readings: [Int: AttemptReading] = [:]
  /// Attempts of an earlier runner that never started.
  var abandoned: [AttemptRecord] = []
  /// Members that have become known.
  var expansions: [Expansion] = []
  /// What other processes asked for, with what became of it.
  var answers: [(request: Int, text: String)] = []
  /// What has become of hosts.
  var hostEvents: [HostEvent] = []
  /// Why jobs do not run yet that a batch system has.
  var notes: [(vertex: Int, reason: String?)] = []

  /// What jobs left on other hosts, and where.
  var leavings: [(vertex: Int, text: String)] = []

  var isEmpty: Bool {
    events.isEmpty && answers.isEmpty && expansions.isEmpty && notes.isEmpty && hostEvents.isEmpty
  }
}

/// The members that a group has next.
struct Expansion {
  let gate: Int
  let group: String
  let members: [NodeRecord]
  /// Whether no more will come.
  let isClosed: Bool
}

/// What the engine wants done, sorted by what has to be committed before; what starts is started
/// before anything is ended.
struct RunnerWork {
  private(set) var launches: [(vertex: Int, lease: Lease)] = []
  private(set) var decisions: [Int] = []
  private(set) var expansions: [Int] = []
  /// Hosts that are to be asked what they have.
  private(set) var surveys: [Int] = []
  private(set) var terminations: [Int] = []
  private(set) var kills: [Int] = []
  /// Each once.
  private(set) var changes: [Int] = []

  init(_ effects: [EngineEffect]) {
    var changed: Set<Int> = []
    for effect in effects {
      switch effect {
      case .launch(let vertex, let lease):
        // What was to end is the attempt before, and it has ended.
        terminations.removeAll { $0 == vertex }
        kills.removeAll { $0 == vertex }
        launches.append((vertex, lease))
      case .decide(let vertex): decisions.append(vertex)
      case .expand(let gate): expansions.append(gate)
      case .survey(let host): surveys.append(host)
      case .terminate(let vertex): terminations.append(vertex)
      case .kill(let vertex): kills.append(vertex)
      case .changed(let vertex): if changed.insert(vertex).inserted { changes.append(vertex) }
      }
    }
  }
}
