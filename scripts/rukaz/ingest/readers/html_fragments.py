"""Pieces of HTML in files of other kinds: blocks in Markdown, texts in a column of a table."""

from __future__ import annotations

import re
from dataclasses import replace

from rukaz.ingest.readers.extracted import Passage
from rukaz.ingest.readers.html_page import page_passages, parse_html
from rukaz.ingest.readers.packages import require_library

_TAG = re.compile(
    r"</?(?P<block>p|br|div|h[1-6]|li|ul|ol|dl|dd|dt|blockquote|table|t[dhr]|hr|pre|section|article|figure)"
    r"(?:\s[^<>]*)?/?>|</(?:a|b|strong|i|em|u|s|span|font|small|big|sup|sub|code|tg-spoiler)>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[mn]dash|hellip|[lr]aquo|[lrb]dquo|[lrs][ls]quo|shy|thinsp|ensp|copy|deg"
    r"|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
_SIGN, _ANY_SIGN = re.compile(r"<(?![a-z/!?])", re.IGNORECASE), re.compile("<")
"""Less than, beside tags and where there are none."""
_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


def is_html(text: str) -> bool:
    """Whether tags or entities of HTML stand in a text.

    >>> is_html("<p>Снег</p>"), is_html("Снег&nbsp;идёт"), is_html("a < b & c > d")
    (True, True, False)
    """
    return bool(_TAG.search(text) or _ENTITY.search(text))


def html_passages(text: str, place: str) -> list[Passage]:
    """The paragraphs of a text with markup; where it has no blocks, its lines are those of the text.

    Args:
        place: where all of it stands in the file.

    Raises:
        UnreadableError: as :func:`fragment_passages`.
    """
    text = text.replace("\r\n", "\n")
    tags = list(_TAG.finditer(text))
    has_blocks = any(tag["block"] for tag in tags)
    text = (_SIGN if tags else _ANY_SIGN).sub("&lt;", text)
    paragraphs = _EMPTY_LINES.sub("<br><br>", text)
    return fragment_passages(paragraphs if has_blocks else paragraphs.replace("\n", "<br>"), place)


def fragment_passages(text: str, place: str) -> list[Passage]:
    """The visible text of a piece of HTML in a file of another kind.

    Args:
        place: where all of it stands in the file.

    Raises:
        UnreadableError: it is nested too deeply, or the library for pages is not installed.
    """
    require_library("lxml", suffix="HTML")
    is_page = bool(_PAGE.search(text))
    root = parse_html(text if is_page else f"<html><body>{text}</body></html>")
    return [replace(one, place=place) for one in page_passages(root, is_page=is_page)]
