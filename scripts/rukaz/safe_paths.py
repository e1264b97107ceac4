"""Which names and paths from a file may be used: those that cannot lead out of the folder they belong to.

A manifest, a sources.toml, a models.json, a worksheet, a copy without texts and a listing of the Hub may come
from anybody. What they call a file or a corpus becomes part of a path, and passes through here first.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from rukaz.errors import RukazError

LONGEST_NAME = 255
"""Bytes of a name, beyond which no common file system goes."""

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[\d¹²³]|con(in|out)\$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def safe_path(folder: Path, path: object, *, where: str, follow_links: bool = False) -> Path:
    """``path``, as a file has it, below ``folder``.

    Args:
        where: the file that holds ``path``, for the message.
        follow_links: whether symbolic links may lead out of ``folder``.

    Raises:
        RukazError: it is no relative path, climbs out of ``folder``, or is a link that leads out of it.
    """
    if fault := path_fault(path):
        raise RukazError(f"the path {path!r} was refused: {fault}", where=where)
    below = folder / str(path)
    if not follow_links and leads_out(below, folder):
        what = f"{path!r} is a symbolic link that leads out of {folder}, and is not followed"
        raise RukazError(what, where=where, hint="Put the file itself there.")
    return below


def path_fault(path: object) -> str | None:
    """Why ``path`` is not one of a file below a folder, whatever lies there; None if it is.

    >>> path_fault("conllu/ru_news-ud-dev.conllu")
    >>> path_fault("../secret.md")
    'write the path below the folder, with /'
    """
    if not isinstance(path, str) or not path:
        return "a path is a string that is not empty"
    if "\0" in path or any("\ud800" <= char <= "\udfff" for char in path):
        return "it holds a character that no path holds"
    pure = PurePosixPath(path)
    if any(len(part.encode()) > LONGEST_NAME for part in pure.parts):
        return f"it holds a name of more than {LONGEST_NAME} bytes"
    if pure.is_absolute() or ".." in pure.parts or pure.as_posix() != path or path == ".":
        return "write the path below the folder, with /"
    return fault_on_windows(path) if os.name == "nt" else None


def fault_on_windows(path: str) -> str | None:
    r"""Why ``path`` would lead elsewhere on Windows than its parts between slashes say; else None.

    >>> fault_on_windows("conllu/ru_news-ud-dev.conllu")
    >>> fault_on_windows("..\\secret.md")
    'Windows allows none of \\ : * ? " < > | in a name'
    >>> fault_on_windows("reviewed/con.conllu")
    'Windows keeps the name con for a device'
    >>> fault_on_windows("reviewed./visit.conllu")
    'Windows drops the full stop or space at the end of a name'
    """
    if set(path) & set('\\:*?"<>|'):
        return 'Windows allows none of \\ : * ? " < > | in a name'
    if any(part.endswith((".", " ")) for part in path.split("/")):
        return "Windows drops the full stop or space at the end of a name"
    stems = (part.partition(".")[0] for part in path.split("/"))
    reserved = next((stem for stem in stems if _DEVICE.fullmatch(stem)), None)
    return f"Windows keeps the name {reserved} for a device" if reserved else None


def name_fault(name: object) -> str | None:
    """Why ``name``, an id or what a corpus is called, must not be part of a file name; None if it may.

    >>> name_fault("dw-20231109")
    >>> name_fault("a/../../victim")
    'use only A-Z a-z 0-9 . _ -, and no . or - at the start'
    """
    if isinstance(name, str) and _NAME.fullmatch(name):
        return None
    return "use only A-Z a-z 0-9 . _ -, and no . or - at the start"


def require_name(name: object, *, where: str) -> str:
    """``name`` as part of a file name.

    Raises:
        RukazError: it is not one (:func:`name_fault`).
    """
    if fault := name_fault(name):
        raise RukazError(f"the name {name!r} is not used in the name of a file: {fault}", where=where)
    return str(name)


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path`` below ``folder`` leads out of it by symbolic links; a loop of links leads nowhere."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def require_loadable(corpus: Path) -> None:
    """Make sure that ``datasets.load_dataset`` can open a corpus that is built at this path.

    Raises:
        RukazError: it would take a part of the path for a pattern or a protocol, and find no files.
    """
    path = str(corpus.absolute())
    for part in ("[", "::"):
        if part in path:
            what = f"load_dataset cannot open a corpus whose path holds {part!r}"
            raise RukazError(what, where=path, hint="Build it in another folder, or rename this one.")
