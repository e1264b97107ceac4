"""For everyone: names for what can be reached, contrast, colours told apart, keys, narrow windows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from rukaz.records import ENTITY_LABELS, Document, Sentence
from tests.conftest import ROOT
from tests.explore.in_page import script

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]
Colour = tuple[float, float, float]

QUERY = "#/search?q=" + quote("pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }")
CHANGE = "#/change?" + urlencode({"q": 'pattern { N [lemma="президент"] }', "set": "N.upos=PROPN"})
CONTRAST = script("contrast.js")
REACHABLE = {"link", "button", "checkbox", "textbox", "searchbox", "combobox", "img", "region", "dialog"}


@pytest.fixture
def addresses(documents: Documents) -> list[str]:
    """One of each kind of page."""
    document, sentences = next(iter(documents.values()))
    one = next(sentence for sentence in sentences if sentence.entities)
    return [
        "#/read", f"#/read/{document.doc_id}", f"#/read/{document.doc_id}?at={one.sent_id}",
        f"#/tree/{one.sent_id}", f"#/name/{one.entities[0].entity_id}", QUERY, f"{QUERY}&view=trees",
        f"{QUERY}&view=table", f"{QUERY}&view=table&by=V.lemma,whether&grid=1&whether={quote('S << V')}",
        f"{QUERY}&around=1&sample=3", "#/change", CHANGE, f"{CHANGE}%0AN.head=M", "#/search",
        "#/word", f"#/word/{quote('Казахстан')}", "#/overview", "#/about",
    ]  # fmt: skip


def tour(page: Any, addresses: Iterable[str], go: Go) -> Iterator[str]:
    """The addresses, each while the page is there; the page begins at the first."""
    for number, address in enumerate(addresses):
        if number:
            go(page, address)
        yield address


@pytest.mark.parametrize(
    "window",
    [("light", 1280, "en"), ("dark", 390, "ru"), ("light", 320, "en"), ("light", 320, "ru")],
    ids=str,
)
@pytest.mark.usefixtures("in_chromium")
def test_every_page(
    open_page: Open, site: Path, addresses: list[str], go: Go, window: tuple[str, int, str]
) -> None:
    """One heading, a name for what can be reached, contrast, and no page wider than its window."""
    theme, width, language = window
    page = open_page(
        site, addresses[0], color_scheme=theme, viewport={"width": width, "height": 800}, locale=language
    )
    require_all_well = for_everyone(page)
    for address in tour(page, addresses, go):
        assert page.locator("main h1").count() == 1, address
        require_all_well()


@pytest.mark.javascript
@pytest.mark.parametrize("window", [("light", 1280, "en"), ("dark", 390, "ru")], ids=str)
def test_axe_finds_nothing(
    open_page: Open, site: Path, addresses: list[str], go: Go, window: tuple[str, int, str]
) -> None:
    theme, width, language = window
    page = open_page(
        site, addresses[0], color_scheme=theme, viewport={"width": width, "height": 800}, locale=language
    )
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for address in tour(page, addresses, go):
        if "/tree/" in address:
            page.keyboard.press("q")
        found = page.evaluate("axe.run({ preload: false }).then(({ violations }) => violations)")
        assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found] == [], address


def for_everyone(page: Any) -> Callable[[], None]:
    """What asserts that a page, as it is at the time, has names, contrast and no width beyond the window.

    Only Chromium tells the names that a screen reader is given.
    """
    is_told = page.context.browser.browser_type.name == "chromium"
    tree = page.context.new_cdp_session(page) if is_told else None

    def require_all_well() -> None:
        if tree:
            assert nameless(tree.send("Accessibility.getFullAXTree")["nodes"]) == [], page.url
        assert page.evaluate(CONTRAST) == {}, page.url
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), page.url

    return require_all_well


def nameless(nodes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The roles of what a reader can reach and a screen reader has no name for."""
    reached = [node for node in nodes if not node["ignored"] and node["role"]["value"] in REACHABLE]
    return [node["role"]["value"] for node in reached if not node.get("name", {}).get("value", "").strip()]


# How colours look without one kind of cones: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.052)),
    "no green": ((0.3673, 0.8606, -0.228), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
}  # fmt: skip
JUST_APART = 15
"""Distance in CIELAB; 2.3 is what can be noticed side by side."""


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_kinds_of_names_look_different(open_page: Open, site: Path, theme: str, sight: str) -> None:
    page = open_page(site, "#/overview", color_scheme=theme)
    kinds = page.evaluate(
        """(labels) => labels.map((label) => {
            const key = document.querySelector(`.key .${label}`);
            const fill = getComputedStyle(key, "::before").backgroundColor;
            return fill.match(/[\\d.]+/g).slice(0, 3).map(Number);
        })""",
        [label.lower() for label in ENTITY_LABELS],
    )
    seen = [
        lab(tuple(sum(row[i] * one[i] for i in range(3)) for row in SIGHT[sight]))
        for one in map(linear, kinds)
    ]
    for (first, one), (second, other) in itertools.combinations(zip(ENTITY_LABELS, seen, strict=True), 2):
        apart = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        assert apart > JUST_APART, (first, second)


def linear(colour: list[float]) -> Colour:
    r, g, b = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (c / 255 for c in colour)
    )
    return r, g, b


def lab(colour: tuple[float, ...]) -> Colour:
    """CIELAB, D65, of a linear sRGB colour."""
    r, g, b = (min(max(one, 0), 1) for one in colour)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_kinds_of_names_differ_without_any_colour(open_page: Open, site: Path, documents: Documents) -> None:
    page = open_page(site, "#/read/" + next(iter(documents)))
    lines = page.eval_on_selector_all(
        ".legend .entity", "found => found.map((one) => getComputedStyle(one).textDecorationStyle)"
    )
    assert len(set(lines)) == len(ENTITY_LABELS)


def test_the_focus_can_be_seen_all_the_way(open_page: Open, site: Path, addresses: list[str], go: Go) -> None:
    page = open_page(site, addresses[0])
    for address in tour(page, addresses[:6], go):
        page.evaluate("document.activeElement.blur()")
        for _ in range(14):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                    const one = document.activeElement;
                    const ground = one.querySelector(".ground");
                    return one === document.body || getComputedStyle(one).outlineStyle !== "none"
                        || (ground && getComputedStyle(ground).stroke !== "none");
                }"""
            )
            assert seen, (address, page.evaluate("document.activeElement.outerHTML"))


def test_the_first_tab_leads_past_the_bar(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/overview")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert "Skip" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert page.url.endswith("#/overview")


def test_nothing_moves_for_who_wants_no_motion(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/about", reduced_motion="reduce")
    assert page.evaluate(
        """[...document.querySelectorAll("*")].every((one) =>
            getComputedStyle(one).transitionDuration.split(", ").every((time) => parseFloat(time) === 0))"""
    )
