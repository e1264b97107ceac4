"""Queries made by clicking, and matches divided, drawn by lot and seen in their context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.explore.counting import EXAMPLES, MORE, Tree, trees

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from rukaz.records import Document, Sentence
    from tests.explore.conftest import Open

    Documents = dict[str, tuple[Document, list[Sentence]]]
    Go = Callable[[Page, str], None]

CORPUS = Path(__file__).parents[2] / "corpus"
OBLIQUE = "pattern { V [upos=VERB]; V -[obl]-> N }"
ROWS_OF_WORDS = [query for query in [*EXAMPLES, *MORE] if "{" not in query] + [
    "казах* *", '"Казахстан"', "/Каз.*/ [upos=VERB]", '[upos=ADP] []{0,2} [tag="NOUN" & Case!="Nom"]',
    "всё", "[]", "[upos=NOUN] []+ [upos=VERB]|[upos=AUX]",
]  # fmt: skip


def address(query: str, **more: object) -> str:
    return f"#/search?q={quote(query)}" + "".join(f"&{name}={quote(str(it))}" for name, it in more.items())


def found(page: Page) -> int:
    return int(page.locator(".found b").inner_text().split()[0].replace(",", ""))


def matches(page: Page) -> list[str]:
    return [line.inner_text() for line in page.locator(".kwic tbody tr:not(.context)").all()]


@pytest.fixture(scope="module")
def corpus_trees() -> list[Tree]:
    return trees(CORPUS)


# -- in a tree --


def test_what_is_ticked_in_a_tree_becomes_a_query_that_finds_it(
    site: Path, open_page: Open, documents: Documents
) -> None:
    sentences = [one for _, found in documents.values() for one in found]
    sentence = next(
        one
        for one in sentences
        if any(token.deprel == "nsubj" and one.tokens[token.head - 1].upos == "VERB" for token in one.tokens)
    )
    subject = next(
        one
        for one in sentence.tokens
        if one.deprel == "nsubj" and sentence.tokens[one.head - 1].upos == "VERB"
    )
    page = open_page(site, f"#/tree/{sentence.sent_id}")
    page.keyboard.press("q")
    page.locator(f".word[data-id='{subject.head}'] .upos").click()
    page.locator(f".arc[data-dependent='{subject.id}'] .label").click()
    page.locator("[data-key='ask lemma']").press("Enter")
    query = page.locator(".asked code").inner_text()
    assert query.startswith("pattern { ") and "V [upos=VERB]" in query and "V -[nsubj]-> " in query
    assert subject.lemma in query
    page.get_by_role("link", name="Search").last.click()
    page.wait_for_selector(".kwic")
    assert sentence.sent_id in page.locator(".kwic th a").evaluate_all("all => all.map((one) => one.title)")


def test_whatever_is_ticked_is_found_again(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/about")
    lost = page.evaluate(
        """async () => {
            const lost = [];
            for (let n = 0; n < rukaz.corpus.meta.counts.sentences; n += 7) {
                const sentence = await rukaz.corpus.sentence(n);
                const some = sentence.tokens.filter(({ id }) => (id + n) % 4 === 0);
                const words = new Map(some.map((token, i) => [token.id, new Set(i % 3
                    ? [["form", "lemma"][i % 2]] : ["upos", ...rukaz.glossary.features(token)])]));
                const arcs = new Set(some.slice(0, 2).map(({ id }) => id));
                const query = rukaz.treeQuery.pattern(sentence, { words, arcs, isOrdered: n % 2 === 0 });
                if (!query) continue;
                const { rows, count } = await rukaz.searchEngine.search(query);
                const at = Array.from({ length: count }, (_, row) => rows.numbers[row * rows.stride]);
                if (!at.includes(n)) lost.push([sentence.id, query]);
            }
            return lost;
        }"""
    )
    assert lost == []


# -- rows of words as patterns --


def test_a_row_of_words_is_a_pattern_that_finds_the_same(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/about")
    for query in ROWS_OF_WORDS:
        told = page.evaluate(
            """async (query) => {
                const told = async (text) => {
                    const { pattern, count, rows } = await rukaz.searchEngine.search(text);
                    return { pattern, rows: Array.from(rows.numbers.slice(0, count * rows.stride)) };
                };
                const one = await told(query);
                return [one, await told(one.pattern)];
            }""",
            query,
        )
        assert told[0]["rows"] == told[1]["rows"] != [], (query, told[0]["pattern"])


@pytest.mark.parametrize(
    ("query", "by"),
    [("[upos=ADJ] [upos=NOUN]", "X1.lemma,X2.Case"), ("казах*", "X1.Case"), (OBLIQUE, "N.Case")],
)
def test_each_count_leads_to_its_matches(site: Path, open_page: Open, go: Go, query: str, by: str) -> None:
    page = open_page(site, address(query, view="table", by=by))
    links = page.locator(".frequencies tbody a").evaluate_all(
        "all => all.map((one) => [one.getAttribute('href'), Number(one.textContent)])"
    )
    rows = page.locator(".frequencies tbody tr").count()
    assert len(links) == rows  # also of what has none
    for href, times in [*links[:3], links[-1]]:
        go(page, href)
        page.wait_for_selector(".found b")
        assert found(page) == times, href


# -- whether --


def before_its_verb(tree: Tree) -> Counter[bool]:
    return Counter(
        word.id < head.id for head, word in tree.edges() if (head.upos, word.deprel) == ("VERB", "obl")
    )


def test_whether_divides_the_matches(site: Path, open_page: Open, go: Go, corpus_trees: list[Tree]) -> None:
    expected = sum(map(before_its_verb, corpus_trees), Counter[bool]())
    page = open_page(site, "#/search")
    page.get_by_label("Words, or a pattern").fill(OBLIQUE)
    page.get_by_label("Whether").fill("N << V")
    page.keyboard.press("Enter")
    page.wait_for_selector(".whether")
    told = page.locator(".whether a")
    assert [int(one) for one in told.all_inner_texts()] == [expected[True], expected[False]]
    go(page, address(OBLIQUE, whether="N << V", view="table", by="V.Aspect,whether", grid=1))
    heads = page.locator(".grid thead th").all_inner_texts()
    sums = page.locator(".grid tbody tr:last-child td").all_inner_texts()
    told_sums = dict(zip(heads, (int(one.replace(",", "")) for one in sums), strict=True))
    assert [told_sums[one] for one in ("yes", "no", "Σ")] == [
        expected[True], expected[False], expected.total()
    ]  # fmt: skip
    cell = page.locator(".grid tbody tr:first-child td a").first
    times = int(cell.inner_text())
    cell.click()
    page.wait_for_selector(".kwic")
    assert found(page) == times


def test_a_mistake_in_whether_is_told(site: Path, open_page: Open) -> None:
    page = open_page(site, address(OBLIQUE, whether="N <<"))
    assert "a node is expected" in page.locator(".problem").inner_text()


# -- lines by lot, and around --


def test_a_sample_is_by_lot_and_can_be_shared(site: Path, open_page: Open, go: Go) -> None:
    page = open_page(site, address("[upos=NOUN]", sort="random", sample=20))
    first = matches(page)
    assert len(first) == 20
    assert matches(open_page(site, "#" + page.url.partition("#")[2])) == first
    page.get_by_role("button", name="Shuffle").click()
    page.wait_for_function("() => location.hash.includes('seed=1')")
    page.wait_for_selector(".kwic")
    assert len(set(matches(page)) - set(first)) > 10
    go(page, address("[upos=NOUN]", sample=20))
    lines = page.locator(".kwic th a").evaluate_all("all => all.map((one) => one.title)")
    assert len(lines) == 20


def test_sentences_around_a_match(site: Path, open_page: Open, documents: Documents) -> None:
    page = open_page(site, address(OBLIQUE, around=1))
    lines, contexts = page.locator(".kwic th a"), page.locator(".kwic .context")
    for i in range(5):
        sent_id = lines.nth(i).get_attribute("title") or ""
        _, sentences = next(
            pair for pair in documents.values() if any(one.sent_id == sent_id for one in pair[1])
        )
        at = next(number for number, one in enumerate(sentences) if one.sent_id == sent_id)
        expected = " ".join(one.text for one in sentences[max(0, at - 1) : at + 2])
        assert contexts.nth(i).inner_text().strip().split() == expected.split()


# -- earlier queries --


def test_earlier_queries_are_kept_and_can_have_a_star(site: Path, open_page: Open, go: Go) -> None:
    page: Any = open_page(site, address("Казахстан"))
    go(page, address(OBLIQUE))
    page.wait_for_selector(".kwic")
    page.locator(".history summary").click()
    listed = page.locator(".queries code")
    assert listed.all_inner_texts() == [OBLIQUE, "Казахстан"]
    page.get_by_role("button", name="Star of Казахстан").click()
    page.reload()
    page.wait_for_selector(".kwic")
    page.locator(".history summary").click()
    assert listed.all_inner_texts() == ["Казахстан", OBLIQUE]
    page.get_by_role("button", name="Forget").click()
    assert listed.all_inner_texts() == ["Казахстан"]


# -- completion --

OFFERED = {
    "pattern { V [up": "upos",
    "pattern { V [upos=VE": "VERB",
    "pattern { V [upos=VERB|AU": "AUX",
    "pattern { V [upos=VERB, Asp": "Aspect",
    "pattern { V [Aspect=Pe": "Perf",
    "pattern { V [upos=VERB]; V -[nsu": "nsubj",
    "pattern { V -[obj|obl:ag": "obl:agent",
    "pattern { V -[1=nsubj, 2=pa": "pass",
    "pattern { V.lem": "lemma",
    'pattern { V.lemma = "казахс': '"казахстан"',
    "pattern { S [ner=B-P": "B-PER",
    "global { pub": "publisher",
    "global { role=head": "heading",
    "[upos=ADJ] [upos=NO": "NOUN",
    "pattern { V [] } wit": "with",
    "казахста": "казахстан",
}


def test_what_may_come_next(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/about")
    for text, value in OFFERED.items():
        offered = page.evaluate(
            """async (text) => {
                const table = await rukaz.corpus.tables();
                return rukaz.completion.complete(text, text.length, table).options.map((one) => one.value);
            }""",
            text,
        )
        assert value.lower() in [one.lower() for one in offered], (text, offered)


def test_a_query_is_completed_by_keys(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/search")
    field = page.get_by_label("Words, or a pattern")
    for typed in ("[upos=PRO", "] [Cas"):
        field.press_sequentially(typed)
        page.locator("#completions [role=option]").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    assert field.input_value() == "[upos=PRON] [Case"
    page.keyboard.type("=Gen]")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kwic")
