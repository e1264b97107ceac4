"""The folder of texts that a corpus was built from, where its reviews are kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file
from rukaz.records import Document
from rukaz.safe_paths import path_fault

SEEDS = Path("seeds")


def find_texts_folder(corpus: Path, documents: Sequence[Document]) -> Path:
    """The folder that holds the texts of ``documents``: ``seeds``, or one beside the corpus or below here.

    Raises:
        RukazError: there is none, or more than one.
    """
    if _holds(SEEDS, documents):
        return SEEDS
    found = {folder.resolve(): folder for folder in _candidates(corpus) if _holds(folder, documents)}
    if len(found) == 1:
        return next(iter(found.values()))
    where = ", ".join(sorted(map(str, found.values()))) if found else "no folder here"
    raise RukazError(
        f"it is unclear which folder of texts the corpus was built from: {where} has the text of "
        f"{documents[0].doc_id}",
        where=str(corpus),
        hint="State which it is: --seeds TEXTS",
    )


def require_texts(folder: Path, documents: Sequence[Document]) -> Path:
    """``folder``, if it holds the texts of ``documents``.

    Raises:
        RukazError: it does not.
    """
    if not folder.is_dir():
        raise RukazError("this folder of texts does not exist", where=str(folder), hint="Type: --seeds TEXTS")
    if not _holds(folder, documents):
        hint = "Name the folder of texts that the corpus was built from, or build again."
        raise RukazError("the text is not here, or it has changed", where=str(folder), hint=hint)
    return folder


def _holds(folder: Path, documents: Sequence[Document]) -> bool:
    """Whether the texts of all ``documents`` are in ``folder``, the same bytes under the same names."""
    return all(_is_there(folder, document) for document in documents)


def _is_there(folder: Path, document: Document) -> bool:
    if path_fault(document.file):
        return False
    paths = (folder / unicodedata.normalize(form, document.file) for form in ("NFC", "NFD"))
    return any(path.is_file() and digest_file(path) == document.sha256 for path in paths)


def _candidates(corpus: Path) -> Iterator[Path]:
    for parent in (Path(), corpus.parent):
        yield parent
        yield from sorted(path for path in parent.iterdir() if path.is_dir() and path.name[0] != ".")
