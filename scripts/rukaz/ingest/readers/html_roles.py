"""What the parts of a web page are: by their elements, and by where the text of the page lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rukaz.ingest.person_names import is_person
from rukaz.ingest.readers.cells import is_said
from rukaz.ingest.readers.html_elements import OF_TEXT, Told, part_of_article, surrounding

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NO_MAIN = frozenset({"p", "li", "td", "tr", "tbody", "blockquote", "ul", "ol", "html"})
_LARGE_SHARE = 0.35
_FEWEST_PROSE = 3
"""Fewer paragraphs do not tell where the text lies: the short ones count too."""
_LONG = 80
"""Characters of a paragraph that is text rather than a label."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of visible text between the borders of blocks.

    Attributes:
        linked, bold: characters of it that are links, and that are in bold type.
        links: how many links there are in it.
        is_row: it follows another row of the same table.
        is_data: it is a row of a table of data.
    """

    element: HtmlElement
    text: str
    linked: int
    is_row: bool = False
    bold: int = 0
    is_data: bool = False
    links: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether it looks like running text."""
        return len(self.text) >= _LONG and self.linked < 0.4 * len(self.text)

    @property
    def is_link(self) -> bool:
        """Whether it is a link and little else."""
        return self.linked > 0.6 * len(self.text)

    @property
    def is_of_menu(self) -> bool:
        """Whether it is an item of a list, or links with few words between them, and no sentence."""
        has_links = self.links > 1 and self.linked > 0.4 * len(self.text)
        return (has_links or self.element.tag == "li") and not self.is_sentence

    @property
    def is_sentence(self) -> bool:
        """Whether it is prose, or ends like a sentence."""
        return self.is_prose or (not self.linked and bool(_SENTENCE.match(self.text)))


_FIELD = re.compile(r"[^\W\d_][^*\n]{1,40}\s\*")
"""«E-mail *»: what must be filled in."""
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S*[.!?…]['\"»”’)\]]*$")


class PageRoles:
    """The roles of the parts of one page.

    Whatever an element is called, it is no surrounding of the article if it holds a large share of the page's
    prose: many a page is a form, or lies in a «sidebar».
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._known: dict[HtmlElement, Told] = {}
        self._prose = _held(part for part in parts if part.is_prose)
        self._cell: HtmlElement | None = None
        self._posts: HtmlElement | None = None
        self._most = _LARGE_SHARE * max(self._prose.values(), default=0)

    def verdicts(self) -> Iterator[Told]:
        """Role and reason of each part; both None where that is for the rules of texts to decide."""
        if not self._parts:
            return
        told = [self.told(part) for part in self._parts]
        main = self._main(told)
        inside = [main is None or main in _with_ancestors(part.element) for part in self._parts]
        first = inside.index(True) if True in inside else 0
        headings = [at for at in range(first) if told[at] == ("heading", None)]
        has_title = ("title", None) in told or told[first] == ("heading", None)
        head = headings[-1] if headings and not has_title else None
        text = [
            at
            for at, part in enumerate(self._parts)
            if inside[at] and ((told[at][1] is None and part.is_sentence) or told[at][0] == "table")
        ]
        top = told.index(("title", None)) if ("title", None) in told else 0
        top = 0 if text and text[0] < top else top
        last = text[-1] if text else len(inside)
        while last < len(inside) - 2 and all(inside[last + 1 : last + 3]) and self._is_headed(last + 2, told):
            last += 2
        for at, (part, (role, reason)) in enumerate(zip(self._parts, told, strict=True)):
            if reason is not None or role == "title":
                yield role, reason
            elif at == head:
                yield "title", None
            elif self._is_beside(part):
                yield "boilerplate", "beside the text"
            elif at < top and part.is_of_menu:
                yield "boilerplate", "above the title"
            elif not inside[at] and not (at < first and part.is_prose):
                yield "boilerplate", "outside the main part of the page"
            elif at > last and (role == "heading" or part.is_link):
                yield "boilerplate", "below the article"
            elif role == "heading" and part.is_link and at > first + 1:
                yield "boilerplate", "title of another page"
            else:
                yield role, reason

    def _is_headed(self, at: int, told: Sequence[Told]) -> bool:
        """Whether a paragraph is a few words of text below their heading, such as a short answer."""
        part = self._parts[at]
        is_text = part.element.tag == "p" and told[at][1] is None and not part.linked
        return is_text and told[at - 1] == ("heading", None) and part.text.endswith((".", "!", "?", "…"))

    def told(self, part: Part) -> Told:
        """Role and reason of a part, as its element and those around it say."""
        role, reason = self._told(part.element)
        if reason is None and part.is_data and self._prose[part.element] <= self._most:
            return "table", "row of a table"
        if reason == OF_TEXT and is_person(part.text):
            return "byline", "a name alone: the author's"
        is_alone = part.element.tag in ("li", "div", "td", "center")
        if reason is None and role is None and is_alone and part.is_link and not part.is_prose:
            return "boilerplate", "a link alone"
        if reason is None and (is_alone or part.element.tag == "p") and _FIELD.fullmatch(part.text):
            return "boilerplate", "a field of a form"
        if role is None and reason is None and part.element.tag == "li":
            return "body", None
        return role, reason

    def _told(self, element: HtmlElement) -> Told:
        """What an element is; the outermost of those around it that is no text decides."""
        chain = []
        one: HtmlElement | None = element
        while one is not None and one not in self._known:
            chain.append(one)
            one = one.getparent()
        told: Told = (None, None) if one is None else self._known[one]
        for one in reversed(chain):
            if told[1] is None:
                told = self._own(one) or told
            elif told[1] == OF_TEXT and (own := self._own(one)) and own[0] in ("byline", "dateline"):
                told = own
            self._known[one] = told
        return told

    def _own(self, element: HtmlElement) -> Told | None:
        if element.tag in ("html", "body", "main", "article") or self._prose[element] > self._most:
            return None
        if (why := surrounding(element)) is not None:
            return "boilerplate", why
        return part_of_article(element)

    def _main(self, told: Sequence[Told]) -> HtmlElement | None:
        """The innermost element with nearly all of the prose."""
        pairs = zip(self._parts, told, strict=True)
        kept = [part for part, (_, reason) in pairs if reason is None and part.is_sentence]
        prose = [part for part in kept if part.is_prose]
        text = _held(prose if len(prose) >= _FEWEST_PROSE else kept)
        most = max(text.values(), default=0)
        holders = [one for one, size in text.items() if size >= 0.8 * most]
        self._cell = self._cell_of(holders)
        inner = _innermost(one for one in holders if one.tag not in _NO_MAIN)
        if inner is None:
            return None
        self._posts = self._table_of_posts(max(kept, key=lambda part: len(part.text)).element)
        if self._posts is not None and self._posts in inner.iterancestors():
            return self._posts
        return inner

    def _cell_of(self, holders: Iterable[HtmlElement]) -> HtmlElement | None:
        """The innermost cell of a layout among what holds nearly all of the text, with others beside it."""
        cell = _innermost(one for one in holders if one.tag == "td")
        return cell if cell is not None and self._table_of_posts(cell) is None else None

    def _is_beside(self, part: Part) -> bool:
        """Whether a part is no sentence and stands beside the text: a menu, what a forum says of a user."""
        if part.is_sentence or part.is_data:
            return False
        if self._posts is not None and part.element.tag == "td" and "\n" in part.text:
            is_of_user = not any(map(is_said, part.text.split("\n")))
            return is_of_user and self._posts in part.element.iterancestors()
        if self._cell is None:
            return False
        row = self._cell.getparent()
        around = _with_ancestors(part.element)
        return self._cell not in around and any(one.getparent() is row and one.tag == "td" for one in around)

    def _table_of_posts(self, element: HtmlElement) -> HtmlElement | None:
        """The table around an element if other rows of it hold sentences in the same column, as forums do."""
        cell = next((one for one in _with_ancestors(element) if one.tag == "td"), None)
        row = None if cell is None else cell.getparent()
        table = None if row is None else next(row.iterancestors("table"), None)
        if cell is None or row is None or table is None or len(row) < 2:
            return None
        said = {
            around
            for part in self._parts
            if is_said(part.text)
            for around in _with_ancestors(part.element)
            if around.tag == "td"
        }
        rows = [one for one in table.iter("tr") if len(one) == len(row) and one[row.index(cell)] in said]
        return table if len(rows) > 1 else None


def _held(parts: Iterable[Part]) -> Counter[HtmlElement]:
    """How many characters of ``parts`` each element holds."""
    sizes: Counter[HtmlElement] = Counter()
    for part in parts:
        sizes.update({one: len(part.text) for one in _with_ancestors(part.element)})
    return sizes


def _innermost(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    return max(elements, key=lambda one: len(list(one.iterancestors())), default=None)


def _with_ancestors(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]
