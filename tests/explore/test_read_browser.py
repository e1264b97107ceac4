"""Reading: documents as text, from a file and a server, with words, names, left-out blocks, keys, themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from rukaz.explore.site import write_site
from rukaz.ingest.clean import clean_text
from rukaz.records import Block, Document, Sentence
from tests.broken.corpora import Draft, written
from tests.explore.small_corpus import write_corpus

if TYPE_CHECKING:
    from playwright.sync_api import Page

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}


def squeezed(text: str) -> str:
    return "".join(text.split())


def some_document(documents: Documents) -> tuple[Document, list[Sentence]]:
    """The one with the most left-out blocks."""
    return max(documents.values(), key=lambda pair: sum(block.reason is not None for block in pair[0].blocks))


# -- the site opens --


def test_it_opens_from_a_file(open_page: Open, site: Path, documents: Documents) -> None:
    page = open_page(site)
    assert page.locator(".document-entry").count() == len(documents)


def test_it_opens_from_a_server(open_page: Open, server: str, documents: Documents) -> None:
    page = open_page(server, "#/read")
    page.locator(".document-entry").first.click()
    page.wait_for_selector(".reading")
    assert page.locator(".sentence").count() == len(next(iter(documents.values()))[1])


@pytest.mark.parametrize(
    "address", ["#/read/nothing", "#/tree/nothing-p1-c0", "#/tree/%E0%A4%A", "#/name/nobody"]
)
def test_what_is_not_there_is_said(open_page: Open, site: Path, address: str) -> None:
    page = open_page(site, address)
    assert "no" in page.locator("main").inner_text().lower()
    for key in "efdjkc":  # those of a page that is not there do nothing
        page.keyboard.press(key)


def test_a_corpus_with_next_to_nothing_in_it(open_page: Open, tmp_path: Path, go: Go) -> None:
    """No names, titles, dates, reviews, figures or card; a document without a sentence."""
    line = Block("1", "boilerplate", 0, 13, "a link")
    bare = Document("bare", "bare.txt", "0" * 64, "Читайте также", "train", (line,))
    small: dict[str, list[tuple[Document, tuple[Sentence, ...]]]] = {
        "bare": [(bare, ())],
        "word": [(bare, ()), written("word", "test", "Да/PART/0:root")],
    }
    for name, draft in small.items():
        write_corpus(tmp_path / name, Draft(draft))
        write_site(tmp_path / name, tmp_path / f"site-{name}")
        page = open_page(tmp_path / f"site-{name}")
        for address in (
            "#/read/bare",
            "#/overview",
            "#/about",
            "#/search?q=да",
            "#/read/word",
            "#/tree/word-p1-c0",
        ):
            go(page, address)
            assert not {"NaN", "null", "undefined"} & set(page.locator("main").inner_text().split()), address


# -- text --


def test_every_document_is_its_text(open_page: Open, site: Path, documents: Documents, go: Go) -> None:
    page = open_page(site)
    for doc_id, (_, sentences) in documents.items():
        go(page, f"#/read/{quote(doc_id)}")
        shown = page.evaluate(
            """[...document.querySelectorAll(".sentence")].map((one) =>
                [...one.childNodes].slice(1).map((node) => node.textContent).join(""))"""
        )
        assert shown == [sentence.text for sentence in sentences]


def test_every_name_is_marked(open_page: Open, site: Path, documents: Documents, go: Go) -> None:
    page = open_page(site)
    for doc_id, (_, sentences) in documents.items():
        go(page, f"#/read/{quote(doc_id)}")
        shown = page.eval_on_selector_all(
            ".text a.entity", "found => found.map((one) => [one.className.split(' ')[1], one.textContent])"
        )
        assert [tuple(one) for one in shown] == [
            (entity.label.lower(), entity.text) for sentence in sentences for entity in sentence.entities
        ]


def test_left_out_blocks_appear_on_demand(open_page: Open, site: Path, documents: Documents) -> None:
    document, _ = some_document(documents)
    out = [block for block in document.blocks if block.reason is not None]
    page = open_page(site, f"#/read/{document.doc_id}")
    blocks = page.locator(".left-out")
    assert not blocks.first.is_visible()
    page.get_by_label("left-out blocks").check()
    assert blocks.first.is_visible()
    shown = blocks.locator("p").all_text_contents()
    assert [squeezed(clean_text(one)) for one in shown] == [
        squeezed(clean_text(document.text[block.start : block.end])) for block in out
    ]
    reasons = page.locator(".left-out .reason").all_text_contents()
    assert [one.strip() for one in reasons] == [block.reason for block in out]


def test_names_of_one_kind_can_be_hidden(open_page: Open, site: Path, documents: Documents) -> None:
    page = open_page(site, f"#/read/{some_document(documents)[0].doc_id}")
    name = page.locator(".text a.entity.loc").first
    marked = name.evaluate("one => getComputedStyle(one).backgroundColor")
    page.get_by_label("place").uncheck()
    assert name.evaluate("one => getComputedStyle(one).backgroundColor") != marked


def test_quotes_and_dates_are_shown_with_who_speaks(
    open_page: Open, site: Path, documents: Documents
) -> None:
    document, sentences = max(documents.values(), key=lambda pair: sum(len(one.quotes) for one in pair[1]))
    quotes = [quote for one in sentences for quote in one.quotes]
    dates = [date for one in sentences for date in one.dates]
    page = open_page(site, f"#/read/{document.doc_id}")
    for kind, spans in (("quotes", quotes), ("dates", dates)):
        word = page.locator(f".w.{kind[:-1]}:not(a .w)").first
        line = "one => getComputedStyle(one).textDecorationLine"
        plain = word.evaluate(line)
        page.get_by_role("checkbox", name=kind).check()
        assert "underline" not in plain and word.evaluate(line) == "underline"
        page.get_by_role("checkbox", name=kind).uncheck()
        shown = page.evaluate(
            "(kind) => [...document.querySelectorAll(`.w.${kind}`)].map((one) => one.textContent)", kind[:-1]
        )
        assert shown == [
            token.form
            for one in sentences
            for token in one.tokens
            if any(span.start <= token.start and token.end <= span.end for span in spans)
        ]
    page.locator(".spans summary").first.click()
    speakers = page.locator(".spans").first.locator("td:first-child a")
    assert [
        href.removeprefix("#/name/")
        for href in speakers.evaluate_all(
            "all => all.map((one) => decodeURIComponent(one.getAttribute('href')))"
        )
    ] == [quote.speaker_id for quote in quotes if quote.speaker_id is not None]


def test_chains_are_brackets_that_lead_to_their_mentions(
    open_page: Open, site: Path, documents: Documents
) -> None:
    document, sentences = next(pair for pair in documents.values() if pair[1][0].mentions)
    mentions = [mention for one in sentences for mention in one.mentions]
    sizes = Counter(mention.cluster for mention in mentions)
    of_chains = [mention for mention in mentions if sizes[mention.cluster] > 1]
    page = open_page(site, f"#/read/{document.doc_id}")
    brackets = page.locator(".text .chain-start, .text .chain-end")
    assert not brackets.first.is_visible()
    page.get_by_role("checkbox", name="coreference").check()
    depth = 0
    for is_end in brackets.evaluate_all("all => all.map((one) => one.classList.contains('chain-end'))"):
        depth += -1 if is_end else 1
        assert depth >= 0
    assert (depth, brackets.count()) == (0, 2 * len(of_chains))

    end = page.locator(".text .chain-end").first  # of a mention that none is nested in
    end.focus()
    page.keyboard.press("Enter")
    lines = page.locator(".panel .mention")
    lines.first.wait_for()
    listed = [squeezed(text) for text in page.locator(".panel .mention .phrase").all_text_contents()]
    chains: dict[str, list[str]] = {}
    for mention in of_chains:
        chains.setdefault(mention.cluster, []).append(squeezed(document.text[mention.start : mention.end]))
    assert listed == list(chains.values())[int(end.get_attribute("data-chain") or 0) - 1]
    at = "all => all.findIndex((one) => one.hasAttribute('aria-current'))"
    before = lines.evaluate_all(at)
    page.keyboard.press("n")
    page.wait_for_function(
        f"at => ({at})([...document.querySelectorAll('.panel .mention')]) === at + 1", arg=before
    )
    marked = page.locator(".text .looked-at").all_text_contents()
    assert squeezed("".join(marked)) == listed[before + 1]


def test_a_tree_tells_the_chains_of_its_words(open_page: Open, site: Path, documents: Documents) -> None:
    sentence = next(one for _, found in documents.values() for one in found if len(one.mentions) > 2)
    page = open_page(site, f"#/tree/{sentence.sent_id}")
    page.locator(".spans summary").click()
    table = page.locator(".spans tbody tr")
    assert table.count() == len(sentence.mentions)
    chain = table.locator("code").first.inner_text()
    page.keyboard.press("f")
    assert f"coref={chain}" in page.locator("svg.tree text.feats").all_text_contents()
    table.locator("a").first.click()
    page.wait_for_selector(".panel .mention")


def test_how_sure_the_models_were_is_shown(open_page: Open, tmp_path: Path) -> None:
    document, (sentence,) = written("rain", "train", "Шёл/VERB/0:root дождь/NOUN/1:nsubj")
    sure, unsure = (
        replace(one, confidence=how) for one, how in zip(sentence.tokens, (0.97, 0.42), strict=True)
    )
    sentence = replace(sentence, annotation="auto", reviewer=None, tokens=(sure, unsure), confidence=0.7)
    write_corpus(tmp_path / "corpus", Draft([(document, (sentence,))]))
    write_site(tmp_path / "corpus", tmp_path / "site")
    page = open_page(tmp_path / "site", f"#/tree/{sentence.sent_id}")
    assert page.locator(".word.unsure .form").all_text_contents() == ["дождь"]
    assert [text.splitlines()[-1] for text in page.locator(".word title").all_text_contents()] == [
        "right with a probability of 97 %",
        "right with a probability of 42 %",
    ]


def test_a_name_leads_to_wikidata(open_page: Open, site: Path, documents: Documents) -> None:
    entity = next(
        entity
        for _, found in documents.values()
        for one in found
        for entity in one.entities
        if entity.wikidata and entity.entity_id
    )
    page = open_page(site, f"#/name/{quote(entity.entity_id or '')}")
    assert page.get_by_role("link", name="Wikidata").get_attribute("href") == (
        f"https://www.wikidata.org/wiki/{entity.wikidata}"
    )


# -- words, sentences, names --


def first_token(documents: Documents) -> tuple[Document, Sentence]:
    document, sentences = some_document(documents)
    return document, sentences[1]


def assert_popover(page: Page, sentence: Sentence) -> None:
    token = sentence.tokens[0]
    popover = page.locator("#popover").inner_text()
    for told in (token.lemma, token.upos, token.deprel, *(token.feats or "").replace("=", " ").split("|")):
        assert told in popover


def test_the_mouse_over_a_word_shows_what_it_is(open_page: Open, site: Path, documents: Documents) -> None:
    document, sentence = first_token(documents)
    page = open_page(site, f"#/read/{document.doc_id}")
    page.locator(".sentence").nth(1).locator(".w").first.hover()
    page.wait_for_selector("#popover")
    assert_popover(page, sentence)


def test_a_tap_shows_it_and_leads_on_to_the_tree(open_page: Open, site: Path, documents: Documents) -> None:
    document, sentence = first_token(documents)
    page = open_page(site, f"#/read/{document.doc_id}", **PHONE)
    page.locator(".sentence").nth(1).locator(".w").first.tap()
    assert_popover(page, sentence)
    page.locator("#popover").get_by_role("button", name="Tree").tap()
    page.wait_for_selector(".panel svg.tree.down")
    assert page.locator(".panel .word").count() == len(sentence.tokens)


def test_a_click_on_a_sentence_shows_its_tree_and_its_address_can_be_shared(
    open_page: Open, site: Path, documents: Documents
) -> None:
    document, sentence = first_token(documents)
    page = open_page(site, f"#/read/{document.doc_id}")
    page.locator(".sentence").nth(1).locator(".w:not(a .w)").first.click()
    page.wait_for_selector(".panel svg.tree")
    assert page.locator(".panel .word").count() == len(sentence.tokens)
    shared = open_page(site, page.url.partition("index.html")[2])
    assert shared.locator(".sentence.current .number").get_attribute("href") == f"#/tree/{sentence.sent_id}"
    assert shared.locator(".panel .word").count() == len(sentence.tokens)
    shared.keyboard.press("Escape")
    assert shared.locator(".panel").is_hidden()


def test_a_name_leads_to_all_its_mentions(open_page: Open, site: Path, documents: Documents, go: Go) -> None:
    mentions = Counter(
        entity.entity_id for _, found in documents.values() for one in found for entity in one.entities
    )
    page = open_page(site, "#/read/" + next(iter(documents)))
    page.locator(".text a.entity").first.click()
    page.wait_for_selector(".panel .mention")
    [(entity_id, number)] = mentions.most_common(1)
    go(page, f"#/name/{entity_id}")
    page.wait_for_function(f"() => document.querySelectorAll('.mention').length === {number}")
    assert str(number) in page.locator(".name-of").inner_text()


@pytest.mark.parametrize("kind", ["Word classes", "Relations", "Verbs"])
def test_the_bars_of_the_overview_lead_to_what_they_count(open_page: Open, site: Path, kind: str) -> None:
    page = open_page(site, "#/overview")
    bar = page.locator("figure", has=page.get_by_role("heading", name=kind)).locator("a.bar").nth(2)
    number = bar.locator(".number").text_content()
    bar.click()
    page.wait_for_selector("text=/[0-9,]+ match/")
    assert page.locator("text=/[0-9,]+ match/").first.inner_text().split()[0] == number


def test_a_name_without_an_id_leads_to_a_search(open_page: Open, tmp_path: Path) -> None:
    spec = "Театр/PROPN/0:root/B-ORG «/PUNCT/3:punct/I-ORG Тень/PROPN/1:appos/I-ORG »/PUNCT/3:punct/I-ORG"
    write_corpus(tmp_path / "corpus", Draft([written("play", "train", spec)]))
    write_site(tmp_path / "corpus", tmp_path / "site")
    page = open_page(tmp_path / "site", "#/read/play")
    page.locator("a.entity").click()
    page.wait_for_selector("text=/match/")


# -- keys --


def test_keys_go_through_sentences_and_words(open_page: Open, site: Path, documents: Documents) -> None:
    document, sentences = some_document(documents)
    page = open_page(site, f"#/read/{document.doc_id}")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#/tree/{sentences[1].sent_id}"
    page.keyboard.press("ArrowRight")
    assert_popover(page, sentences[1])
    assert sentences[1].tokens[0].lemma in page.locator("#announcer").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector(".one-sentence")


def test_letters_can_be_switched_off(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/overview")
    page.keyboard.press("?")
    page.get_by_label("Letters alone do nothing").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    assert page.url.endswith("#/overview")


def test_back_returns_to_the_place(open_page: Open, site: Path, documents: Documents) -> None:
    page = open_page(site, f"#/read/{some_document(documents)[0].doc_id}")
    page.evaluate("scrollTo(0, 700)")
    page.wait_for_timeout(100)
    page.evaluate("document.querySelectorAll('.sentence .number')[12].click()")
    page.wait_for_selector(".one-sentence")
    page.go_back()
    page.wait_for_selector(".reading")
    page.wait_for_function("() => Math.abs(scrollY - 700) < 60")


# -- themes --


def test_themes(open_page: Open, site: Path) -> None:
    def brightness() -> int:
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in color.strip("rgb()").split(",")[:3])

    page = open_page(site, "#/overview", color_scheme="dark")
    assert brightness() < 150
    page.get_by_role("button", name="Light theme").click()
    assert brightness() > 700
    page.reload()
    page.wait_for_selector("main#content:not([aria-busy])")
    assert brightness() > 700
