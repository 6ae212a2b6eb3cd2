internal import CampaignStore
internal import EECore
internal import HostIO

/// Compares, writes and records one experiment after another.
struct ExperimentWriter {
  /// How an experiment's files compare with the disk.
  struct Comparison {
    static let new = Comparison(isNew: true)

    var isNew = false
    var changed: [String] = []
    var edited: [String] = []
    /// Records that are true now but were not in the database, or not so.
    var found: [CampaignStore.FileRecord] = []
    /// Whether the database knows the experiment just as it is planned.
    var isRecorded = false
  }

  /// What is to be recorded of an experiment.
  struct Written {
    let experiment: Experiment
    let files: [CampaignStore.FileRecord]
  }

  /// A file that an experiment shall have, from a template or from the code.
  private struct Wanted {
    let name: String
    let fingerprint: String
    let size: Int
  }

  private let store: CampaignStore
  private let campaign: String
  /// The campaign's directory; nil while there is none.
  private let directory: OpenDirectory?
  private let code: [CodeFile]
  /// Nil while nothing is written.
  private let snapshot: CodeSnapshot?
  /// Where a new experiment is written before it gets its name; one at a time.
  private let temporary = Strays.temporaryName()

  /// Takes the campaign's directory, which need not be there yet while nothing is written.
  ///
  /// - Throws: ``SystemError`` where it cannot be opened.
  init(
    store: CampaignStore, campaign: Campaign, directory: String, snapshot: CodeSnapshot?
  ) throws {
    self.store = store
    self.campaign = campaign.plan.name
    self.directory = Files.status(directory) == nil ? nil : try OpenDirectory(directory)
    code = campaign.code
    self.snapshot = snapshot
  }

  /// Compares an experiment with the disk, and with what was recorded of it.
  func compare(
    _ experiment: Experiment, _ files: [PlannedFile], known: CampaignStore.ExperimentRecord?
  ) throws -> Comparison {
    guard let directory, let status = directory.status(experiment.identifier) else { return .new }
    try check(status, experiment.identifier, is: .directory)
    var comparison = Comparison()
    comparison.isRecorded = known?.agrees(with: experiment) ?? false
    for file in wanted(files) {
      let record = known?.files.first { $0.name == file.name }
      try compare(file, of: experiment, in: directory, known: record, &comparison)
    }
    return comparison
  }

  private func wanted(_ files: [PlannedFile]) -> [Wanted] {
    files.map(wanted) + code.map(wanted)
  }

  private func wanted(_ file: PlannedFile) -> Wanted {
    Wanted(name: file.name, fingerprint: Fingerprint(file.bytes).text, size: file.bytes.count)
  }

  private func wanted(_ file: CodeFile) -> Wanted {
    Wanted(name: file.name, fingerprint: file.fingerprint, size: file.bytes.count)
  }

  private func compare(
    _ file: Wanted, of experiment: Experiment, in directory: OpenDirectory,
    known: CampaignStore.FileRecord?, _ comparison: inout Comparison
  ) throws {
    let path = experiment.identifier + "/" + file.name
    guard let status = directory.status(path) else {
      comparison.changed.append(file.name)
      return
    }
    try check(status, path, is: .file)
    let isUntouched =
      known.map { $0.size == status.size && $0.modified == status.modified } ?? false
    if isUntouched, let known {
      if known.fingerprint != file.fingerprint { comparison.changed.append(file.name) }
      return
    }
    let fingerprint = Fingerprint(try Files.read(Paths.join(directory.path, path))).text
    if fingerprint == file.fingerprint {
      comparison.found.append(
        CampaignStore.FileRecord(
          name: file.name, fingerprint: fingerprint, size: status.size, modified: status.modified))
    } else if fingerprint == known?.fingerprint {
      comparison.changed.append(file.name)
    } else {
      comparison.edited.append(file.name)
    }
  }

  /// Reports what stands in a place where it does not belong.
  ///
  /// - Throws: ``Diagnostics`` EE303.
  private func check(
    _ status: Files.Status, _ name: String, is expected: Files.Status.Kind
  ) throws(Diagnostics) {
    guard let directory, status.kind != expected else { return }
    throw Diagnostics(
      .unwritableDirectory,
      "'\(Paths.join(directory.path, name))' is \(Self.words(status.kind)), "
        + "expected \(Self.words(expected))",
      hint: "move it out of the way")
  }

  private static func words(_ kind: Files.Status.Kind) -> String {
    switch kind {
    case .file: "a file"
    case .directory: "a directory"
    case .other: "a pipe, socket or device"
    }
  }

  /// Writes a new experiment under a temporary name and renames it: it is there whole or not at all.
  func create(_ experiment: Experiment, _ files: [PlannedFile]) throws -> Written {
    guard let directory else { return Written(experiment: experiment, files: []) }
    var records: [CampaignStore.FileRecord] = []
    try directory.makeDirectory(temporary)
    do {
      for file in files {
        let mode: UInt32 = file.isExecutable ? 0o755 : 0o644
        let status = try directory.create(temporary + "/" + file.name, file.bytes, mode: mode)
        records.append(record(of: wanted(file), status))
      }
      for file in code {
        let path = temporary + "/" + file.name
        let whole = Paths.join(directory.path, path)
        if file.name.contains("/") { try Directories.ensure(Paths.directory(of: whole)) }
        try snapshot?.place(file, at: whole)
        if let status = directory.status(path) { records.append(record(of: wanted(file), status)) }
      }
      try directory.rename(temporary, to: experiment.identifier)
    } catch {
      try? Directories.removeTree(Paths.join(directory.path, temporary))
      guard directory.status(experiment.identifier)?.kind == .directory else { throw error }
      // Another process was quicker; whether it wrote the same, the next comparison sees.
      return Written(experiment: experiment, files: [])
    }
    return Written(experiment: experiment, files: records)
  }

  /// Replaces the named files of an experiment, each in one step.
  func replace(
    _ names: [String], of experiment: Experiment, _ files: [PlannedFile], _ comparison: Comparison
  ) throws -> Written {
    guard let directory else { return unchanged(experiment, comparison) }
    let path = Paths.join(directory.path, experiment.identifier)
    for file in files where names.contains(file.name) {
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
    let replaced = wanted(files).filter { names.contains($0.name) }.compactMap { file in
      directory.status(experiment.identifier + "/" + file.name).map { record(of: file, $0) }
    }
    return Written(experiment: experiment, files: comparison.found + replaced)
  }

  func unchanged(_ experiment: Experiment, _ comparison: Comparison) -> Written {
    Written(experiment: experiment, files: comparison.found)
  }

  private func record(of file: Wanted, _ status: Files.Status) -> CampaignStore.FileRecord {
    CampaignStore.FileRecord(
      name: file.name, fingerprint: file.fingerprint, size: file.size, modified: status.modified)
  }

  /// Records experiments in one transaction, after their files are there.
  func record(_ written: [Written]) throws {
    guard !written.isEmpty else { return }
    // What is recorded as written must not be lost in a power cut: an empty script ends with 0.
    try directory?.synchronise()
    try store.connection.transaction { () throws(StoreError) in
      for item in written {
        let row = try store.record(item.experiment, campaign: campaign)
        for file in item.files { try store.record(file, ofExperiment: row) }
      }
    }
  }
}
