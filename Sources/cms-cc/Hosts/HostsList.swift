import CCResults
import CCWorkflow
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let hostsListCommand = Command(
  "hosts list", "List the hosts of the hosts file, with what it states of each.",
  options: [HostsPlace.fileOption, Option("--json", "Print one JSON value, version 1.")],
  details: """
    Nothing is asked of the hosts: `hosts probe` does that. What is not stated is left empty, and \
    asked of a host when a run first needs it.

    --json is {"version", "file", "hosts": [{"name", "kind", "ssh", "directory", "cpus", "memory" \
    (bytes), "gpus": [{"type", "count"}], "slots", "up", "down"}]}; what is not stated is null.
    """,
  examples: [
    Example("cms-cc hosts list", "the hosts of this directory"),
    Example("cms-cc hosts list --hosts ~/lab/hosts.yaml --json", "of a file, for programs"),
  ],
  action: Verb { arguments in
    let file = try HostsPlace.file(arguments)
    let rows = try file.hosts.map { try HostRow($0) }
    if arguments.has("--json") {
      let value = JSONValue.object([
        .init("version", .int(1)), .init("file", .optional(file.path)),
        .init("hosts", .array(rows.map(\.json))),
      ])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else if file.path == nil {
      Terminal.write("\(HostsPlace.missing(file))\n", to: .errors)
    } else {
      Terminal.write(
        TextTable(header: HostRow.header, rows: rows.map(\.cells)).text, to: .output)
    }
    return .success
  })

/// Where the hosts file is looked for.
enum HostsPlace {
  static let fileOption = Option(
    "--hosts", value: "FILE", "The hosts file, else hosts.yaml here, else in ~/.cloudmesh.")

  static func file(_ arguments: Arguments) throws(Diagnostics) -> HostsFile {
    try HostsFile(named: arguments.value("--hosts"), beside: "")
  }

  /// Says where a hosts file was looked for that is not there.
  static func missing(_ file: HostsFile) -> String {
    "there is no hosts file: looked for " + file.usual.map { "'\($0)'" }.joined(separator: " and ")
      + "\nhint: cms-cc hosts add NAME makes one"
  }
}

/// A host as `list` shows it.
private struct HostRow {
  static let header = ["name", "kind", "ssh", "directory", "cpus", "memory", "gpus", "slots"]

  private let host: HostSpec
  private let capacity: HostCapacity
  private let question: HostQuestion
  private let slots: Int?
  private let directory: String?

  init(_ host: HostSpec) throws(Diagnostics) {
    self.host = host
    capacity = try HostCapacity(of: host)
    question = try HostQuestion(host)
    slots = try HostEntry(host)?.slots
    directory = try host["directory"]?.text(of: "'directory' of host '\(host.name)'")
  }

  var cells: [String] {
    let gpus = (capacity.gpus ?? []).map { "\($0.type):\($0.count)" }.joined(separator: ",")
    return [
      host.name, host.kind, question.destination ?? "", directory ?? "",
      capacity.cpus.map(String.init) ?? "", capacity.memory.map(ByteCount.text) ?? "",
      gpus, slots.map(String.init) ?? "",
    ]
  }

  var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .int($0) } ?? .null }
    return .object([
      .init("name", .string(host.name)), .init("kind", .string(host.kind)),
      .init("ssh", .optional(question.destination)), .init("directory", .optional(directory)),
      .init("cpus", number(capacity.cpus)), .init("memory", number(capacity.memory)),
      .init("gpus", capacity.gpus.map { .array($0.map(\.json)) } ?? .null),
      .init("slots", number(slots)), .init("up", .optional(host["up"]?.scalar?.text)),
      .init("down", .optional(host["down"]?.scalar?.text)),
    ])
  }
}
