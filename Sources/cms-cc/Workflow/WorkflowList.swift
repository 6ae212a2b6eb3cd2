import CCWorkflow
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let workflowListCommand = Command(
  "workflow list", "List the workflows known by name, the jobs of one, or what a job is.",
  options: [
    WorkflowPlace.nameOption, WorkflowPlace.jobOption,
    Option("--json", "Print one JSON value, version 1."),
  ],
  details: """
    Known are those that were added with `workflow add --filename`, and the workflow files of \
    the current directory. Attributes are shown as the file says them, lists and maps on one line \
    in YAML's brackets; in --json they are lists and objects, and everything else is text.
    """,
  examples: [
    Example("cms-cc workflow list", "the workflows"),
    Example("cms-cc workflow list --name=study", "its jobs"),
    Example("cms-cc workflow list --name=study --job=fetch", "one job"),
  ],
  action: Verb { arguments in
    guard arguments.has("--name") || arguments.has("--job") else {
      return WorkflowListing.print(workflows: WorkflowListing.known(), arguments)
    }
    var jobs: [WorkflowListing.Job] = []
    let wanted = try WorkflowPlace.jobs(arguments)
    for place in try WorkflowPlace.all(arguments) {
      guard place.exists else { throw place.missing() }
      let text = try WorkflowText(
        try SourceFile.read(place.file, as: "workflow file"), file: place.file)
      let nodes = try text.nodes()
      for name in wanted ?? [] where !nodes.contains(where: { $0.name == name }) {
        throw Diagnostics(
          .unknownNode, "there is no node '\(name)' in '\(place.file)'",
          hint: Suggestion.hint(for: name, among: nodes.map(\.name)))
      }
      jobs += nodes.filter { wanted?.contains($0.name) ?? true }.map {
        WorkflowListing.Job(workflow: place.name, name: $0.name, attributes: $0.attributes)
      }
    }
    return WorkflowListing.print(jobs: jobs, arguments)
  })

/// What `workflow list` prints.
enum WorkflowListing {
  struct Job {
    let workflow: String
    let name: String
    let attributes: [String: ConfigNode]
  }

  /// Names and files of the workflows that can be named, sorted.
  static func known() -> [(name: String, file: String)] {
    let added = ((try? Directories.names(in: WorkflowPlace.directory)) ?? [])
      .map { ($0, WorkflowPlace.registered($0)) }.filter { Files.status($0.1) != nil }
    let here = ((try? Directories.names(in: ".")) ?? []).filter { file in
      guard file.hasSuffix(".yaml"), let bytes = try? Files.read(file) else { return false }
      return (try? YAMLReader.read(bytes, file: file))?["workflow"]?["nodes"]?.mapping != nil
    }.map { (String($0.dropLast(5)), $0) }
    return (here + added).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  static func print(
    workflows: [(name: String, file: String)], _ arguments: Arguments
  ) -> ExitStatus {
    if arguments.has("--json") {
      let items = workflows.map { item in
        JSONValue.object([.init("name", .string(item.name)), .init("file", .string(item.file))])
      }
      write(JSONValue.object([.init("version", .int(1)), .init("workflows", .array(items))]))
    } else {
      for item in workflows { Terminal.write("\(item.name)  \(item.file)\n", to: .output) }
    }
    return .success
  }

  static func print(jobs: [Job], _ arguments: Arguments) -> ExitStatus {
    if arguments.has("--json") {
      let items = jobs.map { job in
        JSONValue.object([
          .init("workflow", .string(job.workflow)), .init("name", .string(job.name)),
          .init("attributes", .object(sorted(job).map { .init($0.key, $0.value.json) })),
        ])
      }
      write(JSONValue.object([.init("version", .int(1)), .init("jobs", .array(items))]))
      return .success
    }
    var text = ""
    for job in jobs {
      text += "\(job.name)\n"
      for pair in sorted(job) { text += "  \(pair.key): \(pair.value.line)\n" }
    }
    Terminal.write(text, to: .output)
    return .success
  }

  private static func sorted(_ job: Job) -> [(key: String, value: ConfigNode)] {
    job.attributes.sorted { $0.key < $1.key }
  }

  private static func write(_ value: JSONValue) {
    Terminal.write(JSONWriter.text(value) + "\n", to: .output)
  }
}

extension ConfigNode {
  /// Text as it is, lists and maps on one line as `workflow add` takes them.
  fileprivate var line: String { scalar?.text ?? flow }

  private var flow: String {
    switch content {
    case .scalar(let scalar): YAMLText.scalar(scalar)
    case .sequence(let nodes): "[" + nodes.map(\.flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\(YAMLText.text($0.key)): \($0.value.flow)" }.joined(separator: ", ")
        + "}"
    }
  }

  /// Every scalar is text, as it is written.
  fileprivate var json: JSONValue {
    switch content {
    case .scalar(let scalar): .string(scalar.text)
    case .sequence(let nodes): .array(nodes.map(\.json))
    case .mapping(let entries): .object(entries.map { .init($0.key, $0.value.json) })
    }
  }
}
