"""The site in each of its languages: chosen by the browser and by the reader, and complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from rukaz.records import Document, Sentence

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

ASSETS = Path(str(files("rukaz.explore"))) / "assets"
SOURCES = {
    path.relative_to(ASSETS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ASSETS.rglob("*"))
    if path.suffix in (".js", ".html") and path.parent.name != "languages"
}

TABLES = """() => {
    const tables = {};
    for (const [code] of rukaz.language.all()) {
        rukaz.language.choose(code);
        const { keys, message } = rukaz.language;
        tables[code] = Object.fromEntries(keys("").map((key) => [key, message(key)]));
    }
    return tables;
}"""

CATEGORIES = """(code) => {
    const rules = new Intl.PluralRules(code);
    return [...new Set(Array.from({ length: 200 }, (_, number) => rules.select(number)))].sort();
}"""
"""The plural categories of the whole numbers in a language."""

PSEUDO = """() => {
    const wide = (text) => text.split(/(\\{[a-z]+\\})/i).map((part, i) => i % 2 ? part : part.replace(
        /[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xFEE0))).join("");
    rukaz.language.choose("en");
    const texts = Object.fromEntries(rukaz.language.keys("").map((key) => {
        const text = rukaz.language.message(key);
        return [key, typeof text === "string" ? wide(text)
            : Object.fromEntries(Object.entries(text).map(([form, one]) => [form, wide(one)]))];
    }));
    rukaz.language.add("en", "English", texts);
    document.querySelector("#language").dispatchEvent(new Event("change"));
}"""
"""English with wide letters in the place of its own: what is not wide then stands in no table."""

NARROW = """() => {
    const DATA = "bdi, code, kbd, pre, [lang]:not(html), svg, .w, .kwic td, .chip, .card-text, .times, mark,"
        + " option, script, style, noscript, .feature, .popover b, .tiles small, #name, a[rel],"
        + " .frequencies thead, .accuracy";
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (/[a-z]{2}/.test(data) && !parentElement.closest(DATA)) found.add(data);
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder]")) {
        const said = one.getAttribute("aria-label") ?? one.getAttribute("placeholder");
        if (/[a-z]{2}/.test(said) && !/[\\uFF21-\\uFF5A]/.test(said) && !one.closest(DATA)) found.add(said);
    }
    return [...found];
}"""


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


def test_no_text_stands_outside_of_the_tables(page: Any, documents: Documents, go: Go) -> None:
    page.evaluate(PSEUDO)
    document, sentences = next(iter(documents.values()))
    one = next(sentence for sentence in sentences if sentence.entities)
    query = quote("pattern { V [upos=VERB]; V -[obl]-> N }")
    left: dict[str, list[str]] = {}
    for address in (
        "#/read", f"#/read/{document.doc_id}", f"#/read/{document.doc_id}?at={one.sent_id}",
        f"#/tree/{one.sent_id}", f"#/name/{one.entities[0].entity_id}", "#/search", f"#/search?q={query}",
        f"#/search?q={query}&view=trees", f"#/search?q={query}&view=table", "#/search?q=%5Bupos%3DVRB%5D",
        "#/search?q=%7B", "#/word", "#/word/год", "#/overview", "#/about",
        "#/corrections", "#/read/nothing",
    ):  # fmt: skip
        go(page, address)
        left |= {address: found} if (found := page.evaluate(NARROW)) else {}
    go(page, f"#/tree/{one.sent_id}")
    page.keyboard.press("e")
    page.keyboard.press("?")
    left |= {"correcting": found} if (found := page.evaluate(NARROW)) else {}
    assert left == {}, left


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
