import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let doctorCommand = Command(
  "doctor", "Check this machine, its hosts, the database and its newest runs, and say what to do.",
  operands: [
    Operand("FILE", .optional, "The workflow file, or the database; else the machine alone.")
  ],
  options: CampaignArguments.placeOptions
    + [
      Option("--hosts", value: "FILE", "The hosts file, else hosts.yaml beside FILE."),
      Option("--json", "Print one JSON value, version 1."),
    ],
  details: """
    Nothing is changed. The hosts of the hosts file are asked, and those that jobs of the newest run \
    name, all at the same time and none for longer than 30 s. It exits with 4 where there is a problem.

    --json is {"version", "findings": [{"severity" (fine, note or problem), "subject", "text", \
    "advice"}]}.
    """,
  examples: [
    Example("cms-cc doctor", "this machine"),
    Example("cms-cc doctor workflow.yaml", "and the run of a workflow"),
  ],
  action: Verb { arguments in
    var base = Paths.absolute(arguments.value("--directory") ?? ".")
    var findings: [Finding] = []
    var database: String?
    if let file = arguments.operands.first {
      let places = try StoredRun.places(of: file, arguments).places
      base = places.base
      database = places.database
      findings = try DoctorVisit.database(places.database)
    }
    findings = try DoctorVisit.hosts(arguments, database: database) + findings
    findings = MachineCheck.findings(base: base) + findings
    if arguments.has("--json") {
      let value = JSONValue.object([
        .init("version", .int(1)), .init("findings", .array(findings.map(\.json))),
      ])
      Terminal.write(JSONWriter.text(value) + "\n", to: .output)
    } else {
      for finding in findings { Terminal.write(finding.line + "\n", to: .output) }
    }
    return findings.contains { $0.severity == .problem } ? .backendFailure : .success
  })

/// Looking at a database that may not even open, and at hosts that may not be there.
enum DoctorVisit {
  /// Asks the other hosts: those of the hosts file, and those that the jobs of a run name.
  static func hosts(_ arguments: Arguments, database: String?) throws -> [Finding] {
    let file = try HostsFile(
      named: arguments.value("--hosts"), beside: arguments.operands.first ?? "")
    var questions: [HostQuestion] = []
    for host in file.hosts where host.kind != "local" { questions.append(try HostQuestion(host)) }
    let known = Set(file.hosts.map(\.name))
    // What is wrong with the database is said by its own check.
    let store = database.flatMap { try? CampaignStore($0, .readOnly) }
    let named = store.flatMap { try? DatabaseCheck($0).hosts() } ?? []
    questions += named.filter { !known.contains($0.name) }
    return try HostVisit.all(questions).flatMap(\.findings)
  }

  static func database(_ path: String) throws -> [Finding] {
    guard Files.status(path) != nil else { return [DatabaseCheck.missing(path)] }
    do throws(StoreError) {
      return try DatabaseCheck(try CampaignStore(path, .readOnly)).findings()
    } catch {
      return [DatabaseCheck.unreadable(error)]
    }
  }
}
