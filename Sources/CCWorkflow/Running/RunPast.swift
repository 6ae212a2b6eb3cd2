internal import CampaignStore

/// What the database knows of the earlier state of a run besides its nodes.
struct RunPast {
  /// Nodes that the file did not have any more.
  let absent: Set<String>
  private let run: String
  private let earlier: [NodeRecord]
  private let store: CampaignStore

  init(_ run: RunRecord, earlier: [NodeRecord], in store: CampaignStore) {
    self.run = run.id
    self.earlier = earlier
    self.store = store
    absent = Set(earlier.lazy.filter { !$0.isPresent }.map(\.name))
  }

  /// Finds the members that open groups had, as the file says them now.
  func members(of nodes: [NodeRecord]) throws -> KnownMembers {
    let absent = absent
    return try KnownMembers(
      of: nodes, earlier: absent.isEmpty ? earlier : earlier.filter { !absent.contains($0.name) }
    ) { name in
      try store.latestAttempt(of: name, run: run).map {
        AttemptEvidence(directory: $0.directory).logPath
      }
    }
  }

  /// Finds nodes that come back done, and something before them has run since.
  func outrun(_ nodes: [NodeRecord], _ edges: [EdgeRecord]) throws(StoreError) -> Set<String> {
    guard !absent.isEmpty else { return [] }
    let done = Set(earlier.filter { $0.state == .done && absent.contains($0.name) }.map(\.name))
    let back = nodes.filter { done.contains($0.name) }
    guard !back.isEmpty else { return [] }
    // Times are those of submissions: what was given to a job was there before.
    let attempts = try store.latestAttempts(of: run)
    var newest: [String: String] = [:]
    for node in nodes {
      guard let time = attempts[node.name]?.submitted else { continue }
      for name in [node.name] + (node.group.map { [$0] } ?? []) {
        newest[name] = max(newest[name] ?? "", time)
      }
    }
    var before: [String: String] = [:]
    for edge in edges {
      before[edge.destination] = max(before[edge.destination] ?? "", newest[edge.source] ?? "")
    }
    return Set(
      back.filter { node in
        (before[node.group ?? node.name] ?? "") > (attempts[node.name]?.submitted ?? "")
      }.map(\.name))
  }
}
