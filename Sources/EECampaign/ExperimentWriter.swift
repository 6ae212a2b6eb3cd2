internal import CampaignStore
internal import EECore
internal import HostIO

/// Writes one experiment after another, and records them.
struct ExperimentWriter {
  typealias Written = CampaignStore.WrittenExperiment

  private let store: CampaignStore
  private let campaign: String
  private let directory: OpenDirectory
  private let code: [CodeFile]
  private let snapshot: CodeSnapshot
  /// Where a new experiment or file is written before it gets its name; one at a time.
  private let temporary: String
  /// The paths of what is rendered, below that name.
  private let temporaryPaths: [String]

  /// Takes the campaign's directory, and a name in it that nothing has.
  init(
    store: CampaignStore, campaign: Campaign, directory: OpenDirectory, snapshot: CodeSnapshot,
    temporaryName: String
  ) {
    self.store = store
    self.campaign = campaign.plan.name
    self.directory = directory
    temporary = temporaryName
    let place = temporaryName + "/"
    temporaryPaths = campaign.plan.fileNames.map { place + $0 }
    code = campaign.code
    self.snapshot = snapshot
  }

  /// Writes a new experiment under a temporary name and renames it: it is there whole or not at all.
  func create(_ item: PreparedExperiment) throws -> Written {
    let experiment = item.experiment
    var records: [CampaignStore.FileRecord] = []
    records.reserveCapacity(item.wanted.count)
    try directory.makeDirectory(temporary)
    do {
      for (index, file) in item.files.enumerated() {
        let mode: UInt32 = file.isExecutable ? 0o755 : 0o644
        let status = try directory.create(temporaryPaths[index], file.bytes, mode: mode)
        records.append(item.wanted[index].record(status))
      }
      for (file, wanted) in zip(code, item.wanted[item.files.count...]) {
        let path = temporary + "/" + file.name
        let whole = Paths.join(directory.path, path)
        if file.name.contains("/") { try Directories.ensure(Paths.directory(of: whole)) }
        try snapshot.place(file, at: whole)
        if let status = directory.status(path) { records.append(wanted.record(status)) }
      }
      try directory.rename(temporary, to: experiment.identifier)
    } catch {
      try? Directories.removeTree(Paths.join(directory.path, temporary))
      guard directory.status(experiment.identifier)?.kind == .directory else { throw error }
      // Another process was quicker; whether it wrote the same, the next comparison sees.
      return Written(experiment, files: [])
    }
    return Written(experiment, files: records)
  }

  /// Replaces the named files of an experiment, each in one step, and removes what it has no more.
  func replace(
    _ names: [String], of item: PreparedExperiment, _ comparison: ExperimentComparer.Comparison
  ) throws -> Written {
    let place = item.experiment.identifier + "/"
    do {
      for file in item.files where names.contains(file.name) {
        let mode: UInt32 = file.isExecutable ? 0o755 : 0o644
        _ = try directory.create(temporary, file.bytes, mode: mode)
        try directory.rename(temporary, to: place + file.name)
      }
      for file in code where names.contains(file.name) {
        let target = Paths.join(directory.path, place + file.name)
        try Directories.ensure(Paths.directory(of: target))
        try snapshot.place(file, at: Paths.join(directory.path, temporary))
        try directory.rename(temporary, to: place + file.name)
        // To rename a link over another one of the same file does nothing.
        try directory.remove(temporary)
      }
    } catch {
      try? directory.remove(temporary)
      throw error
    }
    for name in comparison.obsolete { try directory.remove(place + name) }
    let replaced = item.wanted.filter { names.contains($0.name) }.compactMap { file in
      directory.status(place + file.name).map(file.record)
    }
    return Written(
      item.experiment, files: comparison.found + replaced, removed: comparison.forgotten)
  }

  func unchanged(
    _ item: PreparedExperiment, _ comparison: ExperimentComparer.Comparison
  ) -> Written {
    Written(item.experiment, files: comparison.found, removed: comparison.forgotten)
  }

  /// Records a batch whose files are there, and what is about to be written of another one.
  ///
  /// After a crash nobody takes that for an edit. All of it is one transaction.
  func record(_ written: ExperimentBatch?, andAnnounce next: ExperimentBatch?) throws {
    let written = written?.written ?? []
    let intent = intent(of: next)
    guard !written.isEmpty || !intent.isEmpty else { return }
    // What is recorded as written must not be lost in a power cut: an empty script ends with 0.
    if !written.isEmpty { try directory.synchronise() }
    try store.connection.transaction { () throws(StoreError) in
      try store.record(written, campaign: campaign)
      if !intent.isEmpty { try store.record(intent, campaign: campaign) }
    }
  }

  /// What is about to be written of a batch.
  ///
  /// Files in the way that are not ours are not written, and so none of them is named.
  private func intent(of batch: ExperimentBatch?) -> CampaignStore.IntentText {
    var intent = CampaignStore.IntentText()
    for task in batch?.tasks ?? [] where task.status.isWritten {
      intent.begin(task.item.experiment.identifier)
      for file in task.item.wanted where !task.comparison.foreign.contains(file.name) {
        intent.add(file.name, file.fingerprint)
      }
      intent.end()
    }
    return intent
  }
}
