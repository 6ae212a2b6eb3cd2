internal import CampaignStore
internal import EECampaign
internal import EECore
internal import HostIO

extension Workflow {
  /// How a run ended.
  public struct Outcome: Sendable, Hashable {
    /// Whether every job is done.
    public let isSuccessful: Bool
    /// Whether a signal stopped the runner; jobs that run go on without it.
    public let isInterrupted: Bool
    /// The state of each job, such as `done` or `failed`.
    public let states: [String: String]
  }

  /// Runs the workflow as its file stands, or goes on with the run that there is.
  ///
  /// The database and the records of the jobs are written beside the file, as `cms-cc run` does it.
  ///
  /// - Parameter processors: how many of this machine's to use; nil is all of them.
  /// - Returns: how it ended.
  /// - Throws: ``WorkflowError`` where it was never saved, is not valid, or another runner has it.
  public func run(processors: Int? = nil) throws(WorkflowError) -> Outcome {
    guard let file else { throw WorkflowError("save the workflow before it is run") }
    do {
      let lookup = Lookup(
        environment: Environment.all(), variables: try VariableStore().values)
      let study = try Study(file: file, lookup: lookup)
      let places = Places(file: file, name: study.spec.name, directory: nil, database: nil)
      try study.checkWritable(places)
      let store = try CampaignStore(places.database)
      let prepared = try RunPreparation(study, places: places, store: store)
        .prepare(isNew: false, rerun: [], force: false, takeOver: false)
      let limits = RunLimits(cpus: processors ?? Environment.processorCount())
      let runner = try prepared.run.beginning(in: store) {
        try Runner(
          prepared.run, store: store, base: places.base, limits: limits, observe: { _ in })
      }
      let outcome = try runner.run()
      let nodes = try store.nodes(of: prepared.run.record.id)
      return Outcome(
        isSuccessful: runner.isSuccessful, isInterrupted: outcome == .interrupted,
        states: Dictionary(nodes.map { ($0.name, $0.state.rawValue) }) { $1 })
    } catch { throw WorkflowError(error) }
  }
}
