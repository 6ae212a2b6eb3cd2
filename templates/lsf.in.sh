#!/usr/bin/env bash
# A starter template for LSF: copy it beside your sweep file and change what follows
# `set -euo pipefail`.
#
# `cms-ee generate` writes it once for each experiment as lsf.sh, with every name in braces
# replaced by its value. The sweep file needs:
#
#   attributes: {time: "2:00", queue: gpu, project: my-project, venv: "\{os.HOME}/ENV3"}
#   templates: [lsf.in.sh]
#   copy: [train.py]
#
# LSF reads `#BSUB` lines from its standard input: submit with `bsub < lsf.sh`. Times are [H:]MM.
#BSUB -J {identifier}
#BSUB -o result-%J.out
#BSUB -e result-%J.err
#BSUB -W {time}
#BSUB -q {queue}
#BSUB -P {project}
#BSUB -gpu "num=1"
set -euo pipefail

# One line anywhere in the output tells how far the job is; 100 is for the very end.
progress() { echo "# cloudmesh status=$1 progress=$2 pid=${LSB_JOBID:-$$}"; }

progress running 1
echo "host $(hostname), GPU ${CUDA_VISIBLE_DEVICES:-none}, experiment {identifier}"

# module load cuda                          # what your site asks for
source {sh.venv}/bin/activate
progress running 10

# config.yaml holds every value of this experiment; train.py may also take them as arguments.
python3 train.py --config=config.yaml
progress "done" 100
