import CCWorkflow
import CampaignStore
import CommandShell
import CommandTable
import EECore
import HostIO

let usageCommand = Command(
  "usage", "Show what the jobs of the newest run asked for, and how much of it they used.",
  operands: [
    StoredRun.operand,
    Operand("NODE", .any, "Names of nodes, such as train/*: a line for each job of them."),
  ],
  options: CampaignArguments.placeOptions + [Option("--json", "Print one JSON value, version 1.")],
  details: """
    A line for each group, and for each job of none, those that wasted most processor time first: \
    jobs that have ended; processors, and how much of them was used; the time limit and the longest \
    run; memory that was set aside, and the most that was used; GPUs. A hyphen stands for what was \
    not asked for, and for what nobody knows. Hints say what would have been enough for all of them, \
    notes why something is not known.

    Processor time is that of a job and of all that it started and waited for; memory is that of \
    its largest process. Of a job of Slurm both are what its control group counted, page cache \
    included, where it ran on one node of a cluster with cgroup v2; with cgroup v1 memory is. What \
    that does not say the site's accounts (sacct) say, where the run was still there to ask them; \
    memory is then that of the largest task. Of jobs on hosts that ssh reaches memory is not known: \
    nothing there adds it up that costs nothing.

    --json is {"version", "run", "workflow", "nodes": [{"name", "jobs", "attempts", "cpus", \
    "cpu_seconds", "cpu_share", "wasted_cpu_seconds", "limit", "longest", "memory", "peak_memory", \
    "gpus", "hints"}], "notes"}, with seconds and bytes.
    """,
  examples: [
    Example("cms-cc usage workflow.yaml", "a line for each group"),
    Example("cms-cc usage demo/mnist.db 'train/*'", "a line for each of its members"),
  ],
  action: Verb { arguments in
    let stored = try StoredRun(arguments, .readOnly)
    let report = try UsageReport(
      of: stored.run, in: stored.store, RequestCommand.patterns(arguments))
    Terminal.write(
      arguments.has("--json") ? JSONWriter.text(report.json) + "\n" : report.text, to: .output)
    return .success
  })
