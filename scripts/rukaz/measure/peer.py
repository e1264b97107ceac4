"""slovnet, the peer that small Russian pipelines are measured against (needs the train extra: natasha)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.measure.gold_files import entities_of
from rukaz.records import Block, Document, Entity, Sentence, Token

if TYPE_CHECKING:
    from rukaz.conllu.training_trees import Word
    from rukaz.train.silver import Teacher

PEERS = ("slovnet",)


def annotate_with_peer(peer: str, documents: Sequence[Document], gold: Sequence[Sentence]) -> list[Sentence]:
    """The gold sentences with the peer's tags, trees and entities on gold tokens; it gives no lemmas.

    Entities are searched for in whole blocks, as the peer is meant to be used.
    """
    if peer not in PEERS:
        raise RukazError(f"there is no peer {peer!r}", hint=f"Known peers: {', '.join(PEERS)}.")
    from rukaz.train.silver import Teacher

    teacher = Teacher()
    trees = teacher.trees([[t.form for t in s.tokens] for s in gold])
    entities = _entities(teacher, documents)
    return [
        replace(
            sentence,
            tokens=tuple(_answered(t, w) for t, w in zip(sentence.tokens, tree, strict=True)),
            entities=tuple(
                e for e in entities.get(sentence.doc_id, ()) if sentence.start <= e.start < sentence.end
            ),
        )
        for sentence, tree in zip(gold, trees, strict=True)
    ]


def _answered(token: Token, word: Word) -> Token:
    feats = "|".join(f"{key}={value}" for key, value in sorted(word.feats.items())) or None
    return replace(
        token, lemma="_", upos=word.upos, feats=feats, head=word.head, deprel=word.deprel, xpos=None
    )


def _entities(teacher: Teacher, documents: Sequence[Document]) -> dict[str, list[Entity]]:
    from razdel import tokenize

    from rukaz.train.silver import Segment

    places = [(d, b, d.text[b.start : b.end]) for d in documents for b in d.blocks]
    segments = [Segment(text, tuple((t.start, t.stop) for t in tokenize(text))) for _, _, text in places]
    found: dict[str, list[Entity]] = {}
    for (document, block, text), segment, tags in zip(places, segments, teacher.names(segments), strict=True):
        sentence = _block_sentence(document, block, text, segment.spans)
        found.setdefault(document.doc_id, []).extend(entities_of(sentence, tags))
    return found


def _block_sentence(
    document: Document, block: Block, text: str, spans: Sequence[tuple[int, int]]
) -> Sentence:
    tokens = tuple(
        Token(n, text[a:b], "_", "_", None, 0, "_", block.start + a, block.start + b)
        for n, (a, b) in enumerate(spans, 1)
    )
    return Sentence(document.doc_id, "", block.block, block.role, block.start, block.end, text, tokens)
