"""Publish a corpus so that a build killed at any moment leaves the old corpus or the new one, whole.

All work happens in ``.rukaz/<name of the corpus>/`` beside the corpus, on the same file system::

    staging/  the corpus being built                  old/    the corpus that was replaced
    new/      a finished corpus, about to be placed   trash/  what is being removed
    cache/    annotation kept between builds          lock    held by the process that builds

Publishing is a row of renames, and a rename happens or does not. Once ``new/`` exists the build has
succeeded, and whoever comes next (:func:`recover`) carries on where the publisher stopped::

    staging -> new      corpus -> old      new -> corpus      old -> trash      remove trash
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rukaz.errors import RukazError
from rukaz.export.manifest import MANIFEST, read_manifest

STEPS = ("sync", "finish", "set-aside", "place", "discard", "remove")
FAULT_POINTS = tuple(f"{when}-{step}" for step in STEPS for when in ("before", "after"))
"""Where ``RUKAZ_FAULT`` can kill a publishing process; the tests do."""

FAULT_VARIABLE = "RUKAZ_FAULT"

ADVICE = {
    errno.ENOSPC: "The disk is full. Free some space, or build into a folder on another disk.",
    errno.EDQUOT: "The disk quota is used up. Free some space, or build into a folder on another disk.",
    errno.EACCES: "You may not write there. Change the permissions, or build into another folder.",
    errno.EPERM: "You may not write there. Change the permissions, or build into another folder.",
    errno.EROFS: "The file system is read-only. Build into another folder.",
    errno.EXDEV: "The corpus and the .rukaz folder beside it must be on one file system.",
    errno.EBUSY: "The folder is a mount point or in use. Build into a folder below it.",
}


@dataclass(frozen=True)
class Workspace:
    """The work folder of one corpus. Nothing is created by making one.

    Attributes:
        corpus: the corpus folder, absolute, symbolic links followed.
        folder: ``.rukaz/<name of the corpus>`` beside it.
    """

    corpus: Path
    folder: Path

    @property
    def staging(self) -> Path:
        """Where a build writes."""
        return self.folder / "staging"

    @property
    def new(self) -> Path:
        """A finished build on its way to its place."""
        return self.folder / "new"

    @property
    def old(self) -> Path:
        """The corpus that is being replaced, whole."""
        return self.folder / "old"

    @property
    def trash(self) -> Path:
        """What is being removed, perhaps no longer whole."""
        return self.folder / "trash"

    @property
    def cache(self) -> Path:
        """The only place where anything is kept between builds; safe to delete."""
        return self.folder / "cache"

    @property
    def lock(self) -> Path:
        """The lock file; it stays when the lock is released."""
        return self.folder / "lock"


def workspace(corpus: Path) -> Workspace:
    """The work folder that belongs to ``corpus``."""
    corpus = corpus.resolve()
    return Workspace(corpus, corpus.parent / ".rukaz" / corpus.name)


@contextmanager
def building(
    corpus: Path, *, wait: float | None = None, say: Callable[[str], None] = lambda message: None
) -> Iterator[Workspace]:
    """Hold the lock of ``corpus`` for one build, with an empty ``staging`` to write into.

    Args:
        wait: seconds to wait for another build of the same corpus; None waits for as long as it takes.
        say: is told once if there is another build to wait for.

    Raises:
        RukazError: the other build did not end in time, the folder may not be written, or ``corpus`` holds
            something that is not a RuKaz corpus and would be lost.
    """
    work = workspace(corpus)
    with explained(work.corpus.parent):
        _create(work)
    with _locked(work, wait=wait, say=say):
        _complete(work)
        require_replaceable(work.corpus)
        with explained(work.folder):
            _remove(work.staging)
            work.staging.mkdir()
            yield work


def publish(staging: Path, corpus: Path) -> None:
    """Put the finished corpus in ``staging`` in the place of ``corpus``; within :func:`building`.

    Raises:
        RukazError: the disk refuses, or ``corpus`` is not a corpus that may be replaced.
    """
    work = workspace(corpus)
    require_replaceable(work.corpus)
    with explained(work.corpus):
        with _step("sync"):
            _sync_tree(staging)
        with _step("finish"):
            _rename(staging, work.new)
    _complete(work)


def recover(corpus: Path) -> None:
    """Finish what a killed build began to publish; every command calls this before it reads ``corpus``.

    A build that is publishing right now is waited for. Where there is nothing to do, nothing is written.
    """
    work = workspace(corpus)
    if any(folder.exists() for folder in (work.new, work.old, work.trash)):
        with _locked(work, wait=None):
            _complete(work)


def require_replaceable(corpus: Path) -> None:
    """Make sure that replacing ``corpus`` loses nothing that RuKaz did not write itself.

    Raises:
        RukazError: it is a file, a folder of something else, or a corpus with foreign files in it.
    """
    with explained(corpus):
        if not corpus.exists():
            return
        if not corpus.is_dir():
            raise RukazError("this is a file, not a folder", where=str(corpus), hint="Name another folder.")
        if not any(corpus.iterdir()):
            return
        foreign = _foreign_files(corpus)
    if foreign:
        raise RukazError(
            f"the corpus folder holds files that RuKaz did not write: {_listed(foreign)}",
            where=str(corpus),
            hint="Move them elsewhere (the folder is replaced as a whole), or build into another folder.",
        )


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn what the file system refuses into a :class:`RukazError` with advice."""
    try:
        yield
    except OSError as error:
        advice = ADVICE.get(error.errno or 0, "")
        place = error.filename if isinstance(error.filename, str) else str(where)
        raise RukazError(error.strerror or str(error), where=place, hint=advice) from error


def fault(point: str) -> None:
    """Kill this process, as a power cut would, if the environment asks for it at this ``point``."""
    if os.environ.get(FAULT_VARIABLE) == point:
        os.kill(os.getpid(), signal.SIGKILL)


def _complete(work: Workspace) -> None:
    """Carry a half publish through; a kill leaves the state before one of these lines."""
    with explained(work.corpus):
        if work.new.exists():
            if work.corpus.exists():
                require_replaceable(work.corpus)
                _discard(work)
                with _step("set-aside"):
                    _rename(work.corpus, work.old)
            with _step("place"):
                _rename(work.new, work.corpus)
        elif work.old.exists() and not work.corpus.exists():
            _rename(work.old, work.corpus)
        _discard(work)


def _discard(work: Workspace) -> None:
    """Remove the replaced corpus; ``old`` is renamed first, so that what bears this name is always whole."""
    _remove(work.trash)
    if work.old.exists():
        with _step("discard"):
            _rename(work.old, work.trash)
        with _step("remove"):
            _remove(work.trash)


@contextmanager
def _step(name: str) -> Iterator[None]:
    fault(f"before-{name}")
    yield
    fault(f"after-{name}")


@contextmanager
def _locked(
    work: Workspace, *, wait: float | None, say: Callable[[str], None] = lambda message: None
) -> Iterator[None]:
    lock = FileLock(work.lock)
    with explained(work.lock):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait != 0:
                say(f"Another build of {work.corpus} is running; waiting for it to end.")
            _wait(lock, work, wait)
    try:
        yield
    finally:
        lock.release()


def _wait(lock: FileLock, work: Workspace, wait: float | None) -> None:
    try:
        lock.acquire(timeout=-1 if wait is None else wait, poll_interval=0.2)
    except Timeout as error:
        raise RukazError(
            f"another build of this corpus is still running after {wait:g} seconds"
            if wait
            else "another build of this corpus is running",
            where=str(work.corpus),
            hint="Wait for it to end, or build into another folder.",
        ) from error


def _create(work: Workspace) -> None:
    work.folder.mkdir(parents=True, exist_ok=True)
    ignore = work.folder.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _foreign_files(corpus: Path) -> list[str]:
    """Files below ``corpus`` that its manifest does not list."""
    try:
        known = {*read_manifest(corpus)["outputs"], MANIFEST}
    except RukazError as error:
        raise RukazError(
            "this folder is not empty, and it is not a corpus that RuKaz built",
            where=str(corpus),
            hint=f"Name another folder, or empty this one. ({error.what})",
        ) from error
    found = (path for path in corpus.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted({path.relative_to(corpus).as_posix() for path in found} - known)


def _listed(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _rename(source: Path, target: Path) -> None:
    """Rename a folder and make the new name outlast a power cut."""
    source.rename(target)
    for folder in {source.parent, target.parent}:
        _sync(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
