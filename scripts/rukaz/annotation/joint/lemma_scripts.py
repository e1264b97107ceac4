"""Lemmas as edits of forms: so many letters off the end, others put there, the case of the first letter.

A script is written ``case|cut|ending``; case is ``a`` (small letters), ``A`` (small but for capitals at the
start of parts: Касым-Жомарт) or ``=`` (as in the form). ``э|0|`` cannot arise, so every script is plain.

>>> script("Громовой", "Громова"), apply("A|2|а", "Громовой")
('A|2|а', 'Громова')
"""

from __future__ import annotations

CASES = "aA="


def script(form: str, lemma: str) -> str | None:
    """Return the script that makes the lemma of the form; None if there is none that leaves a letter."""
    for case in CASES:
        cased = _cased(case, form)
        kept = _common(cased, lemma)
        if kept or not lemma:
            found = f"{case}|{len(cased) - kept}|{lemma[kept:]}"
            if _cased(case, lemma) == lemma and apply(found, form) == lemma:
                return found
    return None


def apply(edit: str, form: str) -> str:
    """Return the lemma that a script makes of a form; the form, if it is too short for it."""
    case, cut, ending = edit.split("|", 2)
    cased = _cased(case, form)
    if int(cut) > len(cased):
        return form
    return cased[: len(cased) - int(cut)] + ending


def _cased(case: str, form: str) -> str:
    if case == "=":
        return form
    small = form.lower()
    return small.replace("ё", "е") if case == "a" else "-".join(_capital(part) for part in small.split("-"))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
