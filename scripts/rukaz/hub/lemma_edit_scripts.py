"""Rules that make one string of another: how a lemma or a name is kept where the texts may not be.

``l0-7:0:ть`` makes ``подписать`` of ``Подписали``: in lower case, characters 0 to 7, then ``ть``. The number
between the colons says how many of the characters after them stand before those that are kept. Without
numbers the whole string is kept: ``.`` changes nothing, ``l`` is lower case, ``u`` upper case, ``c`` lower
case with a capital. ``@12-20.`` begins with the stretch 12 to 20 of the source instead; several such rules,
with a space between them, make a name word by word.

A rule tells an ending, not the word. What it adds is what it tells, and :func:`added` counts it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rukaz.conllu.misc_column import escape, unescape
from rukaz.ingest.clean import clean_text

_CASES: Mapping[str, Callable[[str], str]] = {
    ".": lambda text: text,
    "l": str.lower,
    "c": str.capitalize,
    "u": str.upper,
}
_RULE = re.compile(
    r"(?P<case>[.lcu])(?:(?P<start>\d+)-(?P<end>\d+):(?P<before>\d+):(?P<added>.*))?", re.DOTALL
)
_FROM_SOURCE = re.compile(r"@(?P<start>\d+)-(?P<end>\d+)(?P<rule>.*)", re.DOTALL)
_WORD = re.compile(r"[\w-]+")
_ALIKE = 3
"""Words that begin with so many same letters may be forms of one word."""

TELLING = 4
"""Rather than add more characters than this, a name is put together from words of the source."""


@lru_cache(maxsize=100_000)
def rule(target: str, given: str) -> str:
    """The rule that makes ``target`` of ``given`` and adds the least.

    >>> rule("подписать", "Подписали")
    'l0-7:0:ть'
    >>> rule("Астана", "АСТАНА")
    'c'
    """
    return min((_rule(target, given, case) for case in _CASES), key=lambda made: (added(made), len(made)))


def _rule(target: str, given: str, case: str) -> str:
    cased = _CASES[case](given)
    if cased == target:
        return case
    match = SequenceMatcher(None, cased, target, autojunk=False).find_longest_match()
    before, after = target[: match.b], target[match.b + match.size :]
    return f"{case}{match.a}-{match.a + match.size}:{len(before)}:{escape(before + after)}"


def rule_within(target: str, given: str, source: str) -> str:
    """As :func:`rule`, or where this would add much, rules that make each word of a word of ``source``.

    >>> rule_within("Владимир Путин", "Путина", "Путина ждали. С Владимиром Путиным прилетел Лавров.")
    '@16-26.0-8:0: @0-6.0-5:0:'
    """
    made = rule(target, given)
    if added(made) <= TELLING:
        return made
    words = " ".join(_rule_from_source(word, source) for word in target.split(" "))
    return words if added(words) < added(made) else made


def _rule_from_source(word: str, source: str) -> str:
    rules = [
        f"@{start}-{end}{rule(word, clean_text(source[start:end]))}"
        for start, end in _beginnings(source).get(word[:_ALIKE].casefold(), ())
    ]
    return min(rules, key=added, default=f"@0-0{rule(word, '')}")


@lru_cache(maxsize=1)
def _beginnings(source: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Where the words of a text stand, by the letters they begin with."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _WORD.finditer(source):
        found[match[0][:_ALIKE].casefold()].append(match.span())
    return found


def apply_rule(made: str, given: str, source: str = "") -> str:
    """What a rule makes of ``given``.

    Raises:
        ValueError: it is no rule.
    """
    if made.startswith("@"):
        return " ".join(_apply_from_source(word, source) for word in made.split(" "))
    match = _RULE.fullmatch(made)
    if not match:
        raise ValueError(f"{made!r} is no rule")
    cased = _CASES[match["case"]](given)
    if match["start"] is None:
        return cased
    extra, before = unescape(match["added"]), int(match["before"])
    return extra[:before] + cased[int(match["start"]) : int(match["end"])] + extra[before:]


def _apply_from_source(made: str, source: str) -> str:
    match = _FROM_SOURCE.fullmatch(made)
    if not match:
        raise ValueError(f"{made!r} is no rule")
    return apply_rule(match["rule"], clean_text(source[int(match["start"]) : int(match["end"])]))


def added(made: str) -> int:
    """How many characters a rule says openly."""
    if made.startswith("@"):
        return sum(added(match["rule"]) for match in map(_FROM_SOURCE.fullmatch, made.split(" ")) if match)
    match = _RULE.fullmatch(made)
    return len(unescape(match["added"])) if match and match["added"] else 0
