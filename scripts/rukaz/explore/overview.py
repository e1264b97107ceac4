"""What the overview of a site shows: counts and distributions, taken while its documents go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rukaz.records import ENTITY_LABELS, Document, Sentence

COMMONEST = 60
"""So many lemmas of each word class, and so many names, are told."""

_WORD_CLASSES = ("NOUN", "PROPN", "VERB", "ADJ", "ADV")


class Overview:
    """Counts over the documents it is shown."""

    def __init__(self) -> None:
        self._upos: Counter[str] = Counter()
        self._deprel: Counter[str] = Counter()
        self._lengths: Counter[int] = Counter()
        self._lemmas: Counter[tuple[str, str]] = Counter()
        self._names: Counter[tuple[str, str, str | None]] = Counter()
        self._roles: dict[str, Counter[str]] = {}
        self._entities: list[list[Any]] = []

    def add(self, document: Document, sentences: Sequence[Sentence]) -> None:
        """Count a document."""
        for block in document.blocks:
            self._role(block.role).update(blocks=1, characters=block.end - block.start)
        labels: Counter[str] = Counter()
        for sentence in sentences:
            self._add_sentence(sentence)
            labels.update(entity.label for entity in sentence.entities)
        self._entities.append([document.doc_id, *(labels[label] for label in ENTITY_LABELS)])

    def _add_sentence(self, sentence: Sentence) -> None:
        self._role(sentence.role).update(sentences=1, tokens=len(sentence.tokens))
        self._lengths[len(sentence.tokens)] += 1
        for token in sentence.tokens:
            self._upos[token.upos] += 1
            self._deprel[token.deprel] += 1
            if token.upos in _WORD_CLASSES:
                self._lemmas[token.lemma, token.upos] += 1
        for entity in sentence.entities:
            self._names[entity.name or entity.text, entity.label, entity.entity_id] += 1

    def _role(self, role: str) -> Counter[str]:
        return self._roles.setdefault(role, Counter(blocks=0, characters=0, sentences=0, tokens=0))

    def as_json(self) -> dict[str, Any]:
        """The counts, commonest first; ``lengths`` by length, in tokens.

        ``lemmas`` are ``[lemma, upos, count]``, ``names`` ``[name, label, entity_id, count]``,
        ``entities_by_document`` a document and its mentions by label, in the order of ``labels``.
        """
        return {
            "upos": _commonest(self._upos),
            "deprel": _commonest(self._deprel),
            "lengths": sorted(self._lengths.items()),
            "lemmas": [
                [*key, count]
                for upos in _WORD_CLASSES
                for key, count in _commonest(
                    Counter({k: n for k, n in self._lemmas.items() if k[1] == upos})
                )[:COMMONEST]
            ],
            "names": [[*key, count] for key, count in _commonest(self._names)[:COMMONEST]],
            "labels": ENTITY_LABELS,
            "entities_by_document": self._entities,
            "roles": self._roles,
        }


def _commonest(counts: Counter[Any]) -> list[tuple[Any, int]]:
    """Most frequent first, those of one frequency in alphabetical order."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
