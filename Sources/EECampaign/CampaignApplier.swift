package import CampaignStore
package import EECore
internal import HostIO

/// Compares a campaign with the disk and makes the disk agree, never over anybody's edits.
package struct CampaignApplier {
  /// Experiments that are recorded in one transaction: few enough that the first of them are soon
  /// there to be written, and so many that pages of the database are not written over and over.
  private static let batch = 500

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
    guard applying else { return try compare(visit) }
    // What another one has written and not yet recorded would look like edits.
    let lock = try FileLock(passing: store.lockPath, waiting: waiting)
    let counts = try apply(visit)
    _ = consume lock
    return counts
  }

  private func compare(
    _ visit: (Experiment, ExperimentStatus) -> Void
  ) throws -> PlanCounts {
    let opened = Files.status(directory) == nil ? nil : try OpenDirectory(directory)
    let intents = try store.intents(campaign: campaign.plan.name)
    let planner = try planner(opened, intents, isFirst: false)
    var counts = PlanCounts()
    var recorded = 0
    for points in batches {
      let batch = try planner.batch(at: points)
      for task in batch.tasks { visit(task.item.experiment, task.status) }
      batch.add(to: &counts)
      recorded += batch.recordedCount(isWritten: false)
    }
    counts.orphans = try store.experimentCount(campaign: campaign.plan.name) - recorded
    return counts
  }

  /// Writes one batch after another.
  ///
  /// While the files of one are written on this thread, a second one records the batch before, and
  /// renders, compares and announces the one after.
  private func apply(_ visit: (Experiment, ExperimentStatus) -> Void) throws -> PlanCounts {
    // Nothing can stand where a directory has yet to be made.
    let isFirst = Files.status(directory) == nil
    let intents = try store.intents(campaign: campaign.plan.name)
    let temporaryNames = try prepare(after: intents)
    let opened = try OpenDirectory(directory)
    let planner = try planner(opened, intents, isFirst: isFirst)
    let writer = try writer(in: opened, temporaryName: temporaryNames.experiments)
    let listing = listing
    var unvisited = intents.files
    var counts = PlanCounts()
    var recorded = 0

    var ahead = batches.makeIterator()
    func next(after written: ExperimentBatch?) throws -> ExperimentBatch? {
      let batch = try ahead.next().map { try planner.batch(at: $0) }
      batch.map { listing.take($0, temporaryName: temporaryNames.listing) }
      try writer.record(written, andAnnounce: batch)
      return batch
    }
    var written: ExperimentBatch?
    var current = try next(after: nil)
    while let batch = current {
      current = try Threads.both {
        try write(batch, with: writer, visit)
      } beside: {
        // It was made on such a thread, and goes away there.
        try next(after: written.take())
      }.beside
      batch.add(to: &counts)
      recorded += batch.recordedCount(isWritten: true)
      if !unvisited.isEmpty { for identifier in batch.identifiers { unvisited[identifier] = nil } }
      written = batch
    }
    try writer.record(written, andAnnounce: nil)
    try listing.finish(temporaryName: temporaryNames.listing)
    // What the sweep has no more may come back, and is no edit then either.
    try store.keepIntents(unvisited, campaign: campaign.plan.name)
    counts.orphans = try store.experimentCount(campaign: campaign.plan.name) - recorded
    return counts
  }

  private var batches: [Range<Int>] {
    let count = campaign.plan.count
    return stride(from: 0, to: count, by: Self.batch).map { $0..<min($0 + Self.batch, count) }
  }

  private func planner(
    _ directory: OpenDirectory?, _ intents: CampaignStore.Intents, isFirst: Bool
  ) throws -> BatchPlanner {
    BatchPlanner(
      campaign, store: store, edits: WaitingEdits(campaign, in: directory),
      comparer: ExperimentComparer(directory: directory, intents: intents, force: force),
      busy: try busyExperiments(), isFirst: isFirst)
  }

  private func writer(
    in directory: OpenDirectory, temporaryName: String
  ) throws(SystemError) -> ExperimentWriter {
    ExperimentWriter(
      store: store, campaign: campaign, directory: directory,
      snapshot: try CodeSnapshot(
        campaign.code, below: directory.path, copying: campaign.copiesCode,
        temporaryName: temporaryName),
      temporaryName: temporaryName)
  }

  /// Makes the campaign's directory, and removes what commands before this one left in it.
  ///
  /// - Returns: the names under which experiments with their code, and the list of them, are written
  ///   before they are there whole; they may be in one directory.
  private func prepare(
    after intents: CampaignStore.Intents
  ) throws -> (experiments: String, listing: String) {
    try Directories.ensure(directory)
    try Strays.remove(intents.temporaryNames, in: Strays.places(of: directory, store))
    let names = (experiments: Strays.temporaryName(), listing: Strays.temporaryName())
    try store.connection.transaction { () throws(StoreError) in
      try store.record(
        campaign: campaign.plan, file: campaign.file, directory: campaign.plan.directory,
        base: base)
      for name in [names.experiments, names.listing] {
        try store.record(temporaryName: name, campaign: campaign.plan.name)
      }
    }
    return names
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

  private func write(
    _ batch: ExperimentBatch, with writer: ExperimentWriter,
    _ visit: (Experiment, ExperimentStatus) -> Void
  ) throws {
    for task in batch.tasks {
      visit(task.item.experiment, task.status)
      guard let result = try write(task, with: writer) else { continue }
      let isUnrecorded = !task.comparison.isRecorded
      if isUnrecorded || !result.files.isEmpty || !result.removed.isEmpty {
        batch.written.append(result)
      }
    }
  }

  private func write(
    _ task: ExperimentBatch.Task, with writer: ExperimentWriter
  ) throws -> ExperimentWriter.Written? {
    let comparison = task.comparison
    return switch task.status {
    case .new: try writer.create(task.item)
    case .same, .busy: writer.unchanged(task.item, comparison)
    case .changed(let names): try writer.replace(names, of: task.item, comparison)
    case .edited, .blocked:
      try writer.replace(
        comparison.changed + (force ? comparison.edited : []), of: task.item, comparison)
    case .taken: nil
    }
  }
}
