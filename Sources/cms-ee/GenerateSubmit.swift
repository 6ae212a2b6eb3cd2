import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let generateSubmitCommand = Command(
  "generate submit", "Print the command that submits each experiment.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + [
    Option("--job_type", value: "TYPE", "slurm, lsf, pbs, sge, flux, hq, sh, or a command.")
  ],
  details: """
    slurm stands for sbatch, lsf for bsub <, pbs and sge for qsub, flux for flux batch, hq for hq \
    submit, and any other type is the command itself; without one it is the kind of the --host, else \
    slurm. Nothing is submitted: look at the lines, then let a shell run them. Without FILE, --name is the list of \
    experiments that generate wrote: NAME.json in --directory.
    """,
  examples: [
    Example(
      "cms-ee generate submit sweep.yaml --job_type=slurm > jobs.sh", "then run: sh jobs.sh"),
    Example(
      "cms-ee generate submit --job_type=sh --name=project.json > jobs.sh", "from the list"),
  ],
  action: Verb { arguments in
    let type = arguments.value("--job_type")
    guard type?.allSatisfy({ $0 == " " }) != true else {
      throw arguments.mistake(
        "--job_type is empty, expected slurm, lsf, pbs, sge, flux, hq, sh, or a command",
        hint: "leave it out for slurm")
    }
    guard arguments.operands.isEmpty, !arguments.has("--config") else {
      try printLines(of: try SweepArguments(arguments), type, arguments)
      return .success
    }
    let command = SubmitLine.command(ofType: type ?? "slurm")
    let lines = try ProjectFile.lines(try ProjectFile.path(arguments)).map { line in
      guard let script = ProjectFile.script(line.script, in: line.directory) else {
        throw waitsForHost(arguments)
      }
      return SubmitLine(
        directory: line.directory, script: script, parameters: line.parameters)
    }
    for line in lines { Terminal.write(line.text(command), to: .output) }
    return .success
  })

private func printLines(
  of sweep: SweepArguments, _ type: String?, _ arguments: Arguments
) throws {
  let plan = sweep.campaign.plan
  let command = SubmitLine.command(ofType: type ?? sweep.campaign.host?.kind ?? "slurm")
  guard let script = plan.scriptName else {
    throw arguments.mistake(
      "the sweep has no templates, so there is no script to submit",
      hint: "add templates: [job.in.sh] to \(sweep.campaign.file)")
  }
  guard !plan.isHalfBound else { throw waitsForHost(arguments) }
  let base = Paths.join(sweep.places.base, plan.directory)
  var renderer = ExperimentRenderer(plan)
  for point in 0..<plan.count {
    let experiment = renderer.experiment(at: point)
    let line = SubmitLine(
      directory: Paths.join(base, experiment.identifier), script: script,
      parameters: plan.space[experiment.point].text)
    Terminal.write(line.text(command), to: .output)
  }
}

private func waitsForHost(_ arguments: Arguments) -> UsageError {
  arguments.mistake(
    "the scripts wait for a host, so there is none to submit", hint: "name it with --host")
}
