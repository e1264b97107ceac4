"""Markup that stands in a text as it is: tags, comments, templates, shortcodes of sites, entities."""

from __future__ import annotations

import re

_ATTRIBUTES = r"(?:\s[^<>]*)?"
_BLOCKS = (
    r"p|div|h[1-6]|li|ul|ol|dl|dd|dt|blockquote|t[dhr]|table|tbody|thead|br|hr|article|section|center|figure"
    r"|figcaption|header|footer|main|noindex|nobr|cut|lj-cut|details|summary|img"
)
_INLINE = r"b|strong|i|em|u|s|span|font|small|big|a|q|cite"
_WHOLE = r"script|style|iframe|noscript|ref|svg|object|video|audio|gallery|nowiki"
_ELEMENT = (
    rf"<(?P<whole>{_WHOLE})\b[^<>]*(?:/>|>.*?</(?P=whole)>)|<(?:{_WHOLE})\b[^<>]*>(?=$)|</(?:{_WHOLE})>"
)
_COMMENT = r"<!--.*?-->"
_TEMPLATE = (
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{[$#/:*][^{}]*\}|\{[a-z]\w*\}|<%.*?%>|<\?.*?\?>|__[A-Z]{3,20}__"
    r"|[#%][A-Z][A-Z_]{2,30}[#%]|\$\{[\w.]+\}|\[\[[+*$~][\w.:-]+[^\[\]]*\]\]|\[[+*]\w+[+*]\]"
    r"|!\[[^\[\]]*\]\([^()\s]*\)"
)
_SHORTCODE = (
    r"\[/?[a-z]+(?:[_-]\w+)+(?: [^\[\]]*)?\]|\[[a-z]\w*(?: [\w-]+=(?:\"[^\"]*\"|[^\s\"\[\]]+))+ ?/?\]"
    r"|\[/?(?:caption|gallery|embed|video|audio|playlist|img|url|youtube|iframe|code)\b[^\[\]]*\]"
)
_BRACKETED = r"\[/?[a-z][\w-]*(?:=[^\[\]]*)?\]"
_ENTITY = r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);"
_TAG = rf"</?[a-z][\w:-]*{_ATTRIBUTES}/?>|<![a-z]+[^<>]*>"
_ALL = re.compile(
    rf"{_ELEMENT}|{_COMMENT}|{_TEMPLATE}|{_SHORTCODE}|{_BRACKETED}|{_TAG}|{_ENTITY}",
    re.IGNORECASE | re.DOTALL,
)
_OUTER = rf"{_ELEMENT}|{_COMMENT}|{_SHORTCODE}|</?(?:{_BLOCKS}){_ATTRIBUTES}/?>|&nbsp;"
_OPENED, _CLOSED = rf"<(?:{_INLINE}){_ATTRIBUTES}>", rf"</(?:{_INLINE})>"
_HEAD, _HEAD_OF_BLOCKS = (
    re.compile(rf"(?:(?:{unit})\s*)+", re.IGNORECASE | re.DOTALL) for unit in (rf"{_OUTER}|{_OPENED}", _OUTER)
)
_UNIT, _UNIT_OF_BLOCKS = (
    re.compile(rf"(?:{unit})\s*$", re.IGNORECASE | re.DOTALL) for unit in (rf"{_OUTER}|{_CLOSED}", _OUTER)
)
_INLINE_OPENED, _INLINE_CLOSED = re.compile(_OPENED, re.IGNORECASE), re.compile(_CLOSED, re.IGNORECASE)
_WORDS = re.compile(r"[А-Яа-яЁё]{2,}")
_FEWEST_WORDS = 3
_LONGEST_UNIT = 400


def without_markup(text: str) -> str:
    """The text without what is markup in it.

    >>> without_markup("<p>Снег</p> {{ name }}&nbsp;").strip()
    'Снег'
    """
    return _ALL.sub("", text)


def within_markup(text: str) -> tuple[int, int] | None:
    """Where the words of a line lie that has markup around them; None if it has none, or few words.

    >>> within_markup("<p class='lead'>Снег выпал ночью.</p>")
    (16, 33)
    """
    if text[:1] not in "<[&" and text[-1:] not in ">];":
        return None
    start, end = _without_outer(text, _HEAD, _UNIT)
    opened, closed = _INLINE_OPENED.findall(text[:start]), _INLINE_CLOSED.findall(text[end:])
    if len(opened) != len(closed):
        start, end = _without_outer(text, _HEAD_OF_BLOCKS, _UNIT_OF_BLOCKS)
    is_cut = (start, end) != (0, len(text)) and start < end
    return (start, end) if is_cut and len(_WORDS.findall(text[start:end])) >= _FEWEST_WORDS else None


def _without_outer(text: str, head: re.Pattern[str], unit: re.Pattern[str]) -> tuple[int, int]:
    found = head.match(text)
    start, end = found.end() if found else 0, len(text)
    while end > start and text[end - 1] in ">];" and (at := _start_of_unit(text, start, end, unit)) >= 0:
        end = start + len(text[start:at].rstrip())
    return start, end


def _start_of_unit(text: str, start: int, end: int, unit: re.Pattern[str]) -> int:
    """Where the markup begins that ends at a place; -1 if there is none."""
    opening = "<" if text[end - 1] == ">" else "[" if text[end - 1] == "]" else "&"
    at = text.rfind(opening, max(start, end - _LONGEST_UNIT), end)
    while at >= 0:
        if unit.fullmatch(text, at, end):
            return _start_of_element(text, start, at)
        at = text.rfind(opening, max(start, end - _LONGEST_UNIT), at)
    return -1


def _start_of_element(text: str, start: int, at: int) -> int:
    """Where an element begins whose end tag stands at a place: its start tag, if it is no text."""
    closing = re.match(rf"</({_WHOLE})>", text[at:], re.IGNORECASE)
    opening = text.rfind(f"<{closing[1]}", start, at) if closing else -1
    return opening if opening >= 0 else at
