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
    /// The directories of those that ran in another one than they have now.
    package internal(set) var moved: [String: String] = [:]
    /// Nodes that did not end well and stay so.
    package internal(set) var unsuccessful: [String] = []
    /// Groups whose members shall run again, and nobody can say what the file makes of them now.
    var unknown: [String] = []
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
  /// were edited by hand; `takeOver` takes the run from a runner on another host.
  ///
  /// - Returns: the run, which is ours from here on, and what was found in it.
  /// - Throws: ``RunnerError``, ``SystemError`` of the disk or ``StoreError`` of the database.
  package func prepare(
    isNew: Bool, rerun: Set<Rerun>, force: Bool, takeOver: Bool
  ) throws -> (run: OwnedRun, findings: Findings) {
    var findings = Findings()
    // The rest of the file before anything is written but whose the run is.
    try store.checkRuns()
    let last = try store.runs(of: study.spec.name).first
    try refuseTwins(in: last)
    if let last, !isNew {
      // Ours first: nothing may change under a runner that lives.
      let run = try OwnedRun(last, in: store, takeOver: takeOver)
      let updated = try run.beginning(in: store) {
        if !study.campaigns.isEmpty { try store.check() }
        let edited = try comparePlans(applying: true, force: force, &findings)
        return try update(run, rerun: rerun, edited: edited, &findings)
      }
      return (updated, findings)
    }
    try store.check()
    if let last { try refuseActive(last, takeOver: takeOver) }
    let edited = try comparePlans(applying: true, force: force, &findings)
    return (try insert(after: last, edited: edited), findings)
  }

  /// Returns the jobs that `prepare` would leave to run, and writes nothing.
  ///
  /// - Returns: their names, in order, and how many jobs there are in all.
  package func preview(isNew: Bool, rerun: Set<Rerun>) throws -> (names: [String], total: Int) {
    let nodes = try foresee(isNew: isNew, rerun: rerun).nodes
    let jobs = nodes.filter { $0.kind == .job }
    return (jobs.filter { !$0.state.isFinal && !$0.state.isActive }.map(\.name), jobs.count)
  }

  /// Returns what `prepare` would make of the run, and writes nothing.
  ///
  /// - Throws: what `prepare` would throw, but for what only writing brings to light.
  package func outlook(
    isNew: Bool, rerun: Set<Rerun>, takeOver: Bool, limits: RunLimits
  ) throws -> (outlook: RunOutlook, findings: Findings) {
    if let last = try store.runs(of: study.spec.name).first {
      try isNew
        ? refuseActive(last, takeOver: takeOver)
        : OwnedRun.check(last, in: store, takeOver: takeOver)
    }
    let (nodes, edges, findings) = try foresee(isNew: isNew, rerun: rerun)
    return (RunOutlook(study.spec.name, nodes, edges, findings, limits), findings)
  }

  private func foresee(
    isNew: Bool, rerun: Set<Rerun>
  ) throws -> (nodes: [NodeRecord], edges: [EdgeRecord], findings: Findings) {
    var findings = Findings()
    let edited = try comparePlans(applying: false, force: false, &findings)
    let planner = NodePlanner(study: study, places: places, edited: edited)
    var nodes = try planner.nodes()
    let last = try store.runs(of: study.spec.name).first
    try refuseTwins(in: last)
    if !isNew, let last {
      let earlier = try store.nodes(of: last.id, all: true)
      try bring(&nodes, of: last, earlier, planner.edges(), rerun: rerun, &findings)
      nodes = RequestForecast.nodes(nodes, after: try store.openRequests(of: last.id))
    }
    return (nodes, planner.edges(), findings)
  }

  /// Returns the newest run under the study's name if none of its nodes is one of the study's.
  ///
  /// To go on with it would not be what anybody means: another file has the same name. A file that
  /// was moved still has some of its nodes, and one that is where it was may have lost all.
  package func stranger() throws(StoreError) -> RunRecord? {
    guard let last = try store.runs(of: study.spec.name).first,
      last.file != Paths.absolute(study.spec.file)
    else { return nil }
    let known = Set(try store.nodes(of: last.id, all: true).map(\.name))
    return study.spec.nodes.contains { known.contains($0.name) } ? nil : last
  }

  /// An experiment that is under way as another node would run twice at the same time.
  private func refuseTwins(in run: RunRecord?) throws {
    guard !study.campaigns.isEmpty else { return }
    let active = try store.activeNodes()
    guard !active.isEmpty else { return }
    for node in try NodePlanner(study: study, places: places, edited: [:]).nodes() {
      guard let uuid = node.uuid, let other = active[uuid],
        other.run != run?.id || other.name != node.name
      else { continue }
      throw RunnerError.twin(node: node.name, of: other.name, run: other.run)
    }
  }

  /// Compares or applies the plans of all sweeps.
  ///
  /// - Returns: the experiments that were edited by hand, by node.
  /// - Throws: ``Diagnostics`` EE310 where a directory in the way is not ours: what is in it must
  ///   not run in the name of an experiment.
  private func comparePlans(
    applying: Bool, force: Bool, _ findings: inout Findings
  ) throws -> NodePlanner.Edited {
    var edited: NodePlanner.Edited = [:]
    guard !study.campaigns.isEmpty else { return edited }
    for node in study.spec.nodes {
      guard let campaign = study.campaigns[node.name] else { continue }
      let applier = CampaignApplier(campaign, store: store, base: places.base, force: force)
      let counts = try applier.run(applying: applying) { experiment, status in
        guard case .edited = status else { return }
        edited[node.name, default: []].insert(experiment.identifier)
      }
      findings.experiments.add(counts)
      try campaign.refuseTaken(counts)
    }
    return edited
  }

  private func update(
    _ run: OwnedRun, rerun: Set<Rerun>, edited: NodePlanner.Edited, _ findings: inout Findings
  ) throws -> OwnedRun {
    let planner = NodePlanner(study: study, places: places, edited: edited)
    var nodes = try planner.nodes()
    let edges = planner.edges()
    let earlier = try store.nodes(of: run.record.id, all: true)
    try refuseChanged(earlier, to: nodes)
    let isDone = try bring(&nodes, of: run.record, earlier, edges, rerun: rerun, &findings)
    let isOver = try isDone && store.openRequests(of: run.record.id).isEmpty
    if !isOver, study.campaigns.isEmpty { try store.check() }
    let file = Paths.absolute(study.spec.file)
    try store.transaction(of: run.record.id, owner: run.owner) { () throws(StoreError) in
      try store.updateRun(run.record.id, nodes: nodes, edges: edges, earlier: earlier)
      if file != run.record.file { try store.move(run.record.id, toFile: file, jobs: []) }
    }
    return run.over(file: file)
  }

  /// What is under way as a job cannot become a group, nor the other way round.
  private func refuseChanged(
    _ earlier: [NodeRecord], to nodes: [NodeRecord]
  ) throws(RunnerError) {
    let active = earlier.indices.filter { earlier[$0].state.isActive }
    guard !active.isEmpty else { return }
    let kinds = Dictionary(nodes.map { ($0.name, $0.kind) }) { $1 }
    for node in active.map({ earlier[$0] }) where kinds[node.name] ?? node.kind != node.kind {
      throw .changed(node: node.name)
    }
  }

  /// Brings the nodes of the file together with what an earlier state of the run knows.
  ///
  /// - Returns: whether all is done already as the file says it.
  @discardableResult
  private func bring(
    _ nodes: inout [NodeRecord], of run: RunRecord, _ earlier: [NodeRecord], _ edges: [EdgeRecord],
    rerun: Set<Rerun>, _ findings: inout Findings
  ) throws -> Bool {
    guard !isDone(nodes, earlier) else {
      nodes = earlier
      return true
    }
    let past = RunPast(run, earlier: earlier, in: store)
    RunUpdate(
      earlier: earlier, absent: past.absent, edges: edges, rerun: rerun,
      known: try past.members(of: nodes), outrun: try past.outrun(nodes, edges)
    ).apply(to: &nodes, &findings)
    if let group = findings.unknown.first { throw RunnerError.unknownMembers(group: group) }
    return false
  }

  /// Whether all that the file says is done as it says it, and there is nothing else: as most often
  /// where a run is run again.
  private func isDone(_ nodes: [NodeRecord], _ earlier: [NodeRecord]) -> Bool {
    nodes.count == earlier.count
      && nodes.indices.allSatisfy {
        earlier[$0].state == .done && earlier[$0].isMade(as: nodes[$0])
      }
  }

  /// A new run would start jobs in directories where those of the last one still run.
  private func refuseActive(_ last: RunRecord, takeOver: Bool) throws {
    try OwnedRun.check(last, in: store, takeOver: takeOver)
    let active = try store.nodes(of: last.id, all: true).filter { $0.state.isActive }
    if let node = active.first { throw RunnerError.active(run: last.id, node: node.name) }
  }

  private func insert(
    after last: RunRecord?, edited: NodePlanner.Edited
  ) throws -> OwnedRun {
    let planner = NodePlanner(study: study, places: places, edited: edited)
    let id = RandomIdentifier.make()
    try store.insertRun(
      id: id, workflow: study.spec.name, file: Paths.absolute(study.spec.file), after: last,
      owner: (Environment.hostName(), ProcessIdentity.current()), nodes: try planner.nodes(),
      edges: planner.edges())
    guard let run = try store.runs(of: study.spec.name).first(where: { $0.id == id }) else {
      throw StoreError(.damaged, path: store.path, "the new run is not there")
    }
    return OwnedRun(run, owner: run.owner, isNew: true)
  }
}
