#!/usr/bin/env python3
"""The same as `cms-ee generate` in plain Python, for orientation: text replaced, files written.

    floor.py DIR COUNT SCRIPT CONFIG

An experiment is a directory with a script (0755) and a config.yaml, made under a temporary name and
renamed. SCRIPT and CONFIG are files of the experiment e1-lr0.00-r1 of Benchmarks/run; its name is
replaced by that of each other one. Neither database nor uuids. Prints one line of JSON.
"""
import itertools
import json
import os
import sys
import time


def write(path, text, mode):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "w") as file:
        file.write(text)


def main():
    directory, count, script, config = sys.argv[1], int(sys.argv[2]), *sys.argv[3:5]
    with open(script) as file:
        script = file.read().replace("e1-lr0.00-r1", "{identifier}")
    with open(config) as file:
        config = file.read().replace("e1-lr0.00-r1", "{identifier}")
    os.makedirs(directory)
    os.chdir(directory)
    start = time.perf_counter()
    axes = range(1, count // 100 + 1), [f"0.0{digit}" for digit in range(10)], range(1, 11)
    for number, (epoch, rate, repeat) in enumerate(itertools.product(*axes)):
        identifier = f"e{epoch}-lr{rate}-r{repeat}"
        temporary = f".new-{number}"
        os.mkdir(temporary)
        for name, text, mode in ("bench.sh", script, 0o755), ("config.yaml", config, 0o644):
            write(f"{temporary}/{name}", text.replace("{identifier}", identifier), mode)
        os.rename(temporary, identifier)
    print(json.dumps({"seconds": time.perf_counter() - start}))


main()
