"""Where a conversion writes: to a place where nothing is, and all of its files or none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rukaz.errors import RukazError


@contextmanager
def new_target(target: Path, *, single: bool) -> Iterator[list[Path]]:
    """A list for the files that are written; if the block fails, these are removed again.

    Half of them would look like the whole, and be in the way of the next try.

    Args:
        single: whether ``target`` is a file, not a folder.

    Raises:
        RukazError: ``target`` is there, and no empty folder.
    """
    if target.exists() and (single or not target.is_dir() or any(target.iterdir())):
        raise RukazError("the target exists already", where=str(target), hint="Remove it, or name another.")
    is_new = not target.exists()
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        if is_new and target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        raise
