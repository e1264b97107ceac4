"""Automatic sentences are held to the rules before they go anywhere; what breaks one goes to quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rukaz.check.registry import SENTENCE_RULES, message
from rukaz.check.spans import is_possible
from rukaz.records import Document, Quarantined, Sentence

RULES = tuple(code for code in SENTENCE_RULES if code[0] in "TO" or code == "I202")


def quarantine_unsound(
    document: Document, sentences: Sequence[Sentence]
) -> tuple[list[Sentence], list[Quarantined]]:
    """The sentences of a document that keep the rules, and a quarantine row for each of the others.

    An entity that cannot be (N406) is dropped, the sentence is not.
    """
    reasons: dict[str, str] = {}
    for code in RULES:
        for place, detail in SENTENCE_RULES[code](document, sentences):
            reasons.setdefault(place.partition(",")[0], f"{code}: {message(code)} {detail}")
    sound = (sentence for sentence in sentences if sentence.sent_id not in reasons)
    kept = [_without_impossible_entities(sentence, document.language) for sentence in sound]
    rows = [
        Quarantined(
            file=document.file,
            stage="check",
            reason=reasons[sentence.sent_id],
            doc_id=document.doc_id,
            block=sentence.block,
            start=sentence.start,
            end=sentence.end,
        )
        for sentence in sentences
        if sentence.sent_id in reasons
    ]
    return kept, rows


def _without_impossible_entities(sentence: Sentence, language: str) -> Sentence:
    possible = tuple(entity for entity in sentence.entities if is_possible(entity, sentence))
    if language != "ru" or len(possible) == len(sentence.entities):
        return sentence
    return replace(sentence, entities=possible)
