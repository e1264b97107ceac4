"""What an annotation says of each word, to be held against what another one says of the same word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rukaz.records import Sentence, Token
from rukaz.review.reasons import Reason
from rukaz.token_keys import TokenKey, token_keys


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared of a word.

    Attributes:
        feats: ``_`` where there are none.
        name: its tag in IOB2.
        head: the form of its head and where that starts (``сказал at 12``); ``root`` where it has none.
    """

    upos: str
    feats: str
    lemma: str
    name: str
    deprel: str
    head: str

    def differences(self, other: Answer) -> list[str]:
        """The attributes that differ."""
        return [one for one in self.__slots__ if getattr(self, one) != getattr(other, one)]


def disagreement(token: Token, ours: Answer, theirs: Answer | None) -> Reason | None:
    """A word with what two annotations say of it, ``3 раму: NOUN or PROPN``; None where they agree.

    Args:
        theirs: None if the other annotation has no such word.
    """
    if theirs is None:
        return Reason("other-words", "other words", token)
    different = ours.differences(theirs)
    if not different:
        return None
    said = "; ".join(f"{_in_english(ours, one)} or {_in_english(theirs, one)}" for one in different)
    values = {
        name: ", ".join(_in_short(answer, one) for one in different)
        for name, answer in (("ours", ours), ("theirs", theirs))
    }
    return Reason("differs", said, token, values)


def _in_english(answer: Answer, attribute: str) -> str:
    value = str(getattr(answer, attribute))
    return f"head {value}" if attribute == "head" and value != "root" else value


def _in_short(answer: Answer, attribute: str) -> str:
    value = str(getattr(answer, attribute))
    return f"→ {value.partition(' at ')[0]}" if attribute == "head" else value


def answers(sentence: Sentence) -> Iterator[tuple[TokenKey, Answer]]:
    """The answer for each word of a sentence, in its order, by its place in the source."""
    keys = token_keys(sentence.tokens)
    for token, key, tag in zip(sentence.tokens, keys, sentence.ner_tags, strict=True):
        head = sentence.tokens[token.head - 1] if token.head else None
        place = f"{head.form} at {head.start}" if head else "root"
        yield key, Answer(token.upos, token.feats or "_", token.lemma, tag, token.deprel, place)
