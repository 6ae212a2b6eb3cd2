"""`cms-ee list` of a database, against the sqlite3 program that asks for the same or less."""
import os
import subprocess
import time
from statistics import median

# As many nodes as experiments, as if a run had them all.
NODES = """\
INSERT INTO runs (id, workflow, file, state, created)
  VALUES ('run', 'bench', 'bench.yaml', 'running', '2026-01-01T00:00:00Z');
INSERT INTO nodes (run, name, kind, "group", state, progress, uuid, job)
  SELECT 'run', 'bench/' || identifier, 'job', 'bench', iif(point % 5, 'done', 'failed'), 100, uuid,
    '{"place":"experiments","command":["/bin/sh","bench.sh"],"directory":"/study/experiments/'
    || identifier || '","environment":{},"cpus":1,"log":"bench.log"}' FROM experiments;
"""


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(program, directory, count, pairs):
    """Measures on the database of a generate, which gets its nodes here."""
    database = os.path.join(directory, "bench.db")
    subprocess.run(["sqlite3", database, NODES], check=True)
    rows = []
    for name, options, query in (
            ("list --summary", ["--summary"], "SELECT state, count(*) FROM nodes GROUP BY state"),
            ("list", [], "SELECT e.parameters, n.state, n.progress, e.identifier FROM experiments e"
                         " JOIN nodes n ON n.uuid = e.uuid ORDER BY e.point")):
        ours, theirs = [], []
        for turn in range(pairs + 1):  # the first warms up
            a = seconds([program, "list", *options, database])
            b = seconds(["sqlite3", database, query])
            if turn > 0:
                ours.append(a)
                theirs.append(b)
        ratio = median(a / b for a, b in zip(ours, theirs))
        rows.append((f"{name}, {count:,} experiments and nodes", median(ours), min(ours), "s",
                     ratio, "sqlite3"))
    return rows
