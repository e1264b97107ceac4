"""What the UD validator says of sentences, asked only where the answer is not known already.

Validating a sentence takes longer than tagging it, and most sentences offer the validator nothing new. So
what it said of each signature (:mod:`rukaz.repair.signatures`) is cached, and a sentence of known signatures
gets the answer that the validator would give, word for word. Everything else is validated. The
cache only decides whether the validator runs: order, batches and workers change no answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

from rukaz.conllu.files import sentence_to_conllu
from rukaz.records import Sentence
from rukaz.repair import known_signatures
from rukaz.repair.known_signatures import Finding, Findings
from rukaz.repair.signatures import Kind, Seen, signatures
from rukaz.repair.validator import Incident, validate_text
from rukaz.tree import Tree

TESTED_VERSION = "0.2.9"
"""Of udtools: the tests that :mod:`rukaz.repair.signatures` was written for."""

LANGUAGE = "ru"

# fmt: off
REPEATABLE: Mapping[str, Kind] = {
    **dict.fromkeys((
        "feature-unknown", "feature-upos-not-permitted", "feature-value-unknown",
        "feature-value-upos-not-permitted", "pron-det-without-prontype", "verbform-fin-without-mood",
    ), "word"),
    **dict.fromkeys((
        "fixed-without-extpos", "rel-upos-advmod", "rel-upos-aux", "rel-upos-case", "rel-upos-cc",
        "rel-upos-cop", "rel-upos-det", "rel-upos-expl", "rel-upos-fixed", "rel-upos-mark",
        "rel-upos-nummod", "rel-upos-punct", "upos-rel-punct",
    ), "label"),
    **dict.fromkeys((
        "right-to-left-appos", "right-to-left-conj", "right-to-left-fixed", "right-to-left-flat",
    ), "arc"),
    "too-many-subjects": "subjects",
    "too-many-objects": "objects",
    "punct-causes-nonproj": "crossed",
    "punct-is-nonproj": "gap",
}
# fmt: on
"""Tests whose message says nothing but what is seen (``Seen``), and the kind of signature that they look at.

The validator makes them for one word after the other, in the order of the kinds.
"""

MOST_SIGNATURES = 100_000
"""Remembered at once, some 20 MB; 400,000 tokens of news have 2,000."""

AT_ONCE = 100
"""Sentences looked at before the validator is asked, so that the next ones profit from its answer."""


class ValidationCache:
    """What the validator said of the signatures it has seen: often nothing.

    Args:
        known: what is known from the beginning, and never forgotten.
    """

    def __init__(self, known: Findings = MappingProxyType({})) -> None:
        self._from_the_beginning = known
        self._said = dict(known)

    @property
    def known(self) -> Findings:
        """What the validator says of all signatures that are known now."""
        return MappingProxyType(self._said)

    def get(self, sentence: Sentence, seen: Sequence[Sequence[Seen]] | None) -> list[Incident] | None:
        """What the validator says of a sentence, as it would say it; None if that is not known.

        Args:
            seen: the signatures of the sentence.
        """
        if seen is None:
            return None
        incidents: list[Incident] = []
        for token, here in zip(sentence.tokens, seen, strict=True):
            for signature, named in here:
                said = self._said.get(signature)
                if said is None:
                    return None
                for level, is_error, testid, message in said:
                    place = sentence.sent_id, str(token.id)
                    incidents.append(Incident(level, is_error, testid, *place, message.replace("\0", named)))
        return incidents

    def add(
        self, sentence: Sentence, seen: Sequence[Sequence[Seen]] | None, incidents: Sequence[Incident]
    ) -> None:
        """Remember what the validator said, if all of it is about signatures.

        From a tree that is not projective only that is learned: there a function word may have punctuation
        below it that it may have nowhere else.
        """
        if seen is None or not all(one.testid in REPEATABLE and one.token_id for one in incidents):
            return
        if len(self._said) > MOST_SIGNATURES:
            self._said = dict(self._from_the_beginning)
        told: defaultdict[tuple[str | None, Kind], list[Incident]] = defaultdict(list)
        for one in incidents:
            told[one.token_id, REPEATABLE[one.testid]].append(one)
        is_projective = Tree([token.head for token in sentence.tokens]).is_projective
        for token, here in zip(sentence.tokens, seen, strict=True):
            for signature, named in here:
                said = told.get((str(token.id), signature[0]), []) if told else []
                if _may_be_cached(signature[0], token.form, bool(said), is_projective):
                    self._said[signature] = tuple(_finding(one, named) for one in said)


def _may_be_cached(kind: Kind, form: str, is_wrong: bool, is_projective: bool) -> bool:
    if kind in ("subjects", "objects", "crossed", "gap"):
        return is_wrong
    # the words of a message are ASCII: only a form that is not is found in it without doubt
    return is_projective and not (is_wrong and form.isascii())


def _finding(incident: Incident, named: str) -> Finding:
    message = incident.message.replace(named, "\0")
    return incident.level, incident.is_error, incident.testid, message


@cache
def validation_cache() -> ValidationCache:
    """That of this process; it begins with what the package knows."""
    return ValidationCache(known_signatures.load(TESTED_VERSION))


def known_incidents(sentences: Sequence[Sentence], *, language: str) -> Iterator[Incident]:
    """What the validator says of sentences that belong together, of each in the order of its words.

    Args:
        sentences: no ``sent_id`` may stand twice. DEPS are left out: :mod:`rukaz.check.graphs`
            tests them.

    Raises:
        RukazError: the validator did not work.
    """
    sentences = [without_graph(sentence) for sentence in sentences]
    if language != LANGUAGE or not _is_tested():
        yield from validate_text(map(sentence_to_conllu, sentences), lang=language)
        return
    for start in range(0, len(sentences), AT_ONCE):
        yield from _cached_or_asked(sentences[start : start + AT_ONCE])


def _cached_or_asked(sentences: Sequence[Sentence]) -> Iterator[Incident]:
    unknown = []
    for sentence in sentences:
        seen = signatures(sentence)
        known = validation_cache().get(sentence, seen)
        if known is None:
            unknown.append((sentence, seen))
        else:
            yield from known
    answer: defaultdict[str | None, list[Incident]] = defaultdict(list)
    for incident in validate_text((sentence_to_conllu(one) for one, _ in unknown), lang=LANGUAGE):
        answer[incident.sent_id].append(incident)
        yield incident
    for sentence, seen in unknown:
        validation_cache().add(sentence, seen, answer[sentence.sent_id])


def without_graph(sentence: Sentence) -> Sentence:
    """The sentence with empty DEPS, which the validator wants in all sentences or in none."""
    if all(token.deps is None for token in sentence.tokens):
        return sentence
    return replace(sentence, tokens=tuple(replace(token, deps=None) for token in sentence.tokens))


@cache
def _is_tested() -> bool:
    try:
        return version("udtools") == TESTED_VERSION
    except PackageNotFoundError:
        return False
