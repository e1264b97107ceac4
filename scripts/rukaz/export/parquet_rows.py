"""Records as rows of the Parquet configs and back, as :data:`rukaz.schema.FIELDS` says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from rukaz.conllu.misc_column import (
    Misc,
    dates_of,
    entities_of,
    mentions_of,
    misc_of,
    multiword_misc,
    quotes_of,
    read_misc,
    require_iob2,
    with_multiword_spaces,
)
from rukaz.errors import RukazError
from rukaz.ingest.clean import clean_text
from rukaz.mentions import cluster_entities, mention_kinds
from rukaz.records import Block, Document, MultiwordToken, Origin, Sentence, Split, Token
from rukaz.schema import FIELDS, LABELS, STRUCTS, Config, Field

Columns = dict[str, list[Any]]


def columns(config: Config, document: Document, sentences: Sequence[Sentence]) -> Columns:
    """The rows of a config that one document makes, column by column, with label ids for ``ClassLabel``.

    Raises:
        RukazError: a token has a part of speech that is none of UD's.
    """
    try:
        return {
            column.column: _encode(column, _column(config, column, document, sentences))
            for column in FIELDS[config]
        }
    except ValueError as error:
        raise RukazError(str(error), where=f"document {document.doc_id}") from error


def _column(config: Config, column: Field, document: Document, sentences: Sequence[Sentence]) -> list[Any]:
    if config == "documents":
        return [_document_value(column, document, sentences)]
    if column.record == "derived" and column.attribute in _SPAN_VALUES:
        return _SPAN_VALUES[column.attribute](document, sentences)
    record, attribute = column.record, column.attribute
    values = [_value(record, attribute, sentence) for sentence in sentences]
    if config == "sentences":
        return values
    rows = [len(getattr(sentence, _ROWS.get(config, config))) for sentence in sentences]
    return [
        item
        for value, count in zip(values, rows, strict=True)
        for item in ([value] * count if record == "Sentence" else value)
    ]


def _document_value(column: Field, document: Document, sentences: Sequence[Sentence]) -> Any:
    if column.record == "derived":
        return _DOCUMENT_VALUES[column.attribute](document, sentences)
    return getattr(document, column.attribute)


def _value(record: str, attribute: str, sentence: Sentence) -> Any:
    if record in _LISTS:
        return list(map(attrgetter(attribute), getattr(sentence, _LISTS[record])))
    if record == "derived":
        return _SENTENCE_VALUES[attribute](sentence)
    return getattr(sentence, attribute)


_LISTS = {
    "Token": "tokens",
    "Entity": "entities",
    "Quote": "quotes",
    "DateExpression": "dates",
    "Mention": "mentions",
}
"""Where a sentence has the records of each class."""

_ROWS = {"coreference": "mentions"}
"""Where it has the rows of a config, if not under its name."""


def _mwt(sentence: Sentence) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{mwt.first}-{mwt.last}",
            "form": mwt.form,
            "start": mwt.start,
            "end": mwt.end,
            "misc": multiword_misc(mwt, sentence.tokens),
        }
        for mwt in sentence.multiword_tokens
    ]


def _token_entity_ids(sentence: Sentence) -> list[str | None]:
    ids: list[str | None] = [None] * len(sentence.tokens)
    for entity in sentence.entities:
        for number in range(entity.first_token, entity.last_token + 1):
            ids[number - 1] = entity.entity_id
    return ids


def _ner_confidence(sentence: Sentence) -> list[float | None]:
    of = {n: one.confidence for one in sentence.entities for n in range(one.first_token, one.last_token + 1)}
    return [of.get(token.id) for token in sentence.tokens]


_SENTENCE_VALUES: Mapping[str, Callable[[Sentence], list[Any]]] = {
    "misc": misc_of,
    "mwt": _mwt,
    "ner_tags": lambda sentence: sentence.ner_tags,
    "ner_confidence": _ner_confidence,
    "token_entity_ids": _token_entity_ids,
    "mention_ids": lambda sentence: [f"{sentence.doc_id}-e{entity.start}" for entity in sentence.entities],
    "phrase_ids": lambda sentence: [f"{sentence.doc_id}-m{m.start}-{m.end}" for m in sentence.mentions],
    "mention_kinds": mention_kinds,
}


def _source_texts(spans: Callable[[Sentence], Iterable[tuple[int | None, int | None]]]) -> SpanValues:
    """The clean source text at the spans of each sentence; None where a span is missing."""

    def texts(document: Document, sentences: Sequence[Sentence]) -> list[str | None]:
        return [
            None if start is None or end is None else clean_text(document.text[start:end])
            for sentence in sentences
            for start, end in spans(sentence)
        ]

    return texts


def _quote_sent_ids(_document: Document, sentences: Sequence[Sentence]) -> list[list[str]]:
    """The sentences that each quote reaches."""
    starts = [sentence.start for sentence in sentences]
    return [
        [other.sent_id for other in sentences[first : bisect_left(starts, quote.end)]]
        for first, sentence in enumerate(sentences)
        for quote in sentence.quotes
    ]


def _speaker_names(_document: Document, sentences: Sequence[Sentence]) -> list[str | None]:
    """The name of each quote's speaker, as the entities of the document have it."""
    names = {entity.entity_id: entity.name for sentence in sentences for entity in sentence.entities}
    return [
        None if quote.speaker_id is None else names.get(quote.speaker_id)
        for sentence in sentences
        for quote in sentence.quotes
    ]


def _cluster_entities(_document: Document, sentences: Sequence[Sentence]) -> list[str | None]:
    """The entity that the cluster of each mention has a name of."""
    entities = cluster_entities(sentences)
    return [entities.get(mention.cluster) for sentence in sentences for mention in sentence.mentions]


SpanValues = Callable[[Document, Sequence[Sentence]], list[Any]]

_SPAN_VALUES: Mapping[str, SpanValues] = {
    "quote_ids": lambda _, found: [f"{s.doc_id}-q{quote.start}" for s in found for quote in s.quotes],
    "quote_sent_ids": _quote_sent_ids,
    "quote_texts": _source_texts(lambda sentence: ((one.start, one.end) for one in sentence.quotes)),
    "speaker_texts": _source_texts(lambda s: ((one.speaker_start, one.speaker_end) for one in s.quotes)),
    "speaker_names": _speaker_names,
    "cue_texts": _source_texts(lambda sentence: ((one.cue_start, one.cue_end) for one in sentence.quotes)),
    "date_ids": lambda _, found: [f"{s.doc_id}-d{date.start}" for s in found for date in s.dates],
    "mention_texts": _source_texts(lambda sentence: ((one.start, one.end) for one in sentence.mentions)),
    "cluster_entities": _cluster_entities,
    "date_texts": _source_texts(lambda sentence: ((one.start, one.end) for one in sentence.dates)),
}
"""Values that need the source, or other sentences than that in which a quote begins."""

_DOCUMENT_VALUES: Mapping[str, Callable[[Document, Sequence[Sentence]], Any]] = {
    "blocks": lambda document, _: [
        {name: getattr(block, name) for name in STRUCTS["block"]} for block in document.blocks
    ],
    "origins": lambda document, _: [
        {name: getattr(origin, name) for name in STRUCTS["origin"]} for origin in document.origins
    ],
    "n_sentences": lambda _, sentences: len(sentences),
    "n_tokens": lambda _, sentences: sum(len(sentence.tokens) for sentence in sentences),
}


def _encode(column: Field, values: list[Any]) -> list[Any]:
    """Label names as ids, in the columns that are lists of ``ClassLabel``."""
    names = LABELS.get(column.kind[5:-1])
    if names is None:
        return values
    ids = {name: number for number, name in enumerate(names)}
    unknown = {name for labels in values for name in labels} - ids.keys()
    if unknown:
        raise ValueError(f"{column.column} has no label {', '.join(sorted(unknown))}")
    return [[ids[name] for name in labels] for labels in values]


def document_of(row: Mapping[str, Any], split: Split) -> Document:
    """The document of a row of ``documents``.

    Raises:
        RukazError: the row lacks a value that every document has.
    """
    facts = {column.attribute: row[column.column] for column in _of("documents", "Document")}
    try:
        _require_values(Document, facts)
        for block in row["blocks"]:
            _require_values(Block, block)
        blocks = tuple(Block(**block) for block in row["blocks"])
        for origin in row["origins"]:
            _require_values(Origin, origin)
        origins = tuple(Origin(**origin) for origin in row["origins"])
    except (ValueError, TypeError) as error:
        where = f"{split}, {facts['doc_id']}"
        raise RukazError(f"the row is not a valid document: {error}", where=where) from error
    return Document(split=split, blocks=blocks, origins=origins, **facts)


def _require_values(record: type, facts: Mapping[str, Any]) -> None:
    """Raise a ValueError where a value is null that every such record has."""
    if missing := [name for name in sorted(_required(record) & facts.keys()) if facts[name] is None]:
        raise ValueError(f"{missing[0]} is null")


@cache
def _required(record: type) -> frozenset[str]:
    """The attributes of a record that are never None."""
    hints = get_type_hints(record)
    return frozenset(name for name, hint in hints.items() if type(None) not in get_args(hint))


def sentence_of(row: Mapping[str, Any]) -> Sentence:
    """The sentence of a row of ``sentences``.

    Raises:
        RukazError: the columns of the row do not agree with one another.
    """
    try:
        sentence = _sentence(row)
        agree = misc_of(sentence) == row["misc"]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        where = str(row.get("sent_id"))
        raise RukazError(f"the row is not a valid sentence: {error}", where=where) from error
    if not agree:
        raise RukazError("the column misc contradicts the other columns", where=row["sent_id"])
    return sentence


def _sentence(row: Mapping[str, Any]) -> Sentence:
    facts = {column.attribute: row[column.column] for column in _of("sentences", "Sentence")}
    _require_values(Sentence, facts)
    tags = [_names("ner")[label] for label in row["ner_tags"]]
    miscs = [_tagged(read_misc(cell), tag) for cell, tag in zip(row["misc"], tags, strict=True)]
    multiword = [(_multiword_token(struct), read_misc(struct["misc"])) for struct in row["mwt"]]
    tokens = with_multiword_spaces(_tokens(row, miscs), multiword)
    words = tuple(mwt for mwt, _ in multiword)
    require_iob2(tokens, miscs)
    entities = tuple(
        replace(entity, confidence=row["ner_confidence"][entity.first_token - 1])
        for entity in entities_of(row["text"], tokens, miscs, words)
    )
    return Sentence(
        tokens=tuple(tokens),
        entities=entities,
        multiword_tokens=words,
        quotes=quotes_of(miscs),
        dates=dates_of(miscs),
        mentions=mentions_of(tokens, miscs),
        **facts,
    )


def _tagged(misc: Misc, tag: str) -> Misc:
    return misc if misc.tag == tag else replace(misc, tag=tag)


def _tokens(row: Mapping[str, Any], miscs: Sequence[Misc]) -> list[Token]:
    cells = {column.attribute: _decode(column, row[column.column]) for column in _of("sentences", "Token")}
    if missing := [name for name in sorted(_required(Token) & cells.keys()) if None in cells[name]]:
        raise ValueError(f"{missing[0]} of a token is null")
    names = list(cells)
    return [
        Token(
            id=number, misc=misc.extra, space_after=misc.space_after, **dict(zip(names, values, strict=True))
        )
        for number, (misc, *values) in enumerate(zip(miscs, *cells.values(), strict=True), 1)
    ]


def _multiword_token(struct: Mapping[str, Any]) -> MultiwordToken:
    _require_values(MultiwordToken, struct)
    first, _, last = struct["id"].partition("-")
    return MultiwordToken(int(first), int(last), struct["form"], struct["start"], struct["end"])


def _decode(column: Field, values: list[Any]) -> list[Any]:
    names = _names(column.kind[5:-1])
    return [names[label] for label in values] if names else values


@cache
def _names(label: str) -> dict[int, str]:
    return dict(enumerate(LABELS.get(label, ())))


@cache
def _of(config: Config, record: str) -> tuple[Field, ...]:
    return tuple(column for column in FIELDS[config] if column.record == record)
