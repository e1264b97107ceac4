"""What an annotation says of each word, to be held against what another one says of the same word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rukaz.records import Sentence, Token
from rukaz.token_keys import TokenKey, token_keys


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared of a word.

    Attributes:
        feats: ``_`` where there are none.
        name: its tag in IOB2.
        head: the form of its head and where that starts; ``root`` where it has none.
    """

    upos: str
    feats: str
    lemma: str
    name: str
    deprel: str
    head: str

    def differences(self, other: Answer) -> list[tuple[str, str]]:
        """The values that differ, this one's and the other's."""
        return [
            (mine, theirs)
            for attribute in self.__slots__
            if (mine := getattr(self, attribute)) != (theirs := getattr(other, attribute))
        ]


def disagreement(token: Token, ours: Answer, theirs: Answer | None) -> str | None:
    """A word with what two annotations say of it, ``3 раму: NOUN or PROPN``; None where they agree.

    Args:
        theirs: None if the other annotation has no such word.
    """
    if theirs is None:
        return f"{token.id} {token.form}: other words"
    different = "; ".join(f"{one} or {two}" for one, two in ours.differences(theirs))
    return f"{token.id} {token.form}: {different}" if different else None


def answers(sentence: Sentence) -> Iterator[tuple[TokenKey, Answer]]:
    """The answer for each word of a sentence, in its order, by its place in the source."""
    keys = token_keys(sentence.tokens)
    for token, key, tag in zip(sentence.tokens, keys, sentence.ner_tags, strict=True):
        head = sentence.tokens[token.head - 1] if token.head else None
        place = f"head {head.form} at {head.start}" if head else "root"
        yield key, Answer(token.upos, token.feats or "_", token.lemma, tag, token.deprel, place)
