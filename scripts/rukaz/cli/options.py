"""What the commands share: folders, and how they speak."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)
SEEDS = Path("seeds")


def as_json_text(value: object) -> str:
    """``value`` as JSON to read; in ASCII where the output could not hold every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(value, ensure_ascii=not encoding.lower().startswith("utf"), indent=2)


def say(message: str) -> None:
    """Tell of notices and progress, apart from the result."""
    click.echo(message, err=True)
