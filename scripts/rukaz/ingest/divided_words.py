"""Words that a typesetter divided at the end of a line, as the text of a PDF has them.

A hyphen there may divide a word or join two: «пре-зидент» is one word, «по-моему» and «город-герой» keep
theirs. A word is put together only where that is certain: at a soft hyphen, or if the dictionary knows the
word without the hyphen, and not with it.
"""

from __future__ import annotations

import re

from rukaz.dictionary import is_known

DIVISION = r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*(?:\r\n|[\r\n])[ \t]*(?=[^\W\d_])"
"""A hyphen between letters with a line break behind it."""

_BEFORE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
_AFTER = re.compile(r"[^\W\d_]+")
_LONGEST = 40  # characters of a part
# fmt: off
_PARTICLES = frozenset({"то", "либо", "нибудь", "ка", "таки", "де", "с"})
_PREFIXES = frozenset({
    "по", "кое", "кой", "во", "в", "из", "экс", "вице", "мини", "макси", "супер", "гипер", "лже", "пол",
    "обер", "унтер", "веб", "онлайн", "медиа", "пресс", "бизнес", "интернет", "арт", "поп", "рок",
})
# fmt: on


def is_divided_word(source: str, start: int, end: int) -> bool:
    r"""Whether ``source[start:end]``, a :data:`DIVISION`, stands within one word.

    >>> is_divided_word("Прези-\nдент", 5, 7), is_divided_word("кто-\nто", 3, 5)
    (True, False)
    """
    if source[start] == "\u00ad":
        return True
    before, after = _BEFORE.search(source, max(0, start - _LONGEST), start), _AFTER.match(source, end)
    if before is None or after is None or not after[0].islower():
        return False
    first, last = before[0].lower(), after[0]
    if last in _PARTICLES or first in _PREFIXES:
        return False
    return is_known(first + last) and not is_known(f"{first}-{last}")
