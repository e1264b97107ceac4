"""The strict parser of our own and reviewed CoNLL-U: what it cannot keep is an error that names the line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import cast, get_args

import conllu

from rukaz.conllu.entity_brackets import KEY, SCHEME
from rukaz.conllu.misc_column import (
    Misc,
    dates_of,
    entities_of,
    mentions_of,
    quotes_of,
    read_misc,
    require_iob2,
    with_multiword_spaces,
)
from rukaz.conllu.rows import RawSentence, Row, split_rows
from rukaz.errors import RukazError
from rukaz.records import ROLES, UPOS_TAGS, AnnotationSource, MultiwordToken, Sentence, Token

SENT_ID = re.compile(r"(?P<doc_id>[A-Za-z0-9._-]+)-p(?P<block>[0-9]+[a-z]*A?)-c[0-9]+")
"""The id of a sentence of ours."""

_NUMBER = re.compile(r"0|[1-9][0-9]*")
_RAW = {name: lambda columns, i: columns[i] for name in conllu.parser.DEFAULT_FIELDS}


@dataclass(frozen=True, slots=True)
class ConlluSentence:
    """A sentence of a file, and its lines as they stand there."""

    sentence: Sentence
    raw: RawSentence


def parse_conllu(lines: str | Iterable[str], *, where: str = "CoNLL-U") -> Iterator[ConlluSentence]:
    """The sentences of a text or of lines that keep their line ends; ``where`` names the source in errors."""
    text = io.StringIO(lines, newline="\n") if isinstance(lines, str) else lines
    return (parse_raw(raw, where) for raw in split_rows(text, where=where, strict=True))


def parse_raw(raw: RawSentence, where: str) -> ConlluSentence:
    """The sentence whose lines are ``raw``.

    Raises:
        RukazError: names the line that is not as RuKaz writes it.
    """
    lines = list(map("\t".join, raw.rows))
    if not is_kept(raw.comments, lines):
        _require_kept([*raw.comments, *lines], raw.line, where)
    tokens, miscs, multiword = _read_rows(raw, where)
    try:
        sentence = _sentence(raw.facts, tokens, miscs, multiword)
    except ValueError as error:
        raise RukazError(str(error), where=f"{where}, line {raw.line}") from error
    return ConlluSentence(sentence, raw)


def is_kept(comments: Sequence[str], rows: Sequence[str]) -> bool:
    """Whether the ``conllu`` library gives these lines back for certain, so that it need not be asked."""
    keys: set[str] = set()
    for comment in comments:
        key, equals, value = comment.removeprefix("# ").partition(" = ")
        if not (comment.startswith("# ") and key and equals and value) or "=" in key or key in keys:
            return False
        if key != key.strip() or value != value.strip():
            return False
        keys.add(key)
    return not any(row[0] == "#" or "  " in row or row != row.strip() for row in rows)


def _require_kept(lines: Sequence[str], first: int, where: str) -> None:
    """Make sure that the library gives lines back as they are."""
    parsed = conllu.parse_token_and_metadata("\n".join(lines), field_parsers=_RAW)
    for number, (line, back) in enumerate(zip_longest(lines, parsed.serialize()[:-2].split("\n")), first):
        if line != back:
            raise RukazError(
                f"reading and writing would make {back!r} of this line",
                where=f"{where}, line {number}",
                hint="Comments are `# key = value`, each key once, before the words; no cell has two spaces.",
            )


def _read_rows(raw: RawSentence, where: str) -> tuple[list[Token], list[Misc], list[MultiwordToken]]:
    tokens: list[Token] = []
    miscs: list[Misc] = []
    multiword: list[tuple[MultiwordToken, Misc]] = []
    line = raw.line
    try:
        for line, row in raw.numbered():  # noqa: B007 - an error names it
            misc = read_misc(None if row[9] == "_" else row[9])
            if "-" in row[0]:
                multiword.append((_multiword_token(row, misc, first=len(tokens) + 1), misc))
            else:
                tokens.append(_token(row, misc, number=len(tokens) + 1))
                miscs.append(misc)
    except ValueError as error:
        raise RukazError(str(error), where=f"{where}, line {line}") from error
    return with_multiword_spaces(tokens, multiword), miscs, [mwt for mwt, _ in multiword]


def _token(row: Row, misc: Misc, *, number: int) -> Token:
    if row[0] != str(number):
        raise ValueError(f"ID {row[0]} where {number} is due (empty nodes have no place here)")
    if row[3] not in UPOS_TAGS:
        raise ValueError(f"UPOS {row[3]} is none of {' '.join(UPOS_TAGS)}")
    if not _NUMBER.fullmatch(row[6]):
        raise ValueError(f"HEAD {row[6]} is not a number")
    return token_of(row, misc, number=number, head=int(row[6]), span=_span(misc))


def token_of(row: Row, misc: Misc, *, number: int, head: int, span: tuple[int, int]) -> Token:
    """The token of a line, whose ID and HEAD were looked at."""
    cells = [None if cell == "_" else cell for cell in row]
    return Token(
        id=number,
        form=row[1],
        lemma=row[2],
        upos=row[3],
        xpos=cells[4],
        feats=cells[5],
        head=head,
        deprel=row[7],
        deps=cells[8],
        misc=misc.extra,
        start=span[0],
        end=span[1],
        space_after=misc.space_after,
    )


def _multiword_token(row: Row, misc: Misc, *, first: int) -> MultiwordToken:
    begin, _, last = row[0].partition("-")
    if begin != str(first) or not _NUMBER.fullmatch(last) or int(last) <= first:
        raise ValueError(f"ID {row[0]} does not begin a range at {first}")
    if any(cell != "_" for cell in row[2:9]) or replace(misc, span=None, space_after=True) != Misc():
        raise ValueError("the line of a range has only ID, FORM and MISC with SpaceAfter and TokenRange")
    start, end = _span(misc)
    return MultiwordToken(first, int(last), row[1], start, end)


def _span(misc: Misc) -> tuple[int, int]:
    if misc.span is None:
        raise ValueError("TokenRange=start:end is missing in MISC")
    return misc.span


def _sentence(
    comments: Mapping[str, str | None],
    tokens: Sequence[Token],
    miscs: Sequence[Misc],
    multiword: Sequence[MultiwordToken],
) -> Sentence:
    said = {key: value for key, value in comments.items() if value is not None}
    for key in ("sent_id", "text", "annotation", "role"):
        if key not in said:
            raise ValueError(f"the comment `# {key} = ...` is missing")
    sent_id = SENT_ID.fullmatch(said["sent_id"])
    if not sent_id:
        raise ValueError(f"sent_id {said['sent_id']} is not <doc_id>-p<block>-c<start>")
    if said["annotation"] not in get_args(AnnotationSource):
        raise ValueError(f"annotation = {said['annotation']} is neither auto nor reviewed")
    if said["role"] not in ROLES:
        raise ValueError(f"role = {said['role']} is none of {', '.join(ROLES)}")
    if not tokens or (multiword and multiword[-1].last > len(tokens)):
        raise ValueError("words are missing")
    require_iob2(tokens, miscs)
    if said.get(KEY, SCHEME) != SCHEME:
        raise ValueError(f"{KEY} = {said[KEY]} is not {SCHEME}")
    return Sentence(
        doc_id=sent_id["doc_id"],
        sent_id=sent_id[0],
        block=sent_id["block"],
        role=said["role"],
        start=tokens[0].start,
        end=tokens[-1].end,
        text=said["text"],
        tokens=tuple(tokens),
        entities=entities_of(said["text"], tokens, miscs, multiword),
        multiword_tokens=tuple(multiword),
        annotation=cast(AnnotationSource, said["annotation"]),
        reviewer=said.get("reviewer"),
        lang=said.get("lang"),
        speaker=said.get("speaker"),
        quotes=quotes_of(miscs),
        dates=dates_of(miscs),
        mentions=mentions_of(tokens, miscs),
    )
