import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let resultsCommand = Command(
  "results", "Show what jobs measured, read it again, or collect what ran without us.",
  operands: [
    Operand("FILE", .optional, "The workflow or sweep file, or the database."),
    Operand("NODE", .any, "Names of nodes, such as train/*."),
  ],
  options: CampaignArguments.placeOptions + CampaignArguments.lookupOptions
    + CampaignArguments.hostOptions + [
      Option("--reread", "Read the outputs again, with the results that the file declares now."),
      Option("--collect", value: "DIR", "Take up the experiments in DIR that ran without us."),
      Option("--take-over", "With --reread: also of a run whose runner was on another host."),
      Option("--json", "Print one JSON value, version 1."),
    ],
  details: """
    A line for each value of the newest run: node, attempt, state, name, value and unit. Of a series it is \
    the value that stands for it.

    --reread runs nothing. Logs and files that are still there are read again; attempts of which \
    nothing is left keep their values. A job with exit code 0 that had failed for want of a result is \
    done once the result is found, and the other way round.

    --collect reads experiments that were started by other means, such as the lines of cms-ee \
    generate submit: what is in DIR/*/*.out, *.err and *.log, metrics.json, metrics.csv and traces. \
    Where a name ends in the number of a Slurm job that Slurm still knows in that directory, its word \
    decides; all others are unverified, which never counts as done. FILE is the sweep file, whose \
    results are declared, or the database; without it DIR.db beside DIR, or the database whose \
    campaign is in DIR. Collecting again adds what came since.

    --json is {"version", "run", "workflow", "values": [{"node", "attempt", "state", "name", "value", \
    "unit"}]}.
    """,
  examples: [
    Example("cms-cc results workflow.yaml 'train/*'", "what they measured"),
    Example("cms-cc results workflow.yaml --reread", "after other patterns were declared"),
    Example("cms-cc results sweep.yaml --collect project", "after sh jobs.sh"),
  ],
  action: Verb { arguments in
    if let directory = arguments.value("--collect") {
      return try ResultsCommand.collect(directory, arguments)
    }
    guard !arguments.operands.isEmpty else {
      throw arguments.mistake("no FILE, expected a workflow file or a database", hint: nil)
    }
    return try arguments.has("--reread")
      ? ResultsCommand.reread(arguments) : ResultsCommand.show(arguments)
  })

private enum ResultsCommand {
  static func show(_ arguments: Arguments) throws -> ExitStatus {
    let stored = try StoredRun(arguments, .readOnly)
    let values = try ResultValues(
      of: stored.run, in: stored.store, RequestCommand.patterns(arguments))
    Terminal.write(
      arguments.has("--json") ? JSONWriter.text(values.json) + "\n" : values.text, to: .output)
    return .success
  }

  static func reread(_ arguments: Arguments) throws -> ExitStatus {
    let stored = try StoredRun(arguments, .readWrite)
    let owned = try OwnedRun(stored.run, in: stored.store, takeOver: arguments.has("--take-over"))
    let summary = try owned.beginning(in: stored.store) {
      let reader = ResultsReader(owned, in: stored.store, study: try study(of: stored, arguments))
      var bar: ProgressBar?
      defer { bar?.finish() }
      return try reader.perform { done, total in
        if bar == nil { bar = ProgressBar("reading", of: total, arguments) }
        bar?.update(done)
      }
    }
    for problem in summary.problems { Terminal.write("warning: \(problem)\n", to: .errors) }
    if !arguments.has("--quiet") { Terminal.write(summary.text, to: .output) }
    return .success
  }

  /// The study as its files say it now; nil where the file of the run is gone.
  private static func study(of stored: StoredRun, _ arguments: Arguments) throws -> Study? {
    let named = arguments.operands[0]
    let file = StoredRun.isDatabase(named) ? stored.run.file : named
    guard Files.status(file) != nil else {
      Terminal.write(
        "note: '\(file)' is not there, so the results are read that the run has stored\n",
        to: .errors)
      return nil
    }
    let lookup = try CampaignArguments.lookup(
      arguments, file: file, runsHere: true, offersLenient: false)
    return try Study(anyFile: file, lookup: lookup)
  }

  static func collect(_ directory: String, _ arguments: Arguments) throws -> ExitStatus {
    var results: [ResultSpec] = []
    var name: String?
    var database = arguments.value("--db")
    if let file = arguments.operands.first {
      if StoredRun.isDatabase(file) {
        database = database ?? file
      } else {
        let lookup = try CampaignArguments.lookup(arguments, file: file, offersLenient: false)
        let draft = try CampaignDraft(CampaignRequest(files: [file], lookup: lookup))
        results = draft.spec.results
        name = draft.spec.name
        database =
          database
          ?? CampaignArguments.places(file: file, name: draft.spec.name, arguments).database
      }
    }
    let collection = try ResultsCollection(
      directory: directory, campaign: name, results: results)
    let path = database ?? CampaignStore.database(ofExperimentsIn: directory)
    let store = try CampaignStore(path)
    var bar: ProgressBar?
    let summary = try collection.perform(in: store) { done, total in
      if bar == nil { bar = ProgressBar("reading", of: total, arguments) }
      bar?.update(done)
    }
    bar?.finish()
    for problem in summary.problems { Terminal.write("warning: \(problem)\n", to: .errors) }
    if !arguments.has("--quiet") {
      let shown = Paths.relative(path, to: Paths.absolute("."))
      Terminal.write(summary.text(directory: directory, database: shown), to: .output)
    }
    return .success
  }
}
