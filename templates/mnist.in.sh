#!/usr/bin/env bash
# The batch script of one experiment of the digits study.
#
# It is made from the template mnist.in.sh (the `.in` drops out of the name), in which a name in
# braces is replaced by the value that it has in this experiment:
#
#   \{experiment.model}   a swept parameter       \{data}      a constant of `attributes:`
#   \{identifier}         the experiment's name   \{os.HOME}   an environment variable
#
# A value that may hold blanks or quotes is written as \{sh.data}: one shell word, whatever it
# holds. What belongs to the shell, such as ${HOME} or ${CORES:-1}, stays as it is; in the template
# a backslash before the brace keeps a name in braces from being replaced, as in these lines.
#
# A batch system reads the next lines; for bash they are comments, so the same script also runs on
# a laptop.
#SBATCH --job-name={identifier}
#SBATCH --time={time}
#SBATCH --cpus-per-task=1
set -euo pipefail # stop at the first error: a job is done only where its script exits with 0

# One core for each training, so that timings compare and many can run side by side.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

# The script runs in the directory it stands in, beside config.yaml and the copied train.py. All
# that it prints goes into the log, and the report is made from what stands there.
echo "experiment {identifier}"
exec python3 train.py \
  --model {sh.model} \
  --epochs {experiment.epochs} \
  --lr {experiment.lr} \
  --seed {experiment.repeat} \
  --data {sh.data}
