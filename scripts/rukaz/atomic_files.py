"""Files that are there whole or not at all, and what the file system refuses, with advice."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rukaz.errors import RukazError

ADVICE = {
    errno.ENOSPC: "The disk is full. Free some space, or write to a folder on another disk.",
    errno.EDQUOT: "The disk quota is used up. Free some space, or write to a folder on another disk.",
    errno.EFBIG: "A file may not become this large here. Raise the limit (ulimit -f), or write elsewhere.",
    errno.EACCES: "You may not write there. Change the permissions, or name another folder.",
    errno.EPERM: "You may not write there. Change the permissions, or name another folder.",
    errno.EROFS: "The file system is read-only. Name another folder.",
    errno.EXDEV: "The corpus and the .rukaz folder beside it must be on one file system.",
    errno.EBUSY: "The folder is a mount point or in use. Name a folder below it.",
    errno.ENAMETOOLONG: "The path is too long. Name a folder whose path is shorter.",
}

PAUSES: tuple[float, ...] = (0.1, 0.2, 0.4, 0.8, 1.6) if os.name == "nt" else ()
"""Seconds between the attempts to rename on Windows, where nothing can be renamed that a program has open."""

LONGEST_PATH = 259
"""Characters of a path on Windows, unless long paths are enabled there."""


@contextmanager
def explaining_os_errors(where: Path) -> Iterator[None]:
    """Turn what the file system refuses into a :class:`RukazError` with advice."""
    try:
        yield
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else str(where)
        advice = ADVICE.get(error.errno or 0, "")
        if os.name == "nt":
            advice = windows_advice(error, place) or advice
        raise RukazError(error.strerror or str(error), where=place, hint=advice) from error


def windows_advice(error: OSError, place: str) -> str | None:
    """What to do about an error that Windows alone has; None if it is no such error."""
    if len(str(Path(place).absolute())) > LONGEST_PATH:
        return "The path is too long for Windows. Enable long paths, or name a folder whose path is shorter."
    if getattr(error, "winerror", None) in (5, 32):  # ACCESS_DENIED, SHARING_VIOLATION
        return "Close the programs that have a file open there, and see whether you may write there."
    return None


def rename_with_retries(rename: Callable[[], object]) -> None:
    """Rename; on Windows, where a virus scanner may have the file open for a moment, try for some seconds.

    Raises:
        OSError: it was refused to the end.
    """
    for pause in PAUSES:
        try:
            rename()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    rename()


@contextmanager
def explaining_read_errors(path: Path) -> Iterator[None]:
    """Turn the failure to read a text file into a :class:`RukazError` that names it."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise RukazError("the file is not UTF-8", where=str(path), hint="Save it as UTF-8.") from error
    except OSError as error:
        raise RukazError(f"cannot be read: {error.strerror}", where=str(path)) from error


def read_text(path: Path) -> str:
    """The text of a file in UTF-8.

    Raises:
        RukazError: it cannot be read, or is not UTF-8.
    """
    with explaining_read_errors(path):
        return path.read_text(encoding="utf-8")


@contextmanager
def atomic_file(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """A file to write under a name of its own, which becomes ``path`` when the block has ended.

    What is written is on the disk before it gets its name, so that ``path`` is the old file or the new one
    whatever happens, a power cut included. A block that fails leaves nothing.

    Args:
        replace: whether there may be a file at ``path``.

    Raises:
        FileExistsError: there is, and it may not be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".rukaz-{secrets.token_hex(8)}.part")
    try:
        yield part
        sync(part)
        if replace:
            if path.is_file():
                shutil.copymode(path, part)
            rename_with_retries(lambda: part.replace(path))
        else:
            _rename_to_new(part, path)
        sync(path.parent)
    except OSError as error:
        if error.filename == str(part):  # a name that nobody knows
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def write_atomically(path: Path, text: str, *, replace: bool = True) -> None:
    """Write ``text`` as UTF-8 to ``path``, whole or not at all (:func:`atomic_file`)."""
    with atomic_file(path, replace=replace) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def sync(path: Path) -> None:
    """Have what was written to a file, or the names in a folder, outlast a power cut.

    Windows opens no folders, and flushes only files that are open for writing.
    """
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename_to_new(part: Path, path: Path) -> None:
    """Rename, but never onto a file: a hard link fails where there is one, even if it came this moment."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        rename_with_retries(lambda: part.rename(path))
