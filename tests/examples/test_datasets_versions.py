"""The corpus in another major version of ``datasets``: the same rows, columns and labels.

``RUKAZ_DATASETS4_PYTHON`` names the Python of a virtual environment with ``datasets`` 4; nothing else of this
project needs to be in it: ``python -m venv DIR && DIR/bin/pip install "datasets>=4,<5"``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rukaz.schema import CONFIGS

CORPUS = Path(__file__).parents[2] / "corpus"

PROGRAM = """
import hashlib, json, sys, datasets

corpus, cache, *configs = sys.argv[1:]
found = {}
for config in configs:
    for split, data in datasets.load_dataset(corpus, config, cache_dir=cache).items():
        rows = hashlib.sha256(json.dumps(list(data)).encode()).hexdigest()
        found[f"{config}, {split}"] = [data.num_rows, data.features.to_dict(), rows]
print(json.dumps({"version": datasets.__version__, "found": found}))
"""


def loaded(python: str, cache: Path) -> dict[str, Any]:
    """All configs and splits, as the ``datasets`` of an environment gives them."""
    command = [python, "-c", PROGRAM, str(CORPUS), str(cache), *CONFIGS]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return result


@pytest.mark.datasets4
def test_datasets_4_loads_what_datasets_5_loads(tmp_path: Path) -> None:
    other = os.environ["RUKAZ_DATASETS4_PYTHON"]
    old, new = loaded(other, tmp_path / "4"), loaded(sys.executable, tmp_path / "5")
    assert (old["version"].partition(".")[0], new["version"].partition(".")[0]) == ("4", "5")
    assert len(new["found"]) == len(CONFIGS) * 3
    assert old["found"] == new["found"]
