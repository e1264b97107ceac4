"""What belongs together in two versions of a document: the same stretch of the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, TypeVar

from rukaz.records import DateExpression, Entity, Mention, MultiwordToken, Quote, Sentence, Token

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Units that overlap one another and none else: 1 old and 2 new ones are a split, and so on."""

    old: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def kind(self) -> str:
        """``added``, ``removed``, ``moved``, ``split``, ``joined`` or ``cut anew``."""
        match len(self.old), len(self.new):
            case 0, _:
                return "added"
            case _, 0:
                return "removed"
            case 1, 1:
                return "moved"
            case 1, _:
                return "split"
            case _, 1:
                return "joined"
        return "cut anew"


def regrouped(old: Sequence[Span], new: Sequence[Span]) -> Iterator[Group]:
    """Groups of the spans, in order, that have no equal on the other side; indices into both lists.

    Spans of one list do not overlap one another.
    """
    same = set(old) & set(new)
    rest = [(span, 0, i) for i, span in enumerate(old) if span not in same]
    rest += [(span, 1, i) for i, span in enumerate(new) if span not in same]
    members: tuple[list[int], list[int]] = ([], [])
    reach = -1
    for (start, end), side, index in sorted(rest):
        if start >= reach and any(members):
            yield Group(tuple(members[0]), tuple(members[1]))
            members = ([], [])
        members[side].append(index)
        reach = max(reach, end)
    if any(members):
        yield Group(tuple(members[0]), tuple(members[1]))


def in_new_places(
    old: Sequence[Sentence], new: Sequence[Sentence], *, same_source: bool | None = None
) -> list[Sentence]:
    """The old sentences with offsets as in the new ones, so that the two can be laid side by side.

    In the same source nothing moves. In another version of the text the longest common runs of forms say
    what moved where, as in a diff of two files; what is no longer there stays at its distance from what was
    before it.

    Args:
        same_source: None where it is not known; then the forms decide.
    """
    before, after = surface(old), surface(new)
    if same_source if same_source is not None else _seems_same_source(before, after):
        return list(old)
    matcher = SequenceMatcher(None, [one.form for one in before], [one.form for one in after], autojunk=False)
    shifts = [0] * len(before)
    known: dict[int, int] = {}
    for first, second, length in matcher.get_matching_blocks():
        for index in range(length):
            known[first + index] = after[second + index].start - before[first + index].start
    for index in range(len(before)):
        shifts[index] = known.get(index, shifts[index - 1] if index else 0)
    starts = [unit.start for unit in before]
    return [shifted(sentence, starts, shifts) for sentence in old]


def surface(sentences: Sequence[Sentence]) -> list[Token | MultiwordToken]:
    """The tokens as they stand in the text: multi-word tokens instead of their words."""
    return [unit for sentence in sentences for unit in sentence.surface]


def _seems_same_source(
    before: Sequence[Token | MultiwordToken], after: Sequence[Token | MultiwordToken]
) -> bool:
    """Whether most stretches are in both, each with the same form."""
    forms = {(unit.start, unit.end): unit.form for unit in before}
    both = [(forms[unit.start, unit.end], unit.form) for unit in after if (unit.start, unit.end) in forms]
    return all(old == new for old, new in both) and 2 * len(both) >= min(len(before), len(after))


def shifted(sentence: Sentence, starts: Sequence[int], shifts: Sequence[int]) -> Sentence:
    """The sentence with its offsets moved by the shift of the surface token they belong to.

    Args:
        starts: where each stretch begins that moves as one, in order.
        shifts: by how many characters each of them moves.
    """

    def by(start: int) -> int:
        return shifts[bisect_right(starts, start) - 1]

    tokens = tuple(replace(t, start=t.start + by(t.start), end=t.end + by(t.start)) for t in sentence.tokens)
    return replace(
        sentence,
        start=tokens[0].start,
        end=tokens[-1].end,
        tokens=tokens,
        entities=tuple(_at_tokens(entity, tokens) for entity in sentence.entities),
        mentions=tuple(_at_tokens(mention, tokens) for mention in sentence.mentions),
        quotes=tuple(_moved(quote, by) for quote in sentence.quotes),
        dates=tuple(_moved(date, by) for date in sentence.dates),
        multiword_tokens=tuple(
            replace(mwt, start=mwt.start + by(mwt.start), end=mwt.end + by(mwt.start))
            for mwt in sentence.multiword_tokens
        ),
    )


_Phrase = TypeVar("_Phrase", Entity, Mention)


def _at_tokens(phrase: _Phrase, tokens: Sequence[Token]) -> _Phrase:
    """An entity or mention with the offsets of its tokens."""
    return replace(phrase, start=tokens[phrase.first_token - 1].start, end=tokens[phrase.last_token - 1].end)


_Stretch = TypeVar("_Stretch", Quote, DateExpression)


def _moved(stretch: _Stretch, by: Callable[[int], int]) -> _Stretch:
    """A quote or date with all of its offsets moved; an end goes with the character before it."""
    moved: dict[str, Any] = {}
    for field in fields(stretch):
        value = getattr(stretch, field.name)
        if field.name.endswith("start") and value is not None:
            moved[field.name] = value + by(value)
        elif field.name.endswith("end") and value is not None:
            moved[field.name] = value + by(value - 1)
    return replace(stretch, **moved)
