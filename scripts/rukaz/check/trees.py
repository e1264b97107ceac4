"""Trees: what is true of every one (rules T1xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rukaz.check.finding import Place, at
from rukaz.records import Document, Sentence
from rukaz.tree import Tree

# fmt: off
DEPRELS = frozenset({
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop",
    "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list",
    "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root",
    "vocative", "xcomp",
})
# fmt: on
"""The universal relations (universaldependencies.org/u/dep)."""

_DEPREL = re.compile(r"[a-z]+(:[a-z]+)?")
_FEATURE = re.compile(r"[A-Z][A-Za-z0-9]*(\[[a-z0-9]+\])?=[A-Z0-9][A-Za-z0-9]*(,[A-Z0-9][A-Za-z0-9]*)*")


def one_root(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A sentence does not have exactly one root."""
    for sentence in sentences:
        roots = [token.id for token in sentence.tokens if token.head == 0]
        if len(roots) != 1:
            yield sentence.sent_id, f"head 0 at {_ids(roots)}"


def heads_in_range(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A head is not the id of a word of the sentence."""
    for sentence in sentences:
        for token in sentence.tokens:
            if not 0 <= token.head <= len(sentence.tokens):
                yield at(sentence, token), f"head {token.head} of {len(sentence.tokens)} words"


def no_cycle(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """From some words, the heads do not lead to the root."""
    for sentence in sentences:
        heads = [token.head for token in sentence.tokens]
        if all(0 <= head <= len(heads) for head in heads) and (lost := Tree(heads).cyclic_words()):
            yield sentence.sent_id, f"words {_ids(lost)}"


def root_relation(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A word has the relation ``root`` but not head 0, or head 0 but not the relation ``root``."""
    for sentence in sentences:
        for token in sentence.tokens:
            if (token.head == 0) != (token.deprel == "root"):
                yield at(sentence, token), f"head {token.head}, relation {token.deprel}"


def known_deprel(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A relation is not one of Universal Dependencies, with or without a subtype."""
    for sentence in sentences:
        for token in sentence.tokens:
            if not _is_known(token.deprel):
                yield at(sentence, token), token.deprel


@lru_cache(maxsize=1_000)
def _is_known(deprel: str) -> bool:
    return bool(_DEPREL.fullmatch(deprel)) and deprel.partition(":")[0] in DEPRELS


def well_formed_feats(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """FEATS is not a sorted list of different features, ``Name=Value|Name=Value``."""
    for sentence in sentences:
        for token in sentence.tokens:
            if token.feats is not None and not _is_well_formed(token.feats):
                yield at(sentence, token), token.feats


@lru_cache(maxsize=20_000)
def _is_well_formed(feats: str) -> bool:
    items = feats.split("|")
    names = [item.partition("=")[0].lower() for item in items]
    return all(map(_FEATURE.fullmatch, items)) and names == sorted(set(names))


def _ids(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids)) or "no word"
