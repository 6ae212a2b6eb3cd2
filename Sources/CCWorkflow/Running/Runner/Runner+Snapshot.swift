internal import CampaignStore
internal import HostIO

/// What a runner shows of its run.
extension Runner {
  /// Returns what a view shows.
  ///
  /// - Cost: O(nodes), and a read of the log of each running job and of each of the first failures.
  package func snapshot() -> RunSnapshot {
    var snapshot = RunSnapshot(
      workflow: record.workflow, run: record.id, graph.nodes,
      states: engine.vertices.indices.map { (engine.vertices[$0].state, cause(of: $0)) },
      started: startTimes, directory: { self.attempts[$0]?.directory })
    if engine.isPaused {
      let path = Paths.relative(store.path, to: Paths.currentDirectory())
      snapshot.pausedUntil = "cms-cc unpause " + (path.hasPrefix("..") ? store.path : path)
    }
    snapshot.unreachable = unreachable
    snapshot.switching = switching.values.sorted { $0.host < $1.host }
    snapshot.remarks = remarks
    let ahead = WallClock.now() - clock.now()
    snapshot.retrying = engine.vertices.indices.compactMap { vertex in
      guard let time = engine.vertices[vertex].notBefore, engine.vertices[vertex].state == .waiting
      else { return nil }
      return RunSnapshot.Retrying(
        name: graph.name(of: vertex), due: time + ahead, cause: engine.vertices[vertex].cause)
    }.sorted { $0.due < $1.due }
    return snapshot
  }
}
