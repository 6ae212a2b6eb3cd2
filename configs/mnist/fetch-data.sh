#!/usr/bin/env bash
# Puts the images where the experiments look for them. MNIST_NPZ names a bigger set to use instead.
set -euo pipefail

directory=${CMS_DIRECTORY:?is set by cms-cc: the directory that everything is written to}
exec python3 ../../examples/mnist/fetch.py "$directory/data/digits.npz"
