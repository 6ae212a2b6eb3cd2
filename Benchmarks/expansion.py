"""Expansion of a sweep: `cms-ee plan --count` against loops of Python over the same points.

Both must come to the same number. The time of the interpreter's start is not counted.
"""
import itertools
import os
import random
import subprocess
import sys
import time
from statistics import median

DIGITS = range(10)
SIX = 'name: x\nexperiments: {a: "[0-9]", b: "[0-9]", c: "[0-9]", d: "[0-9]", e: "[0-9]", f: "[0-9]"}\n'
SEVEN = SIX.replace("}", ', g: "[0-9]"}')
PAIR = 'name: x\nexperiments: {a: "[1-1000]", b: "[1-1000]"}\n'


def product(axes):
    return sum(1 for _ in itertools.product(*axes))


def rules():
    return sum(1 for a, b, c, d, e, f in itertools.product(DIGITS, repeat=6)
               if a + b < 17 and not (c == 1 and d == 2) and not (e > f and a == 3))


def lockstep():
    return sum(1 for _ in itertools.product(zip(range(1000), range(1000, 2000)), range(1000)))


def derived():
    points = ((point, point[0] * point[1], point[2] + 10 * point[3])
              for point in itertools.product(DIGITS, repeat=6))
    return sum(1 for _ in points)


def sample():
    chosen = sorted(random.Random(7).sample(range(10**6), 100_000))
    return sum(1 for _ in (tuple(cell // 10**place % 10 for place in range(6)) for cell in chosen))


CASES = [
    ("expand 1,000,000 points", SIX, lambda: product([DIGITS] * 6)),
    ("expand with where and exclude",
     SIX + 'where: a + b < 17\nexclude: [{c: 1, d: 2}, "e > f and a = 3"]\n', rules),
    ("expand with where over all points", PAIR + "where: a < b\n",
     lambda: sum(1 for a, b in itertools.product(range(1000), repeat=2) if a < b)),
    ("expand with zip",
     'name: x\nexperiments: {a: "[1-1000]", z: "[1001-2000]", b: "[1-1000]"}\nzip: [[a, z]]\n',
     lockstep),
    ("expand with derive", SIX + 'derive: {g: a * b, h: "c + 10 * d"}\n', derived),
    ("expand with derive, a value for each point", PAIR + 'derive: {c: "a + 1000 * b"}\n',
     lambda: sum(1 for _ in ((a, b, a + 1000 * b)
                             for a, b in itertools.product(range(1, 1001), repeat=2)))),
    ("expand with include", SIX + "include: [{a: 99, b: 0, c: 0, d: 0, e: 0, f: 0}]\n",
     lambda: len(set(itertools.product(DIGITS, repeat=6)) | {(99, 0, 0, 0, 0, 0)})),
    ("sample 100,000 of 1,000,000 points", SIX + "sample: {count: 100000, seed: 7}\n", sample),
    ("expand 10,000,000 points", SEVEN, lambda: product([DIGITS] * 7)),
]


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure(program, directory, pairs):
    rows = []
    for name, text, peer in CASES:
        path = os.path.join(directory, "expand.yaml")
        with open(path, "w") as file:
            file.write(text)

        def count():
            return int(subprocess.run([program, "plan", "--count", path], text=True,
                                      stdout=subprocess.PIPE, check=True).stdout)

        ours, theirs = [], []
        for turn in range(pairs + 1):  # the first warms up
            (seconds, points), (least, expected) = timed(count), timed(peer)
            if points != expected:
                sys.exit(f"Benchmarks/run: {name}: {points} points, Python has {expected}")
            if turn > 0:
                ours.append(seconds)
                theirs.append(least)
        ratio = median(a / b for a, b in zip(ours, theirs))
        rows.append((name, median(ours), min(ours), "s", ratio, "loops of Python"))
    return rows
