"""Text in capitals, or without any, as it would be written: cased by the dictionary and by names.

The models have learned from ordinary text. «МОСКВА ЖДЕТ ГОСТЕЙ» is strange to them, and in «вчера был в
москве» they see no name. Such a stretch is read as «Москва ждет гостей»: words that are names before anything
else get their capital, abbreviations keep all of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from rukaz.annotation.ud_readings import Reading, readings
from rukaz.dictionary import is_known

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CAPITALS = re.compile(r"[А-ЯЁ]{2}")
_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*\s+[^\w.]*$|[«„“]$")
_ABBREVIATED = re.compile(r"\b(?:Т\.\s?[ДЕКНП]|Н\.\s?Э|(?<=\d )ГГ?|(?<=\d )ВВ?)\.")  # т. е., н. э., 1998 г.
_MODEL_NUMBER = re.compile(r"-?\d")
_PRONOUNCED = re.compile(r"[^аеёиоуыэюя]{0,2}(?:[аеёиоуыэюя]{1,2}[^аеёиоуыэюя]{1,2})*[аеёиоуыэюя]{0,2}")
_ONE_LETTER_WORDS = frozenset("авикосуя")
_JOINING = frozenset({"на", "де", "ан", "эль", "аль"})
_FEWEST = 2  # words of the dictionary that make a stretch of capitals a text
_LONG = 5  # letters of a single word in capitals that is more likely a word than an abbreviation
_LONGEST_ABBREVIATION = 5
_FEWEST_WITHOUT_CAPITALS = 4  # words; fewer are a cell of a table, or a search


def recased(text: str) -> str:
    """The text with its stretches in capitals as they would be written; of the same length.

    >>> recased("ПУТИН ПРИЛЕТЕЛ В АСТАНУ. ВЛАСТИ США МОЛЧАТ.")
    'Путин прилетел в Астану. Власти США молчат.'
    >>> recased("Министр РФ ответил газете «Известия».")
    'Министр РФ ответил газете «Известия».'
    >>> recased("вчера ездили с мамой в москву")
    'вчера ездили с мамой в Москву'
    """
    if not (_CAPITALS.search(text) or text.islower()):
        return text
    words = list(_WORD.finditer(text))
    letters = list(text)
    if text.islower():
        if len(words) >= _FEWEST_WITHOUT_CAPITALS:
            for word in words:
                if is_known(word[0]) and _is_name(readings(word[0])[0]):
                    letters[word.start() : word.end()] = _capitalized(word[0])
        return "".join(letters)
    for in_capitals, group in groupby(words, key=lambda word: word[0].isupper()):
        stretch = list(group)
        if in_capitals and _is_text(stretch):
            for word, written in zip(stretch, _written(text, stretch), strict=True):
                letters[word.start() : word.end()] = written
    return "".join(letters)


def _is_text(stretch: Sequence[re.Match[str]]) -> bool:
    """Whether a stretch in capitals is more than initials and abbreviations."""
    common = [word[0].lower() for word in stretch if len(word[0]) > 1 and _is_common(word[0].lower())]
    certain = any(len(word) >= _LONG or not _is_inflected(word) for word in common)
    return certain or len(common) >= _FEWEST


def _is_common(word: str) -> bool:
    return is_known(word) and "Abbr" not in readings(word)[0].grammemes


def _is_inflected(word: str) -> bool:
    """Whether an abbreviation may be mistaken for the word: МИР, not НЕТ."""
    return any(reading.upos in {"NOUN", "ADJ", "VERB"} for reading in readings(word))


def _written(text: str, stretch: Sequence[re.Match[str]]) -> Iterator[str]:
    abbreviated = {at for match in _ABBREVIATED.finditer(text) for at in range(*match.span())}
    before, after_name = 0, False
    for word in stretch:
        low = word[0].lower()
        short = word.start() in abbreviated
        initial = len(low) == 1 and text.startswith(".", word.end()) and not short
        if short:
            written = low
        elif initial or _MODEL_NUMBER.match(text, word.end()) or not _RUSSIAN.fullmatch(low):
            written = word[0]
        else:
            written = _within_sentence(low, after_name)
        if before not in abbreviated and _begins(text, before, word.start()):
            written = written[0].upper() + written[1:]
        yield written
        after_name = initial or any("Name" in reading.grammemes for reading in readings(low))
        before = word.end()


def _begins(text: str, before: int, start: int) -> bool:
    """Whether a sentence or a quotation begins at ``start``, after a word that ends at ``before``."""
    return bool(_SENTENCE_END.search(text[before:start])) or not re.search(r"\w", text[:start])


@lru_cache(maxsize=50_000)
def _within_sentence(word: str, after_name: bool) -> str:
    """A Russian word as it is written within a sentence.

    Args:
        word: in lower case.
        after_name: whether a first name or an initial stands before it.
    """
    if len(word) == 1:
        return word if word in _ONE_LETTER_WORDS else word.upper()
    if not is_known(word):
        return _unknown(word, after_name)
    first, *others = readings(word)
    if "Abbr" in first.grammemes:
        return word.upper() if first.is_name else word
    named = _is_name(first) or (after_name and any(map(_is_name, others)))
    return _capitalized(word) if named else word


def _unknown(word: str, after_name: bool) -> str:
    """An unknown word: an abbreviation if it cannot be pronounced; if it is a noun, mostly a name."""
    if "-" in word:
        return "-".join(_within_sentence(part, False) for part in word.split("-"))
    if len(word) <= _LONGEST_ABBREVIATION and (len(word) < 4 or not _PRONOUNCED.fullmatch(word)):
        return word.upper()
    return _capitalized(word) if after_name or readings(word)[0].upos == "NOUN" else word


def _is_name(reading: Reading) -> bool:
    return reading.upos == "NOUN" and reading.is_name


def _capitalized(word: str) -> str:
    """Шри-Ланка, Ростов-на-Дону."""
    first, *others = word.split("-")
    return "-".join(
        [first.capitalize(), *(part if part in _JOINING else part.capitalize() for part in others)]
    )
