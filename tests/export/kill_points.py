"""The steps of publishing, and a process that kills itself at one of them, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rukaz.export import atomic_publish

STEPS = ("sync", "finish", "set-aside", "place", "discard", "remove")
"""staging to the disk; staging -> new; corpus -> old; new -> corpus; old -> trash; trash removed."""

KILL_POINTS = tuple(f"{when}-{step}" for step in STEPS for when in ("before", "after"))

_RENAMES = {"new": "finish", "old": "set-aside", "trash": "discard"}
"""Steps by the name of the folder that a rename makes; any other name is that of the corpus."""


def die_at(point: str) -> None:
    """Kill this process when it publishes and comes to ``point``, one of :data:`KILL_POINTS`."""
    when, _, wanted = point.partition("-")

    def watched(call: Callable[..., None], step_of: Callable[..., str | None]) -> Callable[..., None]:
        def step(*args: Any) -> None:
            is_here = step_of(*args) == wanted
            if is_here and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            call(*args)
            if is_here and when == "after":
                os.kill(os.getpid(), signal.SIGKILL)

        return step

    def renames(_old: Path, new: Path) -> str:
        return _RENAMES.get(new.name, "place")

    def removes(path: Path) -> str | None:
        return "remove" if path.name == "trash" and path.exists() else None

    atomic_publish._sync_tree = watched(atomic_publish._sync_tree, lambda _folder: "sync")
    atomic_publish._rename = watched(atomic_publish._rename, renames)
    atomic_publish._remove = watched(atomic_publish._remove, removes)
