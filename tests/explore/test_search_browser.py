"""The search page in a real browser: from a typed query to lines, trees, tables and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.explore.counting import EXAMPLES, Tree, trees

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rukaz.records import Document, Sentence
    from tests.explore.conftest import Open

    Documents = dict[str, tuple[Document, list[Sentence]]]
    Go = Callable[[Page, str], None]

CORPUS = Path(__file__).parents[2] / "corpus"
PERSON = "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }"
HOSTILE = '"<img src=x onerror=alert(1)></script><script>alert(2)</script>&lt;b>"'


def address(query: str, **more: str) -> str:
    return f"#/search?q={quote(query)}" + "".join(f"&{name}={quote(value)}" for name, value in more.items())


def count(trees: list[Tree], query: str) -> int:
    return sum(map(EXAMPLES[query], trees))


@pytest.fixture(scope="module")
def corpus_trees() -> list[Tree]:
    return trees(CORPUS)


def found(page: Page) -> int:
    """The number of matches that the page tells."""
    return int(page.locator(".found b").inner_text().split()[0].replace(",", ""))


def matches(page: Page) -> list[str]:
    return page.locator(".kwic .match a").all_inner_texts()


def saved(page: Page, label: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8-sig")


# -- asking --


def test_a_typed_query_becomes_an_address_that_can_be_shared(
    site: Path, server: str, open_page: Open, corpus_trees: list[Tree]
) -> None:
    page = open_page(site, "#/search")
    page.get_by_label("Words, or a pattern").fill(PERSON)
    page.keyboard.press("Enter")
    page.wait_for_selector(".kwic")
    assert found(page) == count(corpus_trees, PERSON)
    shared = page.url.partition("#")[2]
    for place in (site, server):
        again = open_page(place, f"#{shared}")
        assert again.get_by_label("Words, or a pattern").input_value() == PERSON
        assert (found(again), matches(again)) == (found(page), matches(page))


def test_the_examples_tell_how_often_they_are_found(
    site: Path, open_page: Open, corpus_trees: list[Tree]
) -> None:
    page = open_page(site, "#/search")
    page.wait_for_selector(".examples li:last-child .times:not(:empty)")
    told = [int(text.replace(",", "")) for text in page.locator(".times").all_inner_texts()]
    assert told == [count(corpus_trees, query) for query in EXAMPLES]
    page.locator(".examples a").nth(5).click()
    page.wait_for_selector(".kwic")
    assert found(page) == told[5]


def test_back_and_forward_go_from_query_to_query(site: Path, open_page: Open, go: Go) -> None:
    page = open_page(site, address("Казахстан"))
    first = found(page)
    go(page, address("Россия"))
    page.wait_for_function("() => document.querySelector('#query').value === 'Россия'")
    page.go_back()
    page.wait_for_function("() => document.querySelector('#query').value === 'Казахстан'")
    page.wait_for_selector(".kwic")
    assert found(page) == first


def test_a_mistake_is_shown_where_it_is(site: Path, open_page: Open, go: Go) -> None:
    page = open_page(site, address("pattern { V [upos=VERB ; }"))
    assert page.locator(".problem p").inner_text() == "expected , or ]"
    assert page.locator(".problem mark").inner_text() == ";"
    assert page.locator(".kwic").count() == 0
    go(page, address("Казахстан"))
    page.wait_for_selector(".kwic")
    assert not page.locator(".problem").is_visible()


def test_a_query_is_text_and_runs_nothing(site: Path, open_page: Open) -> None:
    page = open_page(site, address(HOSTILE))
    assert page.locator(".found b").inner_text() == "no matches"
    assert HOSTILE in page.locator(".found .missing").inner_text()
    page = open_page(site, address(HOSTILE[1:]))
    assert page.locator(".problem img, .problem script").count() == 0


def test_text_that_was_not_sent_stays(site: Path, open_page: Open, go: Go) -> None:
    page = open_page(site, address(PERSON))
    field = page.get_by_label("Words, or a pattern")
    field.fill("pattern { X [upos=")
    page.keyboard.press("Escape")  # what could come next lies over the button
    page.get_by_role("button", name="Trees").click()
    page.wait_for_selector("svg.tree")
    assert field.input_value() == "pattern { X [upos="
    go(page, "#/about")
    go(page, "#/search")
    assert field.input_value() == "pattern { X [upos="


def test_the_focus_stays_on_what_was_used(site: Path, open_page: Open) -> None:
    page = open_page(site, address(PERSON))
    page.get_by_label("order").focus()
    page.get_by_label("order").select_option("right")
    page.wait_for_selector("[data-key=order] [selected][value=right]", state="attached")
    assert page.evaluate("document.activeElement.dataset.key") == "order"
    page.get_by_role("button", name="Frequencies").press("Enter")
    page.wait_for_selector(".frequencies")
    assert page.evaluate("document.activeElement.textContent") == "Frequencies"


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("pattern { V -[nsuj]-> S }", "pattern { V -[nsubj]-> S }"),
        (
            "global { doc=dw } pattern { X [upos=PROPN] }",
            "global { doc=dw-20231109 } pattern { X [upos=PROPN] }",
        ),
    ],
)
def test_what_was_meant_is_one_click_away(site: Path, open_page: Open, query: str, instead: str) -> None:
    page = open_page(site, address(query))
    page.locator(".missing a, .problem a").first.click()
    page.wait_for_selector(".found b")
    assert page.get_by_label("Words, or a pattern").input_value() == instead


def test_a_search_without_end_can_be_stopped(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/search")
    page.get_by_label("Words, or a pattern").fill("/(.*)*(.*)*(.*)*ъъъ/")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("text=The search was stopped")
    page.get_by_label("Words, or a pattern").fill(PERSON)
    page.keyboard.press("Enter")
    page.wait_for_selector(".kwic")


# -- lines --


def test_lines_lead_to_the_tree_and_to_the_text(site: Path, open_page: Open) -> None:
    page = open_page(site, address(PERSON))
    line = page.locator(".kwic tbody tr").first
    assert (line.locator(".match a").get_attribute("href") or "").startswith("#/tree/")
    assert (line.locator("th a").get_attribute("href") or "").startswith("#/read/")
    line.locator(".match a").click()
    page.wait_for_selector("svg.tree")


def test_lines_show_the_sentence_around_the_match(site: Path, open_page: Open, documents: Documents) -> None:
    texts = {one.sent_id: one.text for _, sentences in documents.values() for one in sentences}
    page = open_page(site, address(PERSON))
    for line in page.locator(".kwic tbody tr").all():
        sent_id = line.locator("th a").get_attribute("title") or ""
        shown = "".join(line.locator("td").all_text_contents())
        assert shown.removeprefix("… ").removesuffix(" …") in texts[sent_id]


@pytest.mark.parametrize("sort", ["left", "right", "match", "lemma"])
def test_lines_can_be_sorted(sort: str, site: Path, open_page: Open, documents: Documents) -> None:
    page = open_page(site, address("[upos=NOUN]", sort=sort))
    ordered = page.evaluate(
        """async ([query, sort]) => {
            const found = await rukaz.searchEngine.search(query);
            const rows = rukaz.matches.order(found, sort, 0);
            return Array.from(rows, (row) => Array.from(found.rows.numbers.slice(2 * row, 2 * row + 2)));
        }""",
        ["[upos=NOUN]", sort],
    )
    sentences = [one for _, found in documents.values() for one in found]
    keys = [sort_key(sentences[n], position, sort) for n, position in ordered]
    assert keys == sorted(keys)
    forms = [sentences[n].tokens[position - 1].form for n, position in ordered]
    assert matches(page) == forms[:50]


def sort_key(sentence: Sentence, position: int, sort: str) -> list[str]:
    """What lines are sorted by: four words on one side, as letters before digits before signs."""
    tokens = sentence.tokens
    if sort in ("match", "lemma"):
        token = tokens[position - 1]
        words = [token.lemma if sort == "lemma" else token.form]
    elif sort == "right":
        words = [token.form for token in tokens[position : position + 4]]
    else:
        words = [token.form for token in tokens[max(0, position - 5) : position - 1][::-1]]
    return [letters_first(word) for word in words]


def letters_first(word: str) -> str:
    kind = "1" if word[0].isalpha() else "2" if word[0].isnumeric() else "3"
    return kind + word.lower().replace("ё", "е\uffff")


def test_pages_of_lines_follow_one_another(site: Path, open_page: Open) -> None:
    page = open_page(site, address("[upos=NOUN]"))
    first = matches(page)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_function("() => location.hash.includes('from=50')")
    page.wait_for_selector("text=51–100")
    assert matches(page) != first
    page.get_by_role("link", name="Previous page").click()
    page.wait_for_selector("text=1–50")
    assert matches(page) == first


# -- trees and tables --


def test_trees_show_what_was_found(site: Path, open_page: Open) -> None:
    page = open_page(site, address(PERSON, view="trees"))
    assert page.locator(".found-tree svg.tree").count() == min(10, found(page))
    assert page.locator(".found-tree").first.locator(".word.lit").count() >= 2


def test_frequencies_are_those_of_the_corpus(site: Path, open_page: Open, corpus_trees: list[Tree]) -> None:
    expected = Counter(
        (head.lemma, word.feats.get("Case", "none"))
        for tree in corpus_trees
        for head, word in tree.edges()
        if head.upos == "VERB" and word.deprel == "obl"
    )
    query = "pattern { V [upos=VERB]; V -[obl]-> N }"
    page = open_page(site, address(query, view="table", by="V.lemma,N.Case"))
    rows = [
        [cell.strip() for cell in row.split("\t")]
        for row in page.locator("tbody tr").all_inner_texts()
        if row
    ]
    shown = [row for row in rows if len(row) >= 4]
    assert {(lemma, case): int(times) for lemma, case, times, *_ in shown}.items() <= expected.items()
    assert int(shown[0][2]) == max(expected.values())
    table = [line.split("\t") for line in saved(page, "TSV").splitlines()]
    assert table[0] == ["V.lemma", "N.Case", "matches"]
    assert {(lemma, case or "none"): int(times) for lemma, case, times in table[1:]} == expected


def test_a_frequency_leads_to_its_matches(site: Path, open_page: Open) -> None:
    page = open_page(site, address(PERSON, view="table", by="V.lemma"))
    link = page.locator(".frequencies tbody a").first
    times = int(link.inner_text())
    link.click()
    page.wait_for_selector(".kwic")
    assert found(page) == times


def test_a_remark_does_not_hide_what_a_frequency_adds(site: Path, open_page: Open) -> None:
    page = open_page(site, address(f"{PERSON} % whose subject is a person", view="table", by="V.lemma"))
    link = page.locator(".frequencies tbody a").first
    times = int(link.inner_text())
    link.click()
    page.wait_for_selector(".kwic")
    assert found(page) == times


# -- files --


def test_matches_as_tsv(site: Path, open_page: Open, documents: Documents) -> None:
    texts = {one.sent_id: one.text for _, sentences in documents.values() for one in sentences}
    page = open_page(site, address(PERSON, sort="right"))
    head, *lines = [line.split("\t") for line in saved(page, "TSV").splitlines()]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert len(rows) == found(page)
    for row in rows:
        assert row["before"] + row["match"] + row["after"] == texts[row["sent_id"]]
        assert (row["V.upos"], row["S.deprel"], row["S.head"]) == ("VERB", "nsubj", row["V.id"])


def test_sentences_as_conllu(site: Path, open_page: Open) -> None:
    page = open_page(site, address(PERSON))
    whole = "".join(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("conllu/*.conllu")))
    sentences = saved(page, "CoNLL-U").split("\n\n")
    assert sentences.pop() == ""
    assert len(sentences) == len(set(sentences)) > 0
    assert all(f"{sentence}\n\n" in whole for sentence in sentences)
