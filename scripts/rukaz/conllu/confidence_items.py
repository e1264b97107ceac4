"""Confidence in the MISC column of CoNLL-U, for those who ask for it.

``Confidence=0.87|DeprelConfidence=0.97|FeatsConfidence=0.99|HeadConfidence=0.9|UposConfidence=1.0``, and
``NEConfidence`` on the first word of an entity. To RuKaz they are items like any other that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rukaz.records import Sentence, Token

CONFIDENCES = ("confidence", "upos_confidence", "feats_confidence", "head_confidence", "deprel_confidence")
"""The attributes of ``Token`` that say how sure an answer is."""


def without_confidence(sentence: Sentence) -> Sentence:
    """The sentence as if no model had said how sure it is: as a reader leaves it, and as CoNLL-U has it."""
    if sentence.confidence is None:
        return sentence
    nothing: dict[str, Any] = dict.fromkeys(CONFIDENCES)
    return replace(
        sentence,
        tokens=tuple(replace(token, **nothing) for token in sentence.tokens),
        entities=tuple(replace(entity, confidence=None) for entity in sentence.entities),
        confidence=None,
    )


def with_confidence_items(sentence: Sentence) -> Sentence:
    """The sentence with its confidence in MISC; as it is if it has none."""
    entities = {entity.first_token: entity.confidence for entity in sentence.entities}
    return replace(
        sentence,
        tokens=tuple(_with_items(token, entities.get(token.id)) for token in sentence.tokens),
    )


def _with_items(token: Token, of_entity: float | None) -> Token:
    items = [*(token.misc.split("|") if token.misc else ()), *_items(token, of_entity)]
    return replace(token, misc="|".join(sorted(items, key=lambda item: item.partition("=")[0])) or None)


def _items(token: Token, of_entity: float | None) -> Iterator[str]:
    for name in CONFIDENCES:
        if (confidence := getattr(token, name)) is not None:
            yield f"{''.join(part.capitalize() for part in name.split('_'))}={confidence}"
    if of_entity is not None:
        yield f"NEConfidence={of_entity}"
