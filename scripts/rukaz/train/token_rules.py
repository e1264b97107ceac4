"""Sentences and tokens of news text by rule, in the project's convention: silver data for training.

The rules are exact where the convention is (numbers, hyphens, addresses) and rest on razdel for
sentence ends. Source of the convention: seeds/guidelines.md, "Tokens and sentences".
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import NamedTuple

from rukaz.dictionary import morphology

Span = tuple[int, int]


class SplitSentence(NamedTuple):
    """One sentence of a text: its token spans, as code-point offsets into that text."""

    tokens: list[Span]


_DOMAIN = r"ru|com|org|net|info|su|рф|РФ|kz|ua|by|uk|de|tv|io|eu|me|gov|edu|Ru|RU|КЗ"
_TOKEN = re.compile(
    rf"""
      https?://[^\s«»"“”]*[^\s«»"“”.,;:!?)\]]           # address
    | www\.[^\s«»"“”]*[^\s«»"“”.,;:!?)\]]
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                        # mail
    | \b[\w-]+(?:\.[\w-]+)*\.(?:{_DOMAIN})\b(?:/[^\s«»"“”,;)]*\w/?)?
    | [@\#]\w[\w-]*                                       # nick, tag
    | \d{{1,2}}(?=\.\d{{1,2}}\.\d{{2,4}}\b)               # 20.04.2012: five tokens
    | (?<=\d\.)\d{{1,2}}(?=\.\d{{2,4}}\b)
    | \d+(?:[.,]\d+)?%-\w+                                # 5%-ный
    | \d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?:,\d+)?(?![\w.-]) # 20 000
    | \d+(?:[.,]\d+)?(?=[-–—]\d+(?:[.,]\d+)?(?![\w-]))    # 10-15: three tokens
    | \d{{4}}/\d{{2,4}}(?!\w)                             # 2016/17
    | \d+(?:[.,]\d+)+(?:-[^\W\d]\w*)*(?!\w)
    | [^\W\d_]+\d*\+\d+                                   # C5+1
    | [Cc]\+\+
    | [A-ZА-Я]&[A-ZА-Я]\w*
    | [\w\u0301]+(?:['’][^\W\d]\w*)?(?:[-‑][\w\u0301]+(?:['’]\w+)?)*
    | °[CСF]\b
    | \.{{2,}} | [?!]+\.{{2,}} | [?!]{{2,}} | -{{2,}}
    | ``|''
    | [\u2600-\u27bf\U0001f000-\U0001faff](?:[\u2600-\u27bf\U0001f000-\U0001faff\u200d\ufe0f])*
    | [^\w\s]
    """,
    re.VERBOSE,
)
_ABBREVIATIONS = frozenset(
    {
        "акад", "англ", "в", "вв", "г", "гг", "ген", "греч", "д", "дж", "дир", "долл", "доц",
        "др", "е", "зав", "зам", "им", "к", "кв", "коп", "корп", "лат", "мин", "мр", "муз", "н",
        "нац", "нем", "обл", "ок", "п", "пер", "пл", "полк", "пр", "просп", "проф", "р", "ред",
        "реж", "рис", "рос", "руб", "св", "сек", "см", "сов", "соотв", "ср", "ст", "стр", "т",
        "табл", "тыс", "ул", "фр", "худ", "ч", "час", "чел", "э", "яз",
    }
)  # fmt: skip
LONGEST_ABBREVIATION = 5
_CLOSERS = frozenset("»”\"')]’")
_COMPASS = frozenset({"север", "юг", "запад", "восток"})


def tokenize(text: str) -> list[Span]:
    """Token spans of a text, abbreviation dots still apart from their word."""
    spans: list[Span] = []
    for match in _TOKEN.finditer(text):
        spans.extend(_split_pair(text, match.span()))
    return spans


def split(text: str) -> list[SplitSentence]:
    """Sentences of one block of news text, each with its token spans."""
    return [
        SplitSentence(join_abbreviations(text, [(start + a, start + b) for a, b in tokens]))
        for start, end in sentence_spans(text)
        if (tokens := tokenize(text[start:end]))
    ]


def sentence_spans(text: str) -> list[Span]:
    """Sentence spans of one block: razdel's ends, and a new sentence at each list bullet."""
    from razdel import sentenize

    spans: list[Span] = []
    for sentence in sentenize(text):
        cuts = [m.start() for m in re.finditer(r"(?<=\s)•\s", text[sentence.start : sentence.stop])]
        ends = [0, *cuts, sentence.stop - sentence.start]
        for left, right in itertools.pairwise(ends):
            piece = text[sentence.start + left : sentence.start + right]
            if piece.strip():
                start = sentence.start + left + len(piece) - len(piece.lstrip())
                spans.append((start, start + len(piece.strip())))
    return spans


def join_abbreviations(text: str, tokens: list[Span]) -> list[Span]:
    """Give abbreviations and initials of one sentence their dot, save where it ends the sentence."""
    joined: list[Span] = []
    for index, (start, end) in enumerate(tokens):
        if text[start:end] == "." and joined and _is_inner_dot(text, joined[-1], tokens, index):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_inner_dot(text: str, word: Span, tokens: list[Span], index: int) -> bool:
    form = text[word[0] : word[1]]
    rest = ["".join(text[a:b]) for a, b in tokens[index + 1 :]]
    if word[1] != tokens[index][0] or not form.isalpha() or all(f in _CLOSERS for f in rest):
        return False
    if rest[0] in _CLOSERS and rest[0] not in ")]":
        return len(form) == 1 or form.lower() in _ABBREVIATIONS
    return len(form) <= LONGEST_ABBREVIATION or form.lower() in _ABBREVIATIONS


def _split_pair(text: str, span: Span) -> list[Span]:
    """Москва-Пекин, Север-Юг: two names joined by a hyphen are three tokens."""
    start, end = span
    left, hyphen, right = text[start:end].partition("-")
    if not hyphen or "-" in right or not is_pair_of_names(left, right):
        return [span]
    middle = start + len(left)
    return [(start, middle), (middle, middle + 1), (middle + 1, end)]


@functools.lru_cache(maxsize=100_000)
def is_pair_of_names(left: str, right: str) -> bool:
    """Whether a hyphen joins two place names (Москва, Пекин) and not the parts of one name."""
    if not (left[:1].isupper() and right[:1].isupper()):
        return False
    if left.lower() in _COMPASS and right.lower() in _COMPASS:
        return True
    analyzer = morphology()
    if analyzer.word_is_known(f"{left}-{right}".lower()):
        return False
    return _is_place(left) and _is_place(right)


def _is_place(word: str) -> bool:
    analyzer = morphology()
    if not analyzer.word_is_known(word.lower()):
        return False
    return "Geox" in analyzer.parse(word.lower())[0].tag
