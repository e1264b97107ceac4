"""How sure each answer is: from the scores of the model and signs of errors, calibrated.

A value that a rule put in the place of the model's counts as sure as such values proved to be on held-out
sentences. Everything is computed in double precision and then rounded to hundredths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.calibration import ANSWERS, WEIGHED, Calibration, Scale, doubt, odds_of_all, probability
from rukaz.iob2 import TaggedSpan, decode
from rukaz.records import Entity, Sentence, Token
from rukaz.tree import Tree, relation

UNIQUE = frozenset({"nsubj", "csubj", "obj", "cop"})
"""Relations of which a word seldom has two."""

MODIFIERS = frozenset(
    {
        "obl", "nmod", "advmod", "advcl", "acl", "appos",
        "conj", "parataxis", "discourse", "orphan",
    }
)  # fmt: skip
"""Relations of words that could often have another head as well."""


def add_confidence(sentence: Sentence, proposed: Sequence[Analysis], calibration: Calibration) -> Sentence:
    """The sentence with its confidence.

    Args:
        proposed: what the model said of the tokens, with scores, before any rule changed it.
        calibration: of that model.
    """
    tokens, sum_of_all = [], 0.0
    for token, (odds, signs) in zip(
        sentence.tokens, odds_and_signs(sentence, proposed, calibration.scales), strict=True
    ):
        found = dict(zip(WEIGHED, calibration.probabilities(odds, signs), strict=True))
        sum_of_all += found["token"]
        tokens.append(
            replace(
                token,
                confidence=round(found["token"], 2),
                upos_confidence=round(found["upos"], 2),
                feats_confidence=round(found["feats"], 2),
                head_confidence=round(found["head"], 2),
                deprel_confidence=round(found["deprel"], 2),
            )
        )
    scale, spans = calibration.scales["entity"], span_odds(proposed)
    entities = (
        replace(one, confidence=round(probability(scale.scaled(spans.get(span_of(one), scale.by_rule))), 2))
        for one in sentence.entities
    )
    return replace(
        sentence,
        tokens=tuple(tokens),
        entities=tuple(entities),
        confidence=round(sum_of_all / len(tokens), 2),
    )


def odds_and_signs(
    sentence: Sentence, proposed: Sequence[Analysis], scales: Mapping[str, Scale]
) -> Iterator[tuple[list[float], list[float]]]:
    """Of each token, the scaled log odds of :data:`WEIGHED`, and the signs between ``odds`` and ``constant``.

    Args:
        scales: of :data:`ANSWERS`.
    """
    odds = [
        _scaled(token, analysis, scales) for token, analysis in zip(sentence.tokens, proposed, strict=True)
    ]
    doubts = [list(map(doubt, row)) for row in odds]
    sums = list(map(sum, doubts))
    mean = sum(sums) / len(sums)
    tree = Tree([token.head for token in sentence.tokens])
    places = Counter((token.head, relation(token)) for token in sentence.tokens)
    for token, own, each, total in zip(sentence.tokens, odds, doubts, sums, strict=True):
        name = relation(token)
        signs = [
            *each,
            mean,
            sums[token.head - 1] if token.head else 0.0,
            bool(tree.gap(token.id)),
            name in UNIQUE and places[token.head, name] > 1,
            name in MODIFIERS,
            token.upos == "PUNCT",
        ]
        yield [*own, odds_of_all([total])], signs


def _scaled(token: Token, analysis: Analysis, scales: Mapping[str, Scale]) -> list[float]:
    """The scaled log odds of each of :data:`ANSWERS` to a token."""
    assert analysis.scores is not None
    ruled = changed(token, analysis)
    return [
        scales[answer].scaled(scales[answer].by_rule if answer in ruled else odds)
        for answer, odds in zip(ANSWERS, analysis.scores, strict=False)
    ]


def changed(token: Token, analysis: Analysis) -> list[str]:
    """Which of :data:`ANSWERS` are no longer the model's: of features more may stand beside its own."""
    features = set((analysis.feats or "").split("|")) - {""}
    kept = {
        "upos": token.upos == analysis.upos,
        "feats": token.feats == analysis.feats or features <= set((token.feats or "").split("|")),
        "head": token.head == analysis.head,
        "deprel": token.deprel.partition(":")[0] == analysis.deprel.partition(":")[0],
    }
    return [answer for answer in ANSWERS if not kept[answer]]


def span_of(entity: Entity) -> TaggedSpan:
    """Where an entity is, as :func:`span_odds` names it."""
    return TaggedSpan(entity.label, entity.first_token - 1, entity.last_token - 1)


def span_odds(proposed: Sequence[Analysis]) -> dict[TaggedSpan, float]:
    """The log odds of each entity that the model proposed: those of its least sure token."""
    return {
        span: min(one.scores.ner for one in proposed[span.first : span.last + 1] if one.scores)
        for span in decode(one.ner for one in proposed)
    }
