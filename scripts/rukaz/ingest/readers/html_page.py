"""Web pages: every visible element in its order, with its role by what the page says of it.

Nothing visible is left away: what surrounds an article stays in the text with the role ``boilerplate`` and a
reason, as in plain texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rukaz.ingest.readers.cells import holds_text
from rukaz.ingest.readers.extracted import (
    TOO_DEEP,
    Extracted,
    Passage,
    UnreadableError,
    assemble,
    with_bold_headings,
    with_bold_questions,
)
from rukaz.ingest.readers.html_elements import INLINE, Told, is_unseen
from rukaz.ingest.readers.html_facts import page_facts
from rukaz.ingest.readers.html_roles import PageRoles, Part
from rukaz.ingest.readers.html_text import on_one_line, shown_text, tidy
from rukaz.ingest.readers.packages import require_library
from rukaz.ingest.readers.plain import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_HEAD = 4096
"""Bytes within which a page names its encoding; browsers look at 1024."""

_KINDS = {"a": "a", "b": "b", "strong": "b"}
"""What inline elements make of their text."""

_BELOW_PICTURE: Told = ("caption", "a line below a picture")
_META_NAME = re.compile(r"(?:^|[^a-z])(?:meta|info|postmeta|postinfo)(?:$|[^a-z])", re.IGNORECASE)
_LONGEST_LINE, _SMALLEST_PICTURE = 120, 60
_SIGN_NAME = re.compile(r"emoji|smil|icon|spacer|counter|pixel|logo|avatar", re.IGNORECASE)


def read_html(data: bytes, encoding: str) -> Extracted:
    """The text of a web page, with the element of each paragraph.

    Raises:
        UnreadableError: it is no page, in another encoding than it says, or its library is not installed.
    """
    require_library("lxml", suffix=".html")
    root = parse_html(page_text(data, encoding))
    return assemble(page_passages(root), page_facts(root))


def page_text(data: bytes, encoding: str) -> str:
    """The page decoded as UTF-8 if it is, as it says itself, or else as the user says.

    No other encoding of Cyrillic makes valid UTF-8, but pages in UTF-8 often name the one they once had.
    """
    if not data.isascii() and (text := _as_utf8(data)) is not None:
        return text
    declared = _CHARSET.search(data[:_HEAD])
    names = [name.decode("ascii") for name in declared.groups() if name] if declared else []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16"]
    for name in names:
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return decode(data, encoding)


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except ValueError:
        return None


def parse_html(text: str) -> HtmlElement:
    """The tree of a page; nothing is fetched, and no entity is expanded but HTML's own.

    Raises:
        UnreadableError: there are no elements in it, or it was not read to its end.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError("this is no page: there are no elements in it") from error
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableError(TOO_DEEP)  # what stands behind that place is not in the tree
    return root


def page_passages(root: HtmlElement, prefix: str = "", *, is_page: bool = True) -> Iterator[Passage]:
    """The visible text of a tree, element by element.

    Args:
        prefix: put before the paths of elements, such as the name of a chapter.
        is_page: whether other things may surround the text, as on a page of a site.
    """
    tree = root.getroottree()
    body = root.find("body")
    walk = _Walk()
    parts = walk.parts(root if body is None else body)
    roles = PageRoles(parts)
    verdicts = [
        _BELOW_PICTURE if at in walk.below_pictures and verdict == (None, None) else verdict
        for at, verdict in enumerate(roles.verdicts() if is_page else map(roles.told, parts))
    ]
    passages = [
        Passage(
            part.text,
            prefix + tree.getpath(part.element),
            role,
            reason,
            part.is_row,
            is_bold=part.bold > 0.9 * len(part.text) or part.element.tag in ("dt", "summary"),
        )
        for part, (role, reason) in zip(parts, verdicts, strict=True)
    ]
    yield from with_bold_headings(with_bold_questions(passages))


@dataclass
class _Walk:
    """Goes through a page once, and cuts its text at the borders of blocks.

    Attributes:
        picture: the block in which a picture was just passed.
        told: whether the elements of a block say something of the text, each for itself.
        below_pictures: places among the parts of the lines right below pictures.
    """

    found: list[Part] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    bold: int = 0
    picture: HtmlElement | None = None
    below_pictures: set[int] = field(default_factory=set)
    told: dict[HtmlElement, bool] = field(default_factory=dict)

    def parts(self, root: HtmlElement) -> list[Part]:
        self._block(root)
        return self.found

    def _block(self, element: HtmlElement) -> None:
        if element.tag == "table" and (rows := _rows(element)) is not None:
            self._table(element, rows)
            return
        self._contents(element, element, "", keep=element.tag == "pre")
        self._flush(element)

    def _contents(self, element: HtmlElement, block: HtmlElement, kinds: str, *, keep: bool) -> None:
        """The text of ``element``, which is ``block`` or an inline element in it.

        Args:
            kinds: a for what is in a link, b for bold type.
        """
        self.links += element.tag == "a"
        self._add(element.text, kinds, keep)
        for child in element:
            if isinstance(child.tag, str) and not is_unseen(child):
                if child.tag == "br":
                    self.pieces.append("\n")
                elif child.tag in INLINE and not (_is_glued_time(child) or self._tells_of_text(block)):
                    self._contents(child, block, kinds + _KINDS.get(child.tag, ""), keep=keep)
                else:
                    self._flush(block)
                    self._block(child)
                    self.picture = block if _is_picture(child) else self.picture
            self._add(child.tail, kinds, keep)

    def _add(self, text: str | None, kinds: str, keep: bool) -> None:
        if text:
            piece = text if keep else on_one_line(text)
            self.pieces.append(piece)
            self.linked += len(piece.strip()) if "a" in kinds else 0
            self.bold += len(piece.strip()) if "b" in kinds else 0

    def _tells_of_text(self, block: HtmlElement) -> bool:
        """Whether the elements of a block say each something of the text: its author, its date."""
        if block not in self.told:
            names = f"{block.get('class', '')} {block.get('id', '')}"
            loose = [block.text, *(child.tail for child in block)]
            is_loose = any(char.isalnum() for text in loose if text for char in text)
            self.told[block] = bool(_META_NAME.search(names)) and len(block) > 1 and not is_loose
        return self.told[block]

    def _flush(self, element: HtmlElement) -> None:
        text = tidy("".join(self.pieces), most=2)
        if text:
            if element is self.picture and len(text) <= _LONGEST_LINE and text[-1] not in ".!?…:":
                self.below_pictures.add(len(self.found))
            self.picture = None
            self.found.append(Part(element, text, self.linked, bold=self.bold, links=self.links))
        self.pieces.clear()
        self.linked = self.links = self.bold = 0

    def _table(self, table: HtmlElement, rows: Mapping[HtmlElement, list[str]]) -> None:
        caption = table.find("caption")
        if caption is not None and (text := shown_text(caption)):
            self.found.append(Part(caption, text, 0))
        is_row = False
        for row, cells in rows.items():
            if any(cells):
                text = "\t".join(cells).replace("\n", " ").strip()
                self.found.append(Part(row, text, 0, is_row, is_data=True))
                is_row = True


def _rows(table: HtmlElement) -> Mapping[HtmlElement, list[str]] | None:
    """The cells of the rows of a table of data; None if it is layout.

    Layout has one row or column, tables or headings in its cells, or cells of running text.
    """
    if next(table.iterdescendants("table", "h1", "h2", "h3", "form", "article"), None) is not None:
        return None
    rows = {row: [shown_text(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")}
    filled = sum(map(bool, rows.values()))
    if filled == 1 and next(table.iterdescendants("th"), None) is None:
        return None
    is_data = max(map(len, rows.values()), default=0) > 1 and not holds_text(list(rows.values()))
    return rows if is_data else None


def _is_picture(element: HtmlElement) -> bool:
    """Whether an element is a picture with something to say of, no sign within a line."""
    if element.tag not in ("img", "picture"):
        return False
    names = " ".join(element.get(name, "") for name in ("class", "src", "alt"))
    width = element.get("width", "")
    is_small = width.isdigit() and int(width) < _SMALLEST_PICTURE
    return not is_small and not _SIGN_NAME.search(names)


def _is_glued_time(element: HtmlElement) -> bool:
    """Whether a time stands right behind another element, so that it is no word of a line."""
    if element.tag != "time":
        return False
    before = element.getprevious()
    return before is not None and not before.tail and before.tag in INLINE
