"""How far two annotations of the same text agree: two people, two models, or a person and a model.

Only sentences that both have are compared, and only words that both have as words; how many there are is
told. Of labels, Cohen's kappa is given beside the share of equal ones: it is 0 where two agree as often as
chance would have it from how often each uses each label, and 1 where they always agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rukaz.compare.align import in_new_places
from rukaz.compare.versions import SOURCE_TEXT, Version, paired, read_versions
from rukaz.errors import RukazError
from rukaz.records import ENTITY_LABELS, Sentence
from rukaz.review.word_answers import Answer, answers, disagreement

LABELS = {"UPOS": "upos", "FEATS": "feats", "Lemmas": "lemma", "Relations": "deprel", "NER tags": "name"}
"""Layers in which each word has one label, and the attribute of ``Answer``."""

_OPEN = frozenset({"Lemmas"})
"""Layers without a fixed set of labels, of which chance says nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two agree on one layer.

    Attributes:
        equal: units on which both agree.
        first, second: units of each; of words, those that both have.
        kappa: Cohen's; None where it does not apply.
    """

    equal: int
    first: int
    second: int
    kappa: float | None = None

    @property
    def share(self) -> float:
        """In per cent: the share of equal words; of sentences and names, F1. 100 where there are none."""
        total = self.first + self.second
        return 200 * self.equal / total if total else 100.0


@dataclass(frozen=True, slots=True)
class Disputed:
    """A sentence of the first annotation on which the second one disagrees.

    Attributes:
        apart: each word with what the first and the second say: ``3 раму: NOUN or PROPN``.
    """

    sentence: Sentence
    apart: tuple[str, ...]


@dataclass(slots=True)
class Agreements:
    """What a comparison of two annotations gives.

    Attributes:
        layers: by name.
        confusions: of each layer with labels, how often the first had one and the second another.
        disputed: the sentences on which they disagree, in the order of the text.
        alone: sentences that only the first, and only the second has.
    """

    layers: dict[str, Agreement] = field(default_factory=dict)
    confusions: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    disputed: list[Disputed] = field(default_factory=list)
    alone: tuple[int, int] = (0, 0)

    def as_json(self) -> dict[str, Any]:
        """Layers with their figures, in per cent, confusions, and the ids of the disputed sentences."""
        return {
            "layers": {
                name: {
                    "agreement": round(one.share, 2),
                    "kappa": None if one.kappa is None else round(one.kappa, 4),
                    "equal": one.equal,
                    "first": one.first,
                    "second": one.second,
                }
                for name, one in self.layers.items()
            },
            "confusions": {
                layer: [
                    {"first": a, "second": b, "count": count, "query": confusion_query(layer, a, b)}
                    for (a, b), count in pairs.most_common()
                ]
                for layer, pairs in self.confusions.items()
            },
            "disputed": [{"sent_id": one.sentence.sent_id, "apart": one.apart} for one in self.disputed],
            "alone": dict(zip(("first", "second"), self.alone, strict=True)),
        }


def agreement(first: Path, second: Path) -> Agreements:
    """The agreement of two corpora, CoNLL-U files, or folders of such files, such as the worksheets of two.

    Raises:
        RukazError: they have no sentence in common, or one cannot be read.
    """
    counted = _Counted()
    doc_id = first.stem if first.is_file() and second.is_file() else ""
    for one, two in paired(read_versions(first, doc_id=doc_id), read_versions(second, doc_id=doc_id)):
        counted.add(one, two)
    if not counted.words:
        hint = "Both must be annotations of the same texts."
        raise RukazError("the two have no word in common", where=f"{first}, {second}", hint=hint)
    return counted.agreements()


class _Counted:
    """Counts over the documents that it is shown."""

    def __init__(self) -> None:
        self.words = 0
        self._heads = self._labelled = 0
        self._pairs: dict[str, Counter[tuple[str, str]]] = {layer: Counter() for layer in LABELS}
        self._units: dict[str, list[int]] = {}
        self._disputed: list[Disputed] = []
        self._alone = [0, 0]

    def add(self, first: Version | None, second: Version | None) -> None:
        if first is None or second is None:
            for side, version in enumerate((first, second)):
                self._alone[side] += len(version.sentences) if version else 0
            return
        sources = [version.facts.get(SOURCE_TEXT) for version in (first, second)]
        same = None if None in sources else sources[0] == sources[1]
        both = _in_both(in_new_places(first.sentences, second.sentences, same_source=same), second.sentences)
        self._alone[0] += len(first.sentences) - len(both[0])
        self._alone[1] += len(second.sentences) - len(both[1])
        self._count_units("Sentences", *({(s.start, s.end) for s in side} for side in both))
        self._count_units("Tokens", *({key for s in side for key, _ in answers(s)} for side in both))
        names = [{(s.doc_id, e.start, e.end, e.label) for s in side for e in s.entities} for side in both]
        self._count_units("NER", *names)
        for label in ENTITY_LABELS:
            self._count_units(f"NER {label}", *({one for one in side if one[3] == label} for side in names))
        others = {key: answer for sentence in both[1] for key, answer in answers(sentence)}
        for sentence in both[0]:
            self._count_words(sentence, others)

    def _count_units(self, name: str, first: set[Any], second: set[Any]) -> None:
        counts = self._units.setdefault(name, [0, 0, 0])
        for index, number in enumerate((len(first & second), len(first), len(second))):
            counts[index] += number

    def _count_words(self, sentence: Sentence, others: Mapping[Any, Answer]) -> None:
        apart: list[str] = []
        for token, (key, mine) in zip(sentence.tokens, answers(sentence), strict=True):
            theirs = others.get(key)
            if said := disagreement(token, mine, theirs):
                apart.append(str(said))
            if theirs is None:
                continue
            self.words += 1
            self._heads += mine.head == theirs.head
            self._labelled += (mine.head, mine.deprel) == (theirs.head, theirs.deprel)
            for layer, attribute in LABELS.items():
                self._pairs[layer][getattr(mine, attribute), getattr(theirs, attribute)] += 1
        if apart:
            self._disputed.append(Disputed(sentence, tuple(apart)))

    def agreements(self) -> Agreements:
        found = Agreements(disputed=self._disputed, alone=(self._alone[0], self._alone[1]))
        for name in ("Sentences", "Tokens"):
            found.layers[name] = Agreement(*self._units[name])
        for layer, pairs in self._pairs.items():
            equal = sum(count for (one, two), count in pairs.items() if one == two)
            value = None if layer in _OPEN else kappa(pairs)
            found.layers[layer] = Agreement(equal, self.words, self.words, value)
            found.confusions[layer] = Counter({pair: n for pair, n in pairs.items() if pair[0] != pair[1]})
        found.layers["UAS"] = Agreement(self._heads, self.words, self.words)
        found.layers["LAS"] = Agreement(self._labelled, self.words, self.words)
        for name in ("NER", *(f"NER {label}" for label in ENTITY_LABELS)):
            if any(self._units[name][1:]):
                found.layers[name] = Agreement(*self._units[name])
        return found


_FEATURES = {"UPOS": "upos", "Lemmas": "lemma", "Relations": "deprel", "NER tags": "ner"}


def confusion_query(layer: str, first: str, second: str) -> str | None:
    """The query that finds a confusion, in the first corpus with the second as the other; None of FEATS.

    >>> confusion_query("UPOS", "NOUN", "PROPN")
    'pattern { X [upos="NOUN", other.upos="PROPN"] }'
    >>> confusion_query("NER tags", "O", "B-PER")
    'pattern { X [!ner, other.ner="B-PER"] }'
    """
    feature = _FEATURES.get(layer)
    if feature is None:
        return None
    asked = [_asked(name, value) for name, value in ((feature, first), (f"other.{feature}", second))]
    return f"pattern {{ X [{', '.join(asked)}] }}"


def _asked(feature: str, value: str) -> str:
    if value == "O" and feature.endswith("ner"):
        return f"!{feature}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{feature}="{escaped}"'


def kappa(pairs: Mapping[tuple[str, str], int]) -> float:
    """Cohen's kappa of how often each pair of labels occurs (Cohen 1960, https://doi.org/10.1177/001316446002000104).

    >>> round(kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}), 2)
    0.4
    """
    total = sum(pairs.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, two), count in pairs.items():
        first[one] += count
        second[two] += count
    equal = sum(count for (one, two), count in pairs.items() if one == two) / total
    by_chance = sum(first[label] * second[label] for label in first) / total**2
    return 1.0 if by_chance == 1 else (equal - by_chance) / (1 - by_chance)


def _in_both(first: Sequence[Sentence], second: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences of each that share a stretch of the text with one of the other."""
    return list(_overlapping(first, second)), list(_overlapping(second, first))


def _overlapping(some: Sequence[Sentence], others: Sequence[Sentence]) -> Iterator[Sentence]:
    waiting = sorted(others, key=lambda one: one.start)
    at = 0
    for one in sorted(some, key=lambda one: one.start):
        while at < len(waiting) and waiting[at].end <= one.start:
            at += 1
        if at < len(waiting) and waiting[at].start < one.end:
            yield one
