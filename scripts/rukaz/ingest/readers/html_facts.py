"""What a web page says of itself: meta elements, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rukaz.ingest.readers.facts import as_fact
from rukaz.ingest.readers.html_text import shown_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "author": ("author", "article:author", "dc.creator", "citation_author", "mediator_author"),
    "publisher": ("og:site_name", "dc.publisher", "application-name", "publisher"),
    "date": (
        "article:published_time", "datepublished", "date", "dc.date", "pubdate", "mediator_published_time",
        "publish-date", "citation_date", "og:published_time",
    ),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
    "rights": ("copyright", "dc.rights", "rights"),
}  # fmt: skip
_JSON_LD = {
    "title": "headline",
    "author": "author",
    "publisher": "publisher",
    "date": "datePublished",
    "url": "url",
    "language": "inLanguage",
    "rights": "license",
}
_ARTICLES = (
    "Article",
    "NewsArticle",
    "BlogPosting",
    "ReportageNewsArticle",
    "Report",
    "WebPage",
    "Interview",
)
_LONGEST_JSON = 1_000_000


def page_facts(root: HtmlElement) -> dict[str, str]:
    """The facts of a page: JSON-LD first, then meta elements, then the elements of HTML itself."""
    facts: dict[str, str] = {}
    for name, value in (*_from_json_ld(root), *_from_meta(root), *_from_elements(root)):
        if name not in facts and (fact := as_fact(name, value)):
            facts[name] = fact
    return facts


def _from_json_ld(root: HtmlElement) -> Iterator[tuple[str, object]]:
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) < _LONGEST_JSON:
            try:
                data = json.loads(text)
            except (ValueError, RecursionError):
                continue
            for article in _articles(data):
                yield from ((name, _name(article.get(key))) for name, key in _JSON_LD.items())


def _articles(data: Any) -> Iterator[Mapping[str, Any]]:
    """The descriptions of articles in JSON-LD, which may stand in lists or in a graph."""
    rows = data if isinstance(data, list) else [data]
    for row in rows:
        if isinstance(row, dict):
            kinds = row.get("@type")
            if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield row
            if isinstance(row.get("@graph"), list):
                yield from _articles([one for one in row["@graph"] if isinstance(one, dict)])


def _name(value: Any) -> object:
    """The name of a person or body, or those of several."""
    if isinstance(value, list):
        return [name for one in value if isinstance(name := _name(one), str)]
    return value.get("name") if isinstance(value, dict) else value


def _from_meta(root: HtmlElement) -> Iterator[tuple[str, object]]:
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            said.setdefault(name.strip().lower(), meta.get("content"))
    for fact, names in _META.items():
        yield from ((fact, said[name]) for name in names if name in said)


def _from_elements(root: HtmlElement) -> Iterator[tuple[str, object]]:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield "url", link.get("href")
    yield "language", root.get("lang")
    for heading in root.iter("h1"):
        yield "title", " ".join(shown_text(heading).split())
    for title in root.iter("title"):
        yield "title", " ".join(title.text_content().split())
    for time in root.iter("time"):
        yield "date", time.get("datetime")
