#!/usr/bin/env bash
# One run of Cloudmask in a container; \{names} in braces are filled in by cms-ee generate.
#SBATCH --job-name={identifier}
#SBATCH --output=result-%u-%j.out
#SBATCH --error=result-%u-%j.err
{slurm.sbatch}
#SBATCH --cpus-per-task={experiment.cpu_num}
#SBATCH --mem={experiment.mem}
#SBATCH --time={sbatch.time}
set -euo pipefail

# One line anywhere in the output tells how far the job is; 100 is for the very end.
progress() { echo "# cloudmesh status=$1 progress=$2 pid=${SLURM_JOB_ID:-$$}"; }

progress running 1
echo "host $(hostname), GPU ${CUDA_VISIBLE_DEVICES:-none}, experiment {identifier}"
mkdir -p {sh.data.output}

# module purge && module load singularity   # what your site asks for
progress running 2
singularity exec --nv {sh.run.filesystem}/images/cloudmask.sif \
  python3 cloudmask_v0.5.py --config=config.yaml
progress "done" 100
