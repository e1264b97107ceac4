"""Forms of known words that no text at hand holds: what the lemmatizer's dictionary is completed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rukaz.dictionary import morphology

INFLECTED = frozenset({"NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND"})


def paradigms(words: Iterable[str]) -> Iterator[str]:
    """Every form, once, of the inflected words of which one form is given.

    >>> sorted(paradigms(["роса"]))
    ['рос', 'роса', 'росам', 'росами', 'росах', 'росе', 'росой', 'росою', 'росу', 'росы']
    """
    morph = morphology()
    lexemes: set[tuple[str, str]] = set()
    forms: set[str] = set()
    for word in words:
        if not morph.word_is_known(word):
            continue
        for parse in morph.parse(word):
            key = (parse.normal_form, str(parse.normalized.tag))
            if parse.tag.POS in INFLECTED and key not in lexemes:
                lexemes.add(key)
                fresh = {form.word for form in parse.lexeme} - forms
                forms |= fresh
                yield from sorted(fresh)
