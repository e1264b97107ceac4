"""What the commands share: exit codes, folders, and how they speak."""

from __future__ import annotations

import json
from pathlib import Path

import click

FOUND_SOMETHING = 1
COULD_NOT = 2
INTERRUPTED = 130

FOLDER = click.Path(path_type=Path)
SEEDS = Path("seeds")


def as_json_text(value: object) -> str:
    """``value`` as JSON to read."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def say(message: str) -> None:
    """Tell of notices and progress, apart from the result."""
    click.echo(message, err=True)
