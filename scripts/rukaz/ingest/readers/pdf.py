"""PDF files with a text layer: lines put together to paragraphs, running heads and page numbers told apart.

Words divided at the ends of lines are put together where they are cleaned (:mod:`rukaz.ingest.clean`), so the
text is that of the file.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.readers.extracted import Extracted, Passage, UnreadableError, assemble
from rukaz.ingest.readers.facts import is_placeholder, known_facts
from rukaz.ingest.readers.packages import require_library
from rukaz.records import Role

_PAGES_AT_MOST = 20_000
_EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be a running head or foot."""
_PAGE_NUMBER = re.compile(
    r"(?:стр(?:аница)?\.?|с\.|page|p\.)?\s*[–—-]?\s*\d{1,4}\s*[–—-]?\s*(?:(?:из|of|/)\s*\d{1,4})?", re.I
)
_NOTE = re.compile(r"(?:\d{1,2}|\*{1,3}|[\u00b9\u00b2\u00b3\u2074-\u2079]) ?\S")
_SMALL = 0.85
"""Size of the letters of a note, in that of the text."""
_LETTER, _ERROR = 0.5, 0.15
"""Width of a letter, in its size, and how wrong that may be."""
_CELLS_APART = 2
"""Sizes of a letter between the cells of a row."""
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[•▪■●◦‣–—-]|\d{1,3}[.)])\s")


@dataclass(slots=True)
class _Line:
    """A line of a page.

    Attributes:
        x, y: where it begins, in points from the left and from the bottom.
        size: of its letters.
        edge: ``running head`` and the like, if it is no text.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
    end: float = 0.0
    edge: str | None = None


def read_pdf(data: bytes, _encoding: str) -> Extracted:
    """The text of a PDF file.

    Raises:
        UnreadableError: it has no text layer, is encrypted or damaged, or its library is not installed.
    """
    require_library("pypdf", suffix=".pdf")
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of damage is no news to the user
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("it is encrypted: save it anew without a password")
        if len(reader.pages) > _PAGES_AT_MOST:
            raise UnreadableError(f"it has more than {_PAGES_AT_MOST} pages")
        pages = [_lines(page, number) for number, page in enumerate(reader.pages, 1)]
        facts, metadata = known_facts(_properties(reader.metadata or {}))
    except PyPdfError as error:
        raise UnreadableError(f"the file is damaged: {error}") from error
    if not any(pages):
        raise UnreadableError("it holds no text, only pictures: it needs optical character recognition")
    _mark_edges(pages)
    return assemble(_passages([line for page in pages for line in page]), facts, metadata)


def _properties(said: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of the file; dates are written D:20231109."""
    names = {"/Title": "title", "/Author": "author", "/CreationDate": "date", "/Subject": "subject"}
    values = ((name, str(said.get(key) or "")) for key, name in names.items())
    found = {name: value for name, value in values if value and not is_placeholder(value)}
    if date := re.match(r"D:(\d{4})(\d\d)?(\d\d)?", found.get("date", "")):
        found["date"] = "-".join(part for part in date.groups() if part)
    return found


@dataclass
class _Collector:
    """Is told of every piece of text on a page; pieces of one height make a line."""

    page: int
    lines: list[_Line] = field(default_factory=list)

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or cm[1] or 1)) or 10.0
        for number, piece in enumerate(text.split("\n")):
            last = self.lines[-1] if self.lines else None
            if not piece.strip():
                if last and piece and not number:
                    last.text += " "
                continue
            end = x + len(piece) * height * _LETTER
            if last is not None and abs(last.y - y) < 0.4 * max(height, last.size) and not number:
                is_cell = x - last.end > (_CELLS_APART + _ERROR * len(last.text)) * height
                last.text += f"\t{piece}" if is_cell else piece
                last.end = max(last.end, end)
            else:
                self.lines.append(_Line(piece.replace("\t", " "), self.page, x, y, height, end))


def _lines(page: Any, number: int) -> list[_Line]:
    """The lines of a page from top to bottom, as far as the file has them so."""
    collector = _Collector(number)
    page.extract_text(visitor_text=collector)
    for line in collector.lines:
        line.text = "\t".join(
            re.sub(r"[ \xa0]+", " ", cell).strip() for cell in line.text.split("\t")
        ).strip()
    return [line for line in collector.lines if line.text]


def _mark_edges(pages: Sequence[Sequence[_Line]]) -> None:
    """Find what stands at the edges of many pages: running heads and feet, and page numbers."""
    edges = [(*page[:_EDGE_LINES], *page[_EDGE_LINES:][-_EDGE_LINES:]) for page in pages]
    times = Counter(key for edge in edges for key in {_DIGITS.sub("#", line.text) for line in edge})
    sizes = Counter(round(line.size) for page in pages for line in page for _ in range(len(line.text)))
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    filled = sum(1 for page in pages if page)
    for page, edge in zip(pages, edges, strict=True):
        for line in edge:
            if _PAGE_NUMBER.fullmatch(line.text) and line in (page[0], page[-1], *edge):
                line.edge = "number of the page"
            elif filled > 1 and times[_DIGITS.sub("#", line.text)] * 2 > filled and len(page) > _EDGE_LINES:
                line.edge = "running head of the pages"
        if page and page[0].edge is None and page[0].size <= 0.9 * usual and not ends_sentence(page[0].text):
            page[0].edge = "running head of the page"  # in small type, and perhaps on this page alone
        _mark_notes(page, usual)


def _mark_notes(page: Sequence[_Line], usual: int) -> None:
    """Find the notes at the foot of a page: in small type, the first with its number."""
    start = len(page)
    while start and (page[start - 1].edge or page[start - 1].size <= _SMALL * usual):
        start -= 1
    first = next((at for at in range(start, len(page)) if _NOTE.match(page[at].text)), None)
    for line in page[first:] if start and first is not None else ():
        line.edge = line.edge or "note at the foot of the page"


def _passages(lines: Sequence[_Line]) -> Iterator[Passage]:
    """Paragraphs; what stands at the edge of a page comes after the paragraph that it interrupts."""
    text = [line for line in lines if line.edge is None]
    leading = _leading(text)
    sizes = Counter(round(line.size) for line in text for _ in range(len(line.text)))
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    largest = max(sizes, default=0)
    edges = iter([line for line in lines if line.edge is not None])
    edge = next(edges, None)
    paragraph: list[_Line] = []
    right = max((line.end for line in text), default=0.0)
    for line in [*text, None]:
        if paragraph and (line is None or _begins(paragraph[-1], line, leading, right)):
            is_title = paragraph[0] is text[0] and round(paragraph[0].size) == largest
            yield _paragraph(paragraph, usual, is_title=is_title)
            while edge is not None and (edge.page < paragraph[-1].page or line is None):
                yield Passage(edge.text, f"page {edge.page}", "boilerplate", edge.edge)
                edge = next(edges, None)
            paragraph = []
        if line is not None:
            paragraph.append(line)
    while edge is not None:
        yield Passage(edge.text, f"page {edge.page}", "boilerplate", edge.edge)
        edge = next(edges, None)


def _paragraph(lines: Sequence[_Line], usual: int, *, is_title: bool) -> Passage:
    role: Role | None = None
    first, *rest = lines
    if first.size >= 1.15 * usual and sum(len(line.text) for line in lines) < 300:
        role = "title" if is_title else "heading"
    return Passage(
        first.text,
        f"page {first.page}",
        role,
        more=tuple((line.text, f"page {line.page}") for line in rest),
    )


def _leading(lines: Sequence[_Line]) -> float:
    """The distance of two lines within a paragraph, which a quarter of all lines have or more."""
    gaps = [
        one.y - other.y
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.y - other.y < 5 * one.size
    ]
    return sorted(gaps)[len(gaps) // 4] if gaps else 0.0


def _begins(last: _Line, line: _Line, leading: float, right: float) -> bool:
    """Whether a paragraph begins with ``line``."""
    if abs(line.size - last.size) > 0.1 * last.size or _BULLET.match(line.text):
        return True
    if "\t" in line.text or "\t" in last.text:  # rows of a table
        return True
    if line.page != last.page or line.y > last.y:  # the next page or column
        return ends_sentence(last.text) and (line.x > last.x + line.size or line.text[:1].isupper())
    if last.y - line.y > 1.4 * leading:
        return True
    is_indented = line.x > last.x + 0.8 * line.size
    is_short = last.end < 0.75 * right
    return ends_sentence(last.text) and (is_indented or is_short)
