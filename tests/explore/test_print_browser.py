"""On paper: light, whole, and with its numbers, whatever the theme and the width of the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from rukaz.records import Document, Sentence
from tests.explore.in_page import script

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

QUERY = "#/search?q=" + quote("pattern { V [upos=VERB]; V -[obl]-> N }")
PAPER = {"width": 718, "height": 1000}
"""A4 without its margins, in pixels."""

CUT = """() => {
    const cut = [...document.querySelectorAll("main *")].filter((one) =>
        one.checkVisibility() && !one.closest(".unseen") && !one.matches("svg *")
        && (one.getBoundingClientRect().right > innerWidth + 1
            || getComputedStyle(one).maskImage !== "none"
            || (getComputedStyle(one).overflow !== "visible" && one.scrollWidth > one.clientWidth + 1)
            || (getComputedStyle(one).overflow !== "visible" && one.scrollHeight > one.clientHeight + 1)));
    return cut.map((one) => `${one.tagName} ${one.getAttribute("class")}`);
}"""
"""What reaches beyond the paper, or is cut at the edge of a frame that cannot be scrolled there."""


@pytest.fixture
def printed(open_page: Open, site: Path, go: Go) -> Callable[[str], Any]:
    """``printed("#/overview")``: the page in the dark theme, as it goes to a printer."""

    def laid_out(address: str) -> Any:
        page = open_page(site, address, color_scheme="dark", viewport={"width": 1280, "height": 800})
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        page.wait_for_timeout(200)
        return page

    return laid_out


@pytest.fixture
def addresses(documents: Documents) -> list[str]:
    longest = max((one for _, found in documents.values() for one in found), key=lambda one: len(one.tokens))
    name = next(one.entity_id for one in longest.entities if one.entity_id)
    views = [f"{QUERY}{view}" for view in ("", "&view=trees", "&view=table")]
    document = next(iter(documents))
    return [
        "#/read",
        f"#/read/{document}",
        f"#/tree/{longest.sent_id}",
        f"#/name/{name}",
        *views,
        f"#/word/{quote('Казахстан')}",
        "#/about",
        "#/overview",
    ]


def test_nothing_is_cut(printed: Callable[[str], Any], addresses: list[str]) -> None:
    for address in addresses:
        assert printed(address).evaluate(CUT) == [], address


def test_paper_is_light(printed: Callable[[str], Any], addresses: list[str]) -> None:
    for address in addresses:
        page = printed(address)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", (
            address
        )
        assert page.evaluate(script("contrast.js")) == {}, address


def test_numbers_and_bars_are_printed(printed: Callable[[str], Any]) -> None:
    page = printed("#/overview")
    for part in (".chart .bar", ".chart .number"):
        assert page.locator(part).count() == page.locator(f"{part}:visible").count() > 0
    page = printed(f"{QUERY}&view=table")
    for part in ("td.number", ".share"):
        assert page.locator(part).count() == page.locator(f"{part}:visible").count() > 0
        assert page.locator(part).first.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"


@pytest.mark.usefixtures("in_chromium")
def test_a_wide_tree_is_printed_downwards_and_comes_back(
    open_page: Open, site: Path, addresses: list[str]
) -> None:
    page = open_page(site, addresses[2], viewport={"width": 1280, "height": 800})
    page.evaluate(
        """() => {
            const kind = () => document.querySelector("svg.tree").getAttribute("class");
            window.kinds = [];
            addEventListener("beforeprint", () => window.kinds.push(kind()));
        }"""
    )
    page.pdf()
    assert page.evaluate("window.kinds") == ["tree down"]
    assert page.locator("svg.tree:not(.down)").count() == 1
