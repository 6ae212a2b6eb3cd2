import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let listCommand = Command(
  "list", "List the runs in a database, or in all databases of a directory.",
  operands: [
    Operand(
      "PLACE", .optional,
      "A workflow file, database or directory; the current directory by default.")
  ],
  options: CampaignArguments.placeOptions + [Option("--json", "Print one JSON value, version 1.")],
  details: """
    A line a run, the newest of a database first: workflow, run, state, how many jobs there are \
    in each state, when it began, the database, and where it was merged from.

    --json is {"version", "runs": [{"run", "workflow", "state", "counts", "created", "file", \
    "database", "origins": [{"database", "host"}]}]}.
    """,
  examples: [
    Example("cms-cc list", "the runs of this directory"),
    Example("cms-cc list demo/mnist.db --json", "for programs"),
  ],
  action: Verb { arguments in
    let runs = try RunListing.runs(arguments.operands.first ?? ".", arguments)
    if arguments.has("--json") {
      let value = JSONValue.object([
        .init("version", .int(1)), .init("runs", .array(runs.map(\.json))),
      ])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else {
      for run in runs { Terminal.write(run.line + "\n", to: .output) }
    }
    return .success
  })

/// The runs of one or many databases.
struct RunListing {
  private let run: RunRecord
  private let counts: [(state: JobState, count: Int)]
  private let database: String
  private let origins: [CampaignStore.Origin]

  /// Returns the runs at a place.
  static func runs(_ place: String, _ arguments: Arguments) throws -> [RunListing] {
    guard Files.status(place)?.kind == .directory else {
      let stored = try StoredRun(file: place, arguments, .readOnly)
      let workflow = StoredRun.isDatabase(place) ? nil : stored.run.workflow
      return try runs(of: stored.store, workflow: workflow)
    }
    let directory = arguments.value("--directory") ?? place
    return try Directories.names(in: directory).filter { $0.hasSuffix(".db") }.flatMap { name in
      let path = directory == "." ? name : Paths.join(directory, name)
      do throws(StoreError) {
        return try runs(of: try CampaignStore(path, .readOnly), workflow: nil)
      } catch  where error.kind == .foreign { return [] }
    }
  }

  private static func runs(
    of store: CampaignStore, workflow: String?
  ) throws(StoreError) -> [RunListing] {
    var found: [RunListing] = []
    let origins = try store.origins()
    for run in try store.runs(of: workflow) {
      let counts = RunStatus.counts(try store.nodeCounts(of: run.id))
      found.append(
        RunListing(
          run: run, counts: counts, database: store.path, origins: origins[run.id] ?? []))
    }
    return found
  }

  var line: String {
    let counted = counts.map { "\($0.count) \($0.state.rawValue)" }.joined(separator: ", ")
    return "\(run.workflow)  \(run.id)  \(RunStatus.state(of: run))  \(counted)  \(run.created)  "
      + database
      + (origins.isEmpty
        ? "" : "  from " + origins.map { "\($0)" }.joined(separator: " and "))
  }

  var json: JSONValue {
    .object([
      .init("run", .string(run.id)), .init("workflow", .string(run.workflow)),
      .init("state", .string(RunStatus.state(of: run))),
      .init("counts", .object(counts.map { .init($0.state.rawValue, .int($0.count)) })),
      .init("created", .string(run.created)), .init("file", .string(run.file)),
      .init("database", .string(database)),
      .init(
        "origins",
        .array(
          origins.map {
            .object([.init("database", .string($0.database)), .init("host", .string($0.host))])
          })),
    ])
  }
}
