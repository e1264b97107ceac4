"""Two annotations of one text in the browser: differences are searched for and counted, as in the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import rukaz
from rukaz.explore.site import write_site
from tests.broken.corpora import good
from tests.explore.test_accessibility_browser import for_everyone

Open = Callable[..., Any]
Go = Callable[[Any, str], None]

QUERIES = (
    "pattern { X []; X.upos <> X.other.upos }",
    'pattern { X [upos=NOUN]; X.other.upos = "PROPN" }',
    "[upos=NOUN, other.upos=PROPN]",
    "pattern { X [other.Case=Nom, Case=Acc] }",
    "pattern { X []; X.Case <> X.other.Case }",
    "pattern { X []; X.lemma <> X.other.lemma }",
    "pattern { X []; X.head <> X.other.head }",
    "pattern { X []; X.form = X.other.form }",
    "pattern { X [!other.form] }",
    "pattern { X [other.ner=LOC] }",
    "pattern { X [ner=PER, !other.ner] }",
    "pattern { V [upos=VERB]; V -[obj]-> X; X.upos <> X.other.upos }",
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reviewed corpus, an automatic one that differs from it in all fields, and the site of both."""
    folder = tmp_path_factory.mktemp("two")
    reviewed = good()
    reviewed.sentences(lambda one: replace(one, annotation="reviewed", reviewer="anna"))
    reviewed.write(folder / "corpus")
    automatic = good()
    automatic.token("раму", upos="PROPN", feats="Animacy=Inan|Case=Nom|Gender=Fem|Number=Sing")
    automatic.token("рублей", head=3)
    automatic.token("Астану", lemma="астана", deprel="nmod")
    automatic.sentence("Токаева", entities=())
    automatic.write(folder / "automatic")
    write_site(folder / "corpus", folder / "site", automatic=folder / "automatic")
    return folder


COUNT = "async (query) => (await rukaz.searchEngine.search(query)).count"


def test_the_page_finds_the_differences_that_the_command_finds(open_page: Open, two: Path) -> None:
    page = open_page(two / "site", "#/about")
    for query in QUERIES:
        with rukaz.search(two / "corpus", query, other=two / "automatic") as found:
            assert page.evaluate(COUNT, query) == found.count, query
            assert found.count, query


def test_a_number_of_the_tables_leads_to_its_words(open_page: Open, two: Path, go: Go) -> None:
    page = open_page(two / "site", "#/overview")
    require_all_well = for_everyone(page)
    require_all_well()
    cells = page.locator(".confusions td a")
    told = {
        cell.get_attribute("aria-label"): (cell.inner_text(), cell.get_attribute("href"))
        for cell in cells.all()
    }
    assert {"reviewed NOUN, automatic PROPN: 1", "reviewed B-PER, automatic none: 1"} <= told.keys()
    assert any(label.startswith("reviewed NOUN, automatic NOUN") for label in told)
    for number, address in told.values():
        go(page, address)
        page.locator(".found b").wait_for()
        assert page.locator(".found b").first.inner_text().startswith(f"{number} match"), address


def test_differences_are_counted_by_both(open_page: Open, two: Path) -> None:
    query = "pattern { X []; X.upos <> X.other.upos }"
    address = f"#/search?view=table&by=X.upos,X.other.upos&q={query}"
    page = open_page(two / "site", address)
    assert "NOUN\tPROPN\t1" in page.locator(".frequencies tbody").inner_text()


def test_without_another_annotation(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/search?q=[other.upos=X]")
    page.locator(".problem").get_by_text("there is no other annotation here").wait_for()
    page.evaluate("location.hash = '#/overview'")
    page.get_by_role("heading", name="Overview").wait_for()
    assert page.locator(".confusions").count() == 0
