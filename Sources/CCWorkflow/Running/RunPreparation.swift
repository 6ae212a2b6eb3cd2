package import CampaignStore
package import EECampaign
internal import EECore
internal import HostIO

/// What has to be there before a runner can start: experiments on disk, a run in the database.
package struct RunPreparation {
  /// Which ended nodes `run` shall run again.
  package enum Rerun: String, Sendable, CaseIterable {
    /// Those that failed, were cancelled or lost.
    case failed
    /// Those that are done, but whose script, configuration, code or command changed since.
    case stale
  }

  /// What was found when a run was taken up again.
  package struct Findings: Sendable {
    package internal(set) var experiments = PlanCounts()
    /// Done nodes whose inputs changed since.
    package internal(set) var stale: [String] = []
    /// Nodes that did not end well and stay so.
    package internal(set) var unsuccessful: [String] = []
    /// Nodes that the file no longer has and that still run.
    package internal(set) var orphans: [String] = []
  }

  private let study: Study
  private let places: Places
  private let store: CampaignStore

  package init(_ study: Study, places: Places, store: CampaignStore) {
    self.study = study
    self.places = places
    self.store = store
  }

  /// Applies the plans of all sweeps, then makes a run or brings the last one up to date.
  ///
  /// `isNew` begins another run although there is one; `force` writes also over experiments that
  /// were edited by hand.
  ///
  /// - Returns: the run, and what was found in it.
  /// - Throws: ``SystemError`` of the disk or ``StoreError`` of the database.
  package func prepare(
    isNew: Bool, rerun: Set<Rerun>, force: Bool
  ) throws -> (run: RunRecord, findings: Findings) {
    var findings = Findings()
    for node in study.spec.nodes {
      guard let campaign = study.campaigns[node.name] else { continue }
      let applier = CampaignApplier(campaign, store: store, base: places.base, force: force)
      let counts = try applier.run(applying: true)
      findings.experiments = counts
    }
    let planner = NodePlanner(study: study, places: places)
    var nodes = try planner.nodes()
    let edges = planner.edges()
    if !isNew, let run = try store.runs(of: study.spec.name).first {
      let earlier = try store.nodes(of: run.id)
      RunUpdate(earlier: earlier, edges: edges, rerun: rerun).apply(to: &nodes, &findings)
      try store.updateRun(run.id, nodes: nodes, edges: edges)
      return (run, findings)
    }
    let id = RandomIdentifier.make()
    try store.insertRun(
      id: id, workflow: study.spec.name, file: Paths.absolute(study.spec.file), nodes: nodes,
      edges: edges)
    guard let run = try store.runs(of: study.spec.name).first(where: { $0.id == id }) else {
      throw StoreError(.damaged, path: store.path, "the new run is not there")
    }
    return (run, findings)
  }
}

/// Random names of runs and attempts.
enum RandomIdentifier {
  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

  /// Returns 60 random bits as 12 letters and digits.
  static func make() -> String {
    String((0..<12).map { _ in letters[Int.random(in: 0..<32)] })
  }
}
