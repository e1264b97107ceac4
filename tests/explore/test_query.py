"""The query language: its constructs find what other code finds, and mistakes are told with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import rukaz
from tests.explore.counting import EXAMPLES, MORE, Tree, trees

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rukaz.records import Document, Sentence

CORPUS = Path(__file__).parents[2] / "corpus"

TABLE = json.loads((Path(__file__).parents[1] / "query" / "queries.json").read_text(encoding="utf-8"))
"""What :mod:`tests.query.test_queries` asks the other engine too."""


@pytest.fixture(scope="module")
def corpus_trees() -> list[Tree]:
    return trees(CORPUS)


@pytest.fixture(scope="module")
def searching(browser: Browser, site: Path) -> Iterator[Page]:
    """A page with the corpus; the queries leave nothing behind in it."""
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/index.html#/search?q=x")
    page.wait_for_selector(".found b")
    yield page
    page.close()


def search(page: Page, query: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """async (query) => {
            try {
                const { count, sentences, missing, rows } = await rukaz.searchEngine.search(query);
                const numbers = Array.from(rows.numbers.slice(0, count * rows.stride));
                return { count, sentences, missing, rows: numbers };
            } catch (error) {
                const { key, values, position, suggestion } = error;
                const message = rukaz.language.text(key, values);
                return { message, position, suggestion };
            }
        }""",
        query,
    )
    return found


@pytest.mark.parametrize("query", [*EXAMPLES, *MORE])
def test_a_query_finds_what_other_code_finds(query: str, searching: Page, corpus_trees: list[Tree]) -> None:
    in_each = [{**EXAMPLES, **MORE}[query](tree) for tree in corpus_trees]
    found = search(searching, query)
    assert (found["count"], found["sentences"]) == (sum(in_each), sum(number > 0 for number in in_each))


def test_the_examples_are_those_of_the_page(searching: Page) -> None:
    assert searching.evaluate("rukaz.queryHelp.examples.map(([query]) => query)") == list(EXAMPLES)


def test_matches_stand_in_the_order_of_the_corpus(searching: Page) -> None:
    numbers = search(searching, "pattern { X [upos=NOUN]; Y [upos=VERB] }")["rows"]  # verbs are tried first
    rows = [tuple(numbers[at : at + 3]) for at in range(0, len(numbers), 3)]
    assert rows == sorted(rows)
    assert rows


@pytest.mark.parametrize("query", [*EXAMPLES, *MORE, *TABLE["also"]])
def test_the_page_finds_what_the_command_finds(
    query: str, searching: Page, documents: dict[str, tuple[Document, list[Sentence]]]
) -> None:
    found = search(searching, query)
    sent_ids = [sentence.sent_id for _, sentences in documents.values() for sentence in sentences]
    numbers = found["rows"]
    stride = len(numbers) // found["count"] if found["count"] else 1
    rows = [
        (sent_ids[numbers[at]], tuple(numbers[at + 1 : at + stride])) for at in range(0, len(numbers), stride)
    ]
    with rukaz.search(CORPUS, query) as matches:
        assert rows == [(line.sent_id, line.positions) for line in matches]


@pytest.mark.parametrize("query", TABLE["mistakes"])
def test_a_mistake_is_told_with_its_place(query: str, searching: Page) -> None:
    found, (message, position) = search(searching, query), TABLE["mistakes"][query]
    assert (found["message"][: len(message)], found["position"]) == (message, position)


def test_what_the_corpus_does_not_have_is_named(searching: Page) -> None:
    missing = search(searching, "pattern { V [upos=VRB, Aspect=Perf, Aspekt=Imp] }")["missing"]
    assert [entry["asked"] for entry in missing] == ["upos=VRB", "Aspekt=Imp"]
    assert "VERB" in missing[0]["values"]


MEANT = {
    "pattern { V [upos=VRB] }": "pattern { V [upos=VERB] }",
    "pattern { V [upos=verb] }": "pattern { V [upos=VERB] }",
    "pattern { V [Aspekt=Imp] }": "pattern { V [Aspect=Imp] }",
    "pattern { V [Aspekt] }": "pattern { V [Aspect] }",
    "pattern { V [] } without { V -[obl|nsuj]-> S }": "pattern { V [] } without { V -[obl|nsubj]-> S }",
    "pattern { V -[1=nsubj, 2=pas]-> S }": "pattern { V -[1=nsubj, 2=pass]-> S }",
    "pattern { * -[rot]-> V }": "pattern { * -[root]-> V }",
    "global { role=titel } pattern { X [upos=PROPN] }": "global { role=title } pattern { X [upos=PROPN] }",
    'pattern { X [lemma="каз.*"] }': "pattern { X [lemma=/каз.*/] }",
    "презедент": "президент",
    "[token=в]": "[form=в]",
    "[cat=NOUN]": "[upos=NOUN]",
    "[eid=russia]": "[coref=russia]",
    "[etype=persn]": "[etype=person]",
}
"""Queries that find nothing or cannot be read, and what was meant."""


@pytest.mark.parametrize("query", MEANT)
def test_what_may_have_been_meant_is_suggested(query: str, searching: Page) -> None:
    found = search(searching, query)
    queries = [entry["query"] for one in found.get("missing", []) for entry in one["suggestions"]]
    assert [*queries, found.get("suggestion")][0] == MEANT[query]
    assert search(searching, MEANT[query])["missing"] == []


def test_nothing_is_suggested_where_all_is_found(searching: Page) -> None:
    assert [query for query in [*EXAMPLES, *MORE] if search(searching, query)["missing"]] == []


def test_any_sign_may_stand_in_a_word_with_a_star(searching: Page, corpus_trees: list[Tree]) -> None:
    words = {word for tree in corpus_trees for one in tree.words for word in (one.form, one.lemma)}
    signs = {sign for word in words for sign in word if not sign.isalnum()} - set(' "[]{}=')
    for sign in sorted(signs | set("-^$.*+?()|/\\,;:@#&~`'")):
        found = search(searching, f"а{sign}*")
        assert "message" not in found, (sign, found)
    expected = sum(one.begins("касым-") for tree in corpus_trees for one in tree.words)
    assert search(searching, "Касым-*")["count"] == expected > 0
    assert search(searching, "*")["count"] == sum(len(tree.words) for tree in corpus_trees)


@pytest.mark.parametrize("query", ["/(.*)*(.*)*(.*)*ъъъ/", "pattern { X [lemma=/(.+)+(.+)+ъъъ/] }"])
def test_no_query_stops_the_page(query: str, searching: Page) -> None:
    told = searching.evaluate(
        """async (query) => {
            let turns = 0;
            const turning = setInterval(() => turns++, 10);
            const { count, complete, ended } = await rukaz.searchEngine.search(query, { limit: 400 });
            clearInterval(turning);
            const { count: after } = await rukaz.searchEngine.search("Казахстан");
            return { count, complete, ended, turned: turns > 10, after };
        }""",
        query,
    )
    assert told == {"count": 0, "complete": False, "ended": "limit", "turned": True, "after": told["after"]}
    assert told["after"] > 0


def test_a_search_can_be_ended_and_can_be_cut_short(searching: Page) -> None:
    ended = searching.evaluate(
        "rukaz.searchEngine.search('pattern { X [] }', { signal: AbortSignal.abort() })"
    )
    assert ended is None
    cut = searching.evaluate(
        """rukaz.searchEngine.search("pattern { X [] }", { most: 10 })
            .then(({ count, complete }) => [count, complete])"""
    )
    assert cut == [10, False]
