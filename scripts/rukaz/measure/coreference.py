"""Coreference of two annotations of the same tokens: mentions, and how they are joined.

MUC counts links that are missing (Vilain et al. 1995), B³ looks at the cluster of each mention (Bagga and
Baldwin 1998), LEA weighs clusters by their size (Moosavi and Strube 2016, aclanthology.org/P16-1060). Spans
are compared as they are, and clusters of one mention count, as in CorefUD's scorer with ``-x -s``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rukaz.mentions import mention_kinds
from rukaz.records import Sentence

Place = tuple[str, int, int]
"""Document, start and end of a mention."""

Scores = tuple[float, float, float]
"""Precision, recall and F1 in per cent."""


def coreference_scores(gold: Sequence[Sentence], made: Sequence[Sentence]) -> dict[str, Scores]:
    """Mentions, those that are no names, MUC, B³ and LEA."""
    ours, theirs = _clusters(made), _clusters(gold)
    places = [{place for one in side for place in one} for side in (ours, theirs)]
    others = [_no_names(side) for side in (made, gold)]
    return {
        "mentions": _found(*places),
        "mentions that are no names": _found(*others),
        "MUC": _scores(_muc(ours, theirs), _muc(theirs, ours)),
        "B³": _scores(_b_cubed(ours, theirs), _b_cubed(theirs, ours)),
        "LEA": _scores(_lea(ours, theirs), _lea(theirs, ours)),
    }


def _clusters(sentences: Iterable[Sentence]) -> list[frozenset[Place]]:
    found: dict[str, set[Place]] = defaultdict(set)
    for sentence in sentences:
        for one in sentence.mentions:
            found[one.cluster].add((sentence.doc_id, one.start, one.end))
    return [frozenset(places) for places in found.values()]


def _no_names(sentences: Iterable[Sentence]) -> set[Place]:
    return {
        (sentence.doc_id, one.start, one.end)
        for sentence in sentences
        for one, kind in zip(sentence.mentions, mention_kinds(sentence), strict=True)
        if kind != "name"
    }


def _found(ours: set[Place], theirs: set[Place]) -> Scores:
    both = len(ours & theirs)
    return _scores((both, len(ours)), (both, len(theirs)))


_Part = tuple[float, float]
"""What of an annotation the other one confirms, and all of it."""


def _muc(of: Sequence[frozenset[Place]], by: Sequence[frozenset[Place]]) -> _Part:
    owner = _owner(by)
    right = sum(len(one) - len({owner.get(place, place) for place in one}) for one in of)
    return right, sum(len(one) - 1 for one in of)


def _b_cubed(of: Sequence[frozenset[Place]], by: Sequence[frozenset[Place]]) -> _Part:
    owner = _owner(by)
    right = sum(
        shared**2 / len(one)
        for one in of
        for shared in Counter(owner[place] for place in one if place in owner).values()
    )
    return right, sum(map(len, of))


def _lea(of: Sequence[frozenset[Place]], by: Sequence[frozenset[Place]]) -> _Part:
    owner = _owner(by)
    right = 0.0
    for one in of:
        counts = Counter(owner[place] for place in one if place in owner)
        if len(one) == 1:
            right += sum(len(by[number]) == 1 for number in counts)
        else:
            right += len(one) * sum(map(_links, counts.values())) / _links(len(one))
    return right, sum(map(len, of))


def _links(mentions: int) -> float:
    return mentions * (mentions - 1) / 2


def _owner(clusters: Sequence[frozenset[Place]]) -> Mapping[Place, int]:
    return {place: number for number, one in enumerate(clusters) for place in one}


def _scores(precision: _Part, recall: _Part) -> Scores:
    shares = [100 * right / whole if whole else 100.0 for right, whole in (precision, recall)]
    total = sum(shares)
    return shares[0], shares[1], 2 * shares[0] * shares[1] / total if total else 0.0
