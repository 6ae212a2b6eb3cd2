import CommandShell
import CommandTable
import HostIO

let slurmCommand = Command(
  "slurm", "Show the state of Slurm here, or how its daemons are started and stopped.",
  operands: [Operand("ACTION", "info, start or stop.")],
  details: """
    info runs sinfo. start and stop print the commands for an administrator, and run nothing: \
    daemons of the system are not ours to touch.
    """,
  examples: [Example("cms-ee slurm info", "partitions and nodes")],
  action: Verb { arguments in
    switch arguments.operands[0] {
    case "info": return try showNodes()
    case "start", "stop":
      let verb = arguments.operands[0]
      Terminal.write("sudo systemctl \(verb) munge slurmctld slurmd\n", to: .output)
      return .success
    case let other:
      throw arguments.mistake(
        "unknown action '\(other)' of slurm", hint: "expected one of: info, start, stop")
    }
  })

private func showNodes() throws -> ExitStatus {
  let result = try Spawn.output(of: ["/usr/bin/env", "sinfo"])
  // What env says of a program that is nowhere on the path.
  guard result.code != 127 else {
    Terminal.write(
      """
      error: there is no 'sinfo' here, expected the commands of Slurm in PATH
      hint: run it where jobs are submitted, such as a login node

      """, to: .errors)
    return .backendFailure
  }
  Terminal.write(String(decoding: result.output, as: UTF8.self), to: .output)
  Terminal.write(String(decoding: result.errors, as: UTF8.self), to: .errors)
  return result.code == 0 ? .success : .backendFailure
}

let seqCommand = Command(
  "seq", "A placeholder of the original, which did nothing.",
  options: [
    Option("--yaml", value: "YAML", "Not read."), Option("--json", value: "JSON", "Not read."),
  ],
  details: "Sequences of jobs are workflows: cms-cc run FILE.",
  action: Verb { _ in
    Terminal.write(
      "warning: seq does nothing, as in the original; cms-cc run runs jobs in order\n", to: .errors)
    return .success
  })
