internal import CampaignStore

/// Carries what an earlier state of a run knows over to the nodes that the file has now.
struct RunUpdate {
  private let earlier: [NodeRecord]
  private let places: [String: Int]
  /// Members of groups that the file still had, in the order in which they became known.
  private let earlierMembers: [NodeRecord]
  private let edges: [EdgeRecord]
  private let rerun: Set<RunPreparation.Rerun>
  private let known: KnownMembers
  /// Nodes that the file did not have for a while, and that their predecessors have outrun.
  private let outrun: Set<String>

  /// Takes all earlier nodes; `absent` are those that the file did not have any more.
  init(
    earlier: [NodeRecord], absent: Set<String> = [], edges: [EdgeRecord],
    rerun: Set<RunPreparation.Rerun>, known: KnownMembers = KnownMembers(),
    outrun: Set<String> = []
  ) {
    self.earlier = earlier
    var places: [String: Int] = [:]
    places.reserveCapacity(earlier.count)
    for place in earlier.indices { places[earlier[place].name] = place }
    self.places = places
    earlierMembers = earlier.filter { $0.group != nil && !absent.contains($0.name) }
    self.edges = edges
    self.rerun = rerun
    self.known = known
    self.outrun = outrun
  }

  /// Keeps what has ended, and resets what runs again with all that comes after it.
  func apply(to nodes: inout [NodeRecord], _ findings: inout RunPreparation.Findings) {
    let countInFile = nodes.count
    let loops = Set(nodes.filter { OpenGroup($0)?.isLoop == true }.map(\.name))
    let changes = keepMembers(of: &nodes)
    let fresh = nodes
    var dirty: Set<String> = []
    take(changes, &dirty, &findings)
    for index in nodes.indices {
      let node = fresh[index]
      guard let before = before(node.name), before.kind == node.kind else {
        dirty.insert(node.name)
        continue
      }
      let isStale = before.state == .done && isStale(before, node)
      if isStale, let group = node.group, loops.contains(group) {
        // The passes after it began with what it left behind.
        if beginsAnew(group) { dirty.insert(group) }
        nodes[index] = carry(before, into: node)
      } else if runs(before, isStale: isStale) {
        dirty.insert(node.name)
      } else if !isConclusion(before) {
        nodes[index] = carry(before, into: node)
      }
    }
    let begun = reset(behind: dirty, in: &nodes, to: fresh)
    for index in nodes.indices where nodes[index].kind == .job {
      switch nodes[index].state {
      case .done where isStale(nodes[index], fresh[index]):
        let name = nodes[index].name
        findings.stale.append(name)
        findings.moved[name] = former(nodes[index], fresh[index])
      case .failed, .cancelled, .lost: findings.unsuccessful.append(nodes[index].name)
      default: break
      }
    }
    findings.unknown = unknown(changes, but: begun)
    if !begun.isEmpty {
      let inFile = Set(fresh.prefix(countInFile).map(\.name))
      dropMembers(ofGroups: begun, but: inFile, in: &nodes)
    }
    findings.orphans = orphans(but: nodes)
  }

  private func before(_ name: String) -> NodeRecord? { places[name].map { earlier[$0] } }

  /// Nodes that still run and are not among those there are now.
  private func orphans(but nodes: [NodeRecord]) -> [String] {
    let active = earlier.indices.filter { earlier[$0].state.isActive }
    guard !active.isEmpty else { return [] }
    let names = Set(nodes.map(\.name))
    return active.map { earlier[$0].name }.filter { !names.contains($0) }.sorted()
  }

  /// Members that became known while a run went on are not in the file: they stay with their group.
  ///
  /// - Returns: how each group that has such members differs from what it was.
  private func keepMembers(of nodes: inout [NodeRecord]) -> [String: OpenGroup.Change] {
    var changes: [String: OpenGroup.Change] = [:]
    var members: [NodeRecord] = []
    for index in nodes.indices where nodes[index].isOpen {
      guard let before = before(nodes[index].name), before.kind == .group else { continue }
      var change = OpenGroup.change(from: before, to: nodes[index])
      if let known = known.byGroup[before.name] {
        members += known
        // Each of them says for itself how it differs.
        if change == .content { change = .none }
      } else if change != .kind {
        let kept = earlierMembers.filter { $0.group == before.name }.map(\.asNew)
        members += kept
        if kept.isEmpty, change == .content {
          change = .none
        } else if change == .content, !beginsAnew(before.name) {
          // It stays what its members were made from, and so stale.
          nodes[index] = nodes[index].made(as: before)
        }
      }
      changes[before.name] = change
      nodes[index].isOpen = before.isOpen || change == .length || change == .kind
    }
    guard !members.isEmpty else { return changes }
    var names = Set(nodes.map(\.name))
    nodes += members.filter { names.insert($0.name).inserted }
    return changes
  }

  /// Whether a group whose members would be made otherwise now is to make them again: not as long as
  /// one of them runs.
  private func beginsAnew(_ group: String) -> Bool {
    rerun.contains(.stale)
      && !earlierMembers.contains { $0.group == group && $0.state.isActive }
  }

  /// A group whose members would be made otherwise now is stale like a job; a loop that may go on
  /// for longer, or shorter, asks again whether it is over.
  private func take(
    _ changes: [String: OpenGroup.Change], _ dirty: inout Set<String>,
    _ findings: inout RunPreparation.Findings
  ) {
    for (group, change) in changes.sorted(by: { $0.key < $1.key }) {
      switch change {
      case .none: continue
      case .length: dirty.insert("\(group)/")
      case .kind: dirty.insert(group)
      case .content where beginsAnew(group): dirty.insert(group)
      case .content: findings.stale.append(group)
      }
    }
  }

  /// Groups with members that shall run again, of which nobody can say how the file means them now.
  private func unknown(
    _ changes: [String: OpenGroup.Change], but begun: Set<String>
  ) -> [String] {
    guard rerun.contains(.failed) else { return [] }
    return changes.filter { $0.value == .content && !begun.contains($0.key) }.map(\.key).filter {
      group in
      earlierMembers.contains {
        $0.group == group && [.failed, .cancelled, .lost].contains($0.state)
      }
    }.sorted()
  }

  /// Whether a state only followed from others, which may have changed or gone: it is drawn anew.
  private func isConclusion(_ node: NodeRecord) -> Bool {
    if node.kind == .group, node.state == .cancelled, OpenGroup(node) != nil {
      // Somebody wanted it to end, although none of its members may have been under way.
      return rerun.contains(.failed)
    }
    return node.state == .skipped || (node.kind == .group && node.state != .done)
  }

  /// Whether a job is to be run, and so all behind it.
  private func runs(_ node: NodeRecord, isStale: Bool) -> Bool {
    guard node.kind == .job else { return false }
    switch node.state {
    // It was never run; what is behind it may have been, while the file was without it.
    case .ready, .waiting: return true
    case .failed, .cancelled, .lost: return rerun.contains(.failed)
    case .done: return isStale && rerun.contains(.stale)
    default: return false
    }
  }

  private func isStale(_ before: NodeRecord, _ node: NodeRecord) -> Bool {
    before.input != node.input || outrun.contains(node.name) || former(before, node) != nil
  }

  /// Returns where a job ran that has another directory now; a study that was moved is the same.
  private func former(_ before: NodeRecord, _ node: NodeRecord) -> String? {
    guard let old = before.job, let new = node.job, old != new, let job = JobSpec(json: old),
      let place = job.place, place != JobSpec(json: new)?.place
    else { return nil }
    return job.directory
  }

  /// A done node keeps the input it was run with, so that it stays stale until it runs again, and
  /// so does every node its job while the file has another directory for it.
  private func carry(_ before: NodeRecord, into node: NodeRecord) -> NodeRecord {
    var carried = node.with(stateOf: before)
    if outrun.contains(node.name) { carried = carried.withUnknownInput }
    return former(before, node) == nil ? carried : carried.made(as: before)
  }

  /// A group that begins anew finds its members anew.
  private func dropMembers(
    ofGroups begun: Set<String>, but inFile: Set<String>, in nodes: inout [NodeRecord]
  ) {
    // As long as one of them runs, the group goes on with those that it has.
    let running = Set(nodes.filter(\.state.isActive).compactMap(\.group))
    let dropped = nodes.filter {
      guard let group = $0.group, begun.contains(group) else { return false }
      return !inFile.contains($0.name) && !running.contains(group)
    }
    let names = Set(dropped.map(\.name))
    nodes.removeAll { names.contains($0.name) }
    for index in nodes.indices where begun.contains(nodes[index].name) {
      if OpenGroup(nodes[index]) != nil { nodes[index].isOpen = true }
    }
  }

  /// Makes ended nodes behind those that run what the file says, so that they run again.
  ///
  /// - Returns: the names of all that run again, or from the beginning.
  private func reset(
    behind dirty: Set<String>, in nodes: inout [NodeRecord], to fresh: [NodeRecord]
  ) -> Set<String> {
    guard !dirty.isEmpty else { return [] }
    var successors: [String: [String]] = [:]
    for edge in edges { successors[edge.source, default: []].append(edge.destination) }
    var members: [String: [String]] = [:]
    for node in nodes {
      guard let group = node.group else { continue }
      members[group, default: []].append(node.name)
      // A member that runs again opens its group, not the other members.
      if dirty.contains(node.name) { successors[node.name] = ["\(group)/"] }
    }
    var reached = dirty
    var open = Array(dirty)
    while let name = open.popLast() {
      let group = name.hasSuffix("/") ? String(name.dropLast()) : name
      var next = successors[group] ?? []
      if name == group { next += members[group] ?? [] }
      for name in next where reached.insert(name).inserted { open.append(name) }
    }
    for index in nodes.indices {
      let name = nodes[index].name
      guard reached.contains(name) || reached.contains("\(name)/") else { continue }
      if nodes[index].state.isFinal {
        nodes[index] = fresh[index]
      } else if nodes[index].state.isActive, !dirty.contains(name) {
        // It goes on with what it was given, and what it was given is not what it would be now.
        nodes[index] = nodes[index].withUnknownInput
      }
    }
    return reached
  }
}
