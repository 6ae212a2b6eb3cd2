import CCWorkflow
import CommandShell
import CommandTable
import EECore
import HostIO

let workflowAddCommand = Command(
  "workflow add", "Add jobs to a workflow, or a workflow file to those known by name.",
  operands: [Operand("ATTRIBUTE=VALUE", .any, "Of the jobs, such as exec='python3 train.py'.")],
  options: [WorkflowPlace.nameOption, WorkflowPlace.jobOption, WorkflowPlace.fileOption],
  details: """
    Only the bytes of the entries concerned change: comments and order of the file stay. \
    A job that is there gets the attributes. Without --job the job is called job-1, job-2, …. \
    Lists and maps are written in YAML's brackets: gpus='{type: a100, count: 2}'; needs=a,b is a list.

    With --filename the file is copied to workflow/NAME/ in the user's settings, with the \
    scripts that it names.
    """,
  examples: [
    Example("cms-cc workflow add --name=study --job=fetch exec='./fetch.sh'", "one job"),
    Example("cms-cc workflow add --name=study --job=train[1-3] exec=./train.sh", "three"),
    Example(
      "cms-cc workflow add --name=study --job=fit exec=./fit.sh needs=a,b gpus='{type: a100}'",
      "one that needs others, and a GPU"),
    Example("cms-cc workflow add --name=study --filename=study.yaml", "a file"),
  ],
  action: Verb { arguments in
    if let file = arguments.value("--filename") {
      guard arguments.operands.isEmpty, !arguments.has("--job") else {
        throw arguments.mistake("--filename adds a file, --job adds jobs; expected one of them")
      }
      return try WorkflowAddition.register(file, arguments)
    }
    let attributes = try WorkflowAddition.attributes(arguments)
    let given = try WorkflowPlace.jobs(arguments)
    for place in try WorkflowPlace.all(arguments) {
      try WorkflowFile.edit(place, creating: true) { text throws(Diagnostics) in
        let names = try text.nodes().map(\.name)
        let jobs = WorkflowAddition.jobs(given: given, among: names)
        for job in jobs { try text.addNode(job, attributes) }
      }
    }
    return .success
  })

/// What `workflow add` adds.
enum WorkflowAddition {
  /// Splits `key=value` words; everything behind the first `=` is the value.
  static func attributes(_ arguments: Arguments) throws -> [(key: String, value: String)] {
    try arguments.operands.map { word in
      guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
        throw arguments.mistake("'\(word)' is no attribute, expected KEY=VALUE")
      }
      return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
  }

  /// The jobs that were named, else the next free `job-N`.
  static func jobs(given: [String]?, among names: [String]) -> [String] {
    if let given { return given }
    let known = Set(names)
    let number = (1...known.count + 1).first { !known.contains("job-\($0)") } ?? 1
    return ["job-\(number)"]
  }

  /// Copies a workflow file with its scripts to where it is found by name.
  static func register(_ file: String, _ arguments: Arguments) throws -> ExitStatus {
    let root = try WorkflowFile.root(of: file)
    let spec = try WorkflowSpec(root, file: file)
    let name = arguments.value("--name") ?? spec.name
    guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
      throw arguments.mistake("--name is '\(name)', expected a name without '/'")
    }
    let target = WorkflowPlace.registered(name)
    guard Files.status(target) == nil else {
      throw Diagnostics(
        .needsConfirmation, "there is a workflow '\(name)' already: '\(target)'",
        hint: "delete it first: cms-cc workflow delete --name=\(name)")
    }
    let files = try WorkflowFile.scripts(of: spec)
    let directory = Paths.directory(of: target)
    try Directories.ensure(directory)
    for script in files {
      try Files.create(
        Paths.join(directory, Paths.name(of: script)), try Files.read(script), mode: 0o755)
    }
    // Last: a workflow that can be found by name has all that it runs.
    try Files.create(target, try Files.read(file))
    Terminal.write("\(target)\n", to: .output)
    return .success
  }
}
