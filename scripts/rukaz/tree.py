"""Dependency trees: the questions about heads that repairs, checks and layers ask.

A tree is the list of its heads: ids of words count from 1, head 0 is the root.

>>> tree = Tree([2, 0, 2, 3])        # Мама ← мыла → раму → старую
>>> tree.ancestors(4)
[3, 2]
>>> tree.gap(1), tree.is_projective
([], True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from rukaz.records import UNKNOWN, Sentence, Token


class Tree:
    """Who depends on whom, directly or through others.

    Attributes:
        heads: of the words, which need not make a tree; see ``is_whole``.
    """

    def __init__(self, heads: Sequence[int]) -> None:
        self.heads = heads

    @cached_property
    def dependents(self) -> list[list[int]]:
        """Ids of the words below each id, in order; those below 0 are the roots.

        Empty lists where a head is out of range.
        """
        found: list[list[int]] = [[] for _ in range(len(self.heads) + 1)]
        if self.heads and min(self.heads) >= 0 and max(self.heads) <= len(self.heads):
            for word, head in enumerate(self.heads, start=1):
                found[head].append(word)
        return found

    @property
    def is_whole(self) -> bool:
        """Whether there is one root, and every word is below it.

        Only then may the words below a word (``gap``, ``crossed``, ``is_projective``) be asked for.
        """
        return len(self.dependents[0]) == 1 and len(self._walk) == len(self.heads)

    @cached_property
    def _walk(self) -> list[int]:
        """The words that are below a root, each followed by those below it."""
        todo = list(self.dependents[0])
        walk: list[int] = []
        while todo:
            word = todo.pop()
            walk.append(word)
            todo += self.dependents[word]
        return walk

    @cached_property
    def _stretches(self) -> tuple[list[int], list[int]]:
        """Where in the walk each word stands, and where those below it end."""
        first = [0] * len(self.dependents)
        end = [0] * len(self.dependents)
        for number, word in enumerate(self._walk):
            first[word] = number
        for word in reversed(self._walk):
            below = self.dependents[word]
            end[word] = end[below[0]] if below else first[word] + 1  # the first of them is walked last
        return first, end

    def ancestors(self, word: int) -> list[int]:
        """Ids from the head of ``word`` up to the root word; stops where a cycle closes."""
        path: list[int] = []
        head = self.heads[word - 1]
        while head != 0 and head not in path:
            path.append(head)
            head = self.heads[head - 1]
        return path

    def cyclic_words(self) -> list[int]:
        """Ids of the words from which no path leads to the root.

        >>> Tree([2, 3, 2, 0]).cyclic_words()
        [1, 2, 3]
        """
        reached = set(self._walk)
        return [word for word in range(1, len(self.heads) + 1) if word not in reached]

    def gap(self, word: int) -> list[int]:
        """The words between ``word`` and its head that are not below that head."""
        head = self.heads[word - 1]
        if head == 0:
            return []
        numbers, ends = self._stretches
        first, end = numbers[head], ends[head]
        between = range(head + 1, word) if head < word else range(word + 1, head)
        return [one for one in between if not first <= numbers[one] < end]

    def crossed(self, word: int) -> list[int]:
        """The words whose arcs have ``word`` inside, but not its head; heads above ``word`` do not count."""
        first, end = self._stretches
        number, own = first[word], self.heads[word - 1]
        return [
            other
            for other, head in enumerate(self.heads, start=1)
            if (head < word < other or other < word < head)
            and head
            and not (head < own < other or other < own < head)
            and not first[head] <= number < end[head]
        ]

    @property
    def is_projective(self) -> bool:
        """Whether no two arcs cross."""
        return not any(map(self.gap, range(1, len(self.heads) + 1)))

    def crosses(self, mark: int) -> bool:
        """Whether the leaf ``mark`` is attached over words not below its head, or lies inside another arc.

        No punctuation mark may do either (``punct-is-nonproj``, ``punct-causes-nonproj``). For whole trees.
        """
        above = {0, *self.ancestors(mark)}
        for word, head in enumerate(self.heads, start=1):
            if (word < mark < head or head < mark < word) and head not in above:
                return True
        return bool(self.gap(mark))


class SentenceTree:
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

    @cached_property
    def _relations(self) -> set[str]:
        return set(map(relation, self.tokens))

    def children(self, token: Token, *relations: str) -> list[Token]:
        """The words on ``token``, or those of the given universal relations, in the order of the text."""
        found = self._children.get(token.id)
        if not found or (relations and self._relations.isdisjoint(relations)):
            return []
        return [child for child in found if relation(child) in relations] if relations else [*found]

    def path(self, token: Token) -> list[Token]:
        """The heads above ``token``, from its own to the root."""
        found: list[Token] = []
        head = self.head(token)
        while head is not None and head not in found:
            found.append(head)
            head = self.head(head)
        return found


def features(token: Token) -> dict[str, str]:
    """FEATS as a mapping; empty where the column is."""
    return dict(_parsed(token.feats)) if token.feats else {}


@lru_cache(maxsize=20_000)
def _parsed(feats: str) -> Mapping[str, str]:
    items = (item.partition("=") for item in feats.split("|") if item)
    return {name: value for name, _, value in items}


def feature(token: Token, name: str) -> str | None:
    """The value of a feature; None if the word has it not."""
    return _parsed(token.feats).get(name) if token.feats else None


def relation(token: Token) -> str:
    """The universal relation, without its subtype."""
    return token.deprel.partition(":")[0]


def with_tree(sentence: Sentence) -> Sentence:
    """The sentence, in a flat tree below its first word if nobody annotated one."""
    if any(token.deprel != UNKNOWN or token.head for token in sentence.tokens):
        return sentence
    first, *others = sentence.tokens
    flat = (replace(token, head=1, deprel="dep") for token in others)
    return replace(sentence, tokens=(replace(first, deprel="root"), *flat))
