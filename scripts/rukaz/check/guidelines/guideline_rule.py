"""Reviewed sentences as the rules of consistency look at them (rules C8xx).

The rules describe decisions of the review (``seeds/guidelines.md``), not Universal Dependencies as such:
automatic annotation may break them. Each looks at one :class:`~rukaz.tree.SentenceTree` and yields the words
that are annotated otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from rukaz.check.finding import Place, at
from rukaz.records import Document, Sentence, Token
from rukaz.tree import SentenceTree

Slip = tuple[Token, str]
"""A word that breaks a rule, and how."""

Rule = Callable[[Document, Sequence[Sentence]], Iterator[Place]]


def in_reviewed(find: Callable[[SentenceTree], Iterator[Slip]]) -> Rule:
    """The rule that looks for slips in every reviewed sentence of a Russian document."""

    @wraps(find)
    def rule(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
        if document.language != "ru":
            return
        for sentence in sentences:
            if sentence.annotation == "reviewed" and sentence.tokens:
                for token, detail in find(SentenceTree(sentence)):
                    yield at(sentence, token), detail

    return rule
