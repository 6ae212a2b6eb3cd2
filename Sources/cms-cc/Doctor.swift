import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let doctorCommand = Command(
  "doctor", "Check this machine, the database and its newest runs, and say what to do.",
  operands: [
    Operand("FILE", .optional, "The workflow file, or the database; else the machine alone.")
  ],
  options: CampaignArguments.placeOptions + [Option("--json", "Print one JSON value, version 1.")],
  details: """
    Nothing is changed. It exits with 4 where there is a problem.

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
    if let file = arguments.operands.first {
      let places = try StoredRun.places(of: file, arguments).places
      base = places.base
      findings = try DoctorVisit.database(places.database)
    }
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

/// Looking at a database that may not even open.
enum DoctorVisit {
  static func database(_ path: String) throws -> [Finding] {
    guard Files.status(path) != nil else { return [DatabaseCheck.missing(path)] }
    do throws(StoreError) {
      return try DatabaseCheck(try CampaignStore(path, .readOnly)).findings()
    } catch {
      return [DatabaseCheck.unreadable(error)]
    }
  }
}
