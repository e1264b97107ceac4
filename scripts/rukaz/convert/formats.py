"""The formats, and what each of them holds of a corpus: data from which the table is made and tested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukaz.convert.docbin import read_docbin, write_docbin
from rukaz.convert.iob2 import read_iob2, write_iob2
from rukaz.convert.jsonl import read_jsonl, write_jsonl
from rukaz.convert.label_studio import read_label_studio, write_label_studio
from rukaz.convert.piece import Piece, read_conllu_pieces, write_conllu_pieces
from rukaz.convert.vertical import read_vertical, registry, write_vertical
from rukaz.export.card import table
from rukaz.records import UNKNOWN, Entity, Token
from rukaz.tree import with_tree


def _tokens(of: Callable[[Token], object]) -> Callable[[Piece], object]:
    return lambda piece: [of(token) for token in piece.sentence.tokens]


def _entities(of: Callable[[Entity], object]) -> Callable[[Piece], object]:
    return lambda piece: [of(entity) for entity in piece.sentence.entities]


ASPECTS: Mapping[str, Callable[[Piece], object]] = {
    "forms": _tokens(lambda token: token.form),
    "entity spans and labels": _entities(lambda one: (one.label, one.first_token, one.last_token)),
    "spaces after tokens": _tokens(lambda token: token.space_after),
    "lemmas": _tokens(lambda token: token.lemma),
    "UPOS": _tokens(lambda token: "X" if token.upos == UNKNOWN else token.upos),
    "XPOS that is not UPOS": _tokens(lambda token: None if token.xpos == token.upos else token.xpos),
    "FEATS": _tokens(lambda token: token.feats),
    "trees": lambda piece: [(token.head, token.deprel) for token in with_tree(piece.sentence).tokens],
    "entity ids": _entities(lambda one: one.entity_id),
    "sent_id": lambda piece: piece.sentence.sent_id,
    "entity names": _entities(lambda one: one.name),
    "links to Wikidata": _entities(lambda one: one.wikidata),
    "offsets in the source": _tokens(lambda token: (token.start, token.end)),
    "white space as it was": lambda piece: piece.sentence.text,
    "multi-word tokens": lambda piece: piece.sentence.multiword_tokens,
    "empty nodes": lambda piece: [row for row in piece.raw.rows if "." in row[0]] if piece.raw else [],
    "enhanced dependencies": _tokens(lambda token: token.deps),
    "quotes and speakers": lambda piece: (piece.sentence.quotes, piece.sentence.speaker),
    "dates": lambda piece: piece.sentence.dates,
    "coreference": lambda piece: piece.sentence.mentions,
    "other MISC": _tokens(lambda token: token.misc),
    "roles of paragraphs": lambda piece: piece.sentence.role,
    "who reviewed": lambda piece: (piece.sentence.annotation, piece.sentence.reviewer),
    "facts of documents and other comments": lambda piece: [
        line for line in piece.before if not line.startswith("# new")
    ],
}
"""All that CoNLL-U says of a sentence, and how to see it; what two pieces agree in here is the same."""

_ALL = tuple(ASPECTS)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        holds: the aspects that come back as they were; all others are lost.
        readers: who reads it.
        registry: the text of a file beside the others, which tells what they hold.
    """

    name: str
    suffix: str
    holds: tuple[str, ...]
    readers: str
    write: Callable[[Path, Iterable[Piece]], None]
    read: Callable[[Path], Iterator[Piece]]
    registry: Callable[[Sequence[Path]], str] | None = None

    @property
    def loses(self) -> list[str]:
        """The aspects that do not come back."""
        return [aspect for aspect in ASPECTS if aspect not in self.holds]


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "conllu", ".conllu", _ALL, "UD's tools, Stanza, UDPipe", write_conllu_pieces, read_conllu_pieces
        ),
        Format("jsonl", ".jsonl", _ALL, "datasets, pandas, jq", write_jsonl, read_jsonl),
        Format("docbin", ".spacy", _ALL[: _ALL.index("entity names")], "spaCy", write_docbin, read_docbin),
        Format("iob2", ".iob2", _ALL[:2], "Stanza's and flair's NER trainers", write_iob2, read_iob2),
        Format(
            "vertical",
            ".vert",
            _ALL[: _ALL.index("offsets in the source")],
            "NoSketch Engine, KonText, CQPweb",
            write_vertical,
            read_vertical,
            registry,
        ),
        Format(
            "labelstudio",
            ".json",
            (*_ALL[:3], "sent_id"),
            "Label Studio",
            write_label_studio,
            read_label_studio,
        ),
    )
}

NEUTRAL = "UPOS `X`, lemma `_`, a flat tree, role `body`, annotation `auto`"
"""What stands in CoNLL-U for what the file it was made of does not say."""


def losses() -> str:
    """What no file of each format can hold, as a Markdown table."""
    rows = [
        [f"`{one.name}`", f"`{one.suffix}`", one.readers, ", ".join(one.loses) or "nothing"]
        for one in FORMATS.values()
    ]
    return table(["format", "file", "read by", "cannot hold"], rows)
