internal import CampaignStore
internal import EECore
internal import HostIO

/// Compares experiments with the disk, and with what was recorded of them.
struct ExperimentComparer {
  /// How an experiment's files compare with the disk.
  struct Comparison {
    var isNew = false
    /// Whether the database has the experiment in any way.
    var isKnown = false
    /// Why its directory is not ours to write; nil where it is.
    var taken: String?
    var changed: [String] = []
    var edited: [String] = []
    /// Files that generate wrote, untouched since, and that the plan has no more.
    var obsolete: [String] = []
    /// Files that the plan has no more and that are not there either.
    var gone: [String] = []
    /// Files in the way that generate did not write: nobody but their owner changes them.
    var foreign: [String] = []
    /// Records that are true now but were not in the database, or not so.
    var found: [CampaignStore.FileRecord] = []
    /// Whether the database knows the experiment just as it is planned.
    var isRecorded = false

    /// The names of recorded files that are not there any more once the plan is applied.
    var forgotten: [String] { isKnown ? obsolete + gone : [] }
  }

  /// The campaign's directory; nil while there is none.
  let directory: OpenDirectory?
  /// What an interrupted command was about to write: fingerprints by identifier and file.
  let intents: CampaignStore.Intents
  /// Whether experiments that are not recorded here may be written over; never another campaign's.
  let force: Bool

  func compare(
    _ item: PreparedExperiment, known: CampaignStore.ExperimentRecord?
  ) throws -> Comparison {
    let identifier = item.experiment.identifier
    let new = Comparison(isNew: true, isKnown: known != nil)
    guard let directory else { return new }
    if let known, isAsRecorded(item, known, in: directory) {
      return Comparison(isKnown: true, isRecorded: known.agrees(with: item.experiment))
    }
    guard let status = directory.status(identifier) else { return new }
    var comparison = Comparison(isKnown: known != nil)
    let isOurs = known != nil || intents.files[identifier] != nil
    let path = Paths.join(directory.path, identifier)
    guard status.kind == .directory else {
      comparison.taken = "it is no directory"
      return comparison
    }
    guard isOurs || isSame(item.experiment, at: path) else {
      comparison.taken = "it is not of this campaign"
      return comparison
    }
    comparison.isRecorded = known?.agrees(with: item.experiment) ?? false
    for file in item.wanted {
      let record = known?.files.first { $0.name == file.name }
      try compare(
        file, of: identifier, in: directory, known: record, isOurs: isOurs, &comparison)
    }
    guard comparison.taken == nil else { return comparison }
    try findObsolete(of: item, in: directory, known, &comparison)
    // What took the place of a recorded one is no edit of it.
    if (comparison.edited + comparison.foreign).contains(CampaignPlan.configName),
      !isSame(item.experiment, at: path)
    {
      comparison.taken = "it is not of this campaign"
    } else if !force, !comparison.edited.isEmpty,
      directory.status(identifier + "/" + CampaignPlan.configName) == nil
    {
      comparison.taken = "it has no \(CampaignPlan.configName), and \(comparison.edited[0]) differs"
    }
    guard comparison.taken == nil else { return comparison }
    // Without a record nobody can tell an edit from what an older plan wrote.
    if !isOurs, !force, !comparison.edited.isEmpty {
      comparison.taken = "it is not recorded here, and \(comparison.edited[0]) differs"
    }
    return comparison
  }

  /// Whether all files are as planned, recorded so, and untouched since, as nearly all are.
  ///
  /// - Cost: one fstatat(2) a file; a directory that holds files is one.
  private func isAsRecorded(
    _ item: PreparedExperiment, _ known: CampaignStore.ExperimentRecord,
    in directory: OpenDirectory
  ) -> Bool {
    let place = item.experiment.identifier + "/"
    return known.files.count == item.wanted.count
      && item.wanted.allSatisfy { file in
        guard let record = known.files.first(where: { $0.name == file.name }),
          record.fingerprint == file.fingerprint, let status = directory.status(place + file.name)
        else { return false }
        return record.isOf(status) && !(file.isOwn && status.links > 1)
          && file.hasMode(of: record, status)
      }
  }

  /// Whether a directory without a record says that it is this very experiment.
  private func isSame(_ experiment: Experiment, at path: String) -> Bool {
    let config = Paths.join(path, CampaignPlan.configName)
    guard !Files.isLink(path), Files.status(config)?.kind == .file,
      let bytes = try? Files.read(config)
    else { return false }
    return String(decoding: bytes, as: UTF8.self).contains(experiment.uuid)
  }

  private func compare(
    _ file: PreparedExperiment.Wanted, of identifier: String, in directory: OpenDirectory,
    known: CampaignStore.FileRecord?, isOurs: Bool, _ comparison: inout Comparison
  ) throws {
    let path = identifier + "/" + file.name
    guard let status = directory.status(path) else {
      comparison.changed.append(file.name)
      return
    }
    if let known, known.isOf(status) {
      let isShared = file.isOwn && status.links > 1
      if isShared || known.fingerprint != file.fingerprint || !file.hasMode(of: known, status) {
        comparison.changed.append(file.name)
      }
      return
    }
    // Reading a pipe would wait for ever.
    guard status.kind == .file else {
      comparison.taken = "\(file.name) in it is no file"
      return
    }
    let fingerprint = Fingerprint(try Files.read(Paths.join(directory.path, path)))
    if fingerprint == file.fingerprint, file.hasMode(of: known, status) {
      comparison.found.append(file.record(status))
    } else if fingerprint == file.fingerprint || fingerprint == known?.fingerprint
      || intents.contains(fingerprint, of: file.name, in: identifier)
    {
      comparison.changed.append(file.name)
    } else if isOurs, known == nil, intents.files[identifier]?[file.name] == nil {
      comparison.foreign.append(file.name)
    } else {
      comparison.edited.append(file.name)
    }
  }

  /// Finds the files that generate wrote, or was about to write, and that the plan has no more.
  private func findObsolete(
    of item: PreparedExperiment, in directory: OpenDirectory,
    _ known: CampaignStore.ExperimentRecord?, _ comparison: inout Comparison
  ) throws {
    let identifier = item.experiment.identifier
    for name in written(item, known)
    where item.isObsolete(name) && !comparison.obsolete.contains(name) {
      let path = identifier + "/" + name
      guard let status = directory.status(path) else {
        comparison.gone.append(name)
        continue
      }
      let whole = Paths.join(directory.path, path)
      guard status.kind == .file, !Files.isLink(whole) else { continue }
      let record = known?.files.first { $0.name == name }
      let isUntouched = record?.isOf(status) ?? false
      let fingerprint = isUntouched ? nil : Fingerprint(try Files.read(whole))
      if isUntouched || fingerprint == record?.fingerprint
        || fingerprint.map({ intents.contains($0, of: name, in: identifier) }) ?? false
      {
        comparison.obsolete.append(name)
      }
    }
  }

  /// The files that generate wrote, or was about to write.
  private func written(
    _ item: PreparedExperiment, _ known: CampaignStore.ExperimentRecord?
  ) -> [String] {
    (known?.files.map(\.name) ?? [])
      + (intents.files[item.experiment.identifier]?.keys.sorted() ?? [])
  }

  /// Whether there is anything in an experiment's directory that generate did not write.
  func hasResults(
    _ item: PreparedExperiment, known: CampaignStore.ExperimentRecord?
  ) throws -> Bool {
    guard let directory else { return false }
    let files = written(item, known) + item.wanted.map(\.name)
    let path = Paths.join(directory.path, item.experiment.identifier)
    return try DirectoryTree.entries(below: path).contains { !$0.isPart(of: files) }
  }
}
