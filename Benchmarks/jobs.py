"""Measures workflows of jobs that do nothing, against a C program that only spawns them."""
import json
import os
import shutil
import subprocess
import sys
import time
from statistics import median

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# The jobs of a layer wait for one of the layer before; how wide the layers are.
SHAPES = {"fan-out": lambda count: count, "layers": lambda count: count // 20,
          "chain": lambda count: 1}


def workflow(count, width):
    lines = ["workflow:", "  nodes:"]
    lines += [f"    j{job}: {{exec: 'true'}}" for job in range(count)]
    lines.append("  dependencies:")
    if width == count:  # one before all, as a fan-out has it
        lines += [f"    - 'j0,j{job}'" for job in range(1, count)]
    else:
        lines += [f"    - 'j{job - width},j{job}'" for job in range(width, count)]
    return "\n".join(lines) + "\n"


def run(command, directory):
    start = time.perf_counter()
    result = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"Benchmarks/run: {' '.join(command)} ended with {result.returncode}: "
                 f"{result.stderr}")
    return time.perf_counter() - start, result.stdout


def states(program, directory):
    counts = json.loads(run([program, "status", "--json", "w.yaml"], directory)[1])
    return counts["runs"][0]["counts"]


def gaps(place, count):
    """Returns the milliseconds between the end of each job of a chain and the start of the next."""
    def modified(job, name):
        path = os.path.join(records, f"j{job}", "1", name)
        return os.stat(path).st_mtime_ns

    root = os.path.join(place, ".cms")
    records = next(os.path.join(root, run) for run in os.listdir(root)
                   if os.path.isdir(os.path.join(root, run, "j0")))
    return [(modified(job + 1, "start.0") - modified(job, "exit.0")) / 1e6
            for job in range(count - 1)]


def measure(program, directory, counts, pairs):
    """Returns rows for each shape and count, and for what comes after a run."""
    spawn = os.path.join(directory, "spawn")
    run(["cc", "-O2", "-o", spawn, os.path.join(ROOT, "Benchmarks", "spawn.c")], directory)
    at_once = str(os.cpu_count())
    rows = []
    for count in counts:
        for shape, width in SHAPES.items():
            text, layer = workflow(count, width(count)), str(width(count))
            samples = {"ours": [], "wrapped": [], "plain": [], "again": []}
            pauses = []
            for turn in range(pairs):
                place = os.path.join(directory, f"jobs-{shape}-{count}-{turn}")
                os.makedirs(place)
                with open(os.path.join(place, "w.yaml"), "w") as file:
                    file.write(text)
                ours = [program, "run", "--quiet", "-j", at_once, "w.yaml"]
                samples["ours"].append(run(ours, place)[0])
                if states(program, place) != {"done": count}:
                    sys.exit(f"Benchmarks/run: not all of {count} jobs are done")
                if shape == "chain":
                    pauses += gaps(place, count)
                samples["again"].append(run(ours, place)[0])
                wrapper = next(os.path.join(base, "wrapper.sh")
                               for base, _, names in os.walk(os.path.join(place, ".cms"))
                               if "wrapper.sh" in names)
                for kind, what in (("wrapped", wrapper), ("plain", "-")):
                    command = [spawn, os.path.join(place, kind), str(count), at_once, layer, what]
                    samples[kind].append(json.loads(run(command, place)[1])["seconds"])
                shutil.rmtree(place)
            title = f"{count:,} jobs, {shape}"

            def row(name, kind, base, what):
                ratio = median(a / b for a, b in zip(samples[kind], samples[base]))
                return (name, median(samples[kind]), min(samples[kind]), "s", ratio, what)

            rows.append(row(title, "ours", "wrapped", "the wrapper spawned by C"))
            rows.append(row(f"{title}, against plain sh", "ours", "plain", "sh spawned by C"))
            if shape == "chain":
                rows.append((f"{title}, end of a job to start of the next", median(pauses),
                             min(pauses), "ms", None, None))
            if shape == "fan-out":
                rows.append((f"{title}, again with nothing to do", median(samples["again"]),
                             min(samples["again"]), "s", None, None))
    return rows
