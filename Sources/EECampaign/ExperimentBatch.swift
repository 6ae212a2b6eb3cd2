internal import CampaignStore
internal import EECore

/// Experiments that are compared together, and written and recorded together.
final class ExperimentBatch {
  /// An experiment, and what is to be done with it.
  struct Task {
    let item: PreparedExperiment
    let comparison: ExperimentComparer.Comparison
    let status: ExperimentStatus
  }

  let tasks: [Task]
  /// What is to be recorded once the files are there.
  var written: [ExperimentWriter.Written] = []

  init(_ tasks: [Task]) { self.tasks = tasks }

  var identifiers: some Sequence<String> { tasks.lazy.map(\.item.experiment.identifier) }

  func add(to counts: inout PlanCounts) {
    for task in tasks { counts.add(task.status) }
  }

  /// How many of them the database has; once the batch is written, all but those that were taken.
  func recordedCount(isWritten: Bool) -> Int {
    tasks.count {
      $0.comparison.isKnown || (isWritten && $0.comparison.taken == nil)
    }
  }
}

/// Makes batches of a campaign: renders experiments and compares them with the disk.
final class BatchPlanner {
  private let campaign: CampaignPlan
  private let store: CampaignStore
  private let edits: WaitingEdits?
  private let comparer: ExperimentComparer
  private let busy: Set<String>
  /// Whether nothing can be there yet.
  private let isFirst: Bool
  private let code: [PreparedExperiment.Wanted]
  private var renderer: ExperimentRenderer

  /// Takes the experiments that are under way as their uuids.
  init(
    _ campaign: Campaign, store: CampaignStore, edits: WaitingEdits?, comparer: ExperimentComparer,
    busy: Set<String>, isFirst: Bool
  ) {
    self.edits = edits
    self.campaign = campaign.plan
    self.store = store
    self.comparer = comparer
    self.busy = busy
    self.isFirst = isFirst
    code = campaign.code.map {
      PreparedExperiment.Wanted(
        name: $0.name, fingerprint: $0.fingerprint, size: $0.bytes.count,
        isOwn: campaign.copiesCode, isExecutable: $0.isExecutable)
    }
    renderer = ExperimentRenderer(campaign.plan)
  }

  /// Returns the experiments at some points.
  ///
  /// - Cost: two queries at most, and what ``ExperimentComparer`` needs for each.
  func batch(at points: Range<Int>) throws -> ExperimentBatch {
    var items = points.map { point in
      let experiment = renderer.experiment(at: point)
      return PreparedExperiment(experiment, renderer.files(of: experiment), code: code)
    }
    guard !isFirst else {
      return ExperimentBatch(
        items.map { .init(item: $0, comparison: .init(isNew: true), status: .new) })
    }
    let known = try store.experiments(
      named: items.map(\.experiment.identifier), campaign: campaign.name)
    if let edits {
      items = try items.map { try edits.follow($0, known: known[$0.experiment.identifier]) }
    }
    var comparisons = try items.map {
      try comparer.compare($0, known: known[$0.experiment.identifier])
    }
    try keepFilesBesideResults(items, known, &comparisons)
    return ExperimentBatch(
      items.indices.map { index in
        let experiment = items[index].experiment
        return .init(
          item: items[index], comparison: comparisons[index],
          status: status(
            of: comparisons[index], waitingEdits: items[index].edited,
            isBusy: busy.contains(experiment.uuid)))
      })
  }

  /// What the sweep has no more may be what results came from: it is removed only where there are none.
  private func keepFilesBesideResults(
    _ items: [PreparedExperiment], _ known: [String: CampaignStore.ExperimentRecord],
    _ comparisons: inout [ExperimentComparer.Comparison]
  ) throws {
    let obsolete = items.indices.filter { !comparisons[$0].obsolete.isEmpty }
    guard !obsolete.isEmpty else { return }
    let ran = try store.attempted(obsolete.map { items[$0].experiment.uuid })
    for index in obsolete {
      let experiment = items[index].experiment
      if try ran.contains(experiment.uuid) || busy.contains(experiment.uuid)
        || comparer.hasResults(items[index], known: known[experiment.identifier])
      {
        comparisons[index].obsolete = []
      }
    }
  }

  private func status(
    of comparison: ExperimentComparer.Comparison, waitingEdits: [String], isBusy: Bool
  ) -> ExperimentStatus {
    if comparison.isNew { return .new }
    if let reason = comparison.taken { return .taken(reason) }
    let changed = comparison.changed + comparison.obsolete + comparison.edited
    if isBusy, !comparer.force, !changed.isEmpty { return .busy(changed) }
    if !comparison.foreign.isEmpty { return .blocked(comparison.foreign) }
    // What the edits become is written, and they are what counts.
    if !waitingEdits.isEmpty {
      return .edited(waitingEdits + (comparer.force ? [] : comparison.edited))
    }
    if changed.isEmpty { return .same }
    if comparer.force { return .changed(changed) }
    return comparison.edited.isEmpty ? .changed(changed) : .edited(comparison.edited)
  }
}
