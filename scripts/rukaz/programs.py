"""Python programs that RuKaz starts: the interpreter, and an environment that cannot change what they do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PLACES = frozenset({"PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR", "PYTHONNOUSERSITE", "PYTHONUSERBASE"})
"""Of the variables that Python reads, those that say where its packages are."""


def python() -> list[str]:
    """The beginning of a command that runs this Python, with UTF-8 everywhere.

    A file json.py in the current folder must not take the place of the library's module, hence ``-P``.
    """
    return [sys.executable, "-P", "-X", "utf8"]


def usable_cpus() -> int:
    """The number of CPUs that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def clean_environment() -> dict[str, str]:
    """The environment of this process without the variables of Python, such as PYTHONIOENCODING.

    The program finds the RuKaz that starts it, also where that is not installed.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON") or name in PLACES
    }
    places = [str(Path(__file__).parents[1]), *filter(None, [kept.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(places)}
