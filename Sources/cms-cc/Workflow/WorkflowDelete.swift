import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let workflowDeleteCommand = Command(
  "workflow delete", "Delete jobs from a workflow, or a workflow that was added by name.",
  options: [
    WorkflowPlace.nameOption, WorkflowPlace.jobOption, WorkflowPlace.fileOption,
    Option("--yes", "-y", "Delete a workflow although it has runs and their results."),
  ],
  details: """
    A deleted job takes its dependencies with it; what came before it is not joined to what \
    came after. A workflow is deleted only where `workflow add --filename` put it. Where a name \
    stands for a file here and for a workflow that was added, --filename says which is meant.
    """,
  examples: [
    Example("cms-cc workflow delete --name=study --job=train3", "a job"),
    Example("cms-cc workflow delete --name=study", "the workflow"),
  ],
  action: Verb { arguments in
    for place in try WorkflowDeletion.places(arguments) {
      guard place.exists else { throw place.missing() }
      if let jobs = try WorkflowPlace.jobs(arguments) {
        try WorkflowFile.edit(place) { text throws(Diagnostics) in
          for job in jobs { try text.removeNode(job) }
        }
      } else {
        try WorkflowDeletion.delete(place, isSure: arguments.has("--yes"))
      }
    }
    return .success
  })

/// Deleting a whole workflow.
enum WorkflowDeletion {
  /// Returns what is meant; what is deleted must not depend on where one happens to be.
  static func places(_ arguments: Arguments) throws -> [WorkflowPlace] {
    if let file = arguments.value("--filename") { return [WorkflowPlace(file: file)] }
    let places = try WorkflowPlace.all(arguments)
    for place in places {
      guard let other = place.namesake else { continue }
      throw Diagnostics(
        .needsConfirmation,
        "'\(place.name)' is '\(place.file)' here, and a workflow that was added: '\(other)'",
        hint: "say which one is meant: --filename=\(place.file), or --filename=\(other)")
    }
    return places
  }

  /// Removes the directory of an added workflow; results go only where that was said.
  static func delete(_ place: WorkflowPlace, isSure: Bool) throws {
    guard place.isRegistered else {
      throw Diagnostics(
        .needsConfirmation, "'\(place.file)' was not put there by workflow add",
        hint:
          "remove the file yourself")
    }
    let directory = Paths.directory(of: place.file)
    let databases = try Directories.names(in: directory).filter { $0.hasSuffix(".db") }
    guard isSure || databases.isEmpty else {
      throw Diagnostics(
        .needsConfirmation,
        "workflow '\(place.name)' has runs and their results: \(databases.joined(separator: ", "))",
        hint: "copy '\(directory)' if you need them, then add --yes")
    }
    try refuseRunning(databases.map { Paths.join(directory, $0) })
    try Directories.removeTree(directory)
  }

  private static func refuseRunning(_ databases: [String]) throws {
    for database in databases {
      let store = try CampaignStore(database, .readOnly)
      guard
        let run = try store.runs().first(where: { run in
          run.state == "running" && run.ownerProcess?.isAlive == true
        })
      else { continue }
      throw RunnerError.owned(host: run.ownerHost ?? "", pid: run.ownerProcess?.pid ?? 0)
    }
  }
}
