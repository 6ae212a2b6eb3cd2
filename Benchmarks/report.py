"""`cms-cc report` over all attempts of a run, each with as many metrics as a large study has."""
import os
import subprocess
import time
from statistics import median

METRICS = 20

# As jobs write them: all values of an attempt together.
MEASUREMENTS = f"""\
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {METRICS - 1})
INSERT INTO measurements (attempt, name, value, unit)
  SELECT a.id, iif(n = 0, 'accuracy', 'metric_' || n), abs(random()) / 9.3e18,
    iif(n = 1, 's', NULL) FROM attempts a, numbers ORDER BY a.id, n;
INSERT INTO timers (attempt, name, seconds, status)
  SELECT id, 'total', abs(random()) / 9.3e15, 'ok' FROM attempts;
"""

SUM = "SELECT name, avg(value) FROM measurements WHERE step IS NULL GROUP BY name"


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(program, directory, count, pairs):
    """Measures on the database of listing.measure(), which gets its values here."""
    database = os.path.join(directory, "bench.db")
    subprocess.run(["sqlite3", database, MEASUREMENTS], check=True)
    rows = []
    for options in ([], ["--format", "csv"], ["--format", "html"]):
        samples = [(seconds([program, "report", *options, database]),
                    seconds(["sqlite3", database, SUM])) for _ in range(pairs + 1)][1:]
        ours = [sample[0] for sample in samples]
        name = " ".join(["report", *options, f"of {count:,} attempts with {METRICS} metrics"])
        rows.append((name, median(ours), min(ours), "s", median(a / b for a, b in samples),
                     "sqlite3 taking the means"))
    return rows
