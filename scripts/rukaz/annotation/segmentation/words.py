"""What the dictionary tells of the words around a full stop, where only they decide."""

from __future__ import annotations

from functools import lru_cache

from rukaz.dictionary import is_known, morphology, readings

_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_PREDICATES = frozenset({"VERB", "PRTS", "PRED"})
_FUNCTION = frozenset({"PREP", "CONJ", "NPRO", "PRCL", "ADVB"})
_SHORT = frozenset("ВКСУОИАЯ")
_LIKELY = 0.3


@lru_cache(maxsize=20_000)
def is_name(form: str) -> bool:
    """Whether a capitalised word is rather a name than a common word.

    A word that the dictionary has not is one; so is what could only be a genitive plural in -ов, -ев, -ин.

    >>> is_name("Назарбаев"), is_name("Токаев"), is_name("Новый"), is_name("Потом")
    (True, True, False, False)
    """
    parses = readings(form)
    share = sum(one.score for one in parses if not _NAMES.isdisjoint(one.tag.grammemes))
    if share >= _LIKELY or not is_known(form):
        return True
    first = parses[0].tag.grammemes
    return form.endswith(("ов", "ев", "ин")) and {"plur", "gent"} <= first and "NOUN" in first


@lru_cache(maxsize=20_000)
def is_surname(form: str) -> bool:
    """Whether a capitalised word may be a surname before initials: «Садыков Б. К.», not «в Арктике»."""
    likely = [one.tag.grammemes for one in readings(form) if one.score >= _LIKELY]
    if any("Geox" in tag for tag in likely) and not any(tag & {"Surn", "Name", "Patr"} for tag in likely):
        return form.endswith(("ова", "ева", "ина", "ов", "ев", "ин"))
    return is_name(form)


@lru_cache(maxsize=20_000)
def is_function_word(form: str) -> bool:
    """Whether a word is none that has a capital within a sentence: «Он», «Этот», «По», «Потом», «Но»."""
    return form in _SHORT or any(
        one.score >= _LIKELY and (one.tag.POS in _FUNCTION or "Apro" in one.tag) for one in readings(form)
    )


@lru_cache(maxsize=20_000)
def may_be_name(form: str) -> bool:
    """Whether the word may be a name at all: «Ли», «Роман», «Белый»."""
    return is_name(form) or any(not _NAMES.isdisjoint(one.tag.grammemes) for one in readings(form))


@lru_cache(maxsize=20_000)
def may_begin_clause(form: str) -> bool:
    """Whether the word may be a subject or no noun at all: «Назарбаев», «Новый», «Он», not «Иваном»."""
    parses = readings(form)
    if not is_known(form):
        return True
    return any("NOUN" not in one.tag or "nomn" in one.tag or "Fixd" in one.tag for one in parses) or (
        is_name(form) and form.endswith(("ов", "ев", "ин"))
    )


@lru_cache(maxsize=50_000)
def is_predicate(form: str) -> bool:
    """Whether the word is likely a finite verb or what stands for one.

    >>> is_predicate("построят"), is_predicate("основан"), is_predicate("указом")
    (True, True, False)
    """
    return any(one.score >= _LIKELY and one.tag.POS in _PREDICATES for one in readings(form))


@lru_cache(maxsize=20_000)
def is_inanimate(form: str) -> bool:
    """Whether the word is likely a noun that names no living being."""
    return any(one.score >= _LIKELY and {"NOUN", "inan"} <= one.tag.grammemes for one in readings(form))


@lru_cache(maxsize=20_000)
def is_word(form: str) -> bool:
    """Whether the dictionary holds the form in lower case as something else than an abbreviation.

    >>> is_word("зал"), is_word("проф")
    (True, False)
    """
    return is_known(form) and any(
        "Abbr" not in one.tag and not one.tag.grammemes & {"UNKN", "LATN"} for one in readings(form)
    )


@lru_cache(maxsize=20_000)
def is_beginning(form: str) -> bool:
    """Whether words of the dictionary begin so: «телеведущ», «корр»."""
    return next(iter(morphology().iter_known_word_parses(form)), None) is not None


@lru_cache(maxsize=20_000)
def are_both_inflected(first: str, second: str) -> bool:
    """Whether two nouns joined by a hyphen are both in a case: «мальчике-сироте», not «премьер-министра».

    In the nominative singular nothing shows it.
    """
    cases = [
        {
            (one.tag.case, one.tag.number)
            for one in readings(form)
            if "NOUN" in one.tag and "Fixd" not in one.tag and one.score >= 0.05
        }
        for form in (first, second)
    ]
    bare = {("nomn", "sing"), ("accs", "sing")} if ("nomn", "sing") in cases[0] else {("nomn", "sing")}
    known = is_known(first) and is_known(second)
    return known and not cases[0] & {("nomn", "sing")} and bool((cases[0] & cases[1]) - bare)
