"""The texts of CoNLL-U files: their sentences and paragraphs, to be annotated anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from rukaz.ingest.readers.containers import Part, ReadingOptions
from rukaz.ingest.readers.extracted import Extracted, Passage, assemble
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.plain import decode_lines

_COMMENT = re.compile(r"#\s*([\w:-]+)\s*(?:=\s*(.*\S))?\s*$")
_OWN_FACT = "doc_"
_WORD = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)-(\d+)")


class ConlluTexts:
    """An open CoNLL-U file."""

    def __init__(self, file: BinaryIO, _suffix: str, options: ReadingOptions) -> None:
        self._lines = decode_lines(file.read(), options.encoding)
        starts = [at for at, line in enumerate(self._lines) if _comment(line)[0] == "newdoc"]
        first = next((at for at, line in enumerate(self._lines) if line.strip()), 0)
        starts = starts if starts and starts[0] <= first else [first, *starts]
        self._bounds = list(zip(starts, [*starts[1:], len(self._lines)], strict=True))

    def parts(self) -> Iterator[Part]:
        """The documents, as ``# newdoc`` parts them."""
        for number, (start, end) in enumerate(self._bounds, 1):
            said = self._lines[start].partition("=")[2].strip() if "newdoc" in self._lines[start] else ""
            yield Part(f"document {number}", said, sum(len(line) for line in self._lines[start:end]))

    def read(self, address: str) -> Extracted:
        """The text of a document, a sentence on each line."""
        start, end = self._bounds[int(address.removeprefix("document ")) - 1]
        said = dict(_comment(line) for line in self._lines[start:end] if line.startswith("#"))
        own = {
            name.removeprefix(_OWN_FACT): value for name, value in said.items() if name.startswith(_OWN_FACT)
        }
        return assemble(_paragraphs(self._lines[start:end], start), *known_facts(own))

    def others(self) -> dict[str, int]:
        """None: the file holds sentences only."""
        return {}


def _comment(line: str) -> tuple[str, str]:
    """The key of a comment and its value; ``newdoc id`` has the key newdoc."""
    match = _COMMENT.match(line.replace("newdoc id", "newdoc").replace("newpar id", "newpar"))
    return (match[1], match[2] or "") if match else ("", "")


def _paragraphs(lines: Sequence[str], first: int) -> Iterator[Passage]:
    sentences: list[tuple[str, str]] = []
    for at, end in _blocks(lines):
        block = lines[at:end]
        said = dict(_comment(line) for line in block if line.startswith("#"))
        if ("newpar" in said or "newdoc" in said) and sentences:
            yield _passage(sentences)
            sentences = []
        text = said.get("text") or _from_words(block)
        if text:
            sentences.append((text, f"line {first + at + 1}"))
    if sentences:
        yield _passage(sentences)


def _passage(sentences: Sequence[tuple[str, str]]) -> Passage:
    (text, place), *more = sentences
    return Passage(text, place, more=tuple(more))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches of lines between blank lines."""
    start = 0
    for at, line in enumerate((*lines, "")):
        if not line.strip():
            if at > start:
                yield start, at
            start = at + 1


def _from_words(block: Sequence[str]) -> str:
    """The text that the words make up, where the file does not give it."""
    text, covered = "", 0
    for line in block:
        cells = line.split("\t")
        if len(cells) < 2 or line.startswith("#"):
            continue
        if match := _RANGE.fullmatch(cells[0]):
            covered = int(match[2])
        elif not _WORD.fullmatch(cells[0]) or int(cells[0]) <= covered:
            continue
        text += cells[1] + ("" if "SpaceAfter=No" in cells[-1] else " ")
    return text.strip()
