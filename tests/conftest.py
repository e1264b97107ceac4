"""What every test needs: ``tests.trees`` importable, no network, one thread."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

for variable in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
    os.environ[variable] = "1"
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# the machines that run the tests differ in speed, and a failure must be seen again by the next one
settings.register_profile("rukaz", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("rukaz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/layers anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
