"""What the parts of a web page are: by their elements, and by where the text of the page lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rukaz.ingest.person_names import is_person
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
        is_row: it follows another row of the same table.
    """

    element: HtmlElement
    text: str
    linked: int
    is_row: bool = False
    bold: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether it looks like running text."""
        return len(self.text) >= _LONG and self.linked < 0.4 * len(self.text)

    @property
    def is_link(self) -> bool:
        """Whether it is a link and little else."""
        return self.linked > 0.6 * len(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it is prose, or ends like a sentence."""
        return self.is_prose or (not self.linked and bool(_SENTENCE.match(self.text)))


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
        self._most = _LARGE_SHARE * max(self._prose.values(), default=0)

    def verdicts(self) -> Iterator[Told]:
        """Role and reason of each part; both None where that is for the rules of texts to decide."""
        if not self._parts:
            return
        told = [self._of(part) for part in self._parts]
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
        last = text[-1] if text else len(inside)
        while last < len(inside) - 2 and all(inside[last + 1 : last + 3]) and self._is_headed(last + 2, told):
            last += 2
        for at, (part, (role, reason)) in enumerate(zip(self._parts, told, strict=True)):
            if reason is not None or role == "title":
                yield role, reason
            elif at == head:
                yield "title", None
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

    def _of(self, part: Part) -> Told:
        role, reason = self._told(part.element)
        if reason == OF_TEXT and is_person(part.text):
            return "byline", "a name alone: the author's"
        is_alone = part.element.tag in ("li", "div", "td", "center")
        if reason is None and role is None and is_alone and part.is_link and not part.is_prose:
            return "boilerplate", "a link alone"
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
        """The innermost element with nearly all of the prose, or the article around it and its title."""
        pairs = zip(self._parts, told, strict=True)
        kept = [part for part, (_, reason) in pairs if reason is None and part.is_sentence]
        prose = [part for part in kept if part.is_prose]
        text = _held(prose if len(prose) >= _FEWEST_PROSE else kept)
        most = max(text.values(), default=0)
        holders = [one for one, size in text.items() if size >= 0.8 * most and one.tag not in _NO_MAIN]
        inner = max(holders, key=lambda one: len(list(one.iterancestors())), default=None)
        if inner is None:
            return None
        if inner.find(".//h1") is not None:
            return inner
        around = inner.iterancestors("article", "main", "section")
        return next((one for one in around if one.find(".//h1") is not None), inner)


def _held(parts: Iterable[Part]) -> Counter[HtmlElement]:
    """How many characters of ``parts`` each element holds."""
    sizes: Counter[HtmlElement] = Counter()
    for part in parts:
        sizes.update({one: len(part.text) for one in _with_ancestors(part.element)})
    return sizes


def _with_ancestors(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]
