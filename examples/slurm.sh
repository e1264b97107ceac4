#!/usr/bin/env bash
#SBATCH --job-name=rukaz
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=32
#SBATCH --mem-per-cpu=2G
#SBATCH --time=12:00:00
#SBATCH --exclusive
#SBATCH --requeue
# Build a corpus on all nodes of a Slurm job: Ray runs on each of them, the build on the first.
# A job that is started again carries on where it was stopped.
#
# Example: sbatch examples/slurm.sh TEXTS OUT
set -euo pipefail

texts=$1
corpus=$2
hosts=$(scontrol show hostnames "$SLURM_JOB_NODELIST")
first=${hosts%%$'\n'*}
address=$first:${RAY_PORT:-6379}

srun --nodes="$SLURM_JOB_NUM_NODES" --ntasks="$SLURM_JOB_NUM_NODES" \
    ray symmetric-run --address "$address" --min-nodes "$SLURM_JOB_NUM_NODES" --num-cpus "$SLURM_CPUS_PER_TASK" -- \
    rukaz build "$texts" --corpus "$corpus" --engine ray --address "$address"
