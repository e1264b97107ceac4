"""Reviewed sentences as the rules of consistency look at them (rules C8xx).

The rules describe decisions of the review (``seeds/guidelines.md``), not Universal Dependencies as such:
automatic annotation may break them. Each looks at one :class:`Tree` and yields the words that are annotated
otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, wraps

from rukaz.check.finding import Place, at
from rukaz.records import Document, Sentence, Token

Slip = tuple[Token, str]
"""A word that breaks a rule, and how."""

Rule = Callable[[Document, Sequence[Sentence]], Iterator[Place]]


class Tree:
    """A sentence with the questions that grammar asks of it; ids out of range have no word."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens

    @cached_property
    def _children(self) -> dict[int, list[Token]]:
        found: dict[int, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.head, []).append(token)
        return found

    def word(self, number: int) -> Token | None:
        """The word with this id; None outside the sentence."""
        return self.tokens[number - 1] if 0 < number <= len(self.tokens) else None

    def head(self, token: Token) -> Token | None:
        """The head of ``token``; None for the root."""
        return self.word(token.head)

    def before(self, token: Token) -> Token | None:
        """The word to the left."""
        return self.word(token.id - 1)

    def after(self, token: Token) -> Token | None:
        """The word to the right."""
        return self.word(token.id + 1)

    def children(self, token: Token, *relations: str) -> list[Token]:
        """The words on ``token``, or those of the given universal relations, in the order of the text."""
        found = self._children.get(token.id, [])
        return [child for child in found if not relations or relation(child) in relations]

    def path(self, token: Token) -> list[Token]:
        """The heads above ``token``, from its own to the root."""
        found: list[Token] = []
        head = self.head(token)
        while head is not None and head not in found:
            found.append(head)
            head = self.head(head)
        return found


def in_reviewed(find: Callable[[Tree], Iterator[Slip]]) -> Rule:
    """The rule that looks for slips in every reviewed sentence of a Russian document."""

    @wraps(find)
    def rule(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
        if document.language != "ru":
            return
        for sentence in sentences:
            if sentence.annotation == "reviewed" and sentence.tokens:
                for token, detail in find(Tree(sentence)):
                    yield at(sentence, token), detail

    return rule


def features(token: Token) -> dict[str, str]:
    """FEATS as a mapping; empty where the column is."""
    items = (item.partition("=") for item in (token.feats or "").split("|") if item)
    return {name: value for name, _, value in items}


def feature(token: Token, name: str) -> str | None:
    """The value of a feature; None if the word has it not."""
    return features(token).get(name)


def relation(token: Token) -> str:
    """The universal relation, without its subtype."""
    return token.deprel.partition(":")[0]
