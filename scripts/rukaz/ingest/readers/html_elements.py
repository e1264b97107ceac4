"""What the elements of a web page are, by their tags and by the names that pages give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    r"|noprint|sitenotice|centralnotice|sig|signature|copyright|toc|editsection|navbox|catlinks|jump|likes?|dropdown|languages|feedback|trending|popular|outbrain|taboola|yarpp"
)
_STATE_NAME = re.compile(
    r"(?:has|no|with|without|is|not|tag|category|post|format|status|type|lang)[-_].*|body|page"
)
_TITLE_NAME = re.compile(r"title|headline")
_USER_NAME = re.compile(r"\b(?:display|user|screen|poster)[-_]name\b")
_LEAD_NAME = re.compile(r"lead|lede|subtitle|standfirst")
_LONGEST_TITLE, _LONGEST_LEAD = 200, 600
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")

Told = tuple[Role | None, str | None]
"""Role and reason of an element; both None where rules for texts decide."""

OF_TEXT = "what the page says of the text"

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
    (re.compile(r"meta|info|postmeta|postinfo"), 150, "boilerplate", OF_TEXT),
    (re.compile(r"scoreboard|scoreline|scorebox"), 120, "table", "the result, as the page says"),
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
