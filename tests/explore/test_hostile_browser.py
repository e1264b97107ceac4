"""Hostile text: whatever a corpus says is shown as text; nothing of it runs or loads anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from rukaz.explore.site import write_site
from rukaz.export.manifest import read_manifest, write_manifest
from rukaz.ingest.clean import clean_text
from rukaz.records import Block, Document, Entity, Sentence, Token, sentence_id
from tests.broken.corpora import Draft
from tests.explore.small_corpus import write_corpus

Open = Callable[..., Any]
Go = Callable[[Any, str], None]

RUNS = "pwned()"
WORDS = (
    f"<script>{RUNS}</script>",
    f"</script><script>{RUNS}</script>",
    f'"><img/src=x/onerror={RUNS}>',
    f"<svg/onload={RUNS}>",
    f"<iframe/srcdoc='<script>parent.{RUNS}</script>'>",
    f"javascript:{RUNS}",
    f"${{{RUNS}}}",
    f"\\u003cscript>{RUNS}//",
    f"';{RUNS};'",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "__proto__",
    "constructor",
    "שלום",
    "مرحبا",
    "e\u0301\u0323\u0330",
    "👩🏽‍🚀",
    "ы" * 900,
)
TURNED = f"\u202egnp.exe <b onclick={RUNS}>\u2066 \u2028 \u2029 {WORDS[0]}"
"""Direction marks and line separators, which stand in a source and are cleaned out of what is annotated."""


def hostile_sentence(doc_id: str, block: Block) -> Sentence:
    """Every word is hostile, and so are its lemma, features, relation, and the names."""
    text = " ".join(WORDS)
    tokens: list[Token] = []
    position = 0
    for number, word in enumerate(WORDS, 1):
        head, deprel = (0, "root") if number == 1 else (1, word)
        tokens.append(
            Token(number, word, word, "X", f"Abbr={word}", head, deprel, position, position + len(word))
        )
        position += len(word) + 1
    names = tuple(
        Entity("PER", token.start, token.end, token.form, token.id, token.id, token.form, token.form)
        for token in tokens
    )
    id_of = sentence_id(doc_id, block, 0)
    return Sentence(doc_id, id_of, block.block, "title", 0, len(text), text, tuple(tokens), names)


def hostile_document(doc_id: str) -> tuple[Document, tuple[Sentence, ...]]:
    text = " ".join(WORDS) + "\n\n" + TURNED
    first = Block("1", "title", 0, len(" ".join(WORDS)))
    out = Block("2", "boilerplate", first.end + 2, len(text), WORDS[0])
    document = Document(doc_id, WORDS[2], "0" * 64, text, "train", (first, out), url=f"javascript:{RUNS}")
    document = replace(document, title=TURNED, author=TURNED, publisher=TURNED, rights=TURNED)
    return document, (hostile_sentence(doc_id, first),)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    corpus, automatic = folder / "corpus", folder / "automatic"
    draft = Draft([hostile_document(doc_id) for doc_id in ("__proto__", "constructor", "a")])
    write_corpus(corpus, draft)
    draft.sentences(lambda one: replace(one, tokens=tuple(replace(t, lemma=RUNS) for t in one.tokens)))
    write_corpus(automatic, draft)
    manifest = read_manifest(corpus)
    manifest["corpus"] |= {"title": TURNED, "license": WORDS[0]}
    manifest["model"]["name"] = WORDS[0]
    manifest["figures"] = [
        {"title": WORDS[0], "columns": list(WORDS[:3]), "rows": [WORDS[:3]], "note": TURNED}
    ]
    write_manifest(corpus, manifest)
    (corpus / "README.md").write_text(card(), encoding="utf-8")
    write_site(corpus, folder / "site", automatic=automatic)
    return folder / "site"


def card() -> str:
    words = "\n\n".join(WORDS)
    return (
        f"---\nname: x\n---\n# {WORDS[0]}\n\n{words}\n\n[{WORDS[1]}](javascript:{RUNS}) "
        f"[x](https://example.org/'onclick={RUNS}) <https://example.org/{RUNS}>\n\n"
        f"| {WORDS[0]} | {WORDS[2]} |\n|---|---|\n| `{WORDS[0]}` | **{WORDS[2]}** |\n\n"
        f"- {WORDS[3]}\n\n> {WORDS[4]}\n"
    )


SEARCH = f"#/search?q={quote('pattern { X [upos=X] }')}"
ADDRESSES = (
    "#/read", "#/read/__proto__", "#/read/constructor", "#/read/a?at=a-p1-c0", "#/tree/a-p1-c0",
    "#/tree/__proto__-p1-c0", "#/overview", "#/about", f"#/name/{quote(WORDS[0])}", "#/name/__proto__",
    f"#/read/a?name={quote(WORDS[2])}", SEARCH, f"{SEARCH}&view=trees", f"{SEARCH}&view=table",
    f"#/search?q={quote(WORDS[0])}", f"#/read/{quote(WORDS[0])}", f"#/tree/{quote(WORDS[2])}",
    f"#/{quote(WORDS[0])}", "#/__proto__/constructor",
)  # fmt: skip

FOREIGN = """
    [...document.querySelectorAll("*")].filter((one) =>
        one.matches("main :is(script, img, iframe, object, embed, link, style, b[onclick], svg[onload])")
        || one.matches("script:not([src^='assets/'])")
        || [...one.attributes].some(({name, value}) => name.startsWith("on")
            || (["href", "src", "action"].includes(name) && /^\\s*(javascript|data:text)/i.test(value)))
    ).map((one) => one.outerHTML)"""
"""What no page of ours has: elements that run or load something, wherever they come from."""


def test_nothing_of_it_becomes_part_of_a_page(open_page: Open, hostile: Path, go: Go) -> None:
    page = open_page(hostile, ADDRESSES[0], first="window.pwned = () => { window.ran = true; };")
    for address in ADDRESSES[1:]:
        go(page, address)
        for box in page.locator(".legend input:not(:checked)").all():
            box.check()
        assert page.evaluate("window.ran") is None, address
        assert page.evaluate(FOREIGN) == [], address
        assert page.locator("main").inner_text().strip(), address


def test_it_is_shown_letter_for_letter(open_page: Open, hostile: Path, go: Go) -> None:
    page = open_page(hostile, "#/read/constructor")
    assert page.locator(".sentence .w").all_text_contents() == list(WORDS)
    assert page.locator(".left-out p").text_content() == clean_text(TURNED).strip()
    go(page, "#/tree/constructor-p1-c0")
    assert page.locator(".trees figure").count() == 2
    told = page.locator("svg.tree .deprel, svg.tree .label").all_text_contents()
    assert set(WORDS[1:-1]) <= set(told)
    go(page, "#/about")
    assert all(word in page.locator(".card-text").inner_text() for word in WORDS[:9])


def test_what_turns_the_direction_turns_only_itself(open_page: Open, hostile: Path) -> None:
    page = open_page(hostile, "#/read")
    loose = page.evaluate(
        """(mark) => {
            const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (nodes.nextNode()) {
                const { data, parentElement } = nodes.currentNode;
                if (data.includes(mark) && !parentElement.closest("bdi")) found.push(data);
            }
            return found;
        }""",
        "\u202e",
    )
    assert loose == []


def test_the_saved_tree_is_no_program(open_page: Open, hostile: Path) -> None:
    page = open_page(hostile, "#/tree/a-p1-c0")
    saved = page.evaluate(
        """async () => rukaz.treeSvg.serialize(
            document.querySelector("svg.tree"), await rukaz.corpus.sentence(2))"""
    )
    assert "<script" not in saved.replace("&lt;script", "")
    assert "onload" not in saved.replace("&lt;svg/onload", "")


ATTACKS = {
    "a script in the page": "document.head.append(made('script', {text: 'window.ran = 1'}))",
    "an event handler": "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()",
    "HTML from a string": "document.body.innerHTML = '<img src=x onerror=\"window.ran = 1\">'",
    "a script from elsewhere": "document.head.append(made('script', {src: 'https://example.org/x.js'}))",
    "a script in an address": "made('a', {href: 'javascript:window.ran = 1'}).click()",
    "evaluation": "new Function('window.ran = 1')()",
    "a request": "await fetch('https://example.org/')",
    "an image from elsewhere": "document.body.append(made('img', {src: 'https://example.org/x.png'}))",
    "a frame": "document.body.append(made('iframe', {srcdoc: '<script>parent.ran = 1</script>'}))",
}
MADE = "const made = (tag, properties) => Object.assign(document.createElement(tag), properties);"


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_policy_stops_what_would_run(browser: Any, site: Path, attack: str) -> None:
    page = browser.new_page()
    page.goto(site.as_uri() + "/index.html")
    page.wait_for_selector("main#content:not([aria-busy])")
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    # later, because the driver of the browser may do what the page may not
    page.evaluate(f"() => {{ setTimeout(async () => {{ {MADE} {ATTACKS[attack]} }}); }}")
    page.wait_for_timeout(50)
    assert page.evaluate("window.ran") is None
    assert asked == []
    page.close()
