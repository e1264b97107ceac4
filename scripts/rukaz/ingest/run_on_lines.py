"""Whether a sentence runs on from a line to the next, as where a link stood in a web page."""

from __future__ import annotations

import re

_OPEN_END = re.compile(r"[\w,%(«–—-]")
_CONTINUATION = re.compile(r"[,.;:)»]|[–—-] ?[^\W_A-ZА-ЯЁ]")
_JOINING_WORDS = frozenset({
    "и", "а", "но", "или", "что", "как", "в", "во", "на", "с", "со", "к", "ко", "о", "об", "от", "до", "по",
    "из", "за", "у", "для", "при", "под", "над", "без", "не", "ни",
})  # fmt: skip
_NUMBERED = re.compile(r"от .{8,25} ?№ ?[\w/-]+")
_TOWN = re.compile(r"(?:г|п|с|пос)\. ?[А-ЯЁ]")
_SENT_AT = re.compile(r"[A-ZА-ЯЁ][\w.-]*(?: [A-ZА-ЯЁ][\w.-]*){0,2},? \d{1,2}:\d\d")
"""Who wrote a message, and when."""
_PROGRAM = re.compile(r"(?:var|let|const|function|if|for|window|document|jQuery|return)\b[^а-яё]*[=({;]")
_TIME_ALONE = re.compile(
    r"[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?|(?:\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}),? \d\d:\d\d(?::\d\d)?"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S+")
_TOLD_BELOW = re.compile(
    r"(?:слова|музыка|сл\.|муз\.|стихи|перевод|текст|автор)\b[^:.]{0,20}: .*"
    r"|(?:тел|факс|моб|эл\. почта|e-?mail)\b.*"
    r"|(?:утвержд|принят|введ)\w* [^.]{0,100}(?:№|N) ?\d[\w/-]*"
    r"|\((?:в ред\.|с изм\.|в редакции|част[ьи]|стать[яи]|пункт) .{5,200}\)",
    re.I,
)
"""What may follow a name or a title on its own line in small letters."""
_TAGS = re.compile(r"(?:[#@][\w.-]+\s*)+")
_LONGEST_END, _WORDS_OF_LONG_LINE, _LONGEST_REMARK = 40, 9, 12


def runs_on(line: str, after: str) -> bool:
    """Whether a sentence runs on from a line to the next, as where a link stood in a web page.

    >>> runs_on("Катализатором этого стали", "заявления Трампа"), runs_on("Что дальше", "Власти молчат.")
    (True, False)
    """
    if _closes_bracket(line, after):
        return True
    if _TAGS.fullmatch(line) or not line or not after or not _OPEN_END.match(line.rstrip('"»”’)')[-1:]):
        return False
    if (
        _PROGRAM.match(after)
        or _NUMBERED.fullmatch(after)
        or _TOWN.match(after)
        or _TOLD_BELOW.fullmatch(after)
        or _TIME_ALONE.fullmatch(line)
        or (line[-3:-2] == ":" and _SENT_AT.fullmatch(line))
        or _TIME_ALONE.fullmatch(after)
    ):
        return False
    if _CONTINUATION.match(after) or line[-1] in ",(«–—" or _is_end(line, after):
        return True
    if _ADDRESS.fullmatch(after):
        return False
    word = first_word(after).lstrip('«"“(')
    return (word[:1].isalpha() and word.islower()) or line.rsplit(maxsplit=1)[-1] in _JOINING_WORDS


def first_word(line: str) -> str:
    """What stands before the first white space of a line; nothing, if it has no words.

    >>> first_word("Власти молчат."), first_word("\\u2007")
    ('Власти', '')
    """
    return next(iter(line.split(maxsplit=1)), "")


def _closes_bracket(line: str, after: str) -> bool:
    """Whether a remark in brackets that a line leaves open is closed at the head of the next: «— RT )»."""
    end = after.find(")", 0, _LONGEST_REMARK)
    return end >= 0 and "(" not in after[:end] and line.count("(") > line.count(")")


def _is_end(line: str, after: str) -> bool:
    """Whether a line is the last words of the long one above, which breaks off where a link stood."""
    if len(after) > _LONGEST_END or after[-1] not in ".?!" or not line[-1].isalpha():
        return False
    return (after[0] == "(" or after[0].isalpha()) and len(line.split()) >= _WORDS_OF_LONG_LINE
