"""The program that fills in the template of a card: ``python -m rukaz.export.card_program``.

A template is a program that somebody else may have written. It runs in a process of its own, with a limit on
memory, and :mod:`rukaz.export.card` gives it up after some seconds. A request and its answer are JSON.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from rukaz.export.card import fill_in

MEMORY = 2 * 1024**3
"""Bytes of address space."""


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """``text``, or ``error`` and the ``line`` of the template it is in, if that is known."""
    try:
        return {"text": fill_in(request["body"], request["manifest"], request["configs"])}
    except Exception as error:  # a template can do whatever a program can
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == "<template>"
        ]
        what = getattr(error, "message", None) or f"{type(error).__name__}: {error}".removesuffix(": ")
        return {"error": what, "line": getattr(error, "lineno", None) or (lines[-1] if lines else None)}


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # macOS has the limit, but does not take every value
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
