import CCWorkflow
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let hostsProbeCommand = Command(
  "hosts probe", "Ask hosts what they have, and whether jobs can run there.",
  operands: [
    Operand("NAME", .any, "Of the hosts file, or localhost; all of the file by default.")
  ],
  options: [HostsPlace.fileOption, Option("--json", "Print one JSON value, version 1.")],
  details: """
    All are asked at the same time, by one command each, and none for longer than 30 s. Nothing is \
    changed there, and nothing is asked on a terminal: hosts have to be reachable without a password. \
    It exits with 4 where a host cannot be reached, or jobs cannot run there.

    GPUs are those of `nvidia-smi -L`, or of the host's `probe` command, which prints the same. Of a \
    host of kind slurm the partitions are shown, and whether somebody keeps accounts of jobs.

    --json is {"version", "hosts": [{"name", "kind", "ssh", "reached", "seconds", "findings": \
    [{"severity", "subject", "text", "advice"}], and where it was reached "host", "system", "home", \
    "cpus", "memory" (bytes), "gpus": [{"type", "count"}], "directory", "free" (bytes), "writable", \
    "lacking", "python", "slurm": {"version", "cluster", "array_size", "accounting", "account", \
    "partitions": [{"name", "default", "up", "nodes", "cpus", "memory", "limit", "gpus"}]}}]}.
    """,
  examples: [
    Example("cms-cc hosts probe", "all hosts of the hosts file"),
    Example("cms-cc hosts probe desktop localhost", "two of them"),
  ],
  action: Verb { arguments in
    let visits = try HostVisit.all(try HostsChoice.questions(arguments))
    if arguments.has("--json") {
      let value = JSONValue.object([
        .init("version", .int(1)), .init("hosts", .array(visits.map(\.json))),
      ])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else {
      Terminal.write(visits.map(\.text).joined(separator: "\n"), to: .output)
    }
    let isAnyWrong = visits.contains { visit in
      visit.survey == nil || visit.findings.contains { $0.severity == .problem }
    }
    return isAnyWrong ? .backendFailure : .success
  })

/// The hosts that a command is about.
enum HostsChoice {
  /// Those that are named, else all of the hosts file, else this machine.
  static func questions(_ arguments: Arguments) throws(Diagnostics) -> [HostQuestion] {
    let file = try HostsPlace.file(arguments)
    guard !arguments.operands.isEmpty else {
      let all = try file.hosts.map { host throws(Diagnostics) in try HostQuestion(host) }
      return all.isEmpty ? [.here] : all
    }
    var found: [HostQuestion] = []
    for name in arguments.operands where !found.contains(where: { $0.name == name }) {
      if let host = file.hosts.first(where: { $0.name == name }) {
        found.append(try HostQuestion(host))
      } else if name == HostQuestion.here.name {
        found.append(.here)
      } else {
        throw unknown(name, file)
      }
    }
    return found
  }

  private static func unknown(_ name: String, _ file: HostsFile) -> Diagnostics {
    let near = Suggestion.nearestSpelling(
      to: name, among: file.hosts.map(\.name) + [HostQuestion.here.name])
    return Diagnostics(
      .unknownHost,
      file.path.map { "host '\(name)' is not in '\($0)'" }
        ?? "host '\(name)' is unknown: there is no hosts file",
      hint: near.map { "did you mean '\($0)'?" }
        ?? "add it: cms-cc hosts add \(ShellWord.quoted(name))")
  }
}
