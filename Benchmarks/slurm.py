"""Measures what a run with many jobs in Slurm costs us, against commands that only stand for Slurm's."""
import os
import shutil
import signal
import subprocess
import sys
import time
from statistics import median

WORKFLOW = """\
workflow:
  nodes:
    train: {foreach: {n: "[1-%d]"}, exec: 'true', host: cluster}
"""

HOSTS = """\
hosts:
  cluster: {kind: slurm, max_in_flight: %d, throttle: 500, interval: 50ms}
"""

# Each array is one line of `jobs`: number, tasks, name, comment.
PROGRAMS = {
    "sbatch": """\
tasks=1
for word do
  case $word in
    --array=0-*) tasks=${word#--array=0-} && tasks=$((${tasks%%%*} + 1)) ;;
    --comment=*) comment=${word#--comment=} ;;
    --job-name=*) name=${word#--job-name=} ;;
  esac
done
number=$(($(wc -l <jobs) + 1))
echo "$number $tasks $name $comment" >>jobs
echo "$number"
""",
    # As one line that waits, or as a line for each that runs.
    "squeue": """\
echo >>rounds
if [ -e running ]; then cat running; exit; fi
while read -r number tasks name comment; do
  echo "${number}_[0-$((tasks - 1))%500]|PENDING||Priority|$name|$comment"
done <jobs
""",
    "scontrol": "echo 'MaxArraySize = 10001'\n",
    "sacct": "exit 1\n",
    "scancel": "exit 0\n",
}


class Study:
    """A run whose jobs all wait, or all run, for ever."""

    def __init__(self, program, place, count):
        self.place, self.count = place, count
        self.state = os.path.join(place, "slurm")
        os.makedirs(os.path.join(place, "bin"))
        os.makedirs(self.state)
        open(self.path("jobs"), "w").close()
        for name, text in PROGRAMS.items():
            path = os.path.join(place, "bin", name)
            with open(path, "w") as file:
                file.write(f"#!/bin/sh\ncd {self.state} || exit\n{text}")
            os.chmod(path, 0o755)
        for name, text in (("w.yaml", WORKFLOW % count), ("hosts.yaml", HOSTS % count)):
            with open(os.path.join(place, name), "w") as file:
                file.write(text)
        path = os.path.join(place, "bin") + ":" + os.environ["PATH"]
        self.errors = open(os.path.join(place, "errors"), "w")
        self.process = subprocess.Popen(
            [program, "run", "--quiet", "w.yaml"], cwd=place, stdout=subprocess.DEVNULL,
            stderr=self.errors, env={**os.environ, "PATH": path, "HOME": place})

    def path(self, name):
        return os.path.join(self.state, name)

    def lines(self, name):
        try:
            with open(self.path(name)) as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def jobs(self):
        return [line.split(" ") for line in self.lines("jobs")]

    def rounds(self):
        return len(self.lines("rounds"))

    def seconds(self):
        """Returns the processor time of the runner, and that of all that it has started."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        tick = os.sysconf("SC_CLK_TCK")
        return [(int(fields[place]) + int(fields[place + 1])) / tick for place in (11, 13)]

    def wait(self, condition):
        end = time.monotonic() + 120
        while not condition():
            if self.process.poll() is not None or time.monotonic() > end:
                with open(os.path.join(self.place, "errors")) as file:
                    sys.exit(f"Benchmarks/run: the run with Slurm does not go on: {file.read()}")
            time.sleep(0.01)

    def let_run(self):
        """Lets every job have begun, as far as records and the queue say."""
        root = os.path.join(self.place, ".cms")
        run = next(name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name, ".batches")))
        record = "host n\npid 7\nbegan 1\nboot b\ngpu \nend\n"
        lines = []
        for number, tasks, name, comment in self.jobs():
            batch = comment.removeprefix("cms:")
            with open(os.path.join(root, run, ".batches", batch, "attempts")) as file:
                attempts = file.read().split()
            for task, attempt in enumerate(attempts):
                with open(os.path.join(self.place, attempt, "start.0"), "w") as file:
                    file.write(record)
                lines.append(f"{number}_{task}|RUNNING|n|None|{name}|{comment}\n")
        with open(self.path("running.new"), "w") as file:
            file.writelines(lines)
        os.rename(self.path("running.new"), self.path("running"))

    def costs(self, rounds=20):
        """Returns what rounds cost: our processor time, that of all commands, and between two."""
        begun = self.rounds() + 3
        self.wait(lambda: self.rounds() >= begun)
        first, before, start = self.rounds(), self.seconds(), time.monotonic()
        self.wait(lambda: self.rounds() >= first + rounds)
        count = self.rounds() - first
        after, end = self.seconds(), time.monotonic()
        return [(b - a) / count for a, b in zip(before, after)] + [(end - start) / count]

    def end(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.errors.close()


def measure(program, directory, count, pairs):
    """Returns rows for the submission of jobs, and for rounds with all waiting and all running."""
    samples = {"submit": [], "batches": [], "waiting": [], "running": []}
    for turn in range(pairs):
        place = os.path.join(directory, f"slurm-{turn}")
        study = Study(program, place, count)
        try:
            study.wait(lambda: sum(int(job[1]) for job in study.jobs()) == count)
            submitted = study.rounds()
            study.wait(lambda: study.rounds() > submitted)
            samples["submit"].append(study.seconds())
            samples["batches"].append(len(study.jobs()))
            samples["waiting"].append(study.costs())
            study.let_run()
            samples["running"].append(study.costs())
        finally:
            study.end()
            shutil.rmtree(place, ignore_errors=True)

    def row(name, values):
        return (name, median(values), min(values), "s", None, None)

    title = f"{count:,} jobs in Slurm"
    rows = [row(f"{title}, submitted as {samples['batches'][0]} arrays: our processor time",
                [own for own, _ in samples["submit"]]),
            row(f"{title}, submitted: that of the shell and tar that they are sent to",
                [others for _, others in samples["submit"]])]
    for kind in ("waiting", "running"):
        what = f"{title}, all {kind}, a round of one command"
        rows += [row(f"{what}: our processor time", [cost[0] for cost in samples[kind]]),
                 row(f"{what}: that of the command", [cost[1] for cost in samples[kind]]),
                 row(f"{what}: from one to the next", [cost[2] for cost in samples[kind]])]
    return rows
