"""Where sentences end: by rule where it is certain, as the model says where it is not.

A sentence may end at a final mark, at an emoji or emoticon, or where the model ends it; closing marks go with
it. What stands on both sides decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rukaz.annotation.segmentation import words
from rukaz.annotation.segmentation.enclosures import OPENERS, Enclosure
from rukaz.annotation.segmentation.full_stops import ends_at_full_stop
from rukaz.annotation.segmentation.tokenized_text import (
    BULLETS,
    DASHES,
    FINAL,
    TokenizedText,
    is_picture,
    is_tag,
    letter_class,
)

LONGEST_TITLE = 12
"""Tokens in quotation marks that may be a title, with the marks."""


def sentence_spans(text: TokenizedText, proposed: Collection[int]) -> Iterator[tuple[int, int]]:
    """First and last token of each sentence.

    Args:
        text: its tokens.
        proposed: the offsets in the text at which the model ends a sentence.
    """
    start = 0
    for position in _candidates(text, proposed):
        if position < start:
            continue
        last = _with_closing_marks(text, position)
        if last == len(text.forms) - 1:
            break
        ends = _ends(text, start, position, last)
        if ends is None:
            ends = text.tokens[last][1] in proposed or text.tokens[position][1] in proposed
        if ends:
            yield start, last
            start = last + 1
    if text.forms:
        yield start, len(text.forms) - 1


def _candidates(text: TokenizedText, proposed: Collection[int]) -> Iterator[int]:
    following = [*text.forms, ""][1:]
    for position, (form, after, (_, end)) in enumerate(zip(text.forms, following, text.tokens, strict=True)):
        if form[0] in FINAL or form == ")" or end in proposed or after in BULLETS or is_picture(form):
            yield position


def _with_closing_marks(text: TokenizedText, position: int) -> int:
    """The last token of a sentence that ends at ``position``: closing marks, pictures, references join it."""
    forms, last = text.forms, position
    final = forms[position][0] in FINAL
    while last + 1 < len(forms):
        following, glued = forms[last + 1], text.touches_next(last)
        pair = text.closing.get(last + 1)
        if (
            (pair is not None and pair.opener <= position)
            or (final and following[0] in FINAL)
            or (is_picture(following) and (final or glued) and not _begins_next(text, last + 1))
            or (following in {"*", ")", "»", "”"} and glued)
        ):
            last += 1
        elif following == "[" and glued and text.form(last + 3) == "]":
            last += 3
        else:
            break
    if final and all(is_tag(form) for form in forms[last + 1 :]):
        return len(forms) - 1
    return last


def _begins_next(text: TokenizedText, position: int) -> bool:
    """Whether a picture belongs to what follows: «👑 3 место», «🎫Билеты»."""
    if text.touches_next(position - 1):
        return text.forms[position] in BULLETS
    is_glued = text.touches_next(position) and text.form(position + 1)[:1].isalpha()
    return text.forms[position] in BULLETS or is_glued or text.form(position + 1)[:1].isdigit()


def _ends(  # noqa: PLR0911 - a line for each rule
    text: TokenizedText, start: int, position: int, last: int
) -> bool | None:
    """Whether the sentence ends at ``position``, with its closing marks at ``last``; None if no rule says."""
    mark, following = text.forms[position], text.forms[last + 1]
    if following in BULLETS:
        return True
    if mark[0] in ".…" and text.only_opens(start, position):
        return False  # «...и вот»
    if following[0] in ",;:)]}»%/" or _is_inside(text, start, position, last):
        return False
    word = text.first_word(last + 1)
    if mark[0] not in FINAL:
        return _ends_without_mark(text, start, position, last, word)
    if text.touches_next(last) and following not in DASHES:
        glued = _ends_without_space(text, position, last)
        if glued is not None:
            return glued
    if following in DASHES:
        return _ends_before_dash(text, position, last)
    letters = letter_class(word)
    if letters == "lower":
        return _ends_before_small_letter(text, position, last)
    if mark == "." and position == last:
        return ends_at_full_stop(text, start, position, word)
    if (
        mark == "."
        and _closes_remark(text, start, last)
        and (text.kinds(position) or text.is_initial(position - 1))
    ):
        return False  # «(в статусе и. о.) Леонид Пасечник»
    if _closes_title(text, position, last):
        return words.is_function_word(word) or (not words.is_name(word) and words.may_begin_clause(word))
    return None if is_picture(following) and not _begins_next(text, last + 1) else True


def _is_inside(text: TokenizedText, start: int, position: int, last: int) -> bool:
    """Whether the place is inside a bracket or a title that is a part of the sentence."""
    return any(
        start <= pair.opener < position
        and last < pair.closer
        and (pair.opener > start if pair.is_bracket else _is_title(text, start, pair))
        for pair in text.pairs
    )


def _closes_remark(text: TokenizedText, start: int, last: int) -> bool:
    pair = text.closing.get(last)
    return pair is not None and pair.is_bracket and pair.opener > start


def _is_title(text: TokenizedText, start: int, pair: Enclosure) -> bool:
    """Whether words in quotation marks are a part of the sentence: фильм «Кто там? Никого!» выходит."""
    if pair.closer - pair.opener > LONGEST_TITLE:
        return False
    before = text.form(pair.opener - 1) if pair.opener > start else ""
    after, beyond = text.form(pair.closer + 1), text.form(pair.closer + 2)
    if _governs_title(before) or after[:1].islower():
        return True
    return after in {",", ";", ")"} and beyond not in DASHES and before in {",", ":", "(", "и"}


def _closes_title(text: TokenizedText, position: int, last: int) -> bool:
    """Whether a final mark stands at the end of a title: роман «Что делать?» Чернышевского."""
    pair = text.closing.get(last)
    if pair is None or pair.is_bracket or pair.closer - pair.opener > LONGEST_TITLE:
        return False
    return pair.opener < position and _governs_title(text.form(pair.opener - 1))


def _governs_title(word: str) -> bool:
    return word[-1:].isalnum() and not words.is_predicate(word.lower())


def _ends_without_space(text: TokenizedText, position: int, last: int) -> bool | None:
    """«домой.Потом» ends; «ул.Ленина» and «В.И.» are decided as with a space, by None."""
    before, following = text.form(position - 1), text.forms[last + 1]
    if not following[0].isupper():
        careless = following[0].isalpha() and following.islower() and not before.isascii()
        return None if careless or following[0] in OPENERS else False
    if text.forms[position] != "." or last > position or not before[-1:].isalpha():
        return True
    if words.is_function_word(following) and not text.begins_with_initial(last + 1):
        return True
    if text.kinds(position) or text.is_initial(position - 1):
        return None
    return len(before) > 1 and before.islower() and not before.isascii() and following[0].isalpha()


def _ends_before_dash(text: TokenizedText, position: int, last: int) -> bool | None:
    """«— Куда? — спросил он.» goes on; «— сказал он. — Пойдем.» does not."""
    letters = letter_class(text.first_word(last + 2)) if last + 2 < len(text.forms) else "other"
    if letters == "lower":
        return False
    if text.forms[position] == "." and (text.kinds(position) or text.is_initial(position - 1)):
        return False
    if letters == "digit":
        return None
    pair = text.closing.get(last)
    if pair is not None and not pair.is_bracket:
        return text.form(last + 2) in OPENERS
    return True


def _ends_before_small_letter(text: TokenizedText, position: int, last: int) -> bool | None:
    if last in text.closing or text.forms[last + 1] == "(":
        return False
    if not text.has_capitals or text.touches_next(last) or text.forms[position][0] in "!?":
        return None
    return False


def _ends_without_mark(text: TokenizedText, start: int, position: int, last: int, word: str) -> bool | None:
    """After a picture or bracket by rule; elsewhere the model's word counts before a capital or a figure."""
    form, letters = text.forms[position], letter_class(word)
    if form == ")":
        return _ends_after_bracket(text, start, position, last, word)
    if is_picture(form):
        if letters == "upper" and not text.touches_next(last):
            return None if words.is_name(word) else True
        return False if letters == "lower" else None
    ends_word = text.forms[last] not in DASHES and text.forms[last][-1] not in ",:;(«-./"
    return None if ends_word and not text.touches_next(last) and letters in {"upper", "digit"} else False


def _ends_after_bracket(text: TokenizedText, start: int, position: int, last: int, word: str) -> bool | None:
    """After brackets that hold a sentence of their own, or a smile of one bracket: «под заказ) И вот»."""
    if letter_class(word) != "upper" or text.touches_next(last):
        return False
    pair = text.closing.get(position)
    if pair is not None:
        return True if pair.opener == start else None
    before = text.form(position - 1)
    return (
        text.touches_next(position - 1) and before.isalpha() and len(before) > 2 and not words.is_name(word)
    )
