"""Accuracy of one annotation against another, over records: the "common" metrics.

Tokens and sentences are matched by their offsets, so the two may be segmented differently; every
figure is then an F1. What is compared (seeds/guidelines.md):

- UPOS, with relative который as PRON or DET the same;
- FEATS, exactly, on the fourteen features of `FEATURES`;
- lemmas with their case, ё the same as е;
- UAS, and LAS on universal relations (nsubj:pass is nsubj);
- entities by exact span and label; a label that gold has nowhere (MISC in most corpora) is not scored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rukaz.records import ENTITY_LABELS, Sentence, Token

FEATURES = frozenset(
    {
        "Case", "Gender", "Number", "Animacy", "Tense", "Aspect", "VerbForm", "Voice", "Mood",
        "Person", "Degree", "Variant", "Polarity", "Foreign",
    }
)  # fmt: skip
TOKEN_METRICS = ("UPOS", "FEATS", "Lemmas", "UAS", "LAS")
UNKNOWN = "_"
"""Value of UPOS, lemma or deprel where a file or a peer says nothing; the metric is then left out."""

RESAMPLES = 1000
SEED = 20261122
Span = tuple[str, int, int]  # document, start, end


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
            "confusions": [
                {
                    "metric": c.metric,
                    "gold": c.gold,
                    "system": c.system,
                    "count": c.count,
                    "example": c.example,
                }
                for c in self.confusions
            ],
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
    ours = {_span(s, t): (s, t) for s in system for t in s.tokens}
    ends = {(s.doc_id, s.tokens[0].start, s.tokens[-1].end) for s in system}
    entities: set[tuple[str, int, int, str]] = {
        (s.doc_id, e.start, e.end, e.label) for s in system for e in s.entities
    }
    shares = _system_shares(gold, system)
    metrics = _shared_metrics(gold, system)
    counts: dict[str, _Rows] = defaultdict(list)
    mistakes: _Mistakes = defaultdict(list)
    for number, sentence in enumerate(gold):
        share = shares[number]
        whole = (sentence.doc_id, sentence.tokens[0].start, sentence.tokens[-1].end) in ends
        counts["Sentences"].append((whole, 1, share["Sentences"]))
        found = [(t, ours[_span(sentence, t)]) for t in sentence.tokens if _span(sentence, t) in ours]
        counts["Tokens"].append((len(found), len(sentence.tokens), share["Tokens"]))
        for metric in metrics:
            right = 0
            for token, (other, answer) in found:
                wanted, got = _values(metric, sentence, token, other, answer)
                right += wanted == got
                if wanted != got:
                    mistakes[metric, wanted, got].append(_context(sentence, token))
            counts[metric].append((right, len(sentence.tokens), share["Tokens"]))
        _count_entities(sentence, entities, share, counts, mistakes)
    return counts, mistakes


def _values(metric: str, gold: Sentence, token: Token, system: Sentence, answer: Token) -> tuple[str, str]:
    if metric in {"UAS", "LAS"}:
        same = _head(gold, token) == _head(system, answer)
        wanted, got = _relation(token), _relation(answer)
        if metric == "UAS":
            return ("head", "head" if same else "other head")
        return (wanted, got if same else f"{got} (other head)")
    return compare_token(metric, token), compare_token(metric, answer)


def _count_entities(
    sentence: Sentence,
    answers: set[tuple[str, int, int, str]],
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
            others = [a for a in answers if _overlap(a, sentence.doc_id, entity.start, entity.end)]
            got = "+".join(sorted(a[3] for a in others)) + " (other span)" if others else "O"
            if others and (others[0][1], others[0][2]) == (entity.start, entity.end):
                got = others[0][3]
            mistakes["NER", entity.label, got].append(entity.text)
    for name in ("NER", *(f"NER {label}" for label in ENTITY_LABELS)):
        counts[name].append((right[name], total[name], share[name]))


def _overlap(answer: tuple[str, int, int, str], doc_id: str, start: int, end: int) -> bool:
    return answer[0] == doc_id and answer[1] < end and start < answer[2]


def _system_shares(gold: Sequence[Sentence], system: Sequence[Sentence]) -> list[Counter[str]]:
    """The system's units, each given to the gold sentence in or before which it starts."""
    from bisect import bisect_right

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

    needed = {"UPOS": "upos", "FEATS": "upos", "Lemmas": "lemma", "UAS": "deprel", "LAS": "deprel"}
    return [m for m in TOKEN_METRICS if known(gold, needed[m]) and known(system, needed[m])]


def _span(sentence: Sentence, token: Token) -> Span:
    return sentence.doc_id, token.start, token.end


def _head(sentence: Sentence, token: Token) -> tuple[int, int]:
    if token.head == 0:
        return (-1, -1)
    head = sentence.tokens[token.head - 1]
    return head.start, head.end


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
