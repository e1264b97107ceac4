"""CoNLL-U that anybody wrote, as records: treebanks, other tools' output, and our own files.

What a file says is taken where it can be understood: document, paragraph, ``sent_id``, text, entities,
``TokenRange``, and all that stands in files of ours. What it does not say is set out from the forms (text,
offsets) or gets a neutral value (role ``body``, annotation ``auto``). The lines of each sentence stay beside
it, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NoReturn, cast, get_args

from rukaz.conllu.entity_brackets import KEY, SCHEME, read_brackets
from rukaz.conllu.misc_column import (
    Misc,
    dates_of,
    entities_of,
    mentions_of,
    quotes_of,
    read_any_misc,
    with_multiword_spaces,
)
from rukaz.conllu.parser import SENT_ID, ConlluSentence, token_of
from rukaz.conllu.rows import COLUMNS, RawSentence, Row, read_rows
from rukaz.conllu.word_places import form_places
from rukaz.errors import RukazError
from rukaz.records import ROLES, AnnotationSource, MultiwordToken, Role, Sentence, Token

Span = tuple[int, int]

_RANGE = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_EMPTY_NODE = re.compile(r"(0|[1-9][0-9]{0,8})\.[1-9][0-9]*")
_HEAD = re.compile(r"0|[1-9][0-9]{0,8}|_")


def read_any(path: Path, *, doc_id: str = "", ranges: bool = True) -> Iterator[ConlluSentence]:
    """The sentences of any CoNLL-U file that level 1 of the UD validator accepts, and of most others.

    Args:
        doc_id: of documents without a ``newdoc id``; by default the stem of the file's name.
        ranges: whether ``TokenRange`` says where words stand; else all offsets are set out anew.

    Raises:
        RukazError: names the file and the line whose ID or HEAD cannot be, or that is no line of CoNLL-U.
    """
    reader = TolerantReader(str(path), doc_id or path.stem, ranges=ranges)
    return map(reader.read, read_rows(path))


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands in the text: a word, or a range (ID ``3-4``) with its words."""

    form: str
    misc: Misc
    words: list[tuple[Row, Misc]] = field(default_factory=list)
    last: int = 0
    """Id of the last word of a range; 0 of a word."""


class TolerantReader:
    """Reads the sentences of one source in their order.

    Args:
        where: the source, in errors.
        doc_id: of documents without a ``newdoc id``; the second of them is ``<doc_id>-2``.
        ranges: as for :func:`read_any`.
    """

    def __init__(self, where: str, doc_id: str, *, ranges: bool = True) -> None:
        self._where = where
        self._unnamed = doc_id
        self._ranges = ranges
        self._count = 0
        self._doc_id = ""
        self._block = 1
        self._position = self._end = 0
        self._scheme: str | None = None

    def read(self, raw: RawSentence, *, doc_id: str = "") -> ConlluSentence:
        """The next sentence.

        Args:
            doc_id: of its document, where it is known from elsewhere than the comments.

        Raises:
            RukazError: names the line whose ID or HEAD cannot be.
        """
        facts = raw.facts
        ours = SENT_ID.fullmatch(facts.get("sent_id") or "") if facts.get("annotation") else None
        self._open(facts, doc_id or (ours["doc_id"] if ours else ""))
        self._scheme = facts.get(KEY) or self._scheme
        units = self._units(raw, brackets=(self._scheme or (ours and SCHEME)) == SCHEME)
        text, spans = self._places(facts.get("text") or "", units, trusted=ours is not None)
        tokens: list[Token] = []
        multiword: list[tuple[MultiwordToken, Misc]] = []
        for unit, span in zip(units, spans, strict=True):
            first = len(tokens) + 1
            within = span == unit.misc.span  # only then do the words of a range have places of their own
            tokens += [
                token_of(
                    row,
                    misc,
                    number=number,
                    head=0 if row[6] == "_" else int(row[6]),
                    span=(misc.span if within else None) or span,
                )
                for number, (row, misc) in enumerate(unit.words, first)
            ]
            if unit.last:
                multiword.append((MultiwordToken(first, unit.last, unit.form, *span), unit.misc))
        ranges = tuple(mwt for mwt, _ in multiword)
        miscs = [misc for unit in units for _, misc in unit.words]
        sentence = Sentence(
            doc_id=self._doc_id,
            sent_id=facts.get("sent_id") or f"{self._doc_id}-p{self._block}-c{tokens[0].start}",
            block=ours["block"] if ours else str(self._block),
            role=_role(facts) if ours else "body",
            start=tokens[0].start,
            end=tokens[-1].end,
            text=text,
            tokens=tuple(with_multiword_spaces(tokens, multiword)),
            entities=entities_of(text, tokens, miscs, ranges),
            multiword_tokens=ranges,
            annotation=_annotation(facts) if ours else "auto",
            reviewer=facts.get("reviewer") if ours else None,
            lang=facts.get("lang") if ours else None,
            speaker=facts.get("speaker") if ours else None,
            quotes=quotes_of(miscs),
            dates=dates_of(miscs),
            mentions=mentions_of(tokens, miscs),
        )
        self._end = sentence.end
        self._position = sentence.end + sentence.tokens[-1].space_after
        return ConlluSentence(sentence, raw)

    def _open(self, facts: Mapping[str, str | None], doc_id: str) -> None:
        """Begin a document or a paragraph where one begins."""
        opening = next((key for key in facts if key.split(" ")[0] == "newdoc"), None)
        if not doc_id and opening is not None:
            doc_id = facts[opening] or opening.removeprefix("newdoc").removeprefix(" id").strip()
        if not doc_id and (opening is not None or not self._doc_id):
            self._count += 1
            doc_id = self._unnamed if self._count == 1 else f"{self._unnamed}-{self._count}"
        if doc_id and doc_id != self._doc_id:
            self._doc_id, self._block, self._position, self._end = doc_id, 1, 0, 0
        elif opening is not None or any(key.split(" ")[0] == "newpar" for key in facts):
            self._block += 1
            self._position = self._end + 2  # as if an empty line stood between paragraphs

    def _units(self, raw: RawSentence, *, brackets: bool) -> list[_Unit]:
        """The words and ranges of a sentence; what UD's level 1 says of IDs, and HEAD, are required.

        Args:
            brackets: whether the brackets of mentions may be as ours; else they stay what they are.
        """
        units: list[_Unit] = []
        due = 1
        for line, row in raw.numbered():
            if "" in row:
                self._refuse(f"the column {COLUMNS[row.index('')]} is empty", line, "An empty column is `_`.")
            if row[1] != row[1].strip():
                self._refuse(f"white space around the form {row[1]!r}", line)
            within = bool(units) and due <= units[-1].last
            match = _RANGE.fullmatch(row[0])
            if row[0] == str(due):
                misc = read_any_misc(row[9], brackets=brackets)
                if not within:
                    units.append(_Unit(row[1], misc))
                units[-1].words.append((row, misc))
                due += 1
            elif match and match[1] == str(due) and int(match[2]) >= due and not within:
                units.append(_Unit(row[1], read_any_misc(row[9]), last=int(match[2])))
            elif not (match := _EMPTY_NODE.fullmatch(row[0])) or match[1] != str(due - 1):
                self._refuse(f"ID {row[0]} where {due} is due", line)
        if not units or units[-1].last >= due:
            self._refuse("words are missing", raw.line)
        if brackets and not _pair([misc for unit in units for _, misc in unit.words]):
            return self._units(raw, brackets=False)
        for line, row in raw.words():
            if not _HEAD.fullmatch(row[6]) or (row[6] != "_" and int(row[6]) >= due):
                self._refuse(f"HEAD {row[6]} is none of the {due - 1} words of the sentence", line)
        return units

    def _refuse(self, what: str, line: int, hint: str = "") -> NoReturn:
        raise RukazError(what, where=f"{self._where}, line {line}", hint=hint)

    def _places(self, said: str, units: Sequence[_Unit], *, trusted: bool) -> tuple[str, list[Span]]:
        """The text of a sentence, and where its units stand in the source of their document.

        Args:
            said: the text as the file has it; the forms count where they say another one.
            trusted: whether ``TokenRange`` is ours; that of others must go forward.
        """
        text = said.strip()
        forms = [unit.form for unit in units]
        try:
            places = form_places(text, forms)
        except ValueError:
            text = "".join(unit.form + " " * unit.misc.space_after for unit in units).rstrip(" ")
            places = form_places(text, forms)
        spans = [unit.misc.span for unit in units if unit.misc.span] if self._ranges else []
        way = [self._position, *(offset for span in spans for offset in span)]
        if len(spans) == len(units) and (trusted or all(here <= there for here, there in pairwise(way))):
            return text, spans
        return text, [(start + self._position, end + self._position) for start, end in places]


def _pair(miscs: Sequence[Misc]) -> bool:
    """Whether the brackets of mentions can be understood."""
    try:
        read_brackets([misc.brackets for misc in miscs], [(0, 0)] * len(miscs))
    except ValueError:
        return False
    return True


def _role(facts: Mapping[str, str | None]) -> Role:
    role = facts.get("role")
    return role if role in ROLES else "body"


def _annotation(facts: Mapping[str, str | None]) -> AnnotationSource:
    said = facts.get("annotation")
    return cast(AnnotationSource, said) if said in get_args(AnnotationSource) else "auto"
