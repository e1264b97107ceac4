"""The work folder of a corpus: where builds stage, keep and remove things.

It is ``.rukaz/<name of the corpus>/`` beside the corpus, on the same file system::

    staging/  the corpus being built                  old/    the corpus that was replaced
    new/      a finished corpus, about to be placed   trash/  what is being removed
    cache/    annotation kept between builds          lock    held by the process that builds
    shards/   finished parts of the corpus
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rukaz.atomic_files import explained
from rukaz.errors import RukazError


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
    with explained(work.folder):
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
