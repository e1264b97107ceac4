"""Tokens by rule: those of closed shape are whole, letters in a row are one word, any other mark is a token.

Convention: seeds/guidelines.md, "Tokens and sentences"; where it says nothing, what Taiga and GSD do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rukaz.annotation.long_sentences import Span

LONGEST_SHAPED = 1_000
"""Characters without white space among which shapes are looked for; more are an attack or a fault."""

_SPACES = r" \u00a0"  # the cleaned text has no others
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:[\w\u0300-\u036f]|(?<=\w)['’ʼ](?={_LETTER}))+"
_TRAIL = r"""[^\s«»"“”„<>]*[^\s«»"“”„<>.,;:!?)\]'’…*]"""  # of an address, up to the punctuation after it
_SYMBOLS = (
    r"\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55"
    r"\U0001f000-\U0001f0ff\U0001f170-\U0001f1e5\U0001f200-\U0001f251\U0001f300-\U0001f3fa"
    r"\U0001f400-\U0001faff"
)
_MODIFIERS = r"\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_FLAG, _KEYCAP = r"[\U0001f1e6-\U0001f1ff]{2}", r"[#*0-9]\ufe0f?\u20e3"
EMOJI = re.compile(f"(?:{_FLAG}|{_KEYCAP}|[{_SYMBOLS}][{_MODIFIERS}]*)+")
EMOTICON = re.compile(
    r"[:;=]['’]?[-–^]?[)(\]\[|*]+"  # :) ;-) :*
    r"|(?<!\S)[:;=]['’]?[-–^]?[DPpРОоoO/\\](?!\w|/)"  # :D
    r"|[xXхХ]D+(?!\w)|\){2,}|\({2,}(?!\w)|<3+(?!\d)|\^_*\^|[oOоО]_[oOоО]"
)
_DOMAIN = (
    r"(?:com|org|net|info|biz|gov|edu|int|mil|pro|online|site|press|news|live|moscow|media|ru|su|kz|kg|uz|by|ua"
    r"|md|ge|am|az|tm|tj|ee|lv|lt|pl|cz|de|fr|uk|us|it|es|eu|cn|jp|tr|il|io|me|tv|ai|cc|co|ly|gl|be|app|dev|xyz|ch|nl|se|fi|RU|KZ|COM)"
)
_RUSSIAN_DOMAIN = r"(?:ру|Ру|рф|ком|ru|Ru)"
_UNIT = (
    r"(?:г|гг|кг|мг|р|руб|рублей|км|м|см|мм|кв|л|мл|шт|га|тыс|млн|млрд|трлн|мин|сек|ч|час|лет|года?|дн|грамм"
    r"|[КкМмГг][Бб]|GB|MB|к?Вт|мАч|чел|тг|тенге)"
)
_COUNTED = (
    r"(?:к?м|[мк]?г|мкг|мм|см|м?л|м[23²³]|об|шт|руб|чел|[КкМмГг]бит|[КкМмГг][бБ]|ккал|моль|[кМГ]?Вт|тыс)"
)
_PER = r"(?:ч|с|сек|мин|час|сут|год|к?г|га|м?л|к?м|м[23²³]|см|моль|шт|чел)"
_SHAPES = re.compile(
    rf"""
      (?:(?:https?|ftp)://|www\.){_TRAIL}
    | [\w.+-]*\w@[\w-]+(?:\.[\w-]+)+                              # press@gov.kz
    | \b(?:[\w-]+\.)+(?:(?<=[A-Za-z0-9]\.){_DOMAIN}|{_RUSSIAN_DOMAIN})(?![\w-])(?:/(?:{_TRAIL})?)?
    | (?<!\w)@\w+(?:[.-][a-z0-9_]+)* | (?<!\w)\#\w[\w-]*(?:@\w+)?
    | (?:&(?:\#\d+|[a-z]+);)+                                      # HTML left in the text
    | {EMOJI.pattern} | {EMOTICON.pattern}
    | \d{{4}}-\d\d-\d\d(?![\w-]) | \d{{2,3}}-\d\d-\d\d(?![\d-])  # 2023-11-09, 250-12-34
    | \d+(?::\d+)+(?!\w)                                          # 18:30, 3:1
    | \d+(?:/\d+)+(?!\w)                                          # 1/2, 2016/17
    | \d+(?:[.,]\d+)?%-{_LETTER}[\w-]*                            # 5%-ный
    | \d+(?:[.,]\d+)*(?=[-–—−]\d+(?:[.,]\d+)*(?![\w-]))           # 10-15: three tokens
    | \d+(?:[.,]\d+)+(?:-{_LETTER}[\w-]*)?(?![^\W_]|[.,]\d)       # 1,5; 12.05.2020; 3.11.2; 1,5-кратный
    | \d+(?:[.,]\d+)*(?={_UNIT}(?!\w))                            # 200г: two tokens
    | {_COUNTED}/{_PER}(?!\w)                                      # км/ч
    | [КкПпРрСсТтХх]/[СсУуПпФфКкЯя](?!\w) | [аa]/я | [вд]/[чсо](?!\w)  # р/с, х/ф, а/я, в/ч
    | [A-Za-z]{{1,2}}\d+(?:\.\d+)+(?!\w)                               # v2.0
    | [A-Za-z](?:\+\+|\#)(?!\w) | [A-Za-z]+\.(?:NET|js)\b | [A-ZА-ЯЁ]&[A-ZА-ЯЁ]\w*  # C++, ASP.NET, R&D
    | (?:Яндекс|Рамблер|Mail|Спутник)\.[А-ЯЁA-Z]\w+ | Yahoo!
    | [А-ЯЁ]\.-(?:[А-ЯЁ]\.|[А-ЯЁ][а-яё]+)                          # Ж.-П., С.-Петербург
    | \w*\*{{2,}}\w* | \w+\*+(?=\w)[\w*]+                         # ***, пи*дец
    | {_WORD}(?:[-‐‑]{_WORD})*
    | °\s?[CСFФKК]\b
    | [?!]+\.{{2,}} | [?!]+… | \.{{2,}} | …+ | [?!]{{2,}} | -{{2,}} | ``|''
    | \S
    """,
    re.VERBOSE,
)
_RUNS = re.compile(r"\w+|\W")
_DIGIT_GROUPS = re.compile(rf"(?<![\w.,:/-])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:,\d+)?(?!\w|[.,:/-]\d)")
_SUSPENDED = re.compile(  # овоще- и фруктохранилища
    r"(?<![^\W\d_])[^\W\d_]+-(?=\s+(?:и|или|либо|а\s+также)\s|,\s)"
)


def tokenize(text: str) -> list[Span]:
    """Spans of the tokens of a text, each full stop of an abbreviation still apart from it.

    >>> text = "С 18:30 цена — $1,7 млн (10 000 ₽)."
    >>> " ".join(text[slice(*span)] for span in tokenize(text)).replace("10 000", "10_000")
    'С 18:30 цена — $ 1,7 млн ( 10_000 ₽ ) .'
    """
    spans: list[Span] = []
    for match in re.finditer(r"\S+", text):
        start = match.start()
        spans += [(start + first, start + last) for first, last in _chunk(match[0])]
    for shape in (_DIGIT_GROUPS, _SUSPENDED):
        wholes = [match.span() for match in shape.finditer(text)]
        if wholes:
            spans = list(_joined(spans, wholes))
    return spans if "))" not in text else list(_brackets_apart(text, spans))


@lru_cache(maxsize=100_000)
def _chunk(chunk: str) -> tuple[Span, ...]:
    """Spans of the tokens of what stands between two spaces."""
    if chunk.isalpha():
        return ((0, len(chunk)),)
    shapes = _SHAPES if len(chunk) <= LONGEST_SHAPED else _RUNS
    return tuple(match.span() for match in shapes.finditer(chunk))


def _joined(spans: Sequence[Span], wholes: Sequence[Span]) -> Iterator[Span]:
    """The spans, those inside a whole as one."""
    remaining = iter(wholes)
    whole = next(remaining, None)
    for start, end in spans:
        while whole and start >= whole[1]:
            whole = next(remaining, None)
        if not whole or end <= whole[0] or start < whole[0]:
            yield start, end
        elif end >= whole[1]:
            yield whole[0], end


def _brackets_apart(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Brackets that close as many as are open are no smile."""
    depth = 0
    for start, end in spans:
        form = text[start:end]
        if form in {"(", "(("}:
            depth += len(form)
        if form.startswith(")") and len(form) <= max(depth, 1):
            depth -= len(form)
            yield from ((place, place + 1) for place in range(start, end))
        else:
            yield start, end
