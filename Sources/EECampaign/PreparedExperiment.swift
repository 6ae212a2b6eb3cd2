internal import CampaignStore
internal import EECore
internal import HostIO

/// An experiment with all files that it shall have, hashed once; a class, because it is handed on
/// many times.
final class PreparedExperiment {
  /// A file that it shall have, from a template or from the code.
  struct Wanted {
    let name: String
    let fingerprint: Fingerprint
    let size: Int
    /// Whether it may not be one file with those of other experiments.
    var isOwn = false
    /// Whether it can be run, where that may differ from one plan to the next.
    var isExecutable: Bool?

    /// Whether it can be run as it shall, by its record; by what it is now where none says.
    func hasMode(of record: CampaignStore.FileRecord?, _ status: Files.Status) -> Bool {
      isExecutable.map { (record?.isExecutable ?? status.isExecutable) == $0 } ?? true
    }

    /// What is to be recorded of it once it is there.
    func record(_ status: Files.Status) -> CampaignStore.FileRecord {
      CampaignStore.FileRecord(
        name: name, fingerprint: fingerprint, size: size, modified: status.modified,
        identity: CampaignStore.FileIdentity(inode: status.inode, changed: status.changed),
        isExecutable: isExecutable)
    }
  }

  let experiment: Experiment
  /// Those that are rendered.
  let files: [PlannedFile]
  /// One for each of `files`, then one for each file of the code.
  let wanted: [Wanted]
  /// Scripts that waited for their host and were edited: others of `files` are made of them.
  let edited: [String]

  init(
    _ experiment: Experiment, _ files: [PlannedFile], code: [Wanted], edited: [String] = []
  ) {
    self.experiment = experiment
    self.files = files
    self.edited = edited
    var wanted: [Wanted] = []
    wanted.reserveCapacity(files.count + code.count)
    for file in files {
      wanted.append(
        Wanted(name: file.name, fingerprint: Fingerprint(file.bytes), size: file.bytes.count))
    }
    wanted += code
    self.wanted = wanted
  }

  /// Returns the same with other rendered files, which are made of edited ones.
  func following(_ edited: [String], _ files: [PlannedFile]) -> PreparedExperiment {
    PreparedExperiment(
      experiment, files, code: Array(wanted.dropFirst(self.files.count)), edited: edited)
  }

  /// Whether a file that was generated is none that it shall have.
  ///
  /// A script that waited for its host stays beside the one that it became, and that one beside it.
  func isObsolete(_ name: String) -> Bool {
    wanted.allSatisfy {
      $0.name != name && HalfBoundScript.completedName($0.name) != name
        && HalfBoundScript.completedName(name) != $0.name
    }
  }
}
