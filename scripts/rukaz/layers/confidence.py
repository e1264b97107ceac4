"""How sure each answer is: from the scores of the model, calibrated, with what the rules changed.

A value that a rule put in the place of the model's counts as sure as such values proved to be on held-out
sentences. Everything is computed in double precision and then rounded to hundredths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.calibration import Calibration, odds_of_all
from rukaz.iob2 import TaggedSpan, decode
from rukaz.records import Entity, Sentence, Token

ANSWERS = ("upos", "feats", "head", "deprel")
"""Of each token, in the order of `Scores`."""

Odds = dict[str, float]


def add_confidence(sentence: Sentence, proposed: Sequence[Analysis], calibration: Calibration) -> Sentence:
    """The sentence with its confidence.

    Args:
        proposed: what the model said of the tokens, with scores, before any rule changed it.
        calibration: of that model.
    """
    tokens, sum_of_all = [], 0.0
    for token, analysis in zip(sentence.tokens, proposed, strict=True):
        odds = token_odds(token, analysis, calibration)
        found = {answer: calibration[answer].probability(odds[answer]) for answer in ANSWERS}
        of_all = calibration["token"].probability(odds_of_all(odds.values()))
        sum_of_all += of_all
        tokens.append(
            replace(
                token,
                confidence=round(of_all, 2),
                upos_confidence=round(found["upos"], 2),
                feats_confidence=round(found["feats"], 2),
                head_confidence=round(found["head"], 2),
                deprel_confidence=round(found["deprel"], 2),
            )
        )
    scale, spans = calibration["entity"], span_odds(proposed)
    entities = (
        replace(one, confidence=round(scale.probability(spans.get(span_of(one), scale.by_rule)), 2))
        for one in sentence.entities
    )
    return replace(
        sentence,
        tokens=tuple(tokens),
        entities=tuple(entities),
        confidence=round(sum_of_all / len(tokens), 2),
    )


def token_odds(token: Token, analysis: Analysis, calibration: Calibration) -> Odds:
    """The log odds of each of :data:`ANSWERS` to a token; where a rule gave it, what that counts as."""
    assert analysis.scores is not None
    odds = dict(zip(ANSWERS, analysis.scores, strict=False))
    for answer in changed(token, analysis):
        odds[answer] = calibration[answer].by_rule
    return odds


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
