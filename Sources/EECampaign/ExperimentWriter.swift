internal import CampaignStore
internal import EECore
internal import HostIO

/// Compares, writes and records one experiment after another.
struct ExperimentWriter {
  /// How an experiment's files compare with the disk.
  struct Comparison {
    var isNew = false
    var changed: [String] = []
    var edited: [String] = []
    /// Records that are true now but were not in the database, or not so.
    var found: [CampaignStore.FileRecord] = []
    var row: Int?
  }

  /// What is to be recorded of an experiment; nil rows are those that need nothing.
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

  let store: CampaignStore
  let campaign: String
  let directory: String
  let code: [CodeFile]
  /// Nil while nothing is written.
  let snapshot: CodeSnapshot?

  func compare(_ experiment: Experiment, _ files: [PlannedFile]) throws -> Comparison {
    var comparison = Comparison()
    let path = Paths.join(directory, experiment.identifier)
    guard Files.status(path) != nil else {
      comparison.isNew = true
      return comparison
    }
    comparison.row = try store.experiment(experiment.identifier, campaign: campaign)?.id
    var known: [String: CampaignStore.FileRecord] = [:]
    if let row = comparison.row {
      for record in try store.files(ofExperiment: row) { known[record.name] = record }
    }
    for file in wanted(files) {
      try compare(file, below: path, known: known[file.name], &comparison)
    }
    return comparison
  }

  private func wanted(_ files: [PlannedFile]) -> [Wanted] {
    files.map {
      Wanted(name: $0.name, fingerprint: Fingerprint($0.bytes).text, size: $0.bytes.count)
    }
      + code.map {
        Wanted(name: $0.name, fingerprint: $0.fingerprint, size: $0.bytes.count)
      }
  }

  private func compare(
    _ file: Wanted, below directory: String, known: CampaignStore.FileRecord?,
    _ comparison: inout Comparison
  ) throws {
    let path = Paths.join(directory, file.name)
    guard let status = Files.status(path) else {
      comparison.changed.append(file.name)
      return
    }
    let isUntouched =
      known.map { $0.size == status.size && $0.modified == status.modified } ?? false
    if isUntouched, let known {
      if known.fingerprint != file.fingerprint { comparison.changed.append(file.name) }
      return
    }
    let fingerprint = Fingerprint(try Files.read(path)).text
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

  /// Writes a new experiment under a temporary name and renames it: it is there whole or not at all.
  func create(_ experiment: Experiment, _ files: [PlannedFile]) throws -> Written {
    let target = Paths.join(directory, experiment.identifier)
    let temporary = Paths.join(directory, ".tmp-\(UInt64.random(in: 0 ... .max))")
    try Directories.create(temporary)
    do {
      for file in files {
        let mode: UInt32 = file.isExecutable ? 0o755 : 0o644
        try Files.create(Paths.join(temporary, file.name), file.bytes, mode: mode)
      }
      for file in code {
        let path = Paths.join(temporary, file.name)
        if file.name.contains("/") { try Directories.ensure(Paths.directory(of: path)) }
        try snapshot?.place(file, at: path)
      }
      try Files.rename(temporary, to: target)
    } catch {
      try? Directories.removeTree(temporary)
      guard Files.status(target)?.kind == .directory else { throw error }
      // Another process was quicker; whether it wrote the same, the next comparison sees.
      return Written(experiment: experiment, files: [])
    }
    return Written(experiment: experiment, files: records(of: wanted(files), experiment))
  }

  /// Replaces the named files of an experiment, each in one step.
  func replace(
    _ names: [String], of experiment: Experiment, _ files: [PlannedFile], _ comparison: Comparison
  ) throws -> Written {
    let path = Paths.join(directory, experiment.identifier)
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
    let replaced = wanted(files).filter { names.contains($0.name) }
    return Written(
      experiment: experiment, files: comparison.found + records(of: replaced, experiment))
  }

  func unchanged(_ experiment: Experiment, _ comparison: Comparison) -> Written {
    Written(experiment: experiment, files: comparison.found)
  }

  private func records(of files: [Wanted], _ experiment: Experiment) -> [CampaignStore.FileRecord] {
    let path = Paths.join(directory, experiment.identifier)
    return files.compactMap { file in
      Files.status(Paths.join(path, file.name)).map {
        CampaignStore.FileRecord(
          name: file.name, fingerprint: file.fingerprint, size: file.size, modified: $0.modified)
      }
    }
  }

  /// Records experiments in one transaction, after their files are there.
  func record(_ written: [Written]) throws {
    try store.connection.transaction { () throws(StoreError) in
      for item in written {
        let row = try store.record(item.experiment, campaign: campaign)
        for file in item.files { try store.record(file, ofExperiment: row) }
      }
    }
  }
}
