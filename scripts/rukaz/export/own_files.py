"""What RuKaz wrote into a folder, and what it did not: nothing else is ever replaced or removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from rukaz.export.manifest import digest_file


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Files below a folder that are somebody's work, by their paths with ``/``.

    Attributes:
        foreign: RuKaz did not write them.
        edited: it did, and somebody changed them since.
    """

    foreign: tuple[str, ...]
    edited: tuple[str, ...]


def find_not_ours(folder: Path, written: Mapping[str, Collection[str]]) -> NotOurs:
    """The files below ``folder`` that are not as they were written; symbolic links are never ours.

    Args:
        written: the SHA-256 that each file which RuKaz wrote may have; without any, its name is enough.
    """
    foreign: list[str] = []
    edited: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name not in written or path.is_symlink() or not path.is_file():
            foreign.append(name)
        elif written[name] and digest_file(path) not in written[name]:
            edited.append(name)
    return NotOurs(tuple(foreign), tuple(edited))


def listed(names: Collection[str], most: int = 5) -> str:
    """Names for a message, the first few of many."""
    shown = ", ".join(list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
