/// The jobs that a host has or is to have, and how many of them wait for what.
///
/// - Cost: of a change and of a question O(1); it is asked after every event of a run.
struct RemoteJobs {
  typealias Job = RemoteBackend.Job

  private(set) var all: [Int: Job] = [:]
  /// Those that have ended; what they left is still there.
  private(set) var ended: Set<Int> = []
  /// Those of which the host is asked what became of them.
  private var asked: Set<Int> = []
  /// Those with an order that nobody has tried to carry out yet.
  private var ordered: Set<Int> = []
  private var claimed: Set<Int> = []

  var isAnyAsked: Bool { !asked.isEmpty }
  var isAnyOrdered: Bool { !ordered.isEmpty }
  /// Whether it is to be found out of one whether it was ever started.
  var isAnyClaimed: Bool { !claimed.isEmpty }

  subscript(ticket: Int) -> Job? {
    get { all[ticket] }
    set {
      all[ticket] = newValue
      note(ticket, newValue)
    }
  }

  private mutating func note(_ ticket: Int, _ job: Job?) {
    var (isEnded, isAsked, isClaimed) = (false, false, false)
    switch job?.phase {
    case .ended: isEnded = true
    case .asked, .watched: isAsked = true
    case .claiming: (isAsked, isClaimed) = (true, true)
    case .queued, nil: break
    }
    ended.set(ticket, isEnded)
    asked.set(ticket, isAsked)
    claimed.set(ticket, isClaimed)
    ordered.set(ticket, job.map { $0.order != nil && !$0.wasTried } ?? false)
  }
}

extension Set {
  fileprivate mutating func set(_ member: Element, _ isMember: Bool) {
    if isMember { insert(member) } else { remove(member) }
  }
}
