"""The data files of a site: sentences as columns of numbers, a file for each twenty thousand tokens or so.

What follows from other columns is stored as the difference from what is expected, nearly always 0: where a
token starts, how long it is in the source, the text of a sentence and of a block.
``assets/corpus/data_files.js`` puts the records together again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rukaz.conllu.entity_brackets import in_order
from rukaz.conllu.misc_column import span_items
from rukaz.errors import RukazError
from rukaz.explore.column_encoding import encode_column
from rukaz.explore.other_annotation import Place, Twin
from rukaz.ingest.clean import clean_text
from rukaz.mentions import cluster_entities, mention_kinds
from rukaz.records import Document, Sentence, Token, sentence_id

TOKENS_PER_CHUNK = 20_000
"""A chunk ends with the document that brings it to this size: a file of about 300 kB."""

_WORD_TABLES = ("form", "lemma", "upos", "xpos", "feats", "deprel", "deps", "misc")
"""The attributes of ``Token`` that are numbers of strings in the table of this name."""

_OF_MENTIONS = ("coref", "etype", "mention")
"""What is known of the mentions that a word is the head of, as strings with ``|`` between mentions."""

_TABLES = (
    *_WORD_TABLES, *_OF_MENTIONS, "reviewer", "lang", "label", "entity", "name", "wikidata", "speaker"
)  # fmt: skip

_OF_OTHER = ("lemma", "upos", "xpos", "feats", "deprel")
"""The columns of another annotation that can be searched."""

Automatic = Mapping[tuple[int, int], Sentence]
"""The automatic annotation of a document, by start and end of each sentence."""

NOTHING: Automatic = {}

Entities = Mapping[str, str | None]
"""The entity of each cluster of a document that has a name."""

NO_ENTITIES: Entities = {}


class _Strings:
    """A table of strings in the order in which they first came; number 0 stands for None."""

    def __init__(self) -> None:
        self._numbers: dict[str | None, int] = {None: 0}

    def number(self, value: str | None) -> int:
        """The place of ``value`` in the table."""
        return self._numbers.setdefault(value, len(self._numbers))

    def table(self) -> list[str | None]:
        """The strings by their numbers."""
        return list(self._numbers)


class Tables:
    """The tables of strings that all chunks of a site share, and where each entity is mentioned."""

    def __init__(self) -> None:
        self._tables = {name: _Strings() for name in _TABLES}
        self._places: defaultdict[int, list[int]] = defaultdict(list)

    def number(self, table: str, value: str | None) -> int:
        """The number of ``value`` in ``table``."""
        return self._tables[table].number(value)

    def mention(self, entity_id: str | None, chunk: int) -> int:
        """The number of an entity that is mentioned in ``chunk``."""
        number = self.number("entity", entity_id)
        if number and self._places[number][-1:] != [chunk]:
            self._places[number].append(chunk)
        return number

    def as_json(self) -> dict[str, Any]:
        """The strings of each table; ``places`` are the chunks that mention each entity."""
        tables = {name: strings.table() for name, strings in self._tables.items()}
        return {**tables, "places": [self._places.get(number, []) for number in range(len(tables["entity"]))]}


class Chunk:
    """The documents of one data file.

    Args:
        number: of the file, from 0.
        tables: where the strings of its columns are.
    """

    def __init__(self, number: int, tables: Tables) -> None:
        self.number = number
        self._documents: list[dict[str, Any]] = []
        self._sentences = _Sentences(number, tables)
        self._automatic = _Sentences(number, tables)
        self._compared: list[int] = []
        self._other = _Other(tables)

    @property
    def size(self) -> dict[str, int]:
        """Its sentences and tokens."""
        return {"sentences": self._sentences.count, "tokens": self._sentences.tokens}

    def add(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        automatic: Automatic = NOTHING,
        others: Mapping[Place, Twin] | None = None,
    ) -> None:
        """Add a document, with the automatic annotation of its sentences where that is known and differs.

        Args:
            others: what the automatic annotation says of each word; None if there is none.

        Raises:
            RukazError: the id of a sentence does not say where it starts.
        """
        blocks = {block.block: number for number, block in enumerate(document.blocks)}
        entities = cluster_entities(sentences)
        for sentence in sentences:
            number = blocks.get(sentence.block)
            _require_place(document, sentence, number)
            other = automatic.get((sentence.start, sentence.end))
            if other is not None and _annotation(other) != _annotation(sentence):
                self._compared.append(self._sentences.count)
                self._automatic.add(other, 0)
            self._other.add(sentence, self._sentences.tokens, others)
            self._sentences.add(sentence, number or 0, entities)
        self._documents.append({"sentences": len(sentences), "blocks": _blocks(document, sentences)})

    def as_json(self) -> dict[str, Any]:
        """What the file holds."""
        return {
            "documents": self._documents,
            **self._sentences.as_json(),
            "automatic": {"sentence": self._compared, **self._automatic.as_json()},
            "other": self._other.as_json(),
        }


def sentence_columns(sentences: Sequence[Sentence]) -> dict[str, Any]:
    """Sentences apart from their chunks, as :class:`Chunk` has them, with the tables of their strings."""
    tables = Tables()
    columns = _Sentences(0, tables)
    entities = cluster_entities(sentences)
    for sentence in sentences:
        columns.add(sentence, 0, entities)
    return {"columns": columns.as_json(), "tables": tables.as_json()}


class _Sentences:
    """Sentences one after the other, as columns."""

    def __init__(self, chunk: int, tables: Tables) -> None:
        self.count = self.tokens = 0
        self._chunk = chunk
        self._tables = tables
        self._columns: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._texts: list[tuple[int, str]] = []
        self._multiword: list[tuple[int, int, int, str, int, int]] = []
        self._spans: list[tuple[int, int, str]] = []

    def add(self, sentence: Sentence, block: int, entities: Entities = NO_ENTITIES) -> None:
        """Add a sentence of block number ``block``; ``entities``: of the clusters of its document."""
        self._add("sentences", "tokens", len(sentence.tokens))
        self._add("sentences", "block", block)
        self._add("sentences", "start", sentence.start)
        self._add("sentences", "reviewed", int(sentence.annotation == "reviewed"))
        self._add("sentences", "reviewer", self._tables.number("reviewer", sentence.reviewer))
        self._add("sentences", "lang", self._tables.number("lang", sentence.lang))
        self._add("sentences", "speaker", self._tables.number("speaker", sentence.speaker))
        self._add("sentences", "foreign", int(sentence.role == "foreign"))
        if sentence.text != _joined(sentence.tokens):
            self._texts.append((self.count, sentence.text))
        for mwt in sentence.multiword_tokens:
            self._multiword.append((self.count, mwt.first, mwt.last, mwt.form, mwt.start, mwt.end))
        self._spans += [(self.count, number, items) for number, items in span_items(sentence).items()]
        self._add_entities(sentence)
        self._add_mentions(sentence, entities)
        self._add_tokens(sentence)
        self.count += 1

    def _add_entities(self, sentence: Sentence) -> None:
        for entity in sentence.entities:
            self._add("entities", "token", self.tokens + entity.first_token - 1)
            self._add("entities", "length", entity.last_token - entity.first_token + 1)
            self._add("entities", "label", self._tables.number("label", entity.label))
            self._add("entities", "name", self._tables.number("name", entity.name))
            self._add("entities", "wikidata", self._tables.number("wikidata", entity.wikidata))
            self._add("entities", "entity", self._tables.mention(entity.entity_id, self._chunk))

    def _add_mentions(self, sentence: Sentence, entities: Entities) -> None:
        kinds = dict(zip(sentence.mentions, mention_kinds(sentence), strict=True))
        headed: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for one in in_order(sentence.mentions):
            self._add("mentions", "token", self.tokens + one.first_token - 1)
            self._add("mentions", "length", one.last_token - one.first_token + 1)
            self._add("mentions", "head", one.head - one.first_token)
            headed[one.head].append((entities.get(one.cluster) or one.cluster, one.etype, kinds[one]))
        for place, name in enumerate(_OF_MENTIONS):
            for token in sentence.tokens:
                values = "|".join(one[place] for one in headed.get(token.id, ()))
                self._add("tokens", name, self._tables.number(name, values) if values else 0)

    def _add_tokens(self, sentence: Sentence) -> None:
        expected = sentence.start
        for token in sentence.tokens:
            for name in _WORD_TABLES:
                self._add("tokens", name, self._tables.number(name, getattr(token, name)))
            self._add("tokens", "head", token.head)
            sure = token.confidence
            self._add("tokens", "confidence", 0 if sure is None else 1 + round(100 * sure))
            self._add("tokens", "glued", int(not token.space_after))
            self._add("tokens", "shift", token.start - expected)
            self._add("tokens", "excess", token.end - token.start - len(token.form))
            expected = token.end + token.space_after
        self.tokens += len(sentence.tokens)

    def _add(self, part: str, column: str, value: int) -> None:
        self._columns[part, column].append(value)

    def as_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {"sentences": {}, "tokens": {}, "entities": {}, "mentions": {}}
        for (part, column), values in self._columns.items():
            parts[part][column] = encode_column(values)
        sizes = {name: len(self._columns[name, "token"]) for name in ("entities", "mentions")}
        return {
            "size": {"sentences": self.count, "tokens": self.tokens, **sizes},
            **parts,
            "texts": self._texts,
            "multiword": self._multiword,
            "spans": self._spans,
        }


class _Other:
    """The words that another annotation sees otherwise, or does not have."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._columns: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, sentence: Sentence, before: int, others: Mapping[Place, Twin] | None) -> None:
        """Add a sentence that has so many tokens before it."""
        if others is None:
            return
        for number, (token, tag) in enumerate(zip(sentence.tokens, sentence.ner_tags, strict=True), before):
            twin = others.get((token.start, token.end))
            own = [getattr(token, name) for name in _OF_OTHER], None if tag == "O" else tag, token.head
            if twin is None:
                self._row(number, found=0)
            elif own != ([getattr(twin.token, name) for name in _OF_OTHER], twin.ner, twin.head):
                values = {name: self._tables.number(name, getattr(twin.token, name)) for name in _OF_OTHER}
                head = -1 if twin.head is None else twin.head
                self._row(number, found=1, **values, ner=self._tag(twin.ner), head=head)

    def _row(self, token: int, **values: int) -> None:
        self._columns["token"].append(token)
        for name in ("found", *_OF_OTHER, "ner", "head"):
            self._columns[name].append(values.get(name, 0))

    def _tag(self, tag: str | None) -> int:
        """An IOB2 tag as a number: B and I of the first label, then of the second."""
        if tag is None:
            return 0
        return 2 * self._tables.number("label", tag[2:]) - (tag[0] == "B")

    def as_json(self) -> dict[str, Any]:
        columns = {name: encode_column(values) for name, values in self._columns.items()}
        return {"size": len(self._columns["token"]), **columns}


def _require_place(document: Document, sentence: Sentence, block: int | None) -> None:
    if block is None or sentence.sent_id != sentence_id(
        document.doc_id, document.blocks[block], sentence.start
    ):
        raise RukazError(
            "the id of the sentence does not say where it starts",
            where=sentence.sent_id,
            hint="`rukaz check CORPUS` lists everything that is wrong with the corpus.",
        )


def _annotation(sentence: Sentence) -> tuple[object, ...]:
    return sentence.tokens, sentence.entities


def _joined(tokens: Sequence[Token]) -> str:
    """The forms with a space wherever one follows, none at the end."""
    return "".join(token.form + " " * token.space_after for token in tokens).removesuffix(" ")


def _blocks(document: Document, sentences: Sequence[Sentence]) -> list[list[Any]]:
    """Block, role, reason, start, end, and the text unless it is that of its sentences."""
    written = {
        block: "".join(one.text + " " * one.tokens[-1].space_after for one in group).removesuffix(" ")
        for block, group in groupby(sentences, key=lambda one: one.block)
    }
    texts = [clean_text(document.text[block.start : block.end]) for block in document.blocks]
    return [
        [block.block, block.role, block.reason, block.start, block.end, None if same else text]
        for block, text in zip(document.blocks, texts, strict=True)
        for same in [written.get(block.block) == text]
    ]
