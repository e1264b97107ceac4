"""Publish a corpus so that a build killed at any moment leaves the old corpus or the new one, whole.

All work happens in the work folder beside the corpus (:mod:`rukaz.workspace`).
Publishing is a row of renames, and a rename happens or does not. Once ``new/`` exists the build has
succeeded, and whoever comes next (:func:`recover`) carries on where the publisher stopped::

    staging -> new      corpus -> old      new -> corpus      old -> trash      remove trash
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors, rename_with_retries, sync
from rukaz.errors import RukazError
from rukaz.export.manifest import MANIFEST, read_manifest
from rukaz.export.own_files import NotOurs, find_not_ours, listed
from rukaz.safe_paths import require_loadable
from rukaz.wording import quoted
from rukaz.workspace import Workspace, one_at_a_time, require_no_links, workspace


@contextmanager
def building(
    corpus: Path,
    *,
    wait: float | None = None,
    say: Callable[[str], None] = lambda message: None,
    discard_edits: bool = False,
) -> Iterator[Workspace]:
    """Hold the lock of ``corpus`` for one build, with an empty ``staging`` to write into.

    Args:
        wait, say: see :func:`~rukaz.workspace.one_at_a_time`.
        discard_edits: whether files of the corpus that were changed by hand may be replaced.

    Raises:
        RukazError: another command did not end in time, the folder may not be written, or ``corpus`` holds
            something that RuKaz did not write and that would be lost.
    """
    require_loadable(corpus)
    with one_at_a_time(corpus, wait=wait, say=say) as work:
        _complete(work, discard_edits=discard_edits)
        require_replaceable(work.corpus, discard_edits=discard_edits)
        with explaining_os_errors(work.folder):
            _remove(work.staging)
            work.staging.mkdir()
            yield work


def publish(staging: Path, corpus: Path, *, discard_edits: bool = False) -> None:
    """Put the finished corpus in ``staging`` in the place of ``corpus``; within :func:`building`.

    Raises:
        RukazError: the disk refuses, or ``corpus`` holds what may not be replaced.
    """
    work = workspace(corpus)
    require_replaceable(work.corpus, discard_edits=discard_edits)
    with explaining_os_errors(work.corpus):
        _sync_tree(staging)
        _rename(staging, work.new)
    _complete(work, checked=True)


def recover(corpus: Path) -> None:
    """Finish what a killed build began to publish; every command calls this before it reads ``corpus``.

    A build that is publishing right now is waited for. Where there is nothing to do, nothing is written.
    """
    work = workspace(corpus)
    require_no_links(work)
    if any(folder.exists() for folder in (work.new, work.old, work.trash)):
        with one_at_a_time(corpus):
            _complete(work)


@contextmanager
def kept_from_replacement(
    corpus: Path, *, say: Callable[[str], None] = lambda message: None
) -> Iterator[None]:
    """Within it no build replaces ``corpus``, whose files are then all of one build.

    Args:
        say: is told once if there is another command to wait for.

    Raises:
        RukazError: there is no corpus.
    """
    recover(corpus)
    read_manifest(corpus)
    may_be_replaced = os.access(workspace(corpus).corpus.parent, os.W_OK)
    with one_at_a_time(corpus, say=say) if may_be_replaced else nullcontext():
        yield


def require_replaceable(corpus: Path, *, discard_edits: bool = False) -> None:
    """Make sure that replacing ``corpus`` loses nothing that RuKaz did not write itself.

    Raises:
        RukazError: it is a file, a folder of something else, or a corpus with foreign files in it, or with
            files that were changed by hand.
    """
    with explaining_os_errors(corpus):
        if not corpus.exists():
            return
        if not corpus.is_dir():
            raise RukazError("this is a file, not a folder", where=str(corpus), hint="Name another folder.")
        if not any(corpus.iterdir()):
            return
        found = _not_ours(corpus)
    if found.foreign:
        raise RukazError(
            f"the corpus folder holds files that RuKaz did not write: {listed(found.foreign)}",
            where=str(corpus),
            hint="Move them elsewhere (the folder is replaced as a whole), or build into another folder.",
        )
    if found.edited and not discard_edits:
        raise RukazError(
            f"files of the corpus were changed by hand and would be replaced: {listed(found.edited)}",
            where=str(corpus),
            hint=_way_out(corpus, found.edited),
        )


def _complete(work: Workspace, *, checked: bool = False, discard_edits: bool = False) -> None:
    """Carry a half publish through; a kill leaves the state before one of these lines.

    Args:
        checked: whether it is known that the corpus may be replaced.
    """
    with explaining_os_errors(work.corpus):
        if work.new.exists():
            if work.corpus.exists():
                if not checked:
                    require_replaceable(work.corpus, discard_edits=discard_edits)
                _discard(work)
                _rename(work.corpus, work.old)
            _rename(work.new, work.corpus)
        elif work.old.exists() and not work.corpus.exists():
            _rename(work.old, work.corpus)
        _discard(work)


def _discard(work: Workspace) -> None:
    """Remove the replaced corpus; ``old`` is renamed first, so that what bears this name is always whole."""
    _remove(work.trash)
    if work.old.exists():
        _rename(work.old, work.trash)
        _remove(work.trash)


def _way_out(corpus: Path, edited: Sequence[str]) -> str:
    discard = "To replace them, changes and all, add --discard-edits."
    for name in edited:
        if name.endswith(".conllu"):
            keep = f"rukaz review --accept {quoted(corpus / name)} --corpus {quoted(corpus)} --reviewer NAME"
            return f"Corrections of sentences are kept by: {keep}\n  {discard}"
    return discard


def _not_ours(corpus: Path) -> NotOurs:
    try:
        outputs = read_manifest(corpus)["outputs"]
    except RukazError as error:
        raise RukazError(
            "this folder is not empty, and it is not a corpus that RuKaz built",
            where=str(corpus),
            hint=f"Name another folder, or empty this one. ({error.what})",
        ) from error
    return find_not_ours(corpus, {MANIFEST: (), **{name: (digest,) for name, digest in outputs.items()}})


def _rename(source: Path, target: Path) -> None:
    """Rename a folder and make the new name outlast a power cut."""
    rename_with_retries(lambda: source.rename(target))
    for folder in {source.parent, target.parent}:
        sync(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        sync(path)
