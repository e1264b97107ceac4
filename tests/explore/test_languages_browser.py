"""The site in each of its languages: chosen by the browser and by the reader, and complete."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from rukaz.check.guidelines.consistency import CONSISTENCY_RULES
from rukaz.check.registry import message
from rukaz.records import Document, Sentence
from tests.explore.third_language import CATEGORIES, CODE, NAME, NARROW, TABLES, table

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

ASSETS = Path(str(files("rukaz.explore"))) / "assets"
SOURCES = {
    path.relative_to(ASSETS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ASSETS.rglob("*"))
    if path.suffix in (".js", ".html") and (path.parent.name != "languages" or path.name == "language.js")
}


@pytest.fixture(scope="module")
def kazakh(browser: Any, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with one language more: a file of texts, named in the page."""
    folder = Path(shutil.copytree(site, tmp_path_factory.mktemp("kazakh") / "site"))
    page = browser.new_page()
    page.goto(f"{site.resolve().as_uri()}/index.html")
    (folder / "assets" / "languages" / f"{CODE}.js").write_text(table(page), encoding="utf-8")
    page.close()
    html = (folder / "index.html").read_text(encoding="utf-8")
    named = '<script src="assets/languages/ru.js"></script>\n'
    assert named in html
    html = html.replace(named, named + named.replace("ru.js", f"{CODE}.js"))
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture
def page(open_page: Open, site: Path) -> Any:
    return open_page(site)


def test_every_language_has_every_text(page: Any) -> None:
    tables = page.evaluate(TABLES)
    english = tables["en"]
    for code, texts in tables.items():
        assert texts.keys() == english.keys(), code
        categories = page.evaluate(CATEGORIES, code)
        for key, text in texts.items():
            assert isinstance(text, str) == isinstance(english[key], str), (code, key)
            if not isinstance(text, str):
                assert sorted(text) == categories, (code, key)
            assert values(text) == values(english[key]), (code, key)


def values(text: str | Mapping[str, str]) -> list[set[str]]:
    """The values that each form of a text has a place for, once each."""
    forms = [text] if isinstance(text, str) else text.values()
    return [set(one) for one in {frozenset(re.findall(r"\{([a-zA-Z]+)\}", form)) for form in forms}]


def test_every_text_is_used_and_every_text_used_is_there(page: Any) -> None:
    keys = set(page.evaluate(TABLES)["en"])
    whole = "\n".join(SOURCES.values())
    named = set(re.findall(r"""["'`]([a-z]+(?:\.[\w:]+)+)["'`]""", whole)) & keys
    begun = set(re.findall(r"`((?:[a-z]+\.)+)\$\{", whole)) | {"upos.", "deprel.", "entity.", "role."}
    assert {key for key in keys - named if not key.startswith(tuple(begun))} == set()
    asked = set(re.findall(r"""\b(?:text|textOf|phrase|fail|need|suggest)\(\s*"([\w.:]+)["]""", whole))
    asked |= set(re.findall(r'data-(?:text|title|label)="([\w.]+)"', whole))
    assert {key for key in asked if "." in key} - keys == set()


REASONS = {"unsure", "rare", "differs", "other-words"}
"""What a queue says of words, besides tests and rules."""

NOT_OF_A_CORRECTION = re.compile("enhanced|edep|orphan-after|after-eorphan|unknown-lang")
"""Tests of enhanced dependencies, which a review does not show to the validator, and of languages."""

OF_COLUMNS = "upos|features?|deprel|udeprel"
"""What those tests of the form are of that a change can fail."""


def test_what_is_found_in_a_correction_has_a_text(page: Any) -> None:
    english = page.evaluate(TABLES)["en"]
    texts = {
        key.removeprefix("finding."): text for key, text in english.items() if key.startswith("finding.")
    }
    rules = {*CONSISTENCY_RULES, "C877", "N411", "N412"}
    assert {code: text for code, text in texts.items() if code in rules} == {
        code: message(code).replace("``", "") for code in rules
    }
    assert texts.keys() - rules - REASONS == names_of_tests()


def names_of_tests() -> set[str]:
    """The tests that a correction can fail; udtools is only read for them, never imported."""
    program = Path(str(distribution("udtools").locate_file("udtools")))
    found: set[str] = set()
    for level in (2, 3, 4, 5):
        source = (program / f"level{level}.py").read_text(encoding="utf-8")
        named = set(re.findall(r"^\s*testid='([a-z0-9-]+)'", source, re.MULTILINE))
        if level == 2:
            named = {one for one in named if re.search(rf"-({OF_COLUMNS})(-value)?s?$", one)}
        found |= {one for one in named if not NOT_OF_A_CORRECTION.search(one)}
    relations = ("conj", "fixed", "flat", "goeswith", "appos")  # put together by the program
    return found | {f"right-to-left-{relation}" for relation in relations}


def test_no_text_stands_outside_of_the_tables(
    open_page: Open, kazakh: Path, documents: Documents, go: Go
) -> None:
    page = open_page(kazakh, locale="kk-KZ")
    document, sentences = next(iter(documents.values()))
    one = next(sentence for sentence in sentences if sentence.entities)
    query = quote("pattern { V [upos=VERB]; V -[obl]-> N }")
    left: dict[str, list[str]] = {}
    for address in (
        "#/read", f"#/read/{document.doc_id}", f"#/read/{document.doc_id}?at={one.sent_id}",
        f"#/tree/{one.sent_id}", f"#/name/{one.entities[0].entity_id}", "#/search", f"#/search?q={query}",
        f"#/search?q={query}&view=trees", f"#/search?q={query}&view=table", "#/search?q=%5Bupos%3DVRB%5D",
        "#/search?q=%7B", "#/word", "#/word/год", "#/overview", "#/about",
        "#/corrections", "#/read/nothing", "#/change", f"#/change?q={query}&set=V.deprel=obl",
        f"#/change?q={query}&set=V.colour=red",
    ):  # fmt: skip
        go(page, address)
        left |= {address: found} if (found := page.evaluate(NARROW)) else {}
    go(page, f"#/tree/{one.sent_id}")
    page.keyboard.press("e")
    page.keyboard.press("?")
    left |= {"correcting": found} if (found := page.evaluate(NARROW)) else {}
    assert left == {}, left


def test_a_language_more_is_one_file(open_page: Open, kazakh: Path, documents: Documents, go: Go) -> None:
    """Chosen by the browser or by click; its numbers are said to be those of Russian."""
    page = open_page(kazakh, "#/overview", locale="kk-KZ")
    assert page.evaluate("document.documentElement.lang") == CODE
    assert page.evaluate("rukaz.language.count(1234567)") == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert page.evaluate("rukaz.language.decimal(0.5)") == "0,5"
    dated = next(document for document, _ in documents.values() if document.date)
    go(page, f"#/read/{dated.doc_id}")
    assert page.evaluate("day => rukaz.language.date(day)", dated.date) in page.locator("footer").inner_text()
    page.locator("#language").select_option("ru")
    page.get_by_role("link", name="Обзор").wait_for()
    page.locator("#language").select_option(CODE)
    page.reload()
    page.wait_for_selector("main#content:not([aria-busy])")
    assert page.evaluate("document.documentElement.lang") == CODE
    assert page.locator("#language option").last.inner_text() == NAME


DATES = {
    "en": {"2023-11-09": "9 Nov 2023", "2023-11": "2023-11", "2023": "2023", "2023-13-45": "2023-13-45"},
    "ru": {"2023-05-31": "31 мая 2023 г.", "вчера": "вчера"},
}


def test_dates(page: Any) -> None:
    for code, dates in DATES.items():
        page.evaluate("code => rukaz.language.choose(code)", code)
        shown = page.evaluate("dates => dates.map(rukaz.language.date)", list(dates))
        assert shown == list(dates.values())


def test_the_browser_says_which_language_and_the_reader_chooses(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/overview", locale="ru-RU")
    assert page.locator("h1").inner_text() == "Обзор"
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.get_by_label("Язык").select_option("en")
    page.wait_for_selector("h1:text('Overview')")
    page.reload()
    page.wait_for_selector("main#content:not([aria-busy])")
    assert page.locator("h1").inner_text() == "Overview"
    assert open_page(site, "#/overview", locale="fi-FI").locator("h1").inner_text() == "Overview"


def test_what_was_typed_outlasts_a_change_of_language(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/search")
    page.locator("#query").fill("pattern { X [upos=")
    page.get_by_label("Language").select_option("ru")
    page.get_by_text("Слова или образец").wait_for()
    assert page.locator("#query").input_value() == "pattern { X [upos="


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 предложение"), (2, "2 предложения"), (5, "5 предложений"), (11, "11 предложений"),
        (21, "21 предложение"), (112, "112 предложений"), (1234, "1\N{NO-BREAK SPACE}234 предложения"),
    ],
)  # fmt: skip
def test_russian_numbers(open_page: Open, site: Path, number: int, told: str) -> None:
    page = open_page(site, "#/about", locale="ru-RU")
    assert page.evaluate("(count) => rukaz.language.text('count.sentences', { count })", number) == told
