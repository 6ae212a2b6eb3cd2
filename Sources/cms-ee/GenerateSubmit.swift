import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let generateSubmitCommand = Command(
  "generate submit", "Print the command that submits each experiment.",
  operands: [SweepArguments.operand],
  options: SweepArguments.options + [
    Option("--job_type", value: "TYPE", "slurm, lsf, sh, bash, or a submit command.")
  ],
  details: """
    slurm stands for sbatch, lsf for bsub <, and any other type is the command itself. Nothing is \
    submitted: look at the lines, then let a shell run them. Without FILE, --name is the list of \
    experiments that generate wrote: NAME.json in --directory.
    """,
  examples: [
    Example(
      "cms-ee generate submit sweep.yaml --job_type=slurm > jobs.sh", "then run: sh jobs.sh"),
    Example(
      "cms-ee generate submit --job_type=sh --name=project.json > jobs.sh", "from the list"),
  ],
  action: Verb { arguments in
    let command = SubmitLine.command(ofType: arguments.value("--job_type") ?? "slurm")
    guard arguments.operands.isEmpty, !arguments.has("--config") else {
      try printLines(of: try SweepArguments(arguments), command, arguments)
      return .success
    }
    for line in try ProjectFile.lines(try ProjectFile.path(arguments)) {
      Terminal.write(line.text(command), to: .output)
    }
    return .success
  })

private func printLines(
  of sweep: SweepArguments, _ command: String, _ arguments: Arguments
) throws {
  let plan = sweep.campaign.plan
  guard let script = plan.scriptName else {
    throw arguments.mistake(
      "the sweep has no templates, so there is no script to submit",
      hint: "add templates: [job.in.sh] to \(sweep.campaign.file)")
  }
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
