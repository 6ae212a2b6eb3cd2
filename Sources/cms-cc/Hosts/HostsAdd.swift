import CCWorkflow
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let hostsAddCommand = Command(
  "hosts add", "Ask a host what it has, and add it to the hosts file.",
  operands: [Operand("NAME", "What workflows call it.")],
  options: [
    HostsPlace.fileOption,
    Option("--kind", value: "KIND", "ssh (the default), slurm, or local."),
    Option("--ssh", value: "DEST", "What ssh is told: an alias or user@host:port; else NAME."),
    Option("--directory", value: "DIR", "Where all is written there; else ~/experiment."),
    Option("--cpus", value: "N", "Processors for jobs, instead of all that it has."),
    Option("--memory", value: "SIZE", "Memory for jobs, instead of all that it has: 64GB."),
    Option("--gpus", value: "LIST", "GPUs for jobs, instead of all that it has: a100:2,v100."),
    Option("--max-in-flight", value: "N", "Jobs at once at most."),
    Option("--prologue", value: "TEXT", "Shell text before each job."),
    Option("--up", value: "COMMAND", "Called here before the first job of a run goes there."),
    Option("--down", value: "COMMAND", "Called here at the end of such a run."),
    Option("--probe", value: "COMMAND", "Lists its GPUs there, instead of nvidia-smi -L."),
    Option("--no-probe", "Ask nothing: add what is stated."),
  ],
  details: """
    Only an entry is added: comments and order of the file stay. Where there is no hosts file, \
    hosts.yaml is made in the current directory. Nothing is added where the host cannot be reached.

    A host of kind slurm without --ssh is the batch system of this machine. For each type of GPU that \
    a partition has, a directive with that partition is added.
    """,
  examples: [
    Example("cms-cc hosts add desktop --ssh me@desktop.example.org", "a host that ssh reaches"),
    Example("cms-cc hosts add rivanna --kind slurm --ssh rivanna", "a cluster by its login node"),
    Example("cms-cc hosts add spare --cpus 4 --gpus v100:2 --no-probe", "one that is off for now"),
  ],
  action: Verb { arguments in
    let name = arguments.operands[0]
    var host = try HostAddition.description(of: name, arguments)
    let path =
      try arguments.value("--hosts").map { Paths.join(".", $0) } ?? HostsPlace.file(arguments).path
      ?? "hosts.yaml"
    let isNew = Files.status(path) == nil
    var text =
      try isNew
      ? HostsText(file: path)
      : HostsText(try SourceFile.read(path, as: "hosts file"), file: path)
    try text.refuse(name)
    if !arguments.has("--no-probe") {
      let question = HostQuestion(
        name, kind: host.kind, destination: host.ssh ?? (host.kind == "ssh" ? name : nil),
        directory: host.directory, probe: host.probe)
      let visits = try HostVisit.all([question])
      if !arguments.has("--quiet") || visits[0].survey == nil {
        Terminal.write(visits[0].text, to: .errors)
      }
      guard let survey = visits[0].survey else {
        Terminal.write(
          "error: nothing was added to '\(path)'\nhint: --no-probe adds what is stated\n",
          to: .errors)
        return .backendFailure
      }
      host.take(survey)
    }
    try text.add(name, host.values)
    try isNew ? Files.create(path, text.bytes) : Files.replace(path, text.bytes)
    if !arguments.has("--quiet") { Terminal.write("added '\(name)' to '\(path)'\n", to: .output) }
    return .success
  })

/// What `hosts add` is told of a host.
private enum HostAddition {
  static func description(of name: String, _ arguments: Arguments) throws -> HostDescription {
    guard !name.isEmpty, !name.hasPrefix("-"), !name.contains(where: { $0 == "\t" || $0.isNewline })
    else { throw arguments.mistake("'\(name)' is no name for a host") }
    var host = HostDescription(
      kind: arguments.value("--kind") ?? (name == HostQuestion.here.name ? "local" : "ssh"))
    guard HostDescription.kinds.contains(host.kind) else {
      throw arguments.mistake(
        "--kind is '\(host.kind)', expected one of: \(HostDescription.kinds.joined(separator: ", "))",
        hint: Suggestion.nearestSpelling(to: host.kind, among: HostDescription.kinds)
          .map { "did you mean '\($0)'?" })
    }
    if host.kind == "local", arguments.has("--ssh") {
      throw arguments.mistake("--kind local is this machine, which needs no --ssh")
    }
    host.ssh = arguments.value("--ssh")
    host.directory = arguments.value("--directory")
    host.prologue = arguments.value("--prologue")
    host.up = arguments.value("--up")
    host.down = arguments.value("--down")
    host.probe = arguments.value("--probe")
    host.cpus = try value("--cpus", "a whole number above zero", arguments, count)
    host.slots = try value("--max-in-flight", "a whole number above zero", arguments, count)
    host.memory = try value("--memory", "an amount such as 64GB", arguments, HostDescription.memory)
    host.gpus = try value("--gpus", "types and counts such as a100:2,v100", arguments) {
      HostDescription.gpus($0)
    }
    return host
  }

  private static func count(_ text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }

  private static func value<Value>(
    _ option: String, _ expected: String, _ arguments: Arguments, _ read: (String) -> Value?
  ) throws -> Value? {
    guard let text = arguments.value(option) else { return nil }
    guard let value = read(text) else {
      throw arguments.mistake("\(option) is '\(text)', expected \(expected)")
    }
    return value
  }
}
