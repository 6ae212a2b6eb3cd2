internal import CampaignStore
internal import HostIO

/// What a run would do with each node, found out without doing anything.
package struct RunOutlook {
  /// What becomes of a node.
  enum Action: String, CaseIterable {
    /// It starts when it is its turn.
    case run
    /// It is under way, and is taken over.
    case running
    case done
    /// Done, with other inputs than it has now.
    case stale
    case failed
    case cancelled
    case lost
    /// What it depends on did not end well.
    case skipped
    /// Nothing runs: it is reached.
    case marker
  }

  /// A node, or a member of a group.
  struct Entry {
    let node: NodeRecord
    let spec: JobSpec?
    var action: Action
    var reason: String?
    /// Why it could never start on any of its hosts.
    var problem: String?
    /// Indices of the entries that belong to it.
    var members: [Int] = []
  }

  let workflow: String
  let host = Environment.hostName()
  let cpus: Int
  private(set) var entries: [Entry]
  /// Indices of the entries that are no members, in an order in which they may run.
  private(set) var order: [Int] = []

  init(
    _ workflow: String, _ nodes: [NodeRecord], _ edges: [EdgeRecord],
    _ findings: RunPreparation.Findings, _ limits: RunLimits
  ) {
    self.workflow = workflow
    cpus = limits.cpus
    let stale = Set(findings.stale)
    entries = nodes.map { node in
      Entry(
        node: node, spec: node.job.flatMap(JobSpec.init(json:)),
        action: Action(node, isStale: stale.contains(node.name)))
    }
    sort(edges)
    findProblems(limits)
  }

  /// Puts nodes into their order, and skips what stands behind what did not end well.
  private mutating func sort(_ edges: [EdgeRecord]) {
    let places = Dictionary(entries.enumerated().map { ($1.node.name, $0) }) { $1 }
    for place in entries.indices {
      guard let group = entries[place].node.group.flatMap({ places[$0] }) else { continue }
      entries[group].members.append(place)
    }
    let pairs = edges.compactMap { edge -> (Int, Int)? in
      guard let source = places[edge.source], let end = places[edge.destination] else { return nil }
      return (source, end)
    }
    let graph = Graph(count: entries.count, edges: pairs)
    for place in graph.topologicalOrder() where entries[place].node.group == nil {
      order.append(place)
      let culprit = graph.predecessors(of: place).first { isBad($0) }
      if let culprit { skip(place, behind: culprit) }
    }
  }

  private func isBad(_ place: Int) -> Bool {
    let bad: Set<Action> = [.failed, .cancelled, .lost, .skipped]
    return bad.contains(entries[place].action)
      || entries[place].members.contains { bad.contains(entries[$0].action) }
  }

  private mutating func skip(_ place: Int, behind culprit: Int) {
    for each in [place] + entries[place].members
    where entries[each].action == .run || entries[each].action == .marker {
      entries[each].action = .skipped
      entries[each].reason = "'\(entries[culprit].node.name)' did not end well"
    }
  }

  private mutating func findProblems(_ limits: RunLimits) {
    let needsDevices = entries.contains {
      $0.action == .run && $0.spec?.request.gpus.isEmpty == false
    }
    let hosts = RunHosts(LeasedDevices(limits, attempts: []), limits)
    let requests = entries.compactMap { $0.action == .run ? $0.spec?.request : nil }
    var unusable: [String: String] = [:]
    for name in Set(requests.flatMap(\.hosts)) {
      do throws(RunnerError) { try hosts.require([name]) } catch { unusable[name] = "\(error)" }
    }
    let needsProcessors = requests.contains(where: \.isPinned)
    let ledger = FleetLedger(
      hosts.fleet(slots: 1, needsDevices: needsDevices, needsProcessors: needsProcessors))
    var known: [ResourceRequest: String?] = [:]
    for place in entries.indices where entries[place].action == .run {
      guard let request = entries[place].spec?.request else { continue }
      let problem =
        known[request] ?? request.hosts.lazy.compactMap { unusable[$0] }.first
        ?? ledger.problem(with: request)
      known[request] = problem
      entries[place].problem = problem
    }
  }

  /// How many jobs there are of each action, those of groups one by one.
  var counts: [(action: Action, count: Int)] {
    var counts: [Action: Int] = [:]
    for entry in entries where entry.action != .marker && (entry.node.kind == .job || entry.isFan) {
      counts[entry.action, default: 0] += 1
    }
    return Action.allCases.compactMap { action in counts[action].map { (action, $0) } }
  }
}

extension RunOutlook.Entry {
  /// Whether it stands for members that nobody knows yet.
  var isFan: Bool { members.isEmpty && node.isOpen }
}

extension RunOutlook.Action {
  fileprivate init(_ node: NodeRecord, isStale: Bool) {
    self =
      switch node.state {
      case .ready, .waiting: node.kind == .marker ? .marker : .run
      case .submitted, .running: .running
      case .done: isStale ? .stale : node.kind == .marker ? .marker : .done
      case .failed: .failed
      case .cancelled: .cancelled
      case .lost, .unverified: .lost
      case .skipped: .skipped
      }
  }
}
