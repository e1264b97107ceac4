"""Runs udtools as the program it is, in a process of its own; never imported.

udtools matches a few expressions again and again through functions of ``regex`` that look the compiled
expression up each time, which is a third of its work. Here they find it in one step.
"""

from __future__ import annotations

import runpy
import sys
from functools import lru_cache
from typing import Any

import regex  # type: ignore[import-untyped]  # of udtools

_compiled = lru_cache(1000)(regex.compile)


def _quick(name: str) -> Any:
    usual = getattr(regex, name)

    def call(pattern: Any, string: Any, flags: int = 0, *others: Any, **named: Any) -> Any:
        if others or named or not isinstance(pattern, str):
            return usual(pattern, string, flags, *others, **named)
        return getattr(_compiled(pattern, flags), name)(string)

    return call


if __name__ == "__main__":
    for _name in ("match", "search", "fullmatch"):
        setattr(regex, _name, _quick(_name))
    sys.argv[0] = "udtools"
    runpy.run_module("udtools.cli", run_name="__main__")
