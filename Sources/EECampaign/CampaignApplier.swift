package import CampaignStore
package import EECore
internal import HostIO

/// Compares a campaign with the disk and makes the disk agree, never over anybody's edits.
package struct CampaignApplier {
  /// Experiments that are recorded in one transaction: few enough to be held, and so many that the
  /// pages of the database are not written over and over.
  private static let batch = 2000

  let campaign: Campaign
  let store: CampaignStore
  private let base: String
  private let force: Bool
  private let waiting: () -> Void

  /// All is written below `base`, which is absolute; `force` changes experiments that were edited,
  /// are submitted or are running as well.
  ///
  /// While another process applies a plan to the database this one waits, after `waiting`.
  package init(
    _ campaign: Campaign, store: CampaignStore, base: String, force: Bool = false,
    waiting: @escaping () -> Void = {}
  ) {
    self.campaign = campaign
    self.store = store
    self.base = base
    self.force = force
    self.waiting = waiting
  }

  /// The directory of the campaign's experiments.
  package var directory: String { Paths.join(base, campaign.plan.directory) }

  /// The list of experiments beside the database, which applying the plan brings up to date.
  package var listing: CampaignListing {
    CampaignListing(campaign, directory: directory, database: store.path)
  }

  /// Goes through all experiments; writes what is new or changed where `applying` is set.
  ///
  /// - Parameters:
  ///   - applying: whether anything is written.
  ///   - visit: is told of each experiment, in campaign order.
  /// - Returns: how many experiments there are of each status.
  /// - Throws: ``SystemError`` of the disk or ``StoreError`` of the database. What was written by
  ///   then is whole, and running it again goes on.
  package func run(
    applying: Bool, _ visit: (Experiment, ExperimentStatus) -> Void = { _, _ in }
  ) throws -> PlanCounts {
    guard applying else { return try compare(applying: false, visit) }
    // What another one has written and not yet recorded would look like edits.
    let lock = try FileLock(passing: store.path + ".lock", waiting: waiting)
    let counts = try compare(applying: true, visit)
    _ = consume lock
    return counts
  }

  private func compare(
    applying: Bool, _ visit: (Experiment, ExperimentStatus) -> Void
  ) throws -> PlanCounts {
    let busy = try busyExperiments()
    // Nothing can stand where a directory has yet to be made.
    let isFirst = applying && Files.status(directory) == nil
    let snapshot = try prepare(applying: applying)
    let opened = Files.status(directory) == nil ? nil : try OpenDirectory(directory)
    let intents = try store.intents(campaign: campaign.plan.name)
    var unvisited = intents.files
    let comparer = ExperimentComparer(directory: opened, intents: intents, force: force)
    let writer = ExperimentWriter(
      store: store, campaign: campaign, directory: opened, snapshot: snapshot)
    let listing = applying ? self.listing : nil
    let code = campaign.code.map {
      PreparedExperiment.Wanted(
        name: $0.name, fingerprint: $0.fingerprint, size: $0.bytes.count,
        isOwn: campaign.copiesCode)
    }
    let edits = WaitingEdits(campaign, in: opened)
    var renderer = ExperimentRenderer(campaign.plan)
    var counts = PlanCounts()
    var recorded = 0
    for start in stride(from: 0, to: campaign.plan.count, by: Self.batch) {
      let points = start..<min(start + Self.batch, campaign.plan.count)
      var items = points.map { point in
        let experiment = renderer.experiment(at: point)
        return PreparedExperiment(experiment, renderer.files(of: experiment), code: code)
      }
      let known = try isFirst ? [:] : self.known(items)
      if let edits {
        items = try items.map { try edits.follow($0, known: known[$0.experiment.identifier]) }
      }
      var tasks: [Task] = []
      tasks.reserveCapacity(items.count)
      for item in items {
        let experiment = item.experiment
        if !unvisited.isEmpty { unvisited[experiment.identifier] = nil }
        let record = known[experiment.identifier]
        let comparison = try isFirst ? .new : comparer.compare(item, known: record)
        let status = status(
          of: comparison, waitingEdits: item.edited, isBusy: busy.contains(experiment.uuid))
        counts.add(status)
        guard applying else {
          visit(experiment, status)
          continue
        }
        tasks.append(Task(item: item, comparison: comparison, status: status))
      }
      try write(tasks, with: writer, listing, visit)
      // What was taken is not recorded now, but may have been before.
      recorded +=
        applying
        ? tasks.count { !$0.isTaken || known[$0.item.experiment.identifier] != nil } : known.count
    }
    try listing?.finish()
    // What the sweep has no more may come back, and is no edit then either.
    if applying { try store.keepIntents(unvisited, campaign: campaign.plan.name) }
    counts.orphans = try store.experimentCount(campaign: campaign.plan.name) - recorded
    return counts
  }

  /// An experiment of a batch, and what is to be done with it.
  private struct Task {
    let item: PreparedExperiment
    let comparison: ExperimentComparer.Comparison
    let status: ExperimentStatus

    var isTaken: Bool { comparison.taken != nil }
  }

  /// Announces, writes and records a batch.
  private func write(
    _ tasks: [Task], with writer: ExperimentWriter, _ listing: CampaignListing?,
    _ visit: (Experiment, ExperimentStatus) -> Void
  ) throws {
    try writer.announce(
      tasks.lazy.filter(\.status.isWritten).map { ($0.item, $0.comparison.foreign) })
    var written: [ExperimentWriter.Written] = []
    for task in tasks {
      visit(task.item.experiment, task.status)
      let isRecorded = task.comparison.isRecorded
      listing?.take(task.item.experiment, isWritten: task.status.isWritten || !isRecorded)
      guard let result = try write(task, with: writer) else { continue }
      if !isRecorded || !result.files.isEmpty { written.append(result) }
    }
    try writer.record(written)
  }

  /// Those whose files must stay as they are: submitted, running, or waiting in a run that lives.
  private func busyExperiments() throws(StoreError) -> Set<String> {
    let here = Environment.hostName()
    let own = ProcessIdentity.current()
    let runs = try store.runs(of: nil).filter { run in
      guard run.state == "running", let process = run.ownerProcess, process != own else {
        return false
      }
      return run.ownerHost != here || process.isAlive
    }
    return Set(try store.busyExperiments(waitingIn: runs.map(\.id)))
  }

  private func known(
    _ items: [PreparedExperiment]
  ) throws(StoreError) -> [String: CampaignStore.ExperimentRecord] {
    try store.experiments(
      named: items.map(\.experiment.identifier), campaign: campaign.plan.name)
  }

  private func prepare(applying: Bool) throws -> CodeSnapshot? {
    guard applying else { return nil }
    try Directories.ensure(directory)
    try store.record(
      campaign: campaign.plan, file: campaign.file, directory: campaign.plan.directory, base: base)
    return try CodeSnapshot(
      campaign.code, below: directory, copying: campaign.copiesCode)
  }

  private func status(
    of comparison: ExperimentComparer.Comparison, waitingEdits: [String], isBusy: Bool
  ) -> ExperimentStatus {
    if comparison.isNew { return .new }
    if let reason = comparison.taken { return .taken(reason) }
    let changed = comparison.changed + comparison.edited
    if isBusy, !force, !changed.isEmpty { return .busy(changed) }
    if !comparison.foreign.isEmpty { return .blocked(comparison.foreign) }
    // What the edits become is written, and they are what counts.
    if !waitingEdits.isEmpty { return .edited(waitingEdits + (force ? [] : comparison.edited)) }
    if changed.isEmpty { return .same }
    if force { return .changed(changed) }
    return comparison.edited.isEmpty ? .changed(changed) : .edited(comparison.edited)
  }

  private func write(
    _ task: Task, with writer: ExperimentWriter
  ) throws -> ExperimentWriter.Written? {
    switch task.status {
    case .new: try writer.create(task.item)
    case .same, .busy: writer.unchanged(task.item, task.comparison)
    case .changed(let names): try writer.replace(names, of: task.item, task.comparison)
    case .edited, .blocked:
      try writer.replace(
        task.comparison.changed + (force ? task.comparison.edited : []), of: task.item,
        task.comparison)
    case .taken: nil
    }
  }
}
