"""E-books (.epub): the chapters in the order of reading, each a page of HTML."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rukaz.ingest.readers.extracted import Extracted, Passage, UnreadableError, assemble
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.html_page import page_passages, page_text, parse_html
from rukaz.ingest.readers.packages import open_package, require_library

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAGES = ("application/xhtml+xml", "text/html")
_FACTS = {"creator": "author", "identifier": "identifier"}


def read_epub(data: bytes, _encoding: str) -> Extracted:
    """The text of a book.

    Raises:
        UnreadableError: it is damaged, encrypted, or its library is not installed.
    """
    require_library("lxml", suffix=".epub")
    with open_package(data) as package:
        if "META-INF/encryption.xml" in package.namelist() and "META-INF/rights.xml" in package.namelist():
            raise UnreadableError("the book is encrypted")
        container = _xml(package, "META-INF/container.xml")
        path = next((one.get("full-path") for one in _named(container, "rootfile")), None)
        if not path:
            raise UnreadableError("this is no book: its container names no package")
        root = _xml(package, path)
        facts, metadata = known_facts(_said(root))
        return assemble(_chapters(package, root, posixpath.dirname(path)), facts, metadata)


def _xml(package: zipfile.ZipFile, path: str) -> _Element:
    """A file of the package as XML: no entity is expanded, nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(package.read(path), parser)
    except KeyError as error:
        raise UnreadableError(f"the book lacks {path}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{path} of the book is damaged: {error.msg}") from error
    return root


def _named(root: _Element, name: str) -> Iterator[_Element]:
    return (one for one in root.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)


def _said(root: _Element) -> Mapping[str, Any]:
    said: dict[str, Any] = {}
    for metadata in _named(root, "metadata"):
        for one in metadata:
            name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else "meta"
            if name != "meta" and one.text:
                said.setdefault(_FACTS.get(name, name), one.text.strip())
    return said


def _chapters(package: zipfile.ZipFile, root: _Element, folder: str) -> Iterator[Passage]:
    items = {one.get("id"): one for one in _named(root, "item")}
    spine: Sequence[_Element] = [
        items[ref.get("idref")] for ref in _named(root, "itemref") if ref.get("idref") in items
    ]
    for item in spine:
        href = unquote(item.get("href") or "").partition("#")[0]
        path = posixpath.normpath(posixpath.join(folder, href))
        if item.get("media-type") not in _PAGES:
            continue
        try:
            data = package.read(path)
        except KeyError as error:
            raise UnreadableError(f"the book lacks its chapter {href}") from error
        is_contents = "nav" in (item.get("properties") or "").split()
        for passage in page_passages(parse_html(page_text(data, "utf-8")), f"{href} "):
            contents = replace(passage, role="boilerplate", reason="contents of the book")
            yield contents if is_contents else passage
