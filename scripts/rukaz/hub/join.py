"""Join a copy without texts to the texts again: the corpus as it was, proven by its digests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from encodings.aliases import aliases
from functools import partial
from itertools import product
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import building, publish
from rukaz.export.croissant import describe_again, read_description
from rukaz.export.manifest import (
    MANIFEST,
    Manifest,
    digest_file,
    digest_tree,
    public_versions,
    read_manifest,
    write_manifest,
)
from rukaz.export.parquet_files import read_parts
from rukaz.export.parts import Pair
from rukaz.hub.cards import read_card
from rukaz.hub.masks import unmask
from rukaz.hub.without_texts import KEY, write_files
from rukaz.ingest.parts import extract
from rukaz.ingest.readers import suffix_of
from rukaz.ingest.readers.extracted import UnreadableError
from rukaz.ingest.readers.tables import COLUMN
from rukaz.ingest.sources import TextSource
from rukaz.records import Document
from rukaz.safe_paths import leads_out, safe_path

ENCODINGS = tuple(dict.fromkeys(("utf_8", "utf_8_sig", "cp1251", *sorted(set(aliases.values())))))
"""All that Python knows. None is guessed: the digest of the decoded text proves which is right."""


def join(  # noqa: PLR0913 - the options of the command
    stripped: Path,
    texts: Path,
    corpus: Path,
    *,
    follow_links: bool = False,
    discard_edits: bool = False,
    say: Callable[[str], None] = lambda message: None,
) -> Manifest:
    """Make ``corpus`` of a copy without texts and the folder of the texts; the manifest of it.

    The texts are known by their SHA-256, so their names do not matter. CoNLL-U and Parquet files are the
    same bytes as before; the card and the manifest lack the tables of examples.

    Args:
        follow_links: symbolic links may lead out of ``texts``.
        discard_edits: files of ``corpus`` that were changed by hand may be replaced.
        say: is told of notices, line by line.

    Raises:
        RukazError: a text is missing or another one, or a file did not come back as it was.
    """
    manifest = read_manifest(stripped)
    if manifest.get(KEY) is None:
        raise RukazError("this corpus has its texts", where=str(stripped), hint="There is nothing to join.")
    kept = manifest.pop(KEY)
    found = _by_digest(texts, follow_links, say)
    with building(corpus, say=say, discard_edits=discard_edits) as work:
        join_part = partial(_joined, found=found, digests=kept["texts"], texts=texts)
        write_files(work.staging, manifest, lambda split: map(join_part, read_parts(stripped, split)))
        read_card(stripped).without_notice().write(work.staging, manifest)
        describe_again(read_description(stripped), work.staging)
        _require_same(work.staging, kept["outputs"], manifest, say)
        manifest["outputs"] = digest_tree(work.staging)
        write_manifest(work.staging, manifest)
        publish(work.staging, corpus, discard_edits=discard_edits)
    return manifest


def _by_digest(texts: Path, follow_links: bool, say: Callable[[str], None]) -> dict[str, Path]:
    if not texts.is_dir():
        raise RukazError("this folder of texts does not exist", where=str(texts))
    found: dict[str, Path] = {}
    with explaining_os_errors(texts):
        for path in sorted(path for path in texts.rglob("*") if path.is_file()):
            if follow_links or not leads_out(path, texts):
                found[digest_file(path)] = path
            else:
                say(f"{path} is a symbolic link out of the folder of texts; --follow-links reads it")
    return found


def _joined(
    pairs: Iterable[Pair], *, found: Mapping[str, Path], digests: Mapping[str, str], texts: Path
) -> Iterator[Pair]:
    for document, sentences in pairs:
        if document.sha256 not in found:
            raise RukazError(
                f"the text {document.file} of {document.doc_id} is not here, or it is another version",
                where=str(texts),
                hint=f"Its SHA-256 is {document.sha256}; the name of the file does not matter.",
            )
        text = _text(found[document.sha256], document, digests[document.doc_id])
        yield replace(document, text=text), [unmask(one, text) for one in sentences]


def _text(path: Path, document: Document, digest: str) -> str:
    """The text of a document, as its reader gave it."""
    if document.part is None and suffix_of(document.file) in ("", ".txt"):
        return _decoded(path, digest)
    for encoding, column, keep_tokens in product(("utf-8", "cp1251"), _columns(document), (False, True)):
        source = TextSource(
            document.doc_id,
            path,
            document.file,
            part=document.part,
            encoding=encoding,
            text_column=column,
            keep_tokens=keep_tokens,
        )
        try:
            text = extract(source)[1].text
        except UnreadableError:
            continue
        if hashlib.sha256(text.encode()).hexdigest() == digest:
            return text
    raise RukazError("this version of RuKaz reads a different text from the file", where=str(path))


def _columns(document: Document) -> Sequence[str | None]:
    """The column that held the text, if it came from a table."""
    places = {origin.place for origin in document.origins}
    return [place.removeprefix(COLUMN) for place in places if place.startswith(COLUMN)] or [None]


def _decoded(path: Path, digest: str) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            if hashlib.sha256(text.encode()).hexdigest() == digest:
                return text
        except (LookupError, ValueError):  # not in this encoding, or not one of texts
            continue
    raise RukazError("the encoding of the text is unknown", where=str(path))


def _require_same(
    folder: Path, outputs: Mapping[str, str], manifest: Manifest, say: Callable[[str], None]
) -> None:
    """The data are the same bytes; Parquet may differ where another pyarrow writes it."""
    data = {name: digest for name, digest in outputs.items() if name.endswith((".conllu", ".parquet"))}
    differing = [name for name, digest in data.items() if not _is(folder, name, digest)]
    ours, theirs = public_versions(["pyarrow"])["pyarrow"], manifest["versions"].get("pyarrow")
    if differing and all(name.endswith(".parquet") for name in differing) and ours != theirs:
        say(f"pyarrow {ours} has written other bytes of Parquet than pyarrow {theirs} did, and the same rows")
    elif differing:
        hint = "The copy was changed, or made by another version of RuKaz."
        raise RukazError("the file did not come back as it was", where=differing[0], hint=hint)


def _is(folder: Path, name: str, digest: str) -> bool:
    path = safe_path(folder, name, where=MANIFEST)
    return path.is_file() and digest_file(path) == digest
