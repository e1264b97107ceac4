"""How messages write numbers of things, and arguments of commands to type."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import PurePath

DEFAULT_TEXTS, DEFAULT_CORPUS = PurePath("seeds"), PurePath("corpus")
"""What commands take if no folder is named."""


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


def on_corpus(command: str, corpus: PurePath) -> str:
    """A command to type, with the option that names its corpus unless that is the default.

    >>> on_corpus("rukaz review note", PurePath("OUT")), on_corpus("rukaz review note", PurePath("corpus"))
    ('rukaz review note --corpus OUT', 'rukaz review note')
    """
    return command if corpus == DEFAULT_CORPUS else f"{command} --corpus {quoted(corpus)}"


def build_command(texts: PurePath, corpus: PurePath) -> str:
    """What to type to build a corpus.

    >>> build_command(PurePath("texts"), DEFAULT_CORPUS), build_command(DEFAULT_TEXTS, DEFAULT_CORPUS)
    ('rukaz build texts --corpus corpus', 'rukaz build')
    """
    if (texts, corpus) == (DEFAULT_TEXTS, DEFAULT_CORPUS):
        return "rukaz build"
    return f"rukaz build {quoted(texts)} --corpus {quoted(corpus)}"
