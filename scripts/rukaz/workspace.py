"""The work folder of a corpus: where builds stage, keep and remove things, one at a time.

It is ``.rukaz/<name of the corpus>/`` beside the corpus, on the same file system::

    staging/  the corpus being built                  old/    the corpus that was replaced
    new/      a finished corpus, about to be placed   trash/  what is being removed
    cache/    annotation kept between builds          lock    held by the process that builds
    shards/   finished parts of the corpus

What else commands write in the place of an earlier version (sites, reviews, sources.toml, models) has such a
folder too, with the lock alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rukaz.atomic_files import explaining_os_errors
from rukaz.errors import RukazError


@dataclass(frozen=True)
class Workspace:
    """The work folder of one corpus. Nothing is created by making one.

    Attributes:
        corpus: the corpus folder, or what else is replaced as a whole; absolute, symbolic links followed.
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
        """The annotation of documents, kept between builds; safe to delete."""
        return self.folder / "cache"

    @property
    def shards(self) -> Path:
        """Finished parts of the corpus, for a build that goes on where one was stopped; safe to delete."""
        return self.folder / "shards"

    @property
    def lock(self) -> Path:
        """The lock file; it stays when the lock is released."""
        return self.folder / "lock"


def workspace(corpus: Path) -> Workspace:
    """The work folder that belongs to ``corpus``."""
    corpus = corpus.resolve()
    return Workspace(corpus, corpus.parent / ".rukaz" / corpus.name)


def require_no_links(work: Workspace) -> None:
    """Nothing outside is written or removed through the work folder, even if it came with somebody's corpus.

    Raises:
        RukazError: names a symbolic link in it.
    """
    places = [work.folder.parent, work.folder.parent / ".gitignore", work.folder]
    with explaining_os_errors(work.folder):
        for folder in (work.folder, work.shards):
            places += sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    for place in places:
        if place.is_symlink():
            what = "there is a symbolic link in the work folder, which is not used like this"
            raise RukazError(what, where=str(place), hint="Remove it; RuKaz makes none.")


def create(work: Workspace) -> None:
    """Make the work folder, hidden from git.

    Raises:
        RukazError: there is a symbolic link in it.
    """
    require_no_links(work)
    work.folder.mkdir(parents=True, exist_ok=True)
    ignore = work.folder.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


@contextmanager
def one_at_a_time(
    path: Path, *, wait: float | None = None, say: Callable[[str], None] = lambda message: None
) -> Iterator[Workspace]:
    """Hold the lock of what a command is about to read and replace: a corpus, a site, a folder of reviews.

    The system lifts the lock when the process ends, also when it is killed. It is not to be taken twice by
    one process.

    Args:
        wait: seconds to wait for another command; None waits for as long as it takes.
        say: is told once if there is another command to wait for.

    Raises:
        RukazError: the other command did not end in time, or nothing can be written beside ``path``.
    """
    work = workspace(path)
    with explaining_os_errors(work.folder):
        create(work)
        lock = FileLock(work.lock)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait != 0:
                say(f"Another command is working on {work.corpus}; waiting for it to finish.")
            _wait(lock, work, wait)
    try:
        yield work
    finally:
        lock.release()


def _wait(lock: FileLock, work: Workspace, wait: float | None) -> None:
    try:
        lock.acquire(timeout=-1 if wait is None else wait, poll_interval=0.2)
    except Timeout as error:
        raise RukazError(
            f"another command is still working on it after {wait:g} seconds"
            if wait
            else "another command is at work on it",
            where=str(work.corpus),
            hint="Wait for it to finish, or write to another folder.",
        ) from error
