"""The batch script for Slurm: what it asks of Slurm and Ray, with stand-ins for both."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "slurm.sh"

STAND_INS = {
    "scontrol": 'printf "node1\\nnode2\\nnode3\\n"',
    "srun": 'while [[ $1 == --* ]]; do echo "srun $1"; shift; done; exec "$@"',
    "ray": 'echo "ray $1"; shift; while [[ $1 != -- ]]; do echo "$1 $2"; shift 2; done; shift; exec "$@"',
    "rukaz": 'printf "%s\\n" "$@"',
}
"""The commands in the shell: each says what it was given, and starts what it was to start."""


@pytest.mark.skipif(os.name == "nt", reason="a batch script of a POSIX shell")
def test_ray_runs_on_all_nodes_and_the_build_on_the_first(tmp_path: Path) -> None:
    for name, program in STAND_INS.items():
        path = tmp_path / name
        path.write_text(f"#!/usr/bin/env bash\n{program}\n", encoding="utf-8")
        path.chmod(0o755)
    job = {"SLURM_JOB_NODELIST": "node[1-3]", "SLURM_JOB_NUM_NODES": "3", "SLURM_CPUS_PER_TASK": "32"}
    environment = {**os.environ, **job, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", str(SCRIPT), "my texts", "OUT"]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    ray = ["ray symmetric-run", "--address node1:6379", "--min-nodes 3", "--num-cpus 32"]
    build = ["build", "my texts", "--corpus", "OUT", "--engine", "ray", "--address", "node1:6379"]
    assert said.splitlines() == ["srun --nodes=3", "srun --ntasks=3", *ray, *build]
