"""slovnet, the peer that small Russian pipelines are measured against (needs the train extra: natasha)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.measure.gold_files import entities_of
from rukaz.records import Block, Document, Entity, Sentence, Token

if TYPE_CHECKING:
    from rukaz.conllu.training_sentences import Word
    from rukaz.train.silver import Teacher

PEERS = ("slovnet",)


def annotate_with_peer(
    peer: str, documents: Sequence[Document], gold: Sequence[Sentence], *, raw: bool = False
) -> list[Sentence]:
    """The peer's tags, trees and entities; it gives no lemmas.

    Entities are searched for in whole blocks, as the peer is meant to be used.

    Args:
        raw: whether razdel, with which the peer was trained, splits the text of the documents; else the
            peer gets the gold sentences and tokens.
    """
    require_peer(peer)
    from rukaz.train.silver import Teacher

    teacher = Teacher()
    sentences = list(_razdel_sentences(documents)) if raw else gold
    trees = teacher.trees([[t.form for t in s.tokens] for s in sentences])
    entities = _entities(teacher, documents)
    return [
        replace(
            sentence,
            tokens=tuple(_answered(t, w) for t, w in zip(sentence.tokens, tree, strict=True)),
            entities=tuple(
                e for e in entities.get(sentence.doc_id, ()) if sentence.start <= e.start < sentence.end
            ),
        )
        for sentence, tree in zip(sentences, trees, strict=True)
    ]


def require_peer(peer: str) -> None:
    """Make sure, before other work is done, that a peer can be asked.

    Raises:
        RukazError: it is not known or not installed.
    """
    if peer not in PEERS:
        raise RukazError(f"there is no peer {peer!r}", hint=f"Known peers: {', '.join(PEERS)}.")
    require_extra("train")


def _razdel_sentences(documents: Sequence[Document]) -> Iterator[Sentence]:
    from razdel import sentenize, tokenize

    for document in documents:
        for block in document.blocks:
            for one in sentenize(document.text[block.start : block.end]):
                start = block.start + one.start
                spans = [(token.start, token.stop) for token in tokenize(one.text)]
                if spans:
                    yield _bare_sentence(document, block, start, one.text, spans)


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
        sentence = _bare_sentence(document, block, block.start, text, segment.spans)
        found.setdefault(document.doc_id, []).extend(entities_of(sentence, tags))
    return found


def _bare_sentence(
    document: Document, block: Block, start: int, text: str, spans: Sequence[tuple[int, int]]
) -> Sentence:
    tokens = tuple(
        Token(
            n,
            text[a:b],
            "_",
            "_",
            None,
            0,
            "_",
            start + a,
            start + b,
            space_after=text[b : b + 1] in ("", " "),
        )
        for n, (a, b) in enumerate(spans, 1)
    )
    end = start + len(text)
    return Sentence(document.doc_id, "", block.block, block.role, start, end, text, tokens)
