"""What the elements of a web page are: by their tags, their names, and where the text of the page lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rukaz.records import Role

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Elements within a line of text."""

_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "math", "canvas",
    "video", "audio", "map", "select", "option", "datalist", "textarea", "input", "meta", "link", "title",
    "base", "param", "source", "track", "area",
})  # fmt: skip
_AROUND = {
    "nav": "navigation",
    "footer": "the foot of the page",
    "aside": "beside the article",
    "form": "a form",
    "button": "a button",
    "menu": "a menu",
    "dialog": "a window over the page",
}
_ARIA = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu",
})  # fmt: skip
_OF_BOOK = {
    **dict.fromkeys(("toc", "landmarks", "page-list", "loi", "lot"), "contents of the book"),
    **dict.fromkeys(
        ("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"), "a note of the book"
    ),
    **dict.fromkeys(("copyright-page", "imprint", "colophon", "index"), "about the book"),
}
"""What e-books call parts of their pages, in ``epub:type`` or, with doc- before it, in ``role``."""
_NOTE_MARK = re.compile(r"\s*(?:\d{1,3}|\*{1,3})\s*")
_AROUND_NAME = re.compile(
    r"nav|navi|path|pathway|crumbs?|navbar|navigation|menu|breadcrumbs?|footer|foot|sidebar|aside|comments?|commentlist|respond"
    r"|disqus|share|sharing|sharer|sharedaddy|social|socials|related|relatedposts|recommend\w*|readmore|readalso"
    r"|subscri\w+|newsletter|banner|cookies?|consent|gdpr|promo|advert\w*|sponsor\w*|tags|taglist|widgets?"
    r"|modal|overlay|login|signin|signup|rating|ratings|rate|vote|voting|pagination|pager|paging|toolbar|sitemap|imprint|teasers?"
    r"|noprint|sig|signature|copyright|toc|editsection|navbox|catlinks|jump|likes?|feedback|trending|popular|outbrain|taboola|yarpp"
)
_STATE_NAME = re.compile(
    r"(?:has|no|with|without|is|not|tag|category|post|format|status|type|lang)[-_].*|body|page"
)
_TITLE_NAME = re.compile(r"title|headline")
_USER_NAME = re.compile(r"\b(?:display|user|screen|poster)[-_]name\b")
_LEAD_NAME = re.compile(r"lead|lede|subtitle|standfirst")
_LONGEST_TITLE, _LONGEST_LEAD = 200, 600
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_NO_MAIN = frozenset({"p", "li", "td", "tr", "tbody", "blockquote", "ul", "ol", "html"})
_LARGE_SHARE = 0.35
_FEWEST_PROSE = 3
"""Fewer paragraphs do not tell where the text lies: the short ones count too."""
_LONG = 80
"""Characters of a paragraph that is text rather than a label."""

Told = tuple[Role | None, str | None]

_TAGS: Mapping[str, Told] = {
    "figcaption": ("caption", "caption of a figure"),
    "caption": ("caption", "caption of a table"),
    "pre": ("boilerplate", "code"),
    "time": ("dateline", "the date, as the page says"),
    "h1": ("title", None),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), ("heading", None)),
}
_NAMED: Sequence[tuple[re.Pattern[str], int, Role, str | None]] = (
    (
        re.compile(r"\w*caption|credits?|legend"),
        300,
        "caption",
        "caption of a picture, as the page says",
    ),
    (
        re.compile(r"authors?|byline|writer|reporter|user|username|acct|nick\w*"),
        120,
        "byline",
        "the author, as the page says",
    ),
    (re.compile(r"meta|info|postmeta|postinfo"), 150, "boilerplate", "what the page says of the text"),
    (re.compile(r"from|sender"), 60, "speaker", "who sends, as the page says"),
    (re.compile(r"epigraph|dedication"), 300, "body", None),
    (re.compile(r"rubrics?|kicker"), 60, "boilerplate", "rubric of the text, as the page says"),
    (re.compile(r"pullquote"), 400, "pull_quote", "pull quote, as the page says"),
    (
        re.compile(r"date|datetime|published|pubdate|timestamp|dateline|time"),
        60,
        "dateline",
        "the date, as the page says",
    ),
)
"""Names of elements, the characters below which they are believed, and what they say."""


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


def is_unseen(element: HtmlElement) -> bool:
    """Whether a browser shows nothing of an element."""
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style)) or _is_note_mark(element)


def _is_note_mark(element: HtmlElement) -> bool:
    """Whether it is the number of a note, which would make one word with the word before it."""
    if element.tag not in ("a", "sup") or not _NOTE_MARK.fullmatch(element.text_content()):
        return False
    kinds = {element.get("epub:type"), element.get("role")}
    links = [element] if element.tag == "a" else element.findall(".//a")
    is_raised = element.tag == "sup" or element.find("sup") is not None
    leads_down = is_raised and any("#" in (link.get("href") or "") for link in links)
    return leads_down or bool(kinds & {"noteref", "doc-noteref"})


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data: short cells in two columns or more, and no tables in them."""
    if next(table.iterdescendants("table", "h1", "h2", "h3", "form", "article"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    cells = [len(cell.text_content()) for row in rows for cell in row]
    return bool(cells) and max(map(len, rows)) > 1 and sum(size > 300 for size in cells) * 5 <= len(cells)


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
            self._known[one] = told
        return told

    def _own(self, element: HtmlElement) -> Told | None:
        if element.tag in ("html", "body", "main", "article") or self._prose[element] > self._most:
            return None
        if (why := surrounding(element)) is not None:
            return "boilerplate", why
        return part_of_article(element)

    def _main(self, told: Sequence[Told]) -> HtmlElement | None:
        """The innermost element that holds nearly all of the prose."""
        pairs = zip(self._parts, told, strict=True)
        kept = [part for part, (_, reason) in pairs if reason is None and part.is_sentence]
        prose = [part for part in kept if part.is_prose]
        text = _held(prose if len(prose) >= _FEWEST_PROSE else kept)
        most = max(text.values(), default=0)
        holders = [one for one, size in text.items() if size >= 0.8 * most and one.tag not in _NO_MAIN]
        return max(holders, key=lambda one: len(list(one.iterancestors())), default=None)


def _held(parts: Iterable[Part]) -> Counter[HtmlElement]:
    """How many characters of ``parts`` each element holds."""
    sizes: Counter[HtmlElement] = Counter()
    for part in parts:
        sizes.update({one: len(part.text) for one in _with_ancestors(part.element)})
    return sizes


def _with_ancestors(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]


def surrounding(element: HtmlElement) -> str | None:
    """What an element around an article is; None if it is none."""
    tag = element.tag
    kinds = (element.get("epub:type", "") + " " + element.get("role", "").removeprefix("doc-")).split()
    if of_book := next((_OF_BOOK[kind] for kind in kinds if kind in _OF_BOOK), None):
        return of_book
    if tag in _AROUND:
        return _AROUND[tag]
    if element.get("role") in _ARIA:
        return f"{element.get('role')} of the page"
    is_outside = all(one.tag not in ("article", "main") for one in element.iterancestors())
    if tag == "header" and is_outside and element.find(".//h1") is None:
        return "the head of the page"
    names = [name for name in _names(element).split() if not _STATE_NAME.fullmatch(name)]
    words = [word for name in names for word in re.split(r"[^a-z]+", name)]
    found = next(filter(_AROUND_NAME.fullmatch, words), None)
    return f"the page calls this «{found}»" if found else None


def part_of_article(element: HtmlElement) -> Told | None:
    """What an element of an article is, as its tag or its name says; None if they do not."""
    tag = element.tag
    names = _names(element)
    size = len(element.text_content()) if names.strip() else 0
    words = [word for word in re.split(r"[^a-z]+", names) if word]
    if tag in ("p", "div", "h2") and size < _LONGEST_LEAD and any(map(_LEAD_NAME.fullmatch, words)):
        return "lead", None
    if tag == "tr" and any(map(is_data_table, islice(element.iterancestors("table"), 1))):
        return "table", "row of a table"
    if tag in _TAGS:
        return _TAGS[tag]
    for word in words:
        for pattern, longest, role, reason in _NAMED:
            if size < longest and pattern.fullmatch(word):
                return role, reason
        if tag == "div" and size < _LONGEST_TITLE and _TITLE_NAME.fullmatch(word):
            return "heading", None
    return None


def _names(element: HtmlElement) -> str:
    """The classes and the id of an element."""
    return _USER_NAME.sub("username", f"{element.get('class', '')} {element.get('id', '')}".lower())
