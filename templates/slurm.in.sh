#!/usr/bin/env bash
# A starter template for Slurm: copy it beside your sweep file and change what follows
# `set -euo pipefail`.
#
# `cms-ee generate` writes it once for each experiment as slurm.sh, with every name in braces
# replaced by its value. The sweep file needs:
#
#   attributes: {time: "02:00:00", memory: 16GB, venv: "\{os.HOME}/ENV3"}
#   experiments: {gpu: [a100, v100]}         # and what else is varied
#   directives:                              # or a hosts file: configs/hosts/rivanna.yaml
#     a100: {gres: "gpu:a100:1", partition: gpu, account: my-account}
#     v100: {gres: "gpu:v100:1", partition: gpu, account: my-account}
#   templates: [slurm.in.sh]
#   copy: [train.py]
#
# Slurm reads `#SBATCH` lines only up to the first command, so they stand first.
#SBATCH --job-name={identifier}
#SBATCH --output=result-%u-%j.out
#SBATCH --error=result-%u-%j.err
{slurm.sbatch}
#SBATCH --time={time}
#SBATCH --mem={memory}
set -euo pipefail

# One line anywhere in the output tells how far the job is; 100 is for the very end.
progress() { echo "# cloudmesh status=$1 progress=$2 pid=${SLURM_JOB_ID:-$$}"; }

progress running 1
echo "host $(hostname), GPU ${CUDA_VISIBLE_DEVICES:-none}, experiment {identifier}"

# module purge && module load cuda          # what your site asks for
source {sh.venv}/bin/activate
progress running 10

# config.yaml holds every value of this experiment; train.py may also take them as arguments.
srun python3 train.py --config=config.yaml
progress "done" 100
