"""The verdict of the UD validator on sentences, asked for only where it is not known already.

Judging a sentence takes the validator longer than tagging it, and most sentences offer it nothing new. So
what it said of each sight (:mod:`rukaz.check.sights`) is remembered, and a sentence of known sights gets the
verdict that the validator would give, word for word. Everything else is asked. What is remembered decides
only whether it is asked: order, batches and workers change no verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from rukaz.check.sights import Kind, Sight, Tree, sights
from rukaz.check.ud import Incident, validate_text
from rukaz.export.conllu_files import sentence_to_conllu
from rukaz.records import Sentence

TESTED_VERSION = "0.2.9"
"""Of udtools: the tests that :mod:`rukaz.check.sights` was written for."""

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
    "punct-causes-nonproj": "crossed",
    "punct-is-nonproj": "gap",
}
# fmt: on
"""Tests whose message says nothing but what is seen (``Seen``), and the kind of sight that they look at.

The validator makes them for one word after the other, in the order of the kinds.
"""

MOST_SIGHTS = 100_000
"""Remembered at once, some 20 MB; 400,000 tokens of news have 2,000."""

AT_ONCE = 100
"""Sentences looked at before the validator is asked, so that the next ones profit from its answer."""

Finding = tuple[int, bool, str, str]
"""Level, whether it is an error, test and message of an incident; NUL stands for what is not in the sight."""


class Memory:
    """What the validator said of the sights it has seen: often nothing."""

    def __init__(self) -> None:
        self._said: dict[Sight, tuple[Finding, ...]] = {}

    def recall(self, sentence: Sentence) -> list[Incident] | None:
        """What the validator says of a sentence, as it would say it; None if that is not known."""
        seen = sights(sentence)
        if seen is None:
            return None
        incidents: list[Incident] = []
        for token, here in zip(sentence.tokens, seen, strict=True):
            for sight, named in here:
                said = self._said.get(sight)
                if said is None:
                    return None
                for level, is_error, testid, message in said:
                    place = sentence.sent_id, str(token.id)
                    incidents.append(Incident(level, is_error, testid, *place, message.replace("\0", named)))
        return incidents

    def learn(self, sentence: Sentence, incidents: Sequence[Incident]) -> None:
        """Remember what the validator said, if all of it is about sights.

        From a tree that is not projective only that is learned: there a function word may have punctuation
        below it that it may have nowhere else.
        """
        seen = sights(sentence)
        if seen is None or not all(one.testid in REPEATABLE and one.token_id for one in incidents):
            return
        if len(self._said) > MOST_SIGHTS:
            self._said.clear()
        told: defaultdict[tuple[str | None, Kind], list[Incident]] = defaultdict(list)
        for one in incidents:
            told[one.token_id, REPEATABLE[one.testid]].append(one)
        is_projective = Tree([token.head for token in sentence.tokens]).is_projective
        for token, here in zip(sentence.tokens, seen, strict=True):
            for sight, named in here:
                said = told.get((str(token.id), sight[0]), [])
                if _may_be_learned(sight[0], token.form, bool(said), is_projective):
                    self._said[sight] = tuple(_finding(one, named) for one in said)


def _may_be_learned(kind: Kind, form: str, is_wrong: bool, is_projective: bool) -> bool:
    if kind in ("crossed", "gap"):
        return is_wrong
    # the words of a message are ASCII: only a form that is not is found in it without doubt
    return is_projective and not (is_wrong and form.isascii())


def _finding(incident: Incident, named: str) -> Finding:
    message = incident.message.replace(named, "\0")
    return incident.level, incident.is_error, incident.testid, message


@cache
def memory() -> Memory:
    """That of this process."""
    return Memory()


def verdicts(sentences: Sequence[Sentence], *, language: str) -> Iterator[Incident]:
    """What the validator says of sentences that belong together, of each in the order of its words.

    Args:
        sentences: no ``sent_id`` may stand twice.

    Raises:
        RukazError: the validator did not work.
    """
    if language != LANGUAGE or not _is_tested() or any(_has_deps(sentence) for sentence in sentences):
        yield from validate_text(map(sentence_to_conllu, sentences), lang=language)
        return
    for start in range(0, len(sentences), AT_ONCE):
        yield from _recalled_or_asked(sentences[start : start + AT_ONCE])


def _recalled_or_asked(sentences: Sequence[Sentence]) -> Iterator[Incident]:
    unknown = []
    for sentence in sentences:
        known = memory().recall(sentence)
        if known is None:
            unknown.append(sentence)
        else:
            yield from known
    answer: defaultdict[str | None, list[Incident]] = defaultdict(list)
    for incident in validate_text(map(sentence_to_conllu, unknown), lang=LANGUAGE):
        answer[incident.sent_id].append(incident)
        yield incident
    for sentence in unknown:
        memory().learn(sentence, answer[sentence.sent_id])


def _has_deps(sentence: Sentence) -> bool:
    """Enhanced dependencies must stand in all sentences or in none."""
    return any(token.deps is not None for token in sentence.tokens)


@cache
def _is_tested() -> bool:
    try:
        return version("udtools") == TESTED_VERSION
    except PackageNotFoundError:
        return False
