"""The OpenCorpora dictionary (by pymorphy3), asked about single words and remembered."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

REMEMBERED = 50_000
"""Words whose readings are kept, 1 to 3 KB each: the last ones asked for. A million tokens have more."""


@cache
def morphology() -> Any:
    """The dictionary; loading it takes 0.2 s and 30 MB."""
    from pymorphy3 import MorphAnalyzer

    analyzer = MorphAnalyzer(lang="ru")
    paradigms = analyzer.dictionary  # each inflection builds the whole paradigm; there are some 3,000
    paradigms.build_paradigm_info = cache(paradigms.build_paradigm_info)
    return analyzer


NO_WORD = "\u25a1"


@lru_cache(REMEMBERED)
def is_known(word: str) -> bool:
    """Whether the dictionary holds the word, written in any case.

    >>> is_known("городов"), is_known("криптовалютами")
    (True, False)
    """
    return bool(morphology().word_is_known(word.lower()))


@lru_cache(REMEMBERED)
def readings(word: str) -> tuple[Any, ...]:
    """The readings of ``word`` in lower case, the likeliest first; guessed if the dictionary has it not.

    >>> [str(one.tag) for one in readings("b-\U000177f7")]
    ['UNKN']
    """
    try:
        return tuple(morphology().parse(word.lower()))
    except ValueError:  # pymorphy3 asks for the name of each letter, and some of Unicode have none
        return tuple(morphology().parse(NO_WORD))


@lru_cache(REMEMBERED)
def grammemes(word: str) -> frozenset[str]:
    """All that the dictionary knows of ``word`` in any reading; empty for a word that it would have to guess.

    >>> sorted({"Geox", "Name", "Surn"} & grammemes("Владимир"))
    ['Geox', 'Name']
    """
    if not is_known(word):
        return frozenset()
    return frozenset(grammeme for reading in readings(word) for grammeme in reading.tag.grammemes)


def capitals_of(form: str, lemma: str) -> str:
    """Give a lemma the capitals of the form, part by part.

    >>> capitals_of("Нур-Султане", "нур-султан")
    'Нур-Султан'
    """
    parts, models = lemma.split("-"), form.split("-")
    if len(parts) != len(models):
        return lemma[:1].upper() + lemma[1:]
    pairs = zip(parts, models, strict=True)
    return "-".join(p[:1].upper() + p[1:] if m[:1].isupper() else p for p, m in pairs)
