import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// A run that is named by its workflow file or by its database.
struct StoredRun {
  static let operand = Operand("FILE", "The workflow file, or the database.")

  let store: CampaignStore
  let run: RunRecord
  /// The directory for all that is written.
  let base: String

  /// Finds the newest run; the workflow file need not even be readable any more.
  init(_ arguments: Arguments, _ access: Connection.Access) throws {
    try self.init(file: arguments.operands[0], arguments, access)
  }

  /// Finds the newest run of a file that is known otherwise.
  init(file: String, _ arguments: Arguments, _ access: Connection.Access) throws {
    let (places, workflow) = try StoredRun.places(of: file, arguments)
    guard Files.status(places.database) != nil else {
      guard workflow == nil || Files.status(file) != nil else {
        throw Diagnostics(
          .missingFile, "there is no workflow file '\(file)' and no '\(places.database)'",
          hint: "name the workflow file, or the database of its run")
      }
      throw Diagnostics(
        .missingFile, "there is no database '\(places.database)', so nothing was run yet",
        hint: "run it first: cms-cc run, or name another place with --directory or --db")
    }
    store = try CampaignStore(places.database, access)
    guard let run = try store.runs(of: workflow).first else {
      throw Diagnostics(
        .missingFile,
        "database '\(places.database)' holds no run"
          + (workflow.map { " of workflow '\($0)'" } ?? ""),
        hint: "run it first: cms-cc run")
    }
    self.run = run
    base = places.base
  }

  /// Returns where a workflow file or a database has its run, and the workflow's name.
  static func places(
    of file: String, _ arguments: Arguments
  ) throws -> (places: Places, workflow: String?) {
    guard !StoredRun.isDatabase(file) else {
      return (
        CampaignArguments.places(file: file, name: "", arguments).over(Paths.absolute(file)), nil
      )
    }
    let name = WorkflowName.of(file)
    return (CampaignArguments.places(file: file, name: name, arguments), name)
  }

  static func isDatabase(_ path: String) -> Bool {
    CampaignStore.isDatabase(path) ?? path.hasSuffix(".db")
  }
}
