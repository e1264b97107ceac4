"""How sure each answer is: from the scores of the model and signs of errors, calibrated.

A value that a rule put in the place of the model's counts as sure as such values proved to be on held-out
sentences. Everything is computed in double precision and then rounded to hundredths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.calibration import (
    ANSWERS,
    SIGNS,
    Calibration,
    Scale,
    Table,
    doubt,
    odds_of_all,
    probability,
    scaled,
)
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
    found = calibration.probabilities(*odds_and_signs(sentence, proposed, calibration.scales))
    tokens = (
        replace(
            token,
            upos_confidence=upos,
            feats_confidence=feats,
            head_confidence=head,
            deprel_confidence=deprel,
            confidence=of_all,
        )
        for token, (upos, feats, head, deprel, of_all) in zip(
            sentence.tokens, found.round(2).tolist(), strict=True
        )
    )
    scale, spans = calibration.scales["entity"], span_odds(proposed)
    odds = [spans.get(span_of(one), scale.by_rule) for one in sentence.entities]
    of_entities = probability(scaled(np.array(odds), scale.slope, scale.shift)).round(2).tolist()
    return replace(
        sentence,
        tokens=tuple(tokens),
        entities=tuple(
            replace(one, confidence=share) for one, share in zip(sentence.entities, of_entities, strict=True)
        ),
        confidence=round(float(found[:, -1].mean()), 2),
    )


def odds_and_signs(
    sentence: Sentence, proposed: Sequence[Analysis], scales: Mapping[str, Scale]
) -> tuple[Table, Table]:
    """The scaled log odds of :data:`WEIGHED`, and the signs between ``odds`` and ``constant``.

    Args:
        proposed: what the model said of the tokens, with scores.
        scales: of :data:`ANSWERS`.

    Returns:
        (tokens, WEIGHED) and (tokens, signs).
    """
    tokens = sentence.tokens
    odds = _scaled(tokens, proposed, [scales[answer] for answer in ANSWERS])
    doubts = doubt(odds)
    sums = doubts.sum(-1)
    heads = [token.head for token in tokens]
    names = list(map(relation, tokens))
    tree = Tree(heads)
    places = Counter(zip(heads, names, strict=True))
    found = np.empty((len(tokens), len(SIGNS) - 2))
    found[:, : len(ANSWERS)] = doubts
    found[:, len(ANSWERS)] = sums.mean()
    found[:, len(ANSWERS) + 1] = np.append(0.0, sums)[heads]
    found[:, len(ANSWERS) + 2 :] = [
        (
            bool(tree.gap(number)),
            name in UNIQUE and places[head, name] > 1,
            name in MODIFIERS,
            token.upos == "PUNCT",
        )
        for number, (token, head, name) in enumerate(zip(tokens, heads, names, strict=True), start=1)
    ]
    return np.column_stack([odds, odds_of_all(sums)]), found


def _scaled(tokens: Sequence[Token], proposed: Sequence[Analysis], scales: Sequence[Scale]) -> Table:
    """The scaled log odds of each of :data:`ANSWERS`, (tokens, ANSWERS)."""
    odds = np.array([analysis.scores for analysis in proposed], float)[:, : len(ANSWERS)]
    ruled = np.array(list(map(changed, tokens, proposed)))
    slope, shift, by_rule = np.array([(one.slope, one.shift, one.by_rule) for one in scales]).T
    return scaled(np.where(ruled, by_rule, odds), slope, shift)


def changed(token: Token, analysis: Analysis) -> tuple[bool, bool, bool, bool]:
    """Whether each of :data:`ANSWERS` is no longer the model's: more features may stand beside its own."""
    return (
        token.upos != analysis.upos,
        token.feats != analysis.feats and not _features(analysis.feats) <= _features(token.feats),
        token.head != analysis.head,
        token.deprel.partition(":")[0] != analysis.deprel.partition(":")[0],
    )


def _features(feats: str | None) -> set[str]:
    return set(feats.split("|")) if feats else set()


def span_of(entity: Entity) -> TaggedSpan:
    """Where an entity is, as :func:`span_odds` names it."""
    return TaggedSpan(entity.label, entity.first_token - 1, entity.last_token - 1)


def span_odds(proposed: Sequence[Analysis]) -> dict[TaggedSpan, float]:
    """The log odds of each entity that the model proposed: those of its least sure token."""
    return {
        span: min(one.scores.ner for one in proposed[span.first : span.last + 1] if one.scores)
        for span in decode(one.ner for one in proposed)
    }
