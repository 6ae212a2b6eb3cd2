internal import CCResults
package import CampaignStore
package import EECore
internal import HostIO

/// Takes up experiments that ran without us: `sh jobs.sh`, or an array of their own.
///
/// What ran is told by what it left: `NAME.out` and `NAME.err` with the same NAME are one attempt,
/// as are `NAME.log`. That it ended well nobody can tell from that; a batch system can, where it
/// still knows the job whose number the name ends in. So an attempt is `done` or `failed` by Slurm's
/// word, and `unverified` without. Collecting again adds what came since, and nothing twice.
package struct ResultsCollection {
  /// What was found.
  package struct Summary: Hashable, Sendable {
    package var experiments = 0
    /// Experiments that left no output.
    package var silent = 0
    package var attempts: [JobState: Int] = [:]
    /// What was passed over or could not be read, in words.
    package var problems: [String] = []
  }

  private let directory: String
  private let campaign: String
  private let results: [ResultSpec]

  /// - Parameters:
  ///   - directory: of the experiments; each has a `config.yaml`.
  ///   - campaign: the name of the campaign; nil for what its experiments say.
  ///   - results: what its sweep file declares.
  /// - Throws: ``Diagnostics`` where there are no experiments.
  package init(
    directory: String, campaign: String?, results: [ResultSpec]
  ) throws(Diagnostics) {
    self.directory = Paths.real(directory)
    self.results = results
    let first = ResultsCollection.experimentNames(in: directory).lazy.compactMap {
      CollectedExperiment(in: Paths.join(directory, $0))
    }.first
    guard let first else {
      throw Diagnostics(
        .missingFile, "there are no experiments in '\(directory)'",
        hint: "expected directories below it that hold a config.yaml with a section 'experiment'")
    }
    self.campaign = campaign ?? first.campaign ?? Paths.name(of: self.directory)
  }

  /// Reads all of them and records what they say.
  ///
  /// - Parameters:
  ///   - store: the database.
  ///   - progress: called with how many experiments are read, and how many there are.
  /// - Returns: what was found.
  /// - Throws: ``StoreError``; nothing is recorded then.
  package func perform(
    in store: CampaignStore, _ progress: (Int, Int) -> Void
  ) throws(StoreError) -> Summary {
    var summary = Summary()
    let names = ResultsCollection.experimentNames(in: directory)
    var experiments: [CollectedExperiment] = []
    for name in names {
      let place = Paths.join(directory, name)
      guard let experiment = CollectedExperiment(in: place) else {
        summary.problems.append("'\(name)': its config.yaml names no experiment")
        continue
      }
      experiments.append(experiment)
    }
    let slurm = SlurmWord(about: experiments)
    summary.experiments = experiments.count
    let run = runIdentifier
    try store.collecting(
      run: run, campaign: campaign, directory: directory,
      axes: CollectedExperiment.axes(of: experiments)
    ) { () throws(StoreError) in
      for (point, experiment) in experiments.enumerated() {
        if let other = try store.record(
          collected: experiment.record(point: point), campaign: campaign, run: run)
        {
          summary.problems.append("'\(experiment.identifier)': \(other)")
          continue
        }
        if experiment.outputs.isEmpty { summary.silent += 1 }
        for output in experiment.outputs {
          let word = slurm.end(of: output, in: experiment.directory)
          let reading = output.read(results, in: experiment)
          summary.problems += reading.problems.map { "'\(experiment.identifier)': \($0)" }
          let state = word.state
          summary.attempts[state, default: 0] += 1
          try store.record(
            collected: output.record(of: experiment, run: run, word), run: run,
            node: node(of: experiment), measurements: reading.storedMeasurements,
            timers: reading.storedTimers)
        }
        progress(point + 1, experiments.count)
      }
      try store.record(results: results, of: campaign, run: run)
    }
    return summary
  }

  private func node(of experiment: CollectedExperiment) -> String {
    "\(campaign)/\(experiment.identifier)"
  }

  /// The same for the same place on the same machine: collecting again goes on with it.
  private var runIdentifier: String {
    let name = "\(Environment.hostName())\0\(directory)\0\(campaign)"
    return "c" + String(Fingerprint(Array(name.utf8)).text.prefix(11))
  }

  private static func experimentNames(in directory: String) -> [String] {
    let names = (try? Directories.names(in: directory)) ?? []
    return names.filter {
      !$0.hasPrefix(".")
        && Files.status(Paths.join(Paths.join(directory, $0), CampaignPlan.configName))?.kind
          == .file
    }.sorted()
  }
}
