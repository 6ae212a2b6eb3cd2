"""Short jobs on a host that ssh reaches: a pretended one on this machine, with a real sshd."""
import os
import resource
import shutil
import sqlite3
import subprocess
import time
from statistics import median

HOSTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                     "Tests", "Places", "hosts")

FILES = {
    "hosts.yaml": "hosts: {far: {kind: ssh, cpus: %d}}\n",
    "workflow.yaml": "workflow: {nodes: {a: {foreach: {n: \"[1-%d]\"}, exec: \"true\", host: far}}}\n",
}
CPUS = 64


def ends_seen(directory, place):
    """Seconds from the end of each job, by its record, to the transaction that says so.

    The pretended host has our clock and our disk."""
    with sqlite3.connect(os.path.join(directory, "workflow.db")) as database:
        rows = database.execute(
            "SELECT (julianday(e.time) - julianday(a.ended)) * 86400 FROM attempts a "
            "JOIN events e ON e.attempt = a.id AND e.event = 'done'").fetchall()
    return [max(0.0, row[0]) for row in rows]


def measure(program, directory, count):
    """Rows of one run, or none where no sshd is installed."""
    if not os.path.exists("/usr/sbin/sshd"):
        return []
    place = os.path.join(directory, "hosts")
    study = os.path.join(directory, "remote")
    os.makedirs(os.path.join(study, ".ssh"))
    subprocess.run([HOSTS, "up", place, "--owner", str(os.getpid()), "far"], check=True,
                   stdout=subprocess.DEVNULL)
    try:
        for name, text in FILES.items():
            with open(os.path.join(study, name), "w") as file:
                file.write(text % (CPUS if name == "hosts.yaml" else count))
        with open(os.open(os.path.join(study, ".ssh", "config"), os.O_WRONLY | os.O_CREAT, 0o600),
                  "w") as file:
            file.write(f'Include "{place}/ssh_config"\n')
        environment = dict(os.environ, HOME=study, XDG_RUNTIME_DIR=study,
                           PATH=f"{place}/bin:{os.environ['PATH']}")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([program, "run", "--quiet", "workflow.yaml"], check=True, cwd=study,
                       env=environment)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cost = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count
        seen = ends_seen(study, place)
        name = f"{count:,} jobs `true` over ssh, {CPUS} at once"
        return [
            (f"{name}: a job", 1000 * wall / count, 1000 * wall / count, "ms", None, ""),
            (f"{name}: our own CPU time for a job", 1000 * cost, 1000 * cost, "ms", None, ""),
            (f"{name}: end of a job to its record", median(seen), min(seen), "s", None, ""),
        ]
    finally:
        subprocess.run([HOSTS, "down", place], check=False)
        shutil.rmtree(study, ignore_errors=True)
