"""What a full stop is, by the words on both sides: a sentence's end, part of an abbreviation, or both.

Each function answers whether a sentence ends; None leaves it to the model.
"""

from __future__ import annotations

import re

from rukaz.annotation.segmentation import words
from rukaz.annotation.segmentation.abbreviations import Kind
from rukaz.annotation.segmentation.enclosures import OPENERS
from rukaz.annotation.segmentation.tokenized_text import DASHES, FINAL, QUOTES, TokenizedText, letter_class

_ROMAN = re.compile(r"[IVXLCDMХІ]+")
_ITEM = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[IVX]+|[А-Яа-яA-Za-z]")
_TIME = re.compile(r"\d[\d.,–-]*|[IVXХ]+(?:-[IVXХ]+)?|\d+-[а-я]+|\.")
_NUMBER = re.compile(r"[\d.,  ]*\d")
_WORD = re.compile(r"[^\W\d_](?:[\w/.-]*\w)?")
_MONTHS = frozenset(
    {
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
        "ноября", "декабря",
    }
)  # fmt: skip
_MULTIPLES = frozenset({"тыс", "млн", "млрд", "трлн"})
"""Also written without a full stop."""
_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_SHORT = 5
"""Letters of a word that the dictionary does not have and that is therefore an abbreviation."""


def ends_at_full_stop(  # noqa: PLR0911 - a line for each rule
    text: TokenizedText, start: int, position: int, following: str
) -> bool | None:
    """Whether the sentence that began at ``start`` ends at the full stop at ``position``.

    Args:
        following: the word after it, which does not begin with a small letter.
    """
    before = text.form(position - 1)
    if not text.touches_next(position - 1) or not before[-1].isalnum():
        return True
    if _ITEM.fullmatch(before) and _begins_item(text, start, position - 1):
        return False
    kinds = text.kinds(position)
    if text.is_initial(position - 1) and "before_word" not in kinds:
        return _after_initial(text, start, position, following)
    if before[0].isdigit():
        return None if letter_class(following) == "digit" else True
    if kinds:
        return _after_abbreviation(text, start, position, following, kinds)
    if _looks_abbreviated(before.rpartition("-")[2]):
        return letter_class(following) == "upper" and not words.is_name(following)
    return True


def belongs_to_word(text: TokenizedText, position: int, last: int) -> bool:
    """Whether the full stop after the token at ``position`` belongs to it, in a sentence up to ``last``.

    A full stop that ends the sentence does not, whatever it is besides.
    """
    word = text.form(position)
    if not text.touches_next(position) or not _WORD.fullmatch(word):
        return False
    rest = range(position + 2, last + 1)
    if all(text.forms[place][0] in FINAL or place in text.closing for place in rest):
        return False
    following = text.forms[position + 2]
    if len(word) == 1 or text.is_initial(position) or text.kinds(position + 1) or following == ",":
        return True
    return not words.is_word(word.lower()) and (len(word) <= _SHORT or letter_class(following) == "lower")


def _begins_item(text: TokenizedText, start: int, position: int) -> bool:
    """Whether an item of a list begins with the token: «2. Нарушители платят», «возможностей: 1. Доклад»."""
    before = text.forms[start:position]
    opening = DASHES | OPENERS | {"§", "№"}
    return all(form in opening for form in before) or before[-1] in {":", ";"}


def _looks_abbreviated(word: str) -> bool:
    """Whether a word of no table is an abbreviation: it has no vowel, or other words begin with it."""
    if not word.isalpha() or not word.islower() or word.isascii() or len(word) < 2 or words.is_word(word):
        return False
    return _VOWEL.search(word) is None or len(word) <= _SHORT or words.is_beginning(word)


def _after_initial(text: TokenizedText, start: int, position: int, following: str) -> bool | None:
    """«А. С. Пушкин» goes on; «подписал Садыков Б. К. Новый дом» and «витамин C. Лекарство» do not."""
    first = position - 1
    if letter_class(following) != "upper":
        is_digit = letter_class(following) == "digit"
        return False if is_digit and not _is_labelled(text, first - 1) else None
    if text.begins_with_initial(position + 1):
        return False
    if words.is_function_word(following):
        return True
    if text.form(position + 1) in QUOTES:
        return _is_labelled(text, position - 2)  # «в серии А. «Ювентус» победил»
    while first - 2 >= start and text.form(first - 1) == "." and text.is_initial(first - 2):
        first -= 2
    single = first == position - 1
    if first > start and _is_surname(text, start, first - 1):
        return not (single and words.is_name(following))
    return single and first > start and not words.is_name(following) and _is_labelled(text, first - 1)


def _is_labelled(text: TokenizedText, position: int) -> bool:
    """Whether a thing stands before a letter that names it: витамин C, план А."""
    before = text.form(position)
    return before.isalpha() and before.islower() and words.is_inanimate(before)


def _is_surname(text: TokenizedText, start: int, position: int) -> bool:
    word = text.form(position)
    if not (word[:1].isupper() and word[1:2].islower()):
        return False
    return (position > start and len(word) <= 3) or words.is_surname(word)


def _after_abbreviation(  # noqa: PLR0911 - a line for each rule
    text: TokenizedText, start: int, position: int, following: str, kinds: frozenset[Kind]
) -> bool | None:
    word = text.form(position - 1).lower()
    is_also_word = len(word) > 1 and words.is_word(word)
    letters = letter_class(following)
    if letters == "other":
        return False
    is_counted = "after_number" in kinds and word != "г" and _is_counted(text, position)
    if letters == "digit":
        if is_counted and (text.form(position + 2) in _MONTHS or text.form(position + 1) in QUOTES):
            return True  # «€10 млн. 20 июля», «за 10 млн руб. «34 блока»
        return _ends_before_figure(following, kinds, is_also_word=is_also_word)
    if is_counted:
        return not words.is_name(following) or words.may_begin_clause(following)
    if "before_word" in kinds:
        return is_also_word and not words.is_name(following) and not following.isascii()
    names_part = _ROMAN.fullmatch(following) or len(following) == 1
    if "before_number" in kinds and names_part and not (is_also_word and words.is_function_word(following)):
        return False
    if words.is_function_word(following) and not text.begins_with_initial(position + 1):
        return True
    if "of_time" in kinds and (
        _TIME.fullmatch(text.form(position - 2)) or not kinds & {"before_name", "before_number"}
    ):
        return _ends_after_time(text, start, position, following)
    if "at_end" in kinds:
        return True
    if "either" in kinds and (text.form(position - 2) == "." or "before_name" not in kinds):
        return not words.is_name(following)
    if "before_name" in kinds:
        name_follows = words.may_be_name(following) or text.begins_with_initial(position + 1)
        return is_also_word and not name_follows and _has_predicate(text, start, position)
    return "after_number" in kinds or is_also_word or not words.may_be_name(following)


def _ends_before_figure(following: str, kinds: frozenset[Kind], *, is_also_word: bool) -> bool | None:
    if kinds & {"before_number", "before_word"}:
        return False
    if "before_name" in kinds:
        return is_also_word
    is_year = len(following) == 4
    return None if kinds & {"at_end", "of_time"} and not is_year else False


def _is_counted(text: TokenizedText, position: int) -> bool:
    """Whether a number stands before the abbreviation, or another unit: 45 руб., 300 тыс. руб., 5 млн т."""
    before = text.form(position - 2)
    if _NUMBER.fullmatch(before) or before.lower() in _MULTIPLES:
        return True
    return position > 2 and "after_number" in text.kinds(position - 2)


def _ends_after_time(text: TokenizedText, start: int, position: int, following: str) -> bool:
    """«В 1998 г. Назарбаев приехал» goes on: nothing was said yet. So does «основан в 1936 г. Иваном»."""
    if not _has_predicate(text, start, position):
        return False
    return not words.is_name(following) or words.may_begin_clause(following)


def _has_predicate(text: TokenizedText, start: int, end: int) -> bool:
    """Whether the tokens hold a verb, or a dash that stands for one."""
    for place in range(start, end):
        form = text.forms[place]
        if form in DASHES and place > start + 1 and not text.touches_next(place):
            return True
        if form.isalpha() and len(form) > 2 and words.is_predicate(form.lower()):
            return True
    return False
