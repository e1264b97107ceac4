"""What to look at first: the sentences of a corpus in the order in which a review of them is worth most.

Each order gives a sentence a weight and says why. Sentences of equal weight stand as in the corpus; those
without one (no rule is broken, nobody disagrees) are left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from rukaz.errors import OtherTextsError, RukazError
from rukaz.export.manifest import read_manifest
from rukaz.records import Document, Sentence
from rukaz.repair.validation_cache import known_incidents
from rukaz.review.kept_reviews import has_conventions
from rukaz.review.reasons import Reason, of_finding, of_incident
from rukaz.review.word_answers import Answer, answers, disagreement
from rukaz.review.worksheet import guideline_findings, unsure_words
from rukaz.review.worksheet_files import corpus_documents
from rukaz.token_keys import TokenKey

Order = Literal["document", "confidence", "rules", "disagreement", "rarity"]
ORDERS: tuple[Order, ...] = get_args(Order)

RAREST = 3
"""So many words decide how rare a sentence is."""

Weighed = tuple[float, list[Reason]]
"""The weight of a sentence, and why it has it."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A sentence that waits for a reviewer.

    Attributes:
        why: what speaks for looking at it, most telling first: ``3 раму: NOUN or PROPN``.
    """

    sentence: Sentence
    weight: float
    why: tuple[Reason, ...]


def queue(
    corpus: Path,
    order: Order = "document",
    *,
    other: Path | None = None,
    among: Collection[str] | None = None,
    rule: str = "",
) -> list[Queued]:
    """The automatic sentences of a corpus, those that deserve a look first at the top.

    Args:
        order: ``document``, as in the corpus; ``confidence``, by how unsure the models were; ``rules``, by
            what the UD validator and the guidelines find;
            ``disagreement``, by the words on which ``other`` disagrees; ``rarity``, by how rare the classes,
            features and relations of their words are.
        other: a corpus of the same texts: by other models, or by another person.
        among: only the sentences of these ids, reviewed ones too.
        rule: of the order ``rules``: only what codes that begin like this find.

    Raises:
        RukazError: there is no such corpus, the order needs another corpus, or that is one of other texts.
    """
    if (order == "disagreement") != (other is not None):
        hint = "Type: --order disagreement --other CORPUS"
        raise RukazError("the order by disagreement needs another corpus, and no other order does", hint=hint)
    found: list[Queued] = []
    weigh = _weigher(corpus, order, other, rule)
    for document, sentences in corpus_documents(corpus):
        asked = [s for s in sentences if (s.annotation == "auto" if among is None else s.sent_id in among)]
        for sentence, (weight, why) in zip(asked, weigh(document, asked), strict=True):
            if weight or order == "document":
                found.append(Queued(sentence, weight, tuple(why)))
    if isinstance(weigh, _Disagreement):
        weigh.require_found()
    return sorted(found, key=lambda one: -one.weight)  # stable: equal ones stay in the order of the corpus


_Weigh = Callable[[Document, Sequence[Sentence]], list[Weighed]]


def _weigher(corpus: Path, order: Order, other: Path | None, rule: str) -> _Weigh:
    """What weighs the sentences of a document."""
    match order:
        case "document":
            return lambda _, sentences: [(0.0, []) for _ in sentences]
        case "confidence":
            return lambda _, sentences: [_unsure(one) for one in sentences]
        case "rules":
            return _Rules(has_conventions(read_manifest(corpus)), rule)
        case "rarity":
            return _Rarity(s for _, found in corpus_documents(corpus) for s in found)
        case "disagreement":
            assert other is not None
            return _Disagreement(other)


def _unsure(sentence: Sentence) -> Weighed:
    """The share of a sentence that is wrong as far as the models can tell, and its least sure words."""
    if sentence.confidence is None:
        return 0.0, []
    return 1 - sentence.confidence, unsure_words(sentence)


class _Rules:
    """What is found of a sentence; an error weighs ten warnings."""

    def __init__(self, conventions: bool, rule: str) -> None:
        self._conventions, self._rule = conventions, rule

    def __call__(self, document: Document, sentences: Sequence[Sentence]) -> list[Weighed]:
        found: dict[str, list[tuple[float, Reason]]] = {sentence.sent_id: [] for sentence in sentences}
        of = {sentence.sent_id: sentence for sentence in sentences}
        for incident in known_incidents(sentences, language=document.language):
            if incident.testid.startswith(self._rule):
                reason = of_incident(incident, of[incident.sent_id or ""])
                found[incident.sent_id or ""].append((10.0 if incident.is_error else 1.0, reason))
        for finding in guideline_findings(document, sentences) if self._conventions else ():
            sent_id = finding.where.partition(", token ")[0]
            if finding.code.startswith(self._rule) and sent_id in found:
                found[sent_id].append((10.0, of_finding(finding, of[sent_id])))
        return [(sum(weight for weight, _ in one), [reason for _, reason in one]) for one in found.values()]


class _Rarity:
    """How surprising the rarest words of a sentence are, in bits."""

    def __init__(self, corpus: Iterator[Sentence]) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._words = 0
        for sentence in corpus:
            self._words += len(sentence.tokens)
            self._counts.update(kind for kinds in _kinds(sentence) for kind in kinds)

    def __call__(self, _document: Document, sentences: Sequence[Sentence]) -> list[Weighed]:
        return [self._of(sentence) for sentence in sentences]

    def _of(self, sentence: Sentence) -> Weighed:
        rarest = sorted(
            (min(self._counts[kind] for kind in kinds), token.id, min(kinds, key=self._counts.__getitem__)[1])
            for token, kinds in zip(sentence.tokens, _kinds(sentence), strict=True)
        )[:RAREST]
        bits = sum(math.log2(self._words / count) for count, _, _ in rarest)
        why = [
            Reason(
                "rare",
                f"{kind}, {count:,} of {self._words:,} words",
                sentence.tokens[number - 1],
                {"kind": kind, "times": count, "count": self._words},
            )
            for count, number, kind in rarest
        ]
        return bits, why


def _kinds(sentence: Sentence) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Of each word, its class with features, and its relation between its class and that of its head."""
    for token in sentence.tokens:
        head = sentence.tokens[token.head - 1].upos if token.head else "root"
        yield (
            ("features", f"{token.upos} {token.feats or '_'}"),
            ("relation", f"{head} -{token.deprel}-> {token.upos}"),
        )


class _Disagreement:
    """The share of the words of a sentence on which another corpus of the same texts disagrees."""

    def __init__(self, other: Path) -> None:
        self._other = other
        self._found = False
        self._documents = corpus_documents(other)
        self._waiting: dict[str, Mapping[TokenKey, Answer]] = {}

    def __call__(self, document: Document, sentences: Sequence[Sentence]) -> list[Weighed]:
        others = self._answers(document.doc_id)
        return [self._of(sentence, others) for sentence in sentences]

    def _answers(self, doc_id: str) -> Mapping[TokenKey, Answer]:
        """What the other corpus says of a document; both have the documents of a split in one order."""
        while doc_id not in self._waiting:
            pair = next(self._documents, None)
            if pair is None:
                return {}
            self._waiting[pair[0].doc_id] = {key: answer for one in pair[1] for key, answer in answers(one)}
        self._found = True
        return self._waiting.pop(doc_id)

    def require_found(self) -> None:
        """RukazError if the two corpora have no document in common."""
        if not self._found:
            raise OtherTextsError(self._other)

    @staticmethod
    def _of(sentence: Sentence, others: Mapping[TokenKey, Answer]) -> Weighed:
        pairs = zip(sentence.tokens, answers(sentence), strict=True)
        why = [said for token, (key, ours) in pairs if (said := disagreement(token, ours, others.get(key)))]
        return len(why) / len(sentence.tokens), why
