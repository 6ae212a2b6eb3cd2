import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

/// The file of a workflow that is named as the original names it.
///
/// `NAME` is a file, else `NAME.yaml` here, else `workflow/NAME/NAME.yaml` in the user's settings.
struct WorkflowPlace {
  static let nameOption = Option(
    "--name", value: "NAMES", "The workflow: a file, NAME.yaml here, or one that was added.")
  static let jobOption = Option("--job", value: "JOBS", "The jobs, such as a,b or job[1-3].")
  static let fileOption = Option(
    "--filename", value: "FILE", "The workflow file, wherever it is.")

  let name: String
  let file: String
  /// Whether it stands among the user's settings, where `workflow add` put it.
  let isRegistered: Bool

  init(_ name: String) {
    self.name = name
    let registered = WorkflowPlace.registered(name)
    let here = "\(name).yaml"
    if Files.status(name)?.kind == .file {
      (file, isRegistered) = (name, false)
    } else if Files.status(here) != nil || Files.status(registered) == nil {
      (file, isRegistered) = (here, false)
    } else {
      (file, isRegistered) = (registered, true)
    }
  }

  /// Takes a file, wherever it is.
  init(file: String) {
    self.file = file
    let base = Paths.name(of: file)
    name = base.hasSuffix(".yaml") ? String(base.dropLast(5)) : base
    isRegistered = Paths.absolute(file) == Paths.absolute(WorkflowPlace.registered(name))
  }

  /// The workflow that was added by the name of this one, which is another file.
  var namesake: String? {
    let other = WorkflowPlace.registered(name)
    let isThere = exists && !isRegistered && Files.status(other) != nil
    return isThere && Paths.absolute(file) != Paths.absolute(other) ? other : nil
  }

  var exists: Bool { Files.status(file) != nil }

  /// The directory of workflows that were added by name.
  static var directory: String { Paths.join(VariableStore.baseDirectory(), "workflow") }

  /// Where an added workflow stands.
  static func registered(_ name: String) -> String {
    Paths.join(Paths.join(directory, name), "\(name).yaml")
  }

  /// Returns the workflows that the options name; one without any name is that of `cms set workflow`.
  static func all(_ arguments: Arguments) throws -> [WorkflowPlace] {
    try names(arguments).map { WorkflowPlace($0) }
  }

  /// Returns the one workflow that the options name.
  static func one(_ arguments: Arguments) throws -> WorkflowPlace {
    let names = try names(arguments)
    guard names.count == 1 else {
      throw arguments.mistake("--name stands for \(names.count) workflows, expected one", hint: nil)
    }
    return WorkflowPlace(names[0])
  }

  /// Returns the file of a command that reads one; `--filename` outranks `--name`.
  static func readable(_ arguments: Arguments) throws -> String {
    if let file = arguments.value("--filename") { return file }
    let place = try one(arguments)
    guard place.exists else { throw place.missing() }
    return place.file
  }

  private static func names(_ arguments: Arguments) throws -> [String] {
    if let text = arguments.value("--name") { return try expand(text, "--name", arguments) }
    return [try VariableStore().values["workflow"] ?? "workflow"]
  }

  /// Returns the jobs that `--job` names; nil where it is not given.
  static func jobs(_ arguments: Arguments) throws -> [String]? {
    try arguments.value("--job").map { try expand($0, "--job", arguments) }
  }

  private static func expand(
    _ text: String, _ option: String, _ arguments: Arguments
  ) throws -> [String] {
    guard let names = try? HostlistExpression(text).expanded(), !names.isEmpty else {
      throw arguments.mistake(
        "\(option) is '\(text)', expected names such as a,b or job[1-3]", hint: nil)
    }
    return names
  }

  func missing() -> Diagnostics {
    let known = (try? Directories.names(in: WorkflowPlace.directory)) ?? []
    return Diagnostics(
      .missingFile, "there is no workflow '\(name)': no '\(file)', and none was added by that name",
      hint: Suggestion.hint(for: name, among: known)
        ?? "make it: cms-cc workflow add --name=\(name) --job=a exec='echo hello'")
  }
}
