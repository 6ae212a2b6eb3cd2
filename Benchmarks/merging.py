"""`cms-cc merge` and `export` of databases of many attempts, against the sqlite3 program that copies as many rows."""
import os
import subprocess
import time
from statistics import median

METRICS = 20

# A fan-out whose attempts are all done, with values and a timer for each.
ROWS = """\
PRAGMA foreign_keys = OFF;
BEGIN;
INSERT INTO runs (id, workflow, file, state, created, ended, owner, owner_host)
  VALUES ('{run}', 'bench', '/bench.yaml', 'done', '2026-01-01T00:00:00.000Z',
    '2026-01-01T01:00:00.000Z', 1, '{run}');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
  INSERT INTO nodes (run, name, kind, "group", state, progress, job, parameters)
  SELECT '{run}', 'bench/' || i, 'job', 'bench', 'done', 100, '{{"place":"experiments","command":'
    || '["/bin/sh","bench.sh"],"directory":"/study/experiments/' || i || '","environment":{{}}}}',
    json_object('lr', i % 7, 'repeat', i % 10) FROM n;
INSERT INTO attempts (id, node, number, directory, state, submitted, started, ended, seconds,
    exit_code, host)
  SELECT lower(hex(randomblob(8))), id, 1, '.cms/{run}/' || name || '/1', state,
    '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z', 1, 0, '{run}'
  FROM nodes;
WITH RECURSIVE m(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM m WHERE i < {metrics})
  INSERT INTO measurements (attempt, name, step, value)
  SELECT a.id, 'metric' || m.i, NULL, abs(random() % 1000000) / 1e6 FROM attempts a, m;
INSERT INTO timers (attempt, name, seconds, status) SELECT id, 'total', 1.5, 'ok' FROM attempts;
INSERT INTO events (time, run, node, attempt, event)
  SELECT a.ended, n.run, n.name, a.id, 'done' FROM attempts a JOIN nodes n ON n.id = a.node;
COMMIT;
"""

# The least that such a union needs: the rows of one, then those of the other.
FLOOR = """\
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
ATTACH '{other}' AS other;
BEGIN;
INSERT INTO runs SELECT * FROM other.runs;
INSERT INTO nodes SELECT id + {count}, run, name, kind, "group", state, cause, progress, uuid, job,
    input, appearance, present, open, retries, parameters, axes, files, results FROM other.nodes;
INSERT INTO measurements SELECT * FROM other.measurements;
INSERT INTO timers SELECT * FROM other.timers;
COMMIT;
"""


def sqlite(database, script):
    subprocess.run(["sqlite3", database], input=script, text=True, check=True,
                   stdout=subprocess.DEVNULL)


def seconds(command, **more):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    return time.perf_counter() - start


def databases(program, directory, count):
    """Makes two databases of as many attempts each, and returns their paths."""
    workflow = os.path.join(directory, "bench.yaml")
    with open(workflow, "w") as file:
        file.write("workflow: {nodes: {a: {exec: 'true'}}}\n")
    paths = []
    for run in ("one", "two"):
        path = os.path.join(directory, run + ".db")
        # The tables are those of a run; its rows go.
        seconds([program, "run", workflow, "--db", path, "--quiet"])
        sqlite(path, "PRAGMA foreign_keys = OFF; "
               + "".join(f"DELETE FROM {table}; " for table in
                         ("attempts", "nodes", "edges", "events", "runs"))
               + ROWS.format(run=run, count=count, metrics=METRICS)
               + "PRAGMA wal_checkpoint(TRUNCATE);")
        paths.append(path)
    return paths


def measure(program, directory, count, pairs):
    paths = databases(program, directory, count)
    output = os.path.join(directory, "all.db")
    floor = os.path.join(directory, "floor.db")
    ours, again, floors, exports = [], [], [], []
    for _ in range(pairs + 1):  # the first warms up
        for path in (output, floor):
            if os.path.exists(path):
                os.remove(path)
        ours.append(seconds([program, "merge", *paths, "-o", output]))
        again.append(seconds([program, "merge", *paths, "-o", output]))
        start = time.perf_counter()
        subprocess.run(["cp", paths[0], floor], check=True)
        sqlite(floor, FLOOR.format(other=paths[1], count=count))
        floors.append(time.perf_counter() - start)
        exports.append(seconds([program, "export", output, "--table", "metrics"]))
    ours, again, floors, exports = ours[1:], again[1:], floors[1:], exports[1:]

    def row(name, samples, base, what):
        return (name, median(samples), min(samples), "s",
                median(a / b for a, b in zip(samples, base)), what)

    size = f"{count:,} attempts with {METRICS} values each"
    what = "sqlite3 copying the rows of one to a copy of the other"
    return [row(f"merge of two databases of {size}", ours, floors, what),
            row("the same again, nothing new", again, floors, what),
            row(f"export of the {2 * count * METRICS:,} values as CSV", exports, floors, what)]
