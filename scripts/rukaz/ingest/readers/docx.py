"""Word files (.docx): paragraphs with their styles, and tables, in their order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rukaz.ingest.readers.cells import holds_text
from rukaz.ingest.readers.extracted import (
    Extracted,
    Passage,
    UnreadableError,
    assemble,
    with_bold_headings,
    with_bold_questions,
)
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.packages import open_package, require_library
from rukaz.records import Role

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"(?:heading|заголовок)\b.*", re.IGNORECASE)
_ITEM = re.compile(r"list (?:bullet|number|continue)|маркированный|нумерованный", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|оглавление)\b", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15)
_MOST_WORDS_OF_LABEL = 2
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011"}


def read_docx(data: bytes, _encoding: str) -> Extracted:
    """The text of a Word file: no heads and feet of pages, notes, comments, or what was deleted.

    Raises:
        UnreadableError: it is damaged, encrypted, holds macros, or its library is not installed.
    """
    require_library("docx", suffix=".docx")
    open_package(data).close()
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError) as error:
        raise UnreadableError(f"this is no Word file: {error}") from error
    facts, metadata = known_facts(_properties(document))
    return assemble(with_bold_headings(with_bold_questions(list(_passages(document)))), facts, metadata)


def _properties(document: Document) -> dict[str, Any]:
    said = document.core_properties
    return {
        "title": said.title,
        "author": said.author if said.author != "python-docx" else None,
        "date": None if _is_of_template(said.created) else said.created,
        "language": said.language,
        "keywords": said.keywords,
        "subject": said.subject,
        "category": said.category,
    }


def _is_of_template(created: datetime | None) -> bool:
    """Whether a file says when python-docx's template was made, and so nothing of itself."""
    return created is not None and created.replace(tzinfo=None) == _TEMPLATE_MADE


def _passages(document: Document) -> Iterator[Passage]:
    from docx.table import Table

    paragraphs = tables = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            yield from _rows(item, f"table {tables}")
            continue
        paragraphs += 1
        yield _paragraph(item, f"paragraph {paragraphs}")


def _paragraph(paragraph: Paragraph, place: str) -> Passage:
    """A paragraph, with the role that its style gives it."""
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    text = _text(paragraph._p).strip()
    role: Role | None = None
    if style.lower() in ("title", "название"):
        role = "title"
    elif _HEADING.fullmatch(style):
        role = "heading"
    elif _ITEM.match(style):
        role = "body"
    if style.lower() in ("caption", "название объекта"):
        return Passage(text, place, "caption", "caption, as the file says")
    if _CONTENTS.match(style):
        return Passage(text, place, "boilerplate", "contents of the document")
    runs = [run for run in paragraph.runs if run.text.strip()]
    return Passage(text, place, role, is_bold=bool(runs) and all(run.bold for run in runs))


def _rows(table: Table, place: str) -> Iterator[Passage]:
    """The rows of a table; one of a single row or column, or of running text, is layout, not data."""
    rows = [[_text(cell).strip() for cell in row._tr.tc_lst] for row in table.rows]
    is_text = holds_text(rows) or any(cell.tbl_lst for row in table.rows for cell in row._tr.tc_lst)
    is_data = max(map(len, rows), default=0) > 1 and sum(map(any, rows)) > 1
    is_row = False
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True), 1):
        where = f"{place}, row {number}"
        if is_text and not (number == 1 and is_data and _are_labels(cells)):
            yield from _cells(table, row, where)
        elif is_data and any(cells):
            text = "\t".join(cell.replace("\n", " ") for cell in cells).strip()
            yield Passage(text, where, "table", "row of a table", is_row)
            is_row = True
        elif any(cells):
            yield Passage("\t".join(filter(None, cells)), where)


def _are_labels(cells: Sequence[str]) -> bool:
    """Whether cells name columns: «Вопрос», «Ответ»."""
    return len(cells) > 1 and all(len(cell.split()) <= _MOST_WORDS_OF_LABEL for cell in cells)


def _cells(table: Table, row: _Row, place: str) -> Iterator[Passage]:
    """The paragraphs and tables in the cells of a row."""
    from docx.table import Table, _Cell

    for number, cell in enumerate(row._tr.tc_lst, 1):
        where = f"{place}, cell {number}"
        passages: list[Passage] = []
        for item in _Cell(cell, table).iter_inner_content():
            passages += _rows(item, where) if isinstance(item, Table) else [_paragraph(item, where)]
        is_whole = sum(len(one.text.split()) for one in passages) >= len(_text(cell).split())
        yield from passages if is_whole else [Passage(_text(cell).strip(), where)]


def _text(element: Any) -> str:
    """The text below an element as it is shown: with what was inserted, without what was deleted."""
    shown: list[str] = []
    skipped: set[Any] = set()
    for one in element.iter():
        if one.tag == _FALLBACK:  # says again, for old programs, what stands beside it
            skipped.update(one.iter())
        elif one in skipped:
            continue
        elif one.tag == f"{_W}t":
            shown.append(one.text or "")
        elif one.tag in _BREAKS:
            shown.append(_BREAKS[one.tag])
        elif one.tag == f"{_W}p" and shown and one is not element:
            shown.append("\n")
    return "".join(shown)
