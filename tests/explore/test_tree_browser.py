"""Trees: nothing lies over anything else, whatever the tree; as a file; by keys; two beside one another."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from rukaz.conllu.files import sentence_to_conllu
from rukaz.explore.site import write_site
from rukaz.records import Document, Sentence
from tests.broken.corpora import good
from tests.explore.in_page import script
from tests.explore.small_corpus import write_corpus

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

GEOMETRY = script("geometry.js")
SVG = "{http://www.w3.org/2000/svg}"

WORDS = ("и", "Казахстан", "в", ",", "межправительственными", "он", "40", "двусторонними", "–", "Ак-Орда")
LABELS = ("punct", "nsubj:pass", "case", "parataxis:discourse", "obl", "cc")


def longest(documents: Documents) -> Sentence:
    return max((one for _, found in documents.values() for one in found), key=lambda one: len(one.tokens))


def shortest_with_names(documents: Documents) -> Sentence:
    found = [one for _, sentences in documents.values() for one in sentences if one.entities]
    return min(found, key=lambda one: len(one.tokens))


# -- where things are --


def faults(page: Any, sentences: str, options: str) -> Any:
    """What is wrong with the trees of the sentences that a JavaScript expression gives."""
    return page.evaluate(
        f"""async () => {{
            const found = [];
            const place = document.body.appendChild(document.createElement("div"));
            for (const sentence of await ({sentences})) {{
                const image = rukaz.tree.draw(sentence, {options});
                place.replaceChildren(image);
                found.push(...({GEOMETRY})(image).map((fault) => sentence.id + ": " + fault));
            }}
            return found;
        }}"""
    )


@pytest.mark.parametrize("options", ["{}", "{feats: true}", "{enhanced: true}"])
def test_no_tree_of_the_corpus_has_anything_over_anything(open_page: Open, site: Path, options: str) -> None:
    page = open_page(site, "#/about")
    total = "Array.from({length: rukaz.corpus.meta.counts.sentences}, (_, n) => rukaz.corpus.sentence(n))"
    assert faults(page, f"Promise.all({total})", options) == []


@pytest.mark.parametrize("down", [False, True])
def test_arcs_of_the_enhanced_graph_on_request(
    open_page: Open, site: Path, documents: Documents, down: bool
) -> None:
    every = [one for _, found in documents.values() for one in found]
    one = next(one for one in every if any("ref" in (token.deps or "") for token in one.tokens))
    page = open_page(site, f"#/tree/{one.sent_id}")
    if down:
        page.click("[data-choice=down]")
    assert page.locator(".arc.added, .arc.lost").count() == 0
    page.click("[data-choice=enhanced]")
    edges = {
        (int(edge.split(":")[0]), token.id) for token in one.tokens for edge in str(token.deps).split("|")
    }
    tree = {(token.head, token.id) for token in one.tokens}
    for kind, expected in (("added", edges - tree), ("lost", tree - edges)):
        drawn = page.locator(f".arc.{kind}").evaluate_all(
            "arcs => arcs.map(({ dataset }) => [Number(dataset.head), Number(dataset.dependent)])"
        )
        assert sorted(map(tuple, drawn)) == sorted(edge for edge in expected if edge[0])
        assert drawn


def any_tree(number: int) -> dict[str, Any]:
    """A random tree, most of whose arcs cross others."""
    chance = random.Random(number)
    size = chance.randint(2, 24)
    order = chance.sample(range(1, size + 1), size)
    heads = {one: chance.choice(order[:place]) if place else 0 for place, one in enumerate(order)}
    tokens = [token(chance, one, heads[one]) for one in range(1, size + 1)]
    return {"id": f"tree-{number}", "text": "", "tokens": tokens, "entities": []}


def token(chance: random.Random, number: int, head: int) -> dict[str, Any]:
    form = chance.choice(WORDS)
    deprel = chance.choice(LABELS) if head else "root"
    return {
        "id": number, "form": form, "lemma": form, "upos": "NOUN", "feats": None, "head": head,
        "deprel": deprel, "space": chance.random() < 0.8, "start": number * 50, "end": number * 50 + 1,
    }  # fmt: skip


def test_no_label_is_crossed_however_much_the_arcs_cross(open_page: Open, site: Path) -> None:
    page = open_page(site, "#/about")
    page.evaluate("trees => { window.trees = trees; }", [any_tree(number) for number in range(150)])
    assert faults(page, "window.trees", "{}") == []


def test_words_that_are_written_as_one_are_bracketed(open_page: Open, site: Path) -> None:
    tree = any_tree(1)
    written = {"first": 1, "last": 2, "form": "du"}
    entity = {"first": 2, "last": 2, "label": "PER"}
    page = open_page(site, "#/about")
    page.evaluate("tree => { window.trees = [tree]; }", tree | {"multiword": [written], "entities": [entity]})
    assert faults(page, "window.trees", "{}") == []
    assert page.evaluate("rukaz.tree.draw(window.trees[0]).querySelector('.written').textContent") == "du"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_longest_sentence_scrolls_in_its_place(
    open_page: Open, site: Path, documents: Documents, width: int
) -> None:
    size = {"width": width, "height": 800}
    page = open_page(site, f"#/tree/{longest(documents).sent_id}", viewport=size)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    down = page.locator("svg.tree.down")
    assert down.count() == (1 if width < 600 else 0), "on a phone, words stand below one another"
    if width > 600:
        before = page.evaluate("document.querySelector('.trees .scroller').scrollLeft")
        page.locator(".line .w").last.click()
        assert page.evaluate("document.querySelector('.trees .scroller').scrollLeft") > before
        assert page.locator(".word.related").count() > 0


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_nothing_of_a_word_is_cut(open_page: Open, site: Path, width: int) -> None:
    page = open_page(site, "#/about", viewport={"width": width, "height": 800})
    outside = page.evaluate(
        """async () => {
            const place = document.querySelector("main").appendChild(document.createElement("div"));
            const found = [];
            for (let n = 0; n < rukaz.corpus.meta.counts.sentences; n++) {
                const sentence = await rukaz.corpus.sentence(n);
                for (const feats of [false, true]) {
                    const image = rukaz.tree.draw(sentence, { ...rukaz.tree.fitting(), feats });
                    place.replaceChildren(image);
                    const edge = place.getBoundingClientRect().right;
                    const texts = [...image.querySelectorAll("text")];
                    const cut = texts.filter((one) => one.getBoundingClientRect().right > edge);
                    found.push(...cut.map((one) => `${sentence.id}: ${one.textContent}`));
                }
            }
            return found;
        }"""
    )
    assert outside == []


# -- what is in a tree --


def test_words_down_show_the_same(open_page: Open, site: Path, documents: Documents) -> None:
    sentence = shortest_with_names(documents)
    page = open_page(site, f"#/tree/{sentence.sent_id}")
    for down in (False, True):
        words = page.locator("svg.tree .word")
        assert words.locator(".form").all_text_contents() == [token.form for token in sentence.tokens]
        assert words.locator(".upos").all_text_contents() == [token.upos for token in sentence.tokens]
        assert words.locator(".lemma").all_text_contents() == [token.lemma for token in sentence.tokens]
        assert page.locator("svg.tree .entity-label").all_text_contents() == [
            entity.label for entity in sentence.entities
        ]
        heads = page.eval_on_selector_all(
            "svg.tree .arc",
            "arcs => arcs.map(({dataset}) => [Number(dataset.dependent), Number(dataset.head)])",
        )
        assert dict(heads) == {token.id: token.head for token in sentence.tokens}
        if not down:
            page.keyboard.press("d")


@pytest.mark.parametrize("key", ["f", "d"])
def test_the_focus_stays_on_its_word(open_page: Open, site: Path, documents: Documents, key: str) -> None:
    page = open_page(site, f"#/tree/{shortest_with_names(documents).sent_id}")
    page.locator("svg.tree .word").nth(1).focus()
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.id") == "2"


def test_features_on_demand(open_page: Open, site: Path, documents: Documents) -> None:
    sentence = shortest_with_names(documents)
    page = open_page(site, f"#/tree/{sentence.sent_id}")
    assert page.locator("svg.tree .feats").count() == 0
    page.get_by_role("button", name="Features").click()
    expected = [one for token in sentence.tokens if token.feats for one in token.feats.split("|")]
    shown = page.locator("svg.tree .feats").all_text_contents()
    assert [one for one in shown if not one.startswith("coref=")] == expected


def test_arrow_keys_follow_the_tree(open_page: Open, site: Path, documents: Documents) -> None:
    sentence = shortest_with_names(documents)
    page = open_page(site, f"#/tree/{sentence.sent_id}")
    page.locator("svg.tree .word").first.focus()
    token = sentence.tokens[0]
    while token.head:
        page.keyboard.press("ArrowUp")
        token = sentence.tokens[token.head - 1]
        assert focused(page) == token.id
    page.keyboard.press("End")
    assert focused(page) == len(sentence.tokens)
    page.keyboard.press("ArrowLeft")
    assert focused(page) == len(sentence.tokens) - 1
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert sentence.tokens[-2].lemma in said


def focused(page: Any) -> int:
    return int(page.evaluate("Number(document.activeElement.dataset.id)"))


# -- files --


def test_the_saved_file_stands_alone(
    open_page: Open, site: Path, documents: Documents, tmp_path: Path
) -> None:
    sentence = shortest_with_names(documents)
    page = open_page(site, f"#/tree/{sentence.sent_id}", color_scheme="dark")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save SVG").click()
    assert download.value.suggested_filename == f"{sentence.sent_id}.svg"
    saved = tmp_path / "tree.svg"
    download.value.save_as(saved)
    root = ET.parse(saved).getroot()
    assert root.findtext(f"{SVG}desc") == sentence.text
    said = [one.text for one in root.iter(f"{SVG}text")]
    for token in sentence.tokens:
        assert {token.form, token.upos, token.lemma, token.deprel} <= set(said)
    for shape in root.iter():
        assert not {"class", "style"} & set(shape.attrib)
        assert "var(" not in "".join(shape.attrib.values())
    assert all("font-family" in one.attrib and "fill" in one.attrib for one in root.iter(f"{SVG}text"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save PNG").click()
    picture = Path(download.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2 * int(root.attrib["width"])
    [ground] = [one for one in root if one.tag == f"{SVG}rect"]
    assert ground.get("fill") == "#ffffff"


def test_conllu_is_one_click_away(open_page: Open, site: Path, documents: Documents) -> None:
    sentence = shortest_with_names(documents)
    page = open_page(site, f"#/tree/{sentence.sent_id}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="CoNLL-U").click()
    expected = sentence_to_conllu(sentence)
    assert page.locator("#conllu table").inner_text().rstrip() == expected.rstrip()
    page.get_by_role("button", name="Copy").click()
    page.wait_for_selector("#conllu >> text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == expected


# -- automatic and reviewed --


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose automatic corpus differs in a relation, a head, a lemma, a class and a name."""
    folder = tmp_path_factory.mktemp("compared")
    write_corpus(folder / "corpus", good())
    automatic = good()
    automatic.token("раму", deprel="obl", lemma="рам")
    automatic.token("Астану", head=1, upos="NOUN")
    automatic.sentence("Токаева", entities=())
    write_corpus(folder / "automatic", automatic)
    write_site(folder / "corpus", folder / "site", automatic=folder / "automatic")
    return folder / "site"


def sentence_with(page: Any, form: str) -> str:
    found = page.evaluate(
        """async (form) => {
            for (let n = 0; n < rukaz.corpus.meta.counts.sentences; n++) {
                const { id, tokens } = await rukaz.corpus.sentence(n);
                if (tokens.some((token) => token.form === form)) return id;
            }
        }""",
        form,
    )
    return str(found)


@pytest.mark.parametrize(
    ("form", "differences"),
    [
        ("раму", ["lemma раму рам", "deprel obj obl"]),
        ("Астану", ["UPOS PROPN NOUN", "head 2 прибыл 1 Токаев"]),
        ("10 000", []),
    ],
)
def test_differences_are_marked(
    open_page: Open, compared: Path, go: Go, form: str, differences: Sequence[str]
) -> None:
    page = open_page(compared)
    go(page, f"#/tree/{sentence_with(page, form)}")
    rows = [" ".join(row.locator("td").all_inner_texts()) for row in page.locator(".trees tbody tr").all()]
    assert rows == list(differences)
    trees = page.locator(".trees svg.tree")
    assert trees.count() == (2 if differences else 1)
    for tree in trees.all():
        assert tree.locator(".arc.differs").count() == (1 if differences else 0)
        marked = tree.locator(".word.differs .form").all_text_contents()
        assert marked == ([form] if differences else [])


def test_other_names_are_marked(open_page: Open, compared: Path, go: Go) -> None:
    page = open_page(compared)
    go(page, f"#/tree/{sentence_with(page, 'Токаева')}")
    assert page.locator(".trees tbody tr").all_inner_texts() == ["1 Токаева\tNE\tB-PER\t_"]
    boxes = [tree.locator(".entity").count() for tree in page.locator(".trees svg.tree").all()]
    assert boxes == [1, 0]
    assert page.locator("svg.tree .entity.differs .entity-label").text_content() == "PER"


def test_words_of_both_stand_below_one_another(open_page: Open, compared: Path, go: Go) -> None:
    page = open_page(compared)
    go(page, f"#/tree/{sentence_with(page, 'Астану')}")
    places = page.eval_on_selector_all(
        ".trees svg.tree",
        """trees => trees.map((tree) =>
            [...tree.querySelectorAll(".form")].map((one) => Math.round(one.getAttribute("x"))))""",
    )
    assert places[0] == places[1]
