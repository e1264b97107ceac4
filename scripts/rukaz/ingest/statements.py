"""Whether a line says something, as a sentence does: a guard for rules that decide by a first word."""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes, readings

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAYS_WHAT_IT_IS = re.compile(r"\w[»)]? [–—] (?:не |это )?[а-яё]{2,}")
_CLOSING = "\"'»”’)]"
_SHORT = ("PRTS", "ADJS", "PRED")
_FINITE = frozenset({"VERB", *_SHORT})
_PRONOUNS = frozenset({"я", "ты", "он", "она", "оно", "мы", "вы", "они", "никто", "ничто", "это", "всё"})


def is_finite(word: str) -> bool:
    """Whether a word is a finite verb, or a short form that stands for one, by its likeliest reading.

    >>> is_finite("молчала"), is_finite("открыт"), is_finite("молчание"), is_finite("подпишитесь")
    (True, True, False, False)
    """
    if grammemes(word).isdisjoint(_FINITE):
        return False
    tags = [reading.tag for reading in readings(word)]
    if tags[0].POS == "VERB":
        return any("VERB" in tag and "impr" not in tag for tag in tags)
    return tags[0].POS in _SHORT


def has_finite_verb(text: str) -> bool:
    """Whether a word behind the first is a finite verb; what has a capital may be a name.

    >>> has_finite_verb("Пресс-служба завода молчала."), has_finite_verb("Записал Иван Ли.")
    (True, False)
    """
    return any(word[0].islower() and is_finite(word) for word in _WORD.findall(text)[1:])


def states(text: str) -> bool:
    """Whether a line ends in a full stop and says something of its subject, as no label or button does.

    >>> states("Наш сайт посетили дети."), states("Наш сайт: пруд.рф"), states("Подготовила она всё.")
    (True, False, True)
    """
    bare = text.rstrip(_CLOSING)
    if not bare.endswith((".", "!", "?")) or bare.endswith("..."):
        return False
    if has_finite_verb(text) or _SAYS_WHAT_IT_IS.search(text):
        return True
    first, *others = _WORD.findall(text) or [""]
    return is_finite(first) and bool(_PRONOUNS.intersection(others))
