"""The texts of CoNLL-U files, to be annotated anew: their paragraphs, or their sentences and tokens too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from rukaz.ingest.clean import clean_text
from rukaz.ingest.readers.containers import Part, ReadingOptions
from rukaz.ingest.readers.extracted import Extracted, GivenWord, Passage, UnreadableError, assemble
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.plain import decode_lines
from rukaz.records import Role

_COMMENT = re.compile(r"#\s*([\w:-]+)\s*(?:=\s*(.*\S))?\s*$")
_OWN_FACT = "doc_"
_WORD = re.compile(r"\d+")
_RANGE = re.compile(r"(\d+)-(\d+)")
_EMPTY_NODE = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands in the text: a word, or a multi-word token with its words."""

    form: str
    words: list[str]
    space_after: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    place: str
    opens_paragraph: bool
    units: Sequence[_Unit]


class ConlluTexts:
    """An open CoNLL-U file."""

    def __init__(self, file: BinaryIO, _suffix: str, options: ReadingOptions) -> None:
        self._lines = decode_lines(file.read(), options.encoding)
        starts = [at for at, line in enumerate(self._lines) if _comment(line)[0] == "newdoc"]
        first = next((at for at, line in enumerate(self._lines) if line.strip()), 0)
        starts = starts if starts and starts[0] <= first else [first, *starts]
        self._keep_tokens = options.keep_tokens
        self._bounds = list(zip(starts, [*starts[1:], len(self._lines)], strict=True))

    def parts(self) -> Iterator[Part]:
        """The documents, as ``# newdoc`` parts them."""
        for number, (start, end) in enumerate(self._bounds, 1):
            said = self._lines[start].partition("=")[2].strip() if "newdoc" in self._lines[start] else ""
            yield Part(f"document {number}", said, sum(len(line) for line in self._lines[start:end]))

    def read(self, address: str) -> Extracted:
        """The text of a document, a sentence on each line.

        Raises:
            UnreadableError: its tokens are to be kept, but a sentence is not what CoNLL-U says it is.
        """
        start, end = self._bounds[int(address.removeprefix("document ")) - 1]
        said = dict(_comment(line) for line in self._lines[start:end] if line.startswith("#"))
        own = {
            name.removeprefix(_OWN_FACT): value for name, value in said.items() if name.startswith(_OWN_FACT)
        }
        if not self._keep_tokens:
            return assemble(_paragraphs(_sentences(self._lines[start:end], start)), *known_facts(own))
        sentences = [
            replace(one, text=_written(one.units))
            for one in _sentences(self._lines[start:end], start, strict=True)
        ]
        if empty := next((one for one in sentences if not one.text), None):
            raise UnreadableError(f"the sentence of {empty.place} has no words")
        extracted = assemble(_paragraphs(sentences, "body"), *known_facts(own))
        return replace(
            extracted,
            given=tuple(
                _placed(sentence.units, origin.start)
                for sentence, origin in zip(sentences, extracted.origins, strict=True)
            ),
        )

    def others(self) -> dict[str, int]:
        """None: the file holds sentences only."""
        return {}


def _comment(line: str) -> tuple[str, str]:
    """The key of a comment and its value; ``newdoc id`` has the key newdoc."""
    match = _COMMENT.match(line.replace("newdoc id", "newdoc").replace("newpar id", "newpar"))
    return (match[1], match[2] or "") if match else ("", "")


def _sentences(lines: Sequence[str], first: int, *, strict: bool = False) -> Iterator[_Sentence]:
    """The sentences that have a text.

    Args:
        first: number of lines of the file before these.
        strict: whether the ids of the words must be right.

    Raises:
        UnreadableError: they are not.
    """
    for at, end in _blocks(lines):
        block = lines[at:end]
        said = dict(_comment(line) for line in block if line.startswith("#"))
        units = list(_units(block, first + at + 1, strict=strict))
        if text := said.get("text") or _written(units):
            yield _Sentence(text, f"line {first + at + 1}", "newpar" in said or "newdoc" in said, units)


def _paragraphs(sentences: Iterable[_Sentence], role: Role | None = None) -> Iterator[Passage]:
    paragraph: list[_Sentence] = []
    for sentence in sentences:
        if sentence.opens_paragraph and paragraph:
            yield _passage(paragraph, role)
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield _passage(paragraph, role)


def _passage(sentences: Sequence[_Sentence], role: Role | None) -> Passage:
    first, *rest = sentences
    return Passage(first.text, first.place, role, more=tuple((one.text, one.place) for one in rest))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches of lines between blank lines."""
    start = 0
    for at, line in enumerate((*lines, "")):
        if not line.strip():
            if at > start:
                yield start, at
            start = at + 1


def _units(block: Sequence[str], line: int, *, strict: bool) -> Iterator[_Unit]:
    """The words and multi-word tokens of a sentence; empty nodes are no part of its text.

    Args:
        line: number of the first line.

    Raises:
        UnreadableError: ``strict`` is true, and an id or a form cannot be.
    """
    due, covered = 1, 0
    unit: _Unit | None = None
    for number, row in enumerate(block, line):
        cells = row.split("\t")
        if row.startswith("#") or _EMPTY_NODE.fullmatch(cells[0]) or (len(cells) < 2 and not strict):
            continue
        match = _RANGE.fullmatch(cells[0])
        if strict and (len(cells) < 2 or (match[1] if match else cells[0]) != str(due)):
            raise UnreadableError(f"line {number} is not the word {due} of its sentence")
        if strict and not clean_text(cells[1]).strip():
            raise UnreadableError(f"the word of line {number} holds nothing visible")
        space_after = "SpaceAfter=No" not in cells[-1]
        if match:
            covered = int(match[2])
            unit = _Unit(cells[1].strip(), [], space_after)
            yield unit
        elif _WORD.fullmatch(cells[0]):
            if int(cells[0]) > covered or unit is None:
                unit = _Unit(cells[1].strip(), [], space_after)
                yield unit
            unit.words.append(cells[1].strip())
            due += 1
    if strict and due <= covered:
        raise UnreadableError(f"the sentence of line {line} lacks the word {due}")


def _written(units: Sequence[_Unit]) -> str:
    """The text that words make up."""
    return "".join(unit.form + " " * unit.space_after for unit in units).strip()


def _placed(units: Sequence[_Unit], at: int) -> tuple[GivenWord, ...]:
    """The words of a sentence that begins at ``at``."""
    found: list[GivenWord] = []
    for unit in units:
        end = at + len(unit.form)
        found += [(word, at, end) for word in unit.words]
        at = end + unit.space_after
    return tuple(found)
