"""One change to many sentences in the browser: as the shell makes it, as corrections or accepted at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import rukaz
from rukaz.conllu.files import read_conllu
from rukaz.records import Document, Sentence
from rukaz.review.batch import changed_sentences, parse_change
from rukaz.review.kept_reviews import annotation_of
from tests.explore.test_accessibility_browser import for_everyone
from tests.review_server.conftest import Client

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]

CORPUS = Path(__file__).parents[2] / "corpus"

CHANGES = {
    "pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A }": ["A.deprel=nmod", "N.Case=", "A.Degree=Cmp"],
    'pattern { P [lemma="в"] }': ["upos=ADV", "P.lemma=во", "Abbr=Yes"],
    "[upos=ADJ] [upos=NOUN]": ["X2.feats=Case=Nom|Number=Sing", "X1.upos=DET"],
    "pattern { V -[obl]-> O; O -[case]-> P }": ["P.head=V"],
    "pattern { V [form=__0__]; V -> R }": ["V.upos=X"],
}
"""Queries and changes; several matches of some are in one sentence."""

PREVIEW = """async ([query, lines]) => {
    const found = await rukaz.searchEngine.search(query);
    const { pairs } = await rukaz.batchChange.preview(found, rukaz.batchChange.parse(lines, found.nodes));
    return pairs.map(({ after }) => [after.id, rukaz.reviewServer.annotationOf(after)]);
}"""


@pytest.mark.parametrize("query", CHANGES)
def test_the_page_changes_what_the_command_changes(open_page: Open, site: Path, query: str) -> None:
    with rukaz.search(CORPUS, query) as found:
        changes = [parse_change(one, found.nodes) for one in CHANGES[query]]
        pairs = changed_sentences(CORPUS, found.by_sentence(), changes)
    page = open_page(site, "#/about")
    shown = dict(page.evaluate(PREVIEW, [query, "\n".join(CHANGES[query])]))
    assert shown == {after.sent_id: annotation_of(after) for _, after in pairs}


def ask(page: Any, query: str, changes: str) -> None:
    """Ask for a preview by the keyboard."""
    page.get_by_label("a query").fill(query)
    page.keyboard.press("Escape")  # what is offered
    page.keyboard.press("Tab")
    page.keyboard.type(changes)
    page.keyboard.press("Enter")


def test_a_change_becomes_corrections_and_is_taken_back(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/search?q=президент")
    page.get_by_role("link", name="Change …").click()
    page.wait_for_function("() => document.activeElement.id === 'changes'")
    page.keyboard.type("lemma=глава")
    page.keyboard.press("Enter")
    page.locator(".changed > li").first.wait_for()
    number = page.locator(".changed > li").count()
    assert page.locator(".changed > li").first.locator("ul").first.inner_text().endswith("→ глава")
    page.locator(".changed > li input").first.uncheck()
    page.get_by_role("button", name=f"Take {number - 1} sentences").click()
    page.wait_for_function("() => document.activeElement.hash === '#/corrections'")
    assert f"Corrections {number - 1}" in page.locator("#corrections").inner_text()
    worksheet = page.evaluate("rukaz.worksheet.text()")
    assert worksheet.count("\tглава\tNOUN") >= number - 1
    page.go_back()
    page.go_forward()
    page.locator(".changed > li").wait_for()  # only the one that was left out
    assert f"{number - 1} sentences are left out" in page.locator(".found").inner_text()
    page.get_by_role("button", name="Take 1 sentence").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back").wait_for()
    assert f"Corrections {number - 1}" in page.locator("#corrections").inner_text()


MISTAKES = {
    "N.colour=red": "is not a change",
    "M.upos=X": "has no word M; it has N, A",
    "lemma=": "lemma cannot be empty",
    "N.head=A": "are no tree",
}


@pytest.mark.parametrize("change", MISTAKES)
def test_what_is_no_change_is_told(open_page: Open, site: Path, change: str) -> None:
    page = open_page(site, "#/change")
    ask(page, "pattern { N [upos=NOUN]; N -[amod]-> A }", change)
    page.locator(".problem").get_by_text(MISTAKES[change]).wait_for()
    assert page.locator(".changed > li").count() == 0


def test_a_query_with_a_mistake_is_shown(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/change", locale="ru-RU")
    page.locator("#query").fill("pattern { N")
    page.locator("#changes").fill("upos=X")
    page.get_by_role("button", name="Показать").click()
    page.locator(".problem mark").wait_for()


# -- from the server of a review --


def lemmas(project: Path) -> list[str]:
    file = project / "texts" / "reviewed" / "letter.conllu"
    return [token.lemma for one in read_conllu(file) for token in one.tokens] if file.exists() else []


def change(address: str, query: str, changes: str) -> tuple[str, str]:
    return address, f"#/change?{urlencode({'q': query, 'set': changes})}"


def test_ticked_sentences_are_accepted_at_once(open_page: Open, client: Client, project: Path) -> None:
    address = client.server.address.rstrip("/")
    page = open_page(*change(address, "pattern { N [upos=NOUN|PROPN, Case] }", "lemma=имя"))
    page.locator(".changed > li").first.wait_for()
    assert page.locator(".changed .w.changed").all_inner_texts() == ["Мама", "раму"]
    page.get_by_role("button", name="Accept 1 sentence").click()
    page.get_by_text("Accepted, with 2 changes").wait_for()
    assert lemmas(project) == ["имя", "мыть", "имя", "."]


def test_sentences_that_break_rules_can_be_left_out(open_page: Open, client: Client, project: Path) -> None:
    address = client.server.address.rstrip("/")
    page = open_page(*change(address, "pattern { V [upos=VERB]; V -[obj|obl]-> O }", "O.deprel=punct"))
    page.get_by_role("button", name="Accept 2 sentences").click()
    page.get_by_text("2 sentences would break rules").wait_for()
    assert page.locator(".changed .findings").count() == 2
    assert lemmas(project) == []
    page.locator("#changes").fill("O.lemma=предмет")
    page.get_by_role("button", name="Preview").click()
    page.locator(".changed .findings").first.wait_for(state="detached")
    page.locator(".changed > li input").last.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Accept 1 sentence").click()
    page.get_by_text("Accepted, with 1 change").wait_for()
    assert lemmas(project) == ["мама", "мыть", "предмет", "."]


@pytest.mark.parametrize("window", [("light", 1280), ("dark", 390)], ids=str)
def test_changing_is_for_everyone(open_page: Open, site: Path, window: tuple[str, int]) -> None:
    theme, width = window
    address = change("", 'pattern { N [lemma="президент"] }', "N.upos=PUNCT")[1]
    page = open_page(site, address, color_scheme=theme, viewport={"width": width, "height": 800})
    page.locator(".changed .look-again").first.wait_for()
    for_everyone(page)()
