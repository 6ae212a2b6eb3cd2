internal import CCResults
internal import CampaignStore
internal import EECore
internal import HostIO

/// An experiment as its directory says: what its `config.yaml` names, and the outputs that are there.
struct CollectedExperiment {
  let directory: String
  let identifier: String
  let uuid: String
  /// As `ee.name` says; the original has none.
  let campaign: String?
  let parameters: [JSONValue.Member]
  /// In the order in which they were written.
  let outputs: [CollectedOutput]

  /// Reads a directory; nil where its configuration has no section `experiment`.
  init?(in directory: String) {
    let path = Paths.join(directory, CampaignPlan.configName)
    guard let bytes = try? Files.read(path),
      let root = try? YAMLReader.read(bytes, file: path),
      let experiment = root["experiment"]?.mapping
    else { return nil }
    func text(_ key: String) -> String? { root["ee"]?[key]?.scalar?.text }
    self.directory = directory
    identifier = Paths.name(of: directory)
    campaign = text("name")
    // One without an identity has that of its place.
    uuid = text("uuid") ?? "place:\(Environment.hostName()):\(Paths.real(directory))"
    parameters = experiment.compactMap { entry in
      entry.value.scalar.map { .init(entry.key, ParameterValue($0).json) }
    }
    outputs = CollectedOutput.all(in: directory)
  }

  func record(point: Int) -> CampaignStore.CollectedExperimentRecord {
    CampaignStore.CollectedExperimentRecord(
      point: point, identifier: identifier, uuid: uuid,
      parameters: JSONWriter.text(.object(parameters)))
  }

  /// The axes as a campaign has them, in order of appearance.
  static func axes(of experiments: [CollectedExperiment]) -> String {
    var names: [String] = []
    var seen: Set<String> = []
    for parameter in experiments.lazy.flatMap(\.parameters)
    where seen.insert(parameter.key).inserted { names.append(parameter.key) }
    return JSONWriter.text(
      .array(
        names.map {
          .object([.init("name", .string($0)), .init("repeat", .bool($0 == "repeat"))])
        }))
  }
}

/// The files that one attempt printed to.
struct CollectedOutput {
  /// What the names of its files have in common.
  let stem: String
  let paths: [String]
  /// When it was written last, in nanoseconds.
  let modified: Int64
  /// The number in the batch system that its name ends in: `result-user-1234`.
  let job: String?
  /// Whether what stands in the directory besides is its own: it is the last that ran.
  let isLast: Bool

  private static let suffixes = [".out", ".err", ".log"]

  static func all(in directory: String) -> [CollectedOutput] {
    var files: [String: [(path: String, modified: Int64)]] = [:]
    for name in ((try? Directories.names(in: directory)) ?? []).sorted() {
      guard let suffix = suffixes.first(where: name.hasSuffix), !OutputReader.mayBeTrace(name)
      else { continue }
      let path = Paths.join(directory, name)
      // A link is ours: what a runner of ours started is recorded already.
      guard Files.target(ofLink: path) == nil, let status = Files.status(path),
        status.kind == .file
      else { continue }
      files[String(name.dropLast(suffix.count)), default: []].append((path, status.modified))
    }
    let sorted = files.map { stem, files in
      (stem: stem, paths: files.map(\.path), modified: files.map(\.modified).max() ?? 0)
    }.sorted { ($0.modified, $0.stem) < ($1.modified, $1.stem) }
    return sorted.enumerated().map { index, file in
      CollectedOutput(
        stem: file.stem, paths: file.paths, modified: file.modified, job: job(in: file.stem),
        isLast: index == sorted.count - 1)
    }
  }

  private static func job(in stem: String) -> String? {
    guard
      let word = stem.split(whereSeparator: { !$0.isASCII || !($0.isNumber || $0 == "_") }).last,
      stem.hasSuffix(word), word.first?.isNumber == true, stem.count > word.count
    else { return nil }
    return String(word)
  }

  /// Reads what it printed, and what else stands in the directory where that is its own.
  func read(_ results: [ResultSpec], in experiment: CollectedExperiment) -> LogReading {
    AttemptFiles(logs: paths, directory: isLast ? experiment.directory : nil).read(results)
  }

  func record(
    of experiment: CollectedExperiment, run: String, _ word: SlurmWord.Ending
  ) -> CampaignStore.CollectedAttempt {
    let name = "\(run)\0\(experiment.uuid)\0\(stem)"
    return CampaignStore.CollectedAttempt(
      id: String(Fingerprint(Array(name.utf8)).text.prefix(17)), directory: experiment.directory,
      state: word.state, cause: word.cause, host: word.host, exitCode: word.exitCode,
      ended: WallClock.text(modified))
  }
}
