"""The visible text of an element of a web page, with its words apart as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rukaz.ingest.readers.html_elements import INLINE, is_unseen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_SPACE = re.compile(r"(?<![ \t\xa0])[ \t\xa0]*\n[ \t\xa0]*")


def shown_text(element: HtmlElement) -> str:
    """All text below an element; blocks and ``<br>`` part its lines."""
    return tidy("".join(_stretches(element)))


def _stretches(element: HtmlElement) -> Iterator[str]:
    yield on_one_line(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not is_unseen(child):
            border = "" if child.tag in INLINE else "\n"
            yield border
            yield from _stretches(child)
            yield border
        yield on_one_line(child.tail or "")


def on_one_line(text: str) -> str:
    """Text of the source of a page with each run of white space as one space."""
    return _SPACE.sub(" ", text)


def tidy(text: str, *, most: int = 1) -> str:
    """Text without white space around it or around its line breaks.

    Args:
        most: line breaks in a row that stay; two part paragraphs.
    """
    return re.sub(rf"\n{{{most},}}", "\n" * most, _LINE_SPACE.sub("\n", text)).strip()
