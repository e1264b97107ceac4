"""The records that flow through RuKaz: Document, Block, Sentence, Token, Entity, Mention, Quote and others.

Offsets (``start``, ``end``) are always code points into the decoded source text of the document, end
exclusive. The source itself is never changed: a record's ``text`` or ``form`` is ``clean(source[start:end])``
(see :mod:`rukaz.ingest.clean`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from rukaz.iob2 import TaggedSpan, encode

Split = Literal["train", "validation", "test"]
Role = Literal[
    "title", "lead", "body", "heading", "question", "answer", "caption", "byline", "dateline", "pull_quote",
    "speaker", "marker", "table", "boilerplate", "duplicate", "foreign",
]  # fmt: skip
AnnotationSource = Literal["auto", "reviewed"]
EntityLabel = Literal["PER", "ORG", "LOC", "MISC"]
QuoteKind = Literal["direct", "indirect", "turn"]
DatePart = Literal["start", "middle", "end"]

SPLITS: tuple[Split, ...] = get_args(Split)
ROLES: tuple[Role, ...] = get_args(Role)
ANNOTATION_SOURCES: tuple[AnnotationSource, ...] = get_args(AnnotationSource)
ENTITY_LABELS: tuple[EntityLabel, ...] = get_args(EntityLabel)
QUOTE_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
DATE_PARTS: tuple[DatePart, ...] = get_args(DatePart)

TEXT_ROLES: frozenset[Role] = frozenset({"title", "lead", "body", "heading", "question", "answer"})
"""Roles of the text of an article; blocks of every other role are kept but not annotated.

``foreign`` is a role of sentences, in blocks of any of these: kept as text, not parsed.
"""

SENTENCE_ROLES: tuple[Role, ...] = (*(role for role in ROLES if role in TEXT_ROLES), "foreign")
"""The roles that sentences have."""

UPOS_TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
"""Universal parts of speech (universaldependencies.org/u/pos), in alphabetical order."""

NER_TAGS = ("O", *(f"{prefix}-{label}" for label in ENTITY_LABELS for prefix in "BI"))
"""IOB2 tags in the order of CoNLL-2003, so that their ids agree with models trained on it."""

UNKNOWN = "_"
"""UPOS, lemma or relation of a word of other people's data where nobody annotated it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document: a paragraph, a line, or a piece cut off one.

    Attributes:
        block: number of the paragraph or line before cleaning, from 1; pieces add a letter (``4a``, ``4b``).
        reason: why the block is left out of the annotation; None for text of the article.
    """

    block: str
    role: Role
    start: int
    end: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of the text of a document stands in its file.

    Attributes:
        place: a page, element, line, row or time: ``page 3``, ``/html/body/p[2]``, ``cue 12, 00:01:02.500``.
    """

    start: int
    end: int
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source text, with what it says of itself; an unknown fact is None.

    Attributes:
        doc_id: ``[A-Za-z0-9._-]+``, unique in the corpus.
        file: path of the source below the folder of texts, with ``/``.
        sha256: of the bytes of the file.
        text: the decoded source, unchanged; what a reader made of the file, if it is no plain text.
        part: which part of the file: a row, a path within an archive; None if it is all of it.
        inferred: names of the facts that the text does not state but lets infer, with commas.
        date: ISO 8601, as exact as known (``2023``, ``2023-11``, ``2023-11-09``).
        blocks: in the order of the text, not overlapping; between them is only white space.
        origins: where the text stands in the file; empty if the text is the file, decoded.
        metadata: what else the file says of the document, as JSON with sorted keys.
        given: form, start and end of the words of its sentences, where they are kept as the file has them.
    """

    doc_id: str
    file: str
    sha256: str
    text: str
    split: Split
    blocks: tuple[Block, ...]
    language: str = "ru"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    rights: str | None = None
    interviewee: str | None = None
    inferred: str | None = None
    part: str | None = None
    origins: tuple[Origin, ...] = ()
    metadata: str | None = None
    given: tuple[tuple[tuple[str, int, int], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word: the ten columns of CoNLL-U, less what is derived, plus offsets.

    Attributes:
        id: 1-based position in the sentence.
        feats: sorted ``Name=Value|Name=Value``, None for an empty column; likewise ``xpos`` and ``deps``.
        head: id of the head, 0 for the root.
        misc: MISC items beyond the derived ones (NE, EntityId, EntityName, SpaceAfter, TokenRange).
        space_after: False if the next token, or the next sentence of the block, follows without a space.
        confidence: how probable it is that four answers, or one, are right, in hundredths; not compared.
    """

    id: int
    form: str
    lemma: str
    upos: str
    feats: str | None
    head: int
    deprel: str
    start: int
    end: int
    xpos: str | None = None
    deps: str | None = None
    misc: str | None = None
    space_after: bool = True
    confidence: float | None = field(default=None, compare=False)
    upos_confidence: float | None = field(default=None, compare=False)
    feats_confidence: float | None = field(default=None, compare=False)
    head_confidence: float | None = field(default=None, compare=False)
    deprel_confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class MultiwordToken:
    """A surface token that covers the words ``first`` to ``last`` (ids, inclusive)."""

    first: int
    last: int
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity: the span is the truth, IOB2 is derived from it.

    Attributes:
        first_token, last_token: ids of its first and last token, inclusive.
        name: normal (nominative) form; None before names are given (rukaz.layers.names).
        entity_id: the same for all mentions of one person, body or place in the corpus; None if unknown.
        wikidata: its item in Wikidata, ``Q232``; None if nobody checked one.
    """

    label: EntityLabel
    start: int
    end: int
    text: str
    first_token: int
    last_token: int
    name: str | None = None
    entity_id: str | None = None
    wikidata: str | None = None
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that refers to somebody or something: «президент РФ Владимир Путин», «его», «обе страны».

    Attributes:
        cluster: the same for all phrases of a document that refer to the same, and of no other document.
        etype: what that is, one of :data:`rukaz.mentions.ETYPES`.
        first_token, last_token: ids of its first and last token, inclusive.
        head: id of its syntactic head.
    """

    cluster: str
    etype: str
    start: int
    end: int
    first_token: int
    last_token: int
    head: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What the text says that somebody said; it begins in its sentence and may end in a later one.

    Attributes:
        kind: ``direct`` speech, within its quotation marks; ``indirect``, the clause that reports it; a
            ``turn`` of an interview.
        cue_start, cue_end: the word that says that it is said: сказал, по словам; None of a turn.
        speaker_start, speaker_end: the phrase that names who said it; None where none does.
        speaker_id: the entity that this is; None if it is unknown.
    """

    kind: QuoteKind
    start: int
    end: int
    cue_start: int | None = None
    cue_end: int | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of a date, without its preposition: 9 ноября, начале 2022 года, вчера.

    Attributes:
        value: ISO 8601 as extended by EDTF (``2023-11-09``, ``XXXX-11-01``, ``2023-01/2023-08``); None
            where neither the text nor its date decides it.
        part: of what ``value`` names: the start of 2022.
    """

    start: int
    end: int
    value: str | None = None
    part: DatePart | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated sentence.

    Attributes:
        sent_id: ``<doc_id>-p<block>-c<start within the block>``; it does not move when another sentence is
            split differently.
        role: of its block, or ``foreign`` if it is in a language that the models have not learned.
        text: ``clean(source[start:end])``.
        reviewer: who reviewed it; None for automatic annotation.
        lang: its language as an ISO 639-1 code; None if it is that of the document.
        speaker: of a sentence in a turn of an interview, the id of the entity that speaks.
        quotes, dates: those that begin in the sentence, in the order of the text.
        mentions: in the order of their first tokens, the longer of two before the shorter.
        confidence: the mean of that of its tokens: what share of them is right, as far as can be told.
    """

    doc_id: str
    sent_id: str
    block: str
    role: Role
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()
    multiword_tokens: tuple[MultiwordToken, ...] = ()
    annotation: AnnotationSource = "auto"
    reviewer: str | None = None
    lang: str | None = None
    speaker: str | None = None
    quotes: tuple[Quote, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    confidence: float | None = field(default=None, compare=False)

    @property
    def ner_tags(self) -> list[str]:
        """IOB2 tag of each token."""
        spans = (TaggedSpan(e.label, e.first_token - 1, e.last_token - 1) for e in self.entities)
        return encode(spans, len(self.tokens))

    @property
    def surface(self) -> list[Token | MultiwordToken]:
        """The tokens as they stand in the text: a multi-word token instead of its words."""
        covering = {mwt.first: mwt for mwt in self.multiword_tokens}
        inner = {i for mwt in self.multiword_tokens for i in range(mwt.first + 1, mwt.last + 1)}
        return [covering.get(token.id, token) for token in self.tokens if token.id not in inner]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something that could not become part of the corpus: what, where, why.

    Attributes:
        file: path of the source below the folder of texts.
        doc_id, block: None where the failure came before they were known.
        start, end: the stretch of the source; both 0 where the file could not be decoded.
        stage: ``ingest``, ``annotate`` or ``check``.
        reason: a sentence that says what is wrong and, where possible, what to do.
    """

    file: str
    stage: Literal["ingest", "annotate", "check"]
    reason: str
    doc_id: str | None = None
    block: str | None = None
    start: int = 0
    end: int = 0


def sentence_id(doc_id: str, block: Block, start: int) -> str:
    """The id of the sentence that starts at source offset ``start`` in ``block``."""
    return f"{doc_id}-p{block.block}-c{start - block.start}"
