"""What every test needs: ``tests.trees`` importable, no network, one thread; and the marks of the extras.

``pip install ".[test]"`` is enough for ``pytest``. A test that needs another extra is marked with its name
and runs only where that extra is installed: ``pip install ".[test,train]" && pytest -m train``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

sys.path.insert(0, str(ROOT))

for variable in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
    os.environ[variable] = "1"
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# the machines that run the tests differ in speed, and a failure must be seen again by the next one
settings.register_profile("rukaz", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("rukaz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/layers anew")


def installed(*modules: str) -> Callable[[], bool]:
    return lambda: all(find_spec(module) for module in modules)


def chromium() -> str | None:
    """The system's browser; none is downloaded."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


EXTRAS: dict[str, Callable[[], bool]] = {
    "browser": lambda: bool(find_spec("playwright") and (chromium() or "RUKAZ_BROWSER" in os.environ)),
    "cluster": installed("ray"),
    "datasets4": lambda: "RUKAZ_DATASETS4_PYTHON" in os.environ,
    "dev": installed("cassis", "graphannis", "mlcroissant"),
    "downstream": installed("accelerate", "sklearn_crfsuite"),
    "flair": lambda: "RUKAZ_FLAIR_PYTHON" in os.environ,
    "javascript": lambda: bool(shutil.which("node")) and (ROOT / "node_modules" / ".bin" / "tsc").exists(),
    "notebook": installed("nbclient", "ipykernel", "matplotlib"),
    "train": installed("pymorphy3", "razdel", "slovnet"),
}
"""Whether what the tests of an extra need is there."""


def pytest_configure(config: pytest.Config) -> None:
    for extra in EXTRAS:
        config.addinivalue_line("markers", f"{extra}: needs the extra {extra}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose extra is missing; a fixture of the name of an extra marks its tests."""
    missing = {extra for extra, is_there in EXTRAS.items() if not is_there()}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        for extra in EXTRAS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(extra)
        (left if missing & {mark.name for mark in item.iter_markers()} else kept).append(item)
    if left:
        items[:] = kept
        config.hook.pytest_deselected(items=left)
        config.stash[MISSING] = f"{len(left)} tests need another extra: {', '.join(sorted(missing))}"


MISSING = pytest.StashKey[str]()


def pytest_report_collectionfinish(config: pytest.Config) -> str:
    return config.stash.get(MISSING, "")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
