"""Libraries that only some tests need."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def needs(module: str) -> ModuleType:
    """The module; without it the test is skipped, but fails where nothing may be missing (``CI=true``)."""
    if os.environ.get("CI") == "true":
        return importlib.import_module(module)
    found: ModuleType = pytest.importorskip(module)
    return found
