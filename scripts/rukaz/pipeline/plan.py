"""How the documents are shared out: in chunks that keep all workers busy to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rukaz.records import Document

LARGEST = 100_000
"""Characters of source text annotated at once: enough to fill batches, few enough for memory, and to lose."""

SMALLEST = 20_000
"""Characters of the last chunks of several workers, some seconds of work."""

PORTION = 3
"""A chunk is this part of each worker's share of what is left: large chunks first, small ones at the end."""


def chunks(documents: Sequence[Document], workers: int = 1) -> Iterator[list[Document]]:
    """The documents, longest first, in chunks that get smaller where several workers share them."""
    left = characters(documents)
    chunk: list[Document] = []
    size = 0
    for document in sorted(documents, key=lambda one: (-len(one.text), one.doc_id)):
        chunk.append(document)
        size += len(document.text)
        if size >= _wanted(left, workers):
            yield chunk
            left -= size
            chunk, size = [], 0
    if chunk:
        yield chunk


def characters(documents: Iterable[Document]) -> int:
    """The length of all source texts."""
    return sum(len(document.text) for document in documents)


def _wanted(left: int, workers: int) -> int:
    if workers == 1:
        return LARGEST
    return min(LARGEST, max(SMALLEST, left // (PORTION * workers)))
