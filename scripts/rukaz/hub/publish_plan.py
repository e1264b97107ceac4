"""What would be uploaded, where, and what stands in the way; nothing is asked of any server."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors, read_text
from rukaz.check.registry import check_corpus
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.card import CARD
from rukaz.export.manifest import MANIFEST, digest_file, read_manifest
from rukaz.hub.without_texts import Disclosure, write_without_texts
from rukaz.wording import quoted
from rukaz.workspace import workspace

UNFILLED = "*to be filled in*"
"""What stands in a card where the publisher of a copy has to write something."""

_TARGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Plan:
    """One upload.

    Attributes:
        target: ``USER/NAME`` of the data set.
        folder: what is uploaded.
        files: path below the folder, with ``/``, and bytes.
        private: whether the repository is private, if it is made now.
        message, description: of the commit.
        obstacles: reasons for which the upload is refused, each with what to do.
        disclosed: what is still said of the texts, if they are left out.
    """

    target: str
    folder: Path
    files: tuple[tuple[str, int], ...]
    private: bool
    message: str
    description: str
    obstacles: tuple[str, ...] = ()
    disclosed: Disclosure | None = None


def plan(corpus: Path, target: str, *, rights: str | None, without_texts: bool, private: bool = True) -> Plan:
    """Prepare the upload of a corpus that passes its checks, or of a copy without its texts.

    Args:
        rights: who cleared the rights to which texts, and how; it is published with the commit.
        without_texts: make the copy, in the work folder ``.rukaz`` beside the corpus.

    Raises:
        RukazError: there is no corpus, it fails its checks, it quotes what is to be left out, or the target
            is no ``USER/NAME``.
    """
    if not _TARGET.fullmatch(target):
        raise RukazError(f"{target!r} is not a name on the Hub", hint="Name the data set as --to USER/NAME.")
    recover(corpus)
    manifest = read_manifest(corpus)
    _require_checked(corpus)
    disclosed = None
    folder = corpus
    if without_texts:
        folder = workspace(corpus).folder / "without-texts"
        with explaining_os_errors(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        disclosed = write_without_texts(corpus, folder)
    title = f"{manifest['corpus']['title']} {manifest['corpus']['version']}"
    return Plan(
        target=target,
        folder=folder,
        files=_files(folder),
        private=private,
        message=f"{title}, without the texts" if without_texts else title,
        description=_description(folder, None if without_texts else rights),
        obstacles=() if without_texts else tuple(_obstacles(corpus, rights)),
        disclosed=disclosed,
    )


def _require_checked(corpus: Path) -> None:
    if findings := check_corpus(corpus):
        raise RukazError(
            f"the corpus fails {len(findings)} of its checks, the first: {findings[0]}",
            where=str(corpus),
            hint=f"Type: rukaz check {quoted(corpus)}",
        )


def _obstacles(corpus: Path, rights: str | None) -> list[str]:
    found = []
    if not rights or not rights.strip():
        found.append(
            "it is not stated that the rights to the texts are cleared: "
            'add --rights-cleared "WHO CLEARED WHAT", or --without-texts'
        )
    if UNFILLED in read_text(corpus / CARD):
        found.append(f"the card has places {UNFILLED}: fill them in its template, and build again")
    return found


def _description(folder: Path, rights: str | None) -> str:
    digest = f"sha256 of {MANIFEST}: {digest_file(folder / MANIFEST)}"
    return f"Rights to the texts: {rights.strip()}\n\n{digest}" if rights else digest


def _files(folder: Path) -> tuple[tuple[str, int], ...]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), path.stat().st_size) for path in paths)
