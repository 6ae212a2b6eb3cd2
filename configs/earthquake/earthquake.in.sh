#!/usr/bin/env bash
# One run of the Earthquake notebook; \{names} in braces are filled in by cms-ee generate.
#SBATCH --job-name={identifier}
#SBATCH --output=result-%u-%j.out
#SBATCH --error=result-%u-%j.err
{slurm.sbatch}
#SBATCH --cpus-per-task={system.num_cpus}
#SBATCH --mem={experiment.mem}
#SBATCH --time={ee.time}
set -euo pipefail

# One line anywhere in the output tells how far the job is; 100 is for the very end.
progress() { echo "# cloudmesh status=$1 progress=$2 pid=${SLURM_JOB_ID:-$$}"; }

progress running 1
echo "host $(hostname), GPU ${CUDA_VISIBLE_DEVICES:-none}, experiment {identifier}"

# module purge && module load cuda cudnn    # what your site asks for
source {sh.run.venvpath}/bin/activate
progress running 5

# The trace of the power that the GPU draws, from which the energy of the run is computed.
nvidia-smi --query-gpu=timestamp,index,utilization.gpu,memory.used,temperature.gpu,power.draw \
  --format=csv --loop-ms=500 > gpu0.log &
sampler=$!
trap 'kill "$sampler" 2> /dev/null || true' EXIT

papermill {sh.run.notebook} output.ipynb --cwd . --no-progress-bar
progress "done" 100
