import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let mergeCommand = Command(
  "merge", "Merge databases of several machines and users into one.",
  operands: [Operand("DATABASE", .oneOrMore, "A database, such as mnist.db.")],
  options: [
    Option("--output", "-o", value: "FILE", "The database to make, or to add to."),
    Option("--json", "Print one JSON value, version 1."),
  ],
  details: """
    The result is the union: each run, attempt and experiment once, in whatever order the databases \
    are named, and however often. Of a run that two of them have in different states the further one \
    counts; no attempt is lost. The databases are only read, and their version may be older. FILE may be \
    one of them; where it is there, it is added to. It is written whole or not at all.

    What two databases say differently is named, a line each, and the exit code is 1: campaigns \
    of one name with different parameters, experiments of one identifier with different values, and \
    attempts of one number are all kept, one of each under another name or number; of an attempt with \
    two ends, or two sets of values, one is kept.

    A merged run is there to be read. It is resumed, cancelled and retried in its own database. \
    cms-cc list says where it is from.

    --json is {"version", "database", "databases", "runs", "new_runs", "attempts", "new_attempts", \
    "conflicts": [{"kind", "text"}]}.
    """,
  examples: [
    Example("cms-cc merge desktop.db cluster.db -o all.db", "two machines, one table"),
    Example("cms-cc merge all.db laptop.db -o all.db", "one more"),
  ],
  action: Verb { arguments in
    guard let output = arguments.value("--output") else {
      throw arguments.mistake("merge needs the database to make: -o FILE", hint: nil)
    }
    let union = try DatabaseUnion(arguments.operands, into: output)
    MergePrinter.print(union, arguments)
    return union.conflicts.isEmpty ? .success : .someFailed
  })

/// What a merge tells.
enum MergePrinter {
  static func print(_ union: DatabaseUnion, _ arguments: Arguments) {
    if arguments.has("--json") {
      Terminal.write(JSONWriter.text(json(union)) + "\n", to: .output)
      return
    }
    for conflict in union.conflicts { Terminal.write("conflict: \(conflict.text)\n", to: .errors) }
    guard !arguments.has("--quiet") else { return }
    let databases = counted(union.inputs, "database")
    Terminal.write(
      "\(union.path): \(counted(union.runs.all, "run")) (\(union.runs.new) new), "
        + "\(counted(union.attempts.all, "attempt")) (\(union.attempts.new) new) "
        + "from \(databases)\n", to: .output)
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private static func json(_ union: DatabaseUnion) -> JSONValue {
    let conflicts = union.conflicts.map {
      JSONValue.object([.init("kind", .string($0.kind.rawValue)), .init("text", .string($0.text))])
    }
    return .object([
      .init("version", .int(1)), .init("database", .string(union.path)),
      .init("databases", .int(union.inputs)), .init("runs", .int(union.runs.all)),
      .init("new_runs", .int(union.runs.new)), .init("attempts", .int(union.attempts.all)),
      .init("new_attempts", .int(union.attempts.new)), .init("conflicts", .array(conflicts)),
    ])
  }
}
