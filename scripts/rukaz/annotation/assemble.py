"""From what the models answered to records: nothing they say is taken on trust."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from rukaz.annotation.long_sentences import Span
from rukaz.errors import RukazError
from rukaz.ingest.clean import Cleaned, clean_text
from rukaz.iob2 import decode
from rukaz.records import (
    ENTITY_LABELS,
    Block,
    Document,
    Entity,
    EntityLabel,
    MultiwordToken,
    Quarantined,
    Sentence,
    Token,
    sentence_id,
)

CUT_MARK = "Cut=Length"
"""MISC of the last token of a sentence that was cut for its length."""


class Tag(NamedTuple):
    """Morphology of a token; None where there is none."""

    upos: str | None
    xpos: str | None
    feats: str | None


class Arc(NamedTuple):
    """Place of a token in the tree: the 1-based id of its head, 0 for the root, and the relation."""

    head: int
    deprel: str


class Scores(NamedTuple):
    """How sure a model is of each answer: the natural logarithm of its odds against all other answers.

    Not calibrated. ``feats`` is of UPOS and FEATS together, ``deprel`` of the universal relation, given the
    head.
    """

    upos: float
    feats: float
    head: float
    deprel: float
    ner: float


class Analysis(NamedTuple):
    """What the models say of one token; ``ner`` is a BIOES tag, ``head`` a 1-based id or 0."""

    lemma: str
    upos: str
    feats: str | None
    head: int
    deprel: str
    ner: str
    scores: Scores | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence before analysis: spans of its tokens in the cleaned text of its block.

    Attributes:
        read: what the models read of its tokens.
        cut: whether it goes on in the next segment, cut for its length.
        is_foreign: whether it is in another language than the models'.
        fault: why it cannot be annotated; empty if it can.
        forms: of its words, where its file gives them; words of one place are those of a multi-word token.
        lang: its language if it is not that of the document.
    """

    document: Document
    block: Block
    cleaned: Cleaned
    tokens: Sequence[Span]
    read: Sequence[str] = ()
    cut: bool = False
    fault: str = ""
    forms: Sequence[str] = ()
    lang: str | None = None
    is_foreign: bool = False

    @property
    def text(self) -> str:
        """The clean text of the sentence."""
        return self.cleaned.text[self.tokens[0][0] : self.tokens[-1][1]]

    def source_span(self, start: int, end: int) -> Span:
        """Code points of the document for ``cleaned.text[start:end]``."""
        first, last = self.cleaned.span(start, end)
        return self.block.start + first, self.block.start + last


def assemble(segment: Segment, analyses: Sequence[Analysis]) -> Sentence | Quarantined:
    """The sentence record, or why there is none: counts, heads and text must all be right."""
    fault = (
        _count_fault(segment, analyses)
        or tree_fault([analysis.head for analysis in analyses])
        or _text_fault(segment)
    )
    if fault:
        return quarantine(segment, fault)
    source_start, source_end = segment.source_span(segment.tokens[0][0], segment.tokens[-1][1])
    tokens = tuple(_tokens(segment, analyses))
    return Sentence(
        doc_id=segment.document.doc_id,
        sent_id=sentence_id(segment.document.doc_id, segment.block, source_start),
        block=segment.block.block,
        role="foreign" if segment.is_foreign else segment.block.role,
        start=source_start,
        end=source_end,
        text=segment.text,
        tokens=tokens,
        lang=segment.lang,
        entities=tuple(_entities(segment, tokens, [analysis.ner for analysis in analyses])),
        multiword_tokens=tuple(_multiword_tokens(segment)),
    )


def quarantine(segment: Segment, reason: str) -> Quarantined:
    """The row that says what became of a sentence that could not be annotated."""
    start, end = segment.source_span(segment.tokens[0][0], segment.tokens[-1][1])
    return Quarantined(
        file=segment.document.file,
        stage="annotate",
        reason=reason,
        doc_id=segment.document.doc_id,
        block=segment.block.block,
        start=start,
        end=end,
    )


def tree_fault(heads: Sequence[int]) -> str | None:
    """Why ``heads`` (1-based, 0 for the root) is not a tree with one root; None if it is.

    >>> tree_fault([2, 0, 2]), tree_fault([2, 1, 0])
    (None, 'the heads form a cycle at token 1')
    """
    if heads.count(0) != 1:
        return f"the parse has {heads.count(0)} roots instead of one"
    grounded = {0}
    for token in range(1, len(heads) + 1):
        path: list[int] = []
        current = token
        while current not in grounded:
            if current in path:
                return f"the heads form a cycle at token {current}"
            path.append(current)
            current = heads[current - 1]
            if not 0 <= current <= len(heads):
                return f"the head of token {path[-1]} is outside the sentence"
        grounded.update(path)
    return None


def _count_fault(segment: Segment, analyses: Sequence[Analysis]) -> str | None:
    if len(analyses) == len(segment.tokens):
        return None
    return f"{len(segment.tokens)} tokens went in, {len(analyses)} analyses came out"


def _text_fault(segment: Segment) -> str | None:
    if isinstance(segment.cleaned.starts, range):  # nothing was changed
        return None
    source = segment.document.text
    for start, end in segment.tokens:
        form = segment.cleaned.text[start:end]
        written = source[slice(*segment.source_span(start, end))]
        if written != form and clean_text(written) != form:
            return f"token {form!r} cannot be told apart in the source (a combining mark at its edge)"
    return None


def _tokens(segment: Segment, analyses: Sequence[Analysis]) -> Iterator[Token]:
    text = segment.cleaned.text
    inner = {number for mwt in _multiword_tokens(segment) for number in range(mwt.first, mwt.last)}
    for number, ((start, end), analysis) in enumerate(zip(segment.tokens, analyses, strict=True), 1):
        source_start, source_end = segment.source_span(start, end)
        last = number == len(segment.tokens)
        yield Token(
            id=number,
            form=segment.forms[number - 1] if segment.forms else text[start:end],
            lemma=analysis.lemma,
            upos=analysis.upos,
            feats=analysis.feats,
            head=analysis.head,
            deprel=analysis.deprel,
            start=source_start,
            end=source_end,
            misc=CUT_MARK if segment.cut and last else None,
            space_after=(end == len(text) or text[end].isspace()) and number not in inner,
        )


def _multiword_tokens(segment: Segment) -> Iterator[MultiwordToken]:
    if not segment.forms:
        return
    first = 1
    for (start, end), group in groupby(segment.tokens):
        last = first + sum(1 for _ in group) - 1
        if last > first:
            form = segment.cleaned.text[start:end]
            yield MultiwordToken(first, last, form, *segment.source_span(start, end))
        first = last + 1


def _entities(segment: Segment, tokens: Sequence[Token], tags: Sequence[str]) -> Iterator[Entity]:
    for label, first, last in decode(tags):
        text = segment.cleaned.text[segment.tokens[first][0] : segment.tokens[last][1]]
        yield Entity(_known(label), tokens[first].start, tokens[last].end, text, first + 1, last + 1)


def _known(label: str) -> EntityLabel:
    for known in ENTITY_LABELS:
        if label == known:
            return known
    raise RukazError(
        f"the NER model uses the label {label!r}",
        hint=f"Choose a model with the labels {', '.join(ENTITY_LABELS)}",
    )
