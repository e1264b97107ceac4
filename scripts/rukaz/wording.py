"""How messages write numbers of things, and arguments of commands to type."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import PurePath


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "match", "matches"), counted(2_000, "word")
    ('1 match', '2,000 words')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def quoted(argument: object, *, windows: bool = os.name == "nt") -> str:
    """An argument as the shell of this system takes it; cmd and PowerShell know only double quotes.

    >>> quoted(PurePath("--corpus"), windows=False)  # which would be an option
    './--corpus'
    """
    text = str(argument)
    if isinstance(argument, PurePath) and text.startswith("-") and text != "-":
        text = f"./{text}"
    return subprocess.list2cmdline([text]) if windows else shlex.quote(text)
