"""Accuracy of one annotation against another, over records: the "common" metrics.

Tokens and sentences are matched by their offsets, so the two may be segmented differently; every
figure is then an F1. What is compared (seeds/guidelines.md):

- UPOS, with relative который as PRON or DET the same;
- FEATS, exactly, on the fourteen features of `FEATURES`;
- lemmas with their case, ё the same as е;
- UAS, and LAS on universal relations (nsubj:pass is nsubj);
- entities by exact span and label; a label that gold has nowhere (MISC in most corpora) is not scored.

nervaluate counts flat entities alike (a test compares), but loses exact answers within nested ones, and has
no counts by sentence, of which the intervals are made.

A cell of gold that is ``_`` (UPOS, LEMMA, DEPREL) was not annotated: its token is left out of that metric.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from typing import Any

from rukaz.records import ENTITY_LABELS, UNKNOWN, Sentence, Token
from rukaz.token_keys import TokenKey, token_keys

FEATURES = frozenset(
    {
        "Case", "Gender", "Number", "Animacy", "Tense", "Aspect", "VerbForm", "Voice", "Mood",
        "Person", "Degree", "Variant", "Polarity", "Foreign",
    }
)  # fmt: skip
TOKEN_METRICS = {"UPOS": "upos", "FEATS": "upos", "Lemmas": "lemma", "UAS": "deprel", "LAS": "deprel"}
"""The metrics of tokens, and the attribute that is ``_`` where a token is not annotated for them."""

RESAMPLES = 1000
SEED = 20261122
_Place = tuple[str, TokenKey]  # document and token
_Entity = tuple[str, int, int, str]  # document, start, end, label


@dataclass(frozen=True, slots=True)
class Score:
    """How many units agree, of how many in gold and in the system's answer.

    Attributes:
        interval: bootstrap 95 % interval of the F1, over gold sentences; in per cent.
    """

    right: int
    gold: int
    system: int
    interval: tuple[float, float] = (0.0, 100.0)

    @property
    def precision(self) -> float:
        """In per cent; 100 where the system answered nothing."""
        return 100 * self.right / self.system if self.system else 100.0

    @property
    def recall(self) -> float:
        """In per cent; 100 where gold has nothing."""
        return 100 * self.right / self.gold if self.gold else 100.0

    @property
    def f1(self) -> float:
        """In per cent; 100 where neither has anything."""
        total = self.gold + self.system
        return 200 * self.right / total if total else 100.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of disagreement: what gold has, what the system said, how often, and one instance."""

    metric: str
    gold: str
    system: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Scores:
    """All metrics that both sides have, by name, and the most frequent confusions."""

    metrics: Mapping[str, Score]
    confusions: tuple[Confusion, ...]

    def as_json(self) -> dict[str, Any]:
        """Figures in per cent, rounded to two places."""
        return {
            "metrics": {name: _score_json(score) for name, score in self.metrics.items()},
            "confusions": [asdict(confusion) for confusion in self.confusions],
        }


def score(gold: Sequence[Sentence], system: Sequence[Sentence], *, confusions: int = 8) -> Scores:
    """Score a system's sentences against gold ones of the same documents.

    Args:
        confusions: how many of the most frequent confusions to keep for each metric.
    """
    counts, mistakes = _count(gold, _with_labels_of(gold, system))
    metrics = {
        name: _with_interval(rows) for name, rows in counts.items() if any(right for right, _, _ in rows)
    }
    return Scores(metrics, tuple(_most_frequent(mistakes, confusions)))


def score_segmentation(
    gold: Sequence[Sentence], system: Sequence[Sentence], kinds: Sequence[str]
) -> dict[str, dict[str, Score]]:
    """Sentences and tokens by kind of text; ``kinds`` has that of each gold sentence."""
    counts, _ = _count(gold, system)
    return {
        kind: {
            metric: _with_interval([row for row, of in zip(counts[metric], kinds, strict=True) if of == kind])
            for metric in ("Sentences", "Tokens")
        }
        for kind in dict.fromkeys(kinds)
    }


def compare_token(metric: str, token: Token) -> str:
    """What is compared of a token for UPOS, FEATS or Lemmas; relations need the sentence."""
    if metric == "UPOS":
        relative = token.form.lower().startswith("котор") and token.upos in {"PRON", "DET"}
        return "PRON" if relative else token.upos
    if metric == "FEATS":
        pairs = (token.feats or "").split("|")
        return "|".join(p for p in pairs if p.partition("=")[0] in FEATURES) or UNKNOWN
    return token.lemma.replace("ё", "е").replace("Ё", "Е")


def _with_labels_of(gold: Sequence[Sentence], system: Sequence[Sentence]) -> list[Sentence]:
    labels = {entity.label for sentence in gold for entity in sentence.entities}
    return [replace(s, entities=tuple(e for e in s.entities if e.label in labels)) for s in system]


_Rows = list[tuple[int, int, int]]  # right, gold, system of each gold sentence
_Mistakes = dict[tuple[str, str, str], list[str]]


def _count(gold: Sequence[Sentence], system: Sequence[Sentence]) -> tuple[dict[str, _Rows], _Mistakes]:
    ours = {place: (s, t) for s in system for place, t in placed(s)}
    ends = {(s.doc_id, s.tokens[0].start, s.tokens[-1].end) for s in system}
    entities = Entities(system)
    shares = _system_shares(gold, system)
    metrics = _shared_metrics(gold, system)
    counts: dict[str, _Rows] = defaultdict(list)
    mistakes: _Mistakes = defaultdict(list)
    for sentence, share in zip(gold, shares, strict=True):
        whole = (sentence.doc_id, sentence.tokens[0].start, sentence.tokens[-1].end) in ends
        counts["Sentences"].append((whole, 1, share["Sentences"]))
        found = [(token, ours[place]) for place, token in placed(sentence) if place in ours]
        counts["Tokens"].append((len(found), len(sentence.tokens), share["Tokens"]))
        for metric in metrics:
            attribute = TOKEN_METRICS[metric]
            right = 0
            answered = [pair for pair in found if getattr(pair[0], attribute) != UNKNOWN]
            for token, (other, answer) in answered:
                wanted, got = _values(metric, sentence, token, other, answer)
                right += wanted == got
                if wanted != got:
                    mistakes[metric, wanted, got].append(_context(sentence, token))
            known = sum(getattr(token, attribute) != UNKNOWN for token in sentence.tokens)
            counts[metric].append((right, known, share["Tokens"] - (len(found) - len(answered))))
        _count_entities(sentence, entities, share, counts, mistakes)
    return counts, mistakes


def _values(metric: str, gold: Sentence, token: Token, system: Sentence, answer: Token) -> tuple[str, str]:
    if metric in {"UAS", "LAS"}:
        same = head_key(gold, token) == head_key(system, answer)
        wanted, got = _relation(token), _relation(answer)
        if metric == "UAS":
            return ("head", "head" if same else "other head")
        return (wanted, got if same else f"{got} (other head)")
    return compare_token(metric, token), compare_token(metric, answer)


class Entities:
    """The entities of an answer, in the order of each text, so that those at a place are found at once."""

    def __init__(self, system: Sequence[Sentence]) -> None:
        self._all: set[_Entity] = {(s.doc_id, e.start, e.end, e.label) for s in system for e in s.entities}
        self._texts: dict[str, list[_Entity]] = defaultdict(list)
        for entity in sorted(self._all):
            self._texts[entity[0]].append(entity)
        self._longest = max((end - start for _, start, end, _ in self._all), default=0)

    def __contains__(self, entity: _Entity) -> bool:
        return entity in self._all

    def overlapping(self, doc_id: str, start: int, end: int) -> list[_Entity]:
        """The entities that share a character with a stretch of a text."""
        text = self._texts.get(doc_id, [])
        first = bisect_right(text, (doc_id, start - self._longest, 0, ""))
        last = bisect_right(text, (doc_id, end, 0, ""))
        return [entity for entity in text[first:last] if start < entity[2] and entity[1] < end]


def _count_entities(
    sentence: Sentence,
    answers: Entities,
    share: Counter[str],
    counts: dict[str, _Rows],
    mistakes: _Mistakes,
) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for entity in sentence.entities:
        hit = (sentence.doc_id, entity.start, entity.end, entity.label) in answers
        for name in ("NER", f"NER {entity.label}"):
            right[name] += hit
            total[name] += 1
        if not hit:
            others = answers.overlapping(sentence.doc_id, entity.start, entity.end)
            got = "+".join(sorted(a[3] for a in others)) + " (other span)" if others else "O"
            if others and (others[0][1], others[0][2]) == (entity.start, entity.end):
                got = others[0][3]
            mistakes["NER", entity.label, got].append(entity.text)
    for name in ("NER", *(f"NER {label}" for label in ENTITY_LABELS)):
        counts[name].append((right[name], total[name], share[name]))


def _system_shares(gold: Sequence[Sentence], system: Sequence[Sentence]) -> list[Counter[str]]:
    """The system's units, each given to the gold sentence in or before which it starts."""
    starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, sentence in enumerate(gold):
        starts[sentence.doc_id].append((sentence.start, number))
    shares: list[Counter[str]] = [Counter() for _ in gold]
    for sentence in system:
        places = starts[sentence.doc_id]
        for name, offset in _units(sentence):
            index = max(bisect_right(places, (offset, len(gold))) - 1, 0)
            shares[places[index][1]][name] += 1
    return shares


def _units(sentence: Sentence) -> Iterator[tuple[str, int]]:
    yield "Sentences", sentence.start
    for token in sentence.tokens:
        yield "Tokens", token.start
    for entity in sentence.entities:
        yield "NER", entity.start
        yield f"NER {entity.label}", entity.start


def _shared_metrics(gold: Sequence[Sentence], system: Sequence[Sentence]) -> list[str]:
    def known(sentences: Iterable[Sentence], name: str) -> bool:
        return any(getattr(token, name) != UNKNOWN for s in sentences for token in s.tokens)

    return [m for m, needed in TOKEN_METRICS.items() if known(gold, needed) and known(system, needed)]


def placed(sentence: Sentence) -> Iterator[tuple[_Place, Token]]:
    """The tokens of a sentence, each with what it is found by in another answer to the same text."""
    for key, token in zip(token_keys(sentence.tokens), sentence.tokens, strict=True):
        yield (sentence.doc_id, key), token


def head_key(sentence: Sentence, token: Token) -> TokenKey:
    """The key of the head of a token, as :func:`token_keys` has it."""
    if token.head == 0:
        return (-1, -1, 0)
    head = sentence.tokens[token.head - 1]
    before = takewhile(
        lambda other: (other.start, other.end) == (head.start, head.end), sentence.tokens[head.id - 2 :: -1]
    )
    return head.start, head.end, sum(1 for _ in before) if head.id > 1 else 0


def _relation(token: Token) -> str:
    return token.deprel.partition(":")[0]


def _context(sentence: Sentence, token: Token) -> str:
    forms = [t.form for t in sentence.tokens]
    before, after = forms[max(0, token.id - 4) : token.id - 1], forms[token.id : token.id + 3]
    return " ".join([*before, f"[{token.form}]", *after])


def _most_frequent(mistakes: _Mistakes, most: int) -> Iterator[Confusion]:
    by_metric: dict[str, list[Confusion]] = defaultdict(list)
    for (metric, wanted, got), examples in mistakes.items():
        by_metric[metric].append(Confusion(metric, wanted, got, len(examples), examples[0]))
    for metric, found in by_metric.items():
        if metric != "UAS":
            yield from sorted(found, key=lambda c: (-c.count, c.gold, c.system))[:most]


def _with_interval(rows: _Rows) -> Score:
    import numpy as np

    table = np.asarray(rows, dtype=np.int64)
    right, gold, system = (int(n) for n in table.sum(axis=0))
    weights = np.random.default_rng(SEED).multinomial(len(rows), [1 / len(rows)] * len(rows), RESAMPLES)
    sums = weights @ table
    f1 = 200 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1)
    low, high = np.percentile(f1, [2.5, 97.5])
    return Score(right, gold, system, (float(low), float(high)))


def _score_json(score: Score) -> dict[str, Any]:
    return {
        "f1": round(score.f1, 2),
        "precision": round(score.precision, 2),
        "recall": round(score.recall, 2),
        "interval": [round(bound, 2) for bound in score.interval],
        "gold": score.gold,
    }
