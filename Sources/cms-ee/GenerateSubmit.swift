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
  examples: [
    Example(
      "cms-ee generate submit sweep.yaml --job_type=slurm > jobs.sh", "then run: sh jobs.sh")
  ],
  action: Verb { arguments in
    let sweep = try SweepArguments(arguments)
    let plan = sweep.campaign.plan
    guard let script = plan.scriptName else {
      throw arguments.mistake(
        "the sweep has no templates, so there is no script to submit",
        hint: "add templates: [job.in.sh] to \(sweep.campaign.file)")
    }
    let submit =
      switch arguments.value("--job_type") ?? "slurm" {
      case "slurm": "sbatch"
      case "lsf": "bsub <"
      case let type: type
      }
    let base = Paths.join(sweep.places.base, plan.directory)
    var renderer = ExperimentRenderer(plan)
    for point in 0..<plan.count {
      let experiment = renderer.experiment(at: point)
      let directory = ShellWord.quoted(Paths.join(base, experiment.identifier))
      // A value with a line feed would end the comment.
      let comment = experiment.combination.text.split(whereSeparator: \.isNewline).joined(
        separator: " ")
      Terminal.write(
        "(cd \(directory) && \(submit) \(ShellWord.quoted(script)))  # \(comment)\n", to: .output)
    }
    return .success
  })
