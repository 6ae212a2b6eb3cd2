#!/usr/bin/env python3
"""Puts the handwritten digits that train.py learns from into one .npz file.

    fetch.py TARGET [SOURCE]

Without SOURCE these are the 1,797 real 8x8 images that scikit-learn ships (UCI "Optical
Recognition of Handwritten Digits"). SOURCE, or the environment variable MNIST_NPZ, names a bigger
set instead: an .npz with x_train, y_train, x_test and y_test, such as the well-known mnist.npz.
"""
import os
import shutil
import sys

import numpy as np

sys.dont_write_bytecode = True  # this folder holds what was written by hand, nothing else
from train import BadInput, load, progress  # noqa: E402


def check(path):
    x_train, _, x_test, _ = load(path)
    print(f"{path}: {len(x_train)} images to train with, {len(x_test)} to test with, "
          f"{x_train.shape[1]} pixels each")


def write_digits(path):
    """Writes scikit-learn's digits, a quarter of each class kept for testing, always the same."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    x_train, x_test, y_train, y_test = train_test_split(
        digits.images.astype(np.uint8), digits.target.astype(np.uint8),
        test_size=0.25, stratify=digits.target, random_state=0)
    with open(path, "wb") as file:
        np.savez_compressed(file, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)


def link_or_copy(source, path):
    try:
        os.link(os.path.realpath(source), path)
    except OSError:
        shutil.copyfile(source, path)  # another file system, or one without links


def main():
    if len(sys.argv) not in (2, 3):
        raise BadInput("usage: fetch.py TARGET [SOURCE]")
    target = sys.argv[1]
    source = sys.argv[2] if len(sys.argv) == 3 else os.environ.get("MNIST_NPZ")
    progress(1)
    if source:
        check(source)
    elif os.path.exists(target):
        print(f"{target} is there already")
        check(target)
        progress(100, status="done")
        return
    progress(20)

    # Whoever sees the file under its name sees all of it: written aside first, then renamed.
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        link_or_copy(source, temporary) if source else write_digits(temporary)
        progress(80)
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    check(target)
    progress(100, status="done")


if __name__ == "__main__":
    try:
        main()
    except (BadInput, OSError) as error:
        print(f"fetch.py: error: {error}", file=sys.stderr)
        sys.exit(2)
