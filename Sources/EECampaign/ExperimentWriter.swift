internal import CampaignStore
internal import EECore
internal import HostIO

/// Writes one experiment after another, and records them.
struct ExperimentWriter {
  typealias Written = CampaignStore.WrittenExperiment

  private let store: CampaignStore
  private let campaign: String
  /// The campaign's directory; nil while there is none.
  private let directory: OpenDirectory?
  private let code: [CodeFile]
  /// Nil while nothing is written.
  private let snapshot: CodeSnapshot?
  /// Where a new experiment is written before it gets its name; one at a time.
  private let temporary = Strays.temporaryName()
  /// The paths of what is rendered, below that name.
  private let temporaryPaths: [String]

  /// Takes the campaign's directory, which need not be there yet while nothing is written.
  init(
    store: CampaignStore, campaign: Campaign, directory: OpenDirectory?, snapshot: CodeSnapshot?
  ) {
    self.store = store
    self.campaign = campaign.plan.name
    self.directory = directory
    let place = temporary + "/"
    temporaryPaths = campaign.plan.fileNames.map { place + $0 }
    code = campaign.code
    self.snapshot = snapshot
  }

  /// Writes a new experiment under a temporary name and renames it: it is there whole or not at all.
  func create(_ item: PreparedExperiment) throws -> Written {
    let experiment = item.experiment
    guard let directory else { return Written(experiment, files: []) }
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
        try snapshot?.place(file, at: whole)
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

  /// Replaces the named files of an experiment, each in one step.
  func replace(
    _ names: [String], of item: PreparedExperiment, _ comparison: ExperimentComparer.Comparison
  ) throws -> Written {
    guard let directory else { return unchanged(item, comparison) }
    let path = Paths.join(directory.path, item.experiment.identifier)
    for file in item.files where names.contains(file.name) {
      let mode: UInt32 = file.isExecutable ? 0o755 : 0o644
      try Files.replace(Paths.join(path, file.name), file.bytes, mode: mode)
    }
    for file in code where names.contains(file.name) {
      let target = Paths.join(path, file.name)
      let temporary = target + ".tmp-\(UInt64.random(in: 0 ... .max))"
      try Directories.ensure(Paths.directory(of: target))
      try snapshot?.place(file, at: temporary)
      try Files.rename(temporary, to: target)
    }
    let replaced = item.wanted.filter { names.contains($0.name) }.compactMap { file in
      directory.status(item.experiment.identifier + "/" + file.name).map(file.record)
    }
    return Written(item.experiment, files: comparison.found + replaced)
  }

  func unchanged(
    _ item: PreparedExperiment, _ comparison: ExperimentComparer.Comparison
  ) -> Written {
    Written(item.experiment, files: comparison.found)
  }

  /// Says in the database what is about to be written: after a crash nobody takes it for an edit.
  ///
  /// Files in the way that are not ours are not written, and so none of them is named.
  func announce(_ items: some Sequence<(item: PreparedExperiment, foreign: [String])>) throws {
    var intent = CampaignStore.IntentText()
    for (item, foreign) in items {
      intent.begin(item.experiment.identifier)
      for file in item.wanted where !foreign.contains(file.name) {
        intent.add(file.name, file.fingerprint)
      }
      intent.end()
    }
    guard !intent.isEmpty else { return }
    try store.connection.transaction { () throws(StoreError) in
      try store.record(intent, campaign: campaign)
    }
  }

  /// Records experiments in one transaction, after their files are there.
  func record(_ written: [Written]) throws {
    guard !written.isEmpty else { return }
    // What is recorded as written must not be lost in a power cut: an empty script ends with 0.
    try directory?.synchronise()
    try store.connection.transaction { () throws(StoreError) in
      try store.record(written, campaign: campaign)
    }
  }
}
