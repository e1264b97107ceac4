"""Names of persons and places, as far as their letters and the dictionary tell."""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes

UPPER, _LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі’'"
NAME_WORD = rf"[{UPPER}](?:\.|[{_LOWER}]+)(?:-[{UPPER}]?[{_LOWER}]+)*"
_PATRONYMIC = r"\w+(?:ич|вна|чна|улы|кызы|қызы|оглы)"
SURNAME = rf"(?:{NAME_WORD}|[{UPPER}]{{3,}}(?:-[{UPPER}]{{3,}})?)"
NAME = re.compile(
    rf"(?:[{UPPER}]\. ?)?{NAME_WORD} (?:{SURNAME}|{NAME_WORD} {_PATRONYMIC}|{_PATRONYMIC} {SURNAME})"
)
_PERSONAL = frozenset({"Name", "Surn", "Patr"})


def is_person(text: str) -> bool:
    """Whether two or three words are the name of a person: no word of them is known to be something else.

    >>> is_person("Мехрибан Алиева"), is_person("Реакция Польши")
    (True, False)
    """
    if not NAME.fullmatch(text):
        return False
    known = [found for word in text.split() if (found := grammemes(word))]
    return all(_PERSONAL & found for found in known)


def is_place(text: str) -> bool:
    """Whether words are names of places: «Казань», «Розендаль (Норвегия) – Санкт-Петербург».

    >>> is_place("Санкт-Петербург"), is_place("Победа")
    (True, False)
    """
    words = re.split(r"[ –—(),]+", text.strip(" ()"))
    return bool(text) and text[0].isupper() and all("Geox" in grammemes(word) for word in words)


def may_be_person(text: str) -> bool:
    """Whether it is a given name and another word: «Илья Кроль»."""
    return bool(NAME.fullmatch(text)) and "Name" in grammemes(text.split(maxsplit=1)[0])
