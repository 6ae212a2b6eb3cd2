internal import CampaignStore

/// Carries what an earlier state of a run knows over to the nodes that the file has now.
struct RunUpdate {
  private let earlier: [String: NodeRecord]
  private let edges: [EdgeRecord]
  private let rerun: Set<RunPreparation.Rerun>

  init(earlier: [NodeRecord], edges: [EdgeRecord], rerun: Set<RunPreparation.Rerun>) {
    self.earlier = Dictionary(earlier.map { ($0.name, $0) }) { $1 }
    self.edges = edges
    self.rerun = rerun
  }

  /// Keeps what has ended, and resets what runs again with all that comes after it.
  func apply(to nodes: inout [NodeRecord], _ findings: inout RunPreparation.Findings) {
    var dirty: Set<String> = []
    for index in nodes.indices {
      let node = nodes[index]
      guard let before = earlier[node.name], before.kind == node.kind else {
        dirty.insert(node.name)
        continue
      }
      let isStale = before.state == .done && before.input != node.input
      if isStale { findings.stale.append(node.name) }
      if runsAgain(before, isStale: isStale) {
        dirty.insert(node.name)
      } else {
        nodes[index] = carry(before, into: node)
        if node.kind == .job, [.failed, .cancelled, .lost].contains(before.state) {
          findings.unsuccessful.append(node.name)
        }
      }
    }
    reset(behind: dirty, in: &nodes)
    let names = Set(nodes.map(\.name))
    findings.orphans = earlier.values.filter { $0.state.isActive && !names.contains($0.name) }
      .map(\.name).sorted()
  }

  private func runsAgain(_ node: NodeRecord, isStale: Bool) -> Bool {
    guard node.kind == .job else { return false }
    switch node.state {
    case .failed, .cancelled, .lost: return rerun.contains(.failed)
    case .done: return isStale && rerun.contains(.stale)
    default: return false
    }
  }

  /// A done node keeps the input it was run with, so that it stays stale until it runs again.
  private func carry(_ before: NodeRecord, into node: NodeRecord) -> NodeRecord {
    NodeRecord(
      name: node.name, kind: node.kind, group: node.group, state: before.state,
      cause: before.cause, progress: before.progress, uuid: node.uuid, job: node.job,
      input: before.state == .ready || before.state == .waiting ? node.input : before.input,
      appearance: node.appearance)
  }

  private func reset(behind dirty: Set<String>, in nodes: inout [NodeRecord]) {
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
      guard reached.contains(name) || reached.contains("\(name)/"), nodes[index].state.isFinal
      else {
        continue
      }
      nodes[index].state = .ready
      nodes[index].cause = nil
      nodes[index].progress = 0
    }
  }
}
