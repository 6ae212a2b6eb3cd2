"""`cms-ee list` and `cms-cc status`, against the sqlite3 program that asks for the same or less."""
import os
import subprocess
import time
from statistics import median

# As many nodes as experiments, as if a run had them all.
NODES = """\
INSERT INTO runs (id, workflow, file, state, created)
  VALUES ('run', 'bench', 'bench.yaml', 'running', '2026-01-01T00:00:00Z');
INSERT INTO nodes (run, name, kind, "group", state, progress, uuid, files, job)
  SELECT 'run', 'bench/' || identifier, 'job', 'bench', iif(point % 5, 'done', 'failed'), 100, uuid,
    random(),
    '{"place":"experiments","command":["/bin/sh","bench.sh"],"directory":"/study/experiments/'
    || identifier || '","environment":{},"cpus":1,"log":"bench.log"}' FROM experiments;
INSERT INTO attempts (id, node, number, directory, state, submitted, started, ended, seconds,
    exit_code, host)
  SELECT printf('%017d', id), id, 1, '/study/.cms/run/' || name || '/1', state,
    '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z', 1, 0, 'h'
  FROM nodes;
"""

GROUP = """\
INSERT INTO nodes (run, name, kind, state) VALUES ('run', 'bench', 'group', 'ready');
"""

# As if they stood in the workflow file one by one.
NO_GROUP = """UPDATE nodes SET "group" = NULL; DELETE FROM nodes WHERE kind = 'group';"""


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def status(program, directory, count, pairs):
    """Measures `cms-cc status` of what measure() left: as members of a fan-out, and as nodes."""
    database = os.path.join(directory, "bench.db")
    query = "SELECT state, count(*) FROM nodes WHERE run = 'run' GROUP BY state"
    rows = []
    for change, what, options in ((GROUP, "a fan-out of", []), (None, "a fan-out of", ["--json"]),
                                  (NO_GROUP, "", [])):
        if change:
            subprocess.run(["sqlite3", database, change], check=True)
        samples = [(seconds([program, "status", *options, database]),
                    seconds(["sqlite3", database, query])) for _ in range(pairs + 1)][1:]
        ours = [sample[0] for sample in samples]
        name = " ".join(["status", *options, "of", what, f"{count:,} nodes"])
        rows.append((name.replace("of  ", "of "), median(ours), min(ours), "s",
                     median(a / b for a, b in samples), "sqlite3 counting states"))
    return rows


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
