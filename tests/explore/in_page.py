"""The scripts of this folder that tests run in a page."""

from __future__ import annotations

from pathlib import Path


def script(name: str) -> str:
    """The function in the file, as an expression."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//")).removesuffix(";")
