"""Correcting in the browser: drag, click, keys; undo, drafts; the file that `rukaz review --accept` takes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from rukaz.conllu.files import document_to_conllu, sentence_to_conllu
from rukaz.explore.site import write_site
from rukaz.records import Document, Entity, Sentence, Token
from rukaz.repair.validator import validate_text
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.worksheet_files import accept_worksheet, write_worksheets
from tests.broken.corpora import Draft, written
from tests.explore.small_corpus import write_corpus
from tests.explore.test_accessibility_browser import for_everyone

Documents = Mapping[str, tuple[Document, list[Sentence]]]
Open = Callable[..., Any]
Go = Callable[[Any, str], None]

SPEC = (
    "Мама/NOUN/2:nsubj/Case=Nom|Number=Sing мыла/VERB/0:root/=мыть старую/ADJ/4:amod/Case=Acc/=старый "
    "раму/NOUN/2:obj/Case=Acc|Number=Sing/=рама Касым/PROPN/2:vocative/B-PER Токаев/PROPN/5:flat:name/I-PER "
    "./PUNCT/2:punct"
)
SENTENCE = "letter-p1-c0"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of one sentence and its site."""
    folder = tmp_path_factory.mktemp("correct")
    one, sentences = written("letter", "train", SPEC)
    (folder / "texts").mkdir()
    (folder / "texts" / one.file).write_bytes(one.text.encode())
    write_corpus(folder / "corpus", Draft([(one, sentences)]))
    write_site(folder / "corpus", folder / "site")
    return folder


@pytest.fixture
def page(open_page: Open, small: Path) -> Any:
    """The sentence, ready to be corrected."""
    opened = open_page(small / "site", f"#/tree/{SENTENCE}", viewport={"width": 1280, "height": 800})
    opened.get_by_role("button", name="Correct").click()
    return opened


def columns(page: Any, token_id: int) -> dict[str, str]:
    """The columns of a word as the page has them now."""
    names = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
    lines = page.locator("#conllu tr").all_text_contents()
    rows = page.eval_on_selector_all(
        "#conllu tr", "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert lines
    return next(dict(zip(names, row, strict=True)) for row in rows if row[0] == str(token_id))


def choose(page: Any, text: str) -> None:
    """Type into the open list and take what comes first."""
    page.wait_for_selector(".choices")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector(".choices", state="detached")


def choose_name(page: Any, label: str, name: str) -> None:
    page.wait_for_selector(".choices")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    page.wait_for_selector(".choices [placeholder^=Normal]")
    choose(page, name)


def drag(page: Any, dependent: int, to: int) -> None:
    tip = page.locator(f'.arc[data-dependent="{dependent}"] .tip').bounding_box()
    word = page.locator(f'.word[data-id="{to}"] .form').bounding_box()
    page.mouse.move(tip["x"] + tip["width"] / 2, tip["y"] + 1)
    page.mouse.down()
    page.mouse.move(word["x"] + word["width"] / 2, word["y"] - 40, steps=4)
    page.mouse.move(word["x"] + word["width"] / 2, word["y"] + 5, steps=4)
    page.mouse.up()


# -- one edit --


def test_an_arc_is_dragged_to_its_new_head(page: Any) -> None:
    drag(page, 3, 1)
    assert columns(page, 3)["head"] == "1"
    assert page.locator('.arc.differs[data-head="1"][data-dependent="3"]').count() == 1
    assert page.locator(".trees tbody tr").all_inner_texts() == ["3 старую\thead\t1 Мама\t4 раму"]


def test_no_word_comes_to_depend_on_itself(page: Any) -> None:
    drag(page, 4, 3)
    assert columns(page, 4)["head"] == "2"
    assert "старую depends on раму" in page.locator("#announcer").inner_text()
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("h")
    heads = page.locator(".choices [role=option] b").all_text_contents()
    assert heads == ["1", "2", "5", "6", "7", "0"]


@pytest.mark.parametrize("way", ["drag", "key"])
def test_another_word_becomes_the_root(page: Any, way: str) -> None:
    if way == "drag":
        drag(page, 2, 4)
    else:
        page.locator('.word[data-id="4"]').focus()
        page.keyboard.press("h")
        choose(page, "0")
    assert (columns(page, 4)["head"], columns(page, 4)["deprel"]) == ("0", "root")
    assert (columns(page, 2)["head"], columns(page, 2)["deprel"]) == ("4", "parataxis")


FIELDS = {
    "deprel": ("r", "Relation", ".arc[data-dependent='4'] .label", "iobj", "iobj"),
    "upos": ("t", "Class", ".word[data-id='4'] .upos", "propn", "PROPN"),
    "lemma": ("l", "Lemma", ".word[data-id='4'] .lemma", "рамка", "рамка"),
    "feats": ("f", "Features", ".word[data-id='4'] .feats >> nth=0", "Case=Nom", "Case=Nom|Number=Sing"),
}


@pytest.mark.parametrize("way", ["key", "button", "click"])
@pytest.mark.parametrize("field", FIELDS)
def test_a_value_is_chosen(page: Any, field: str, way: str) -> None:
    key, label, place, typed, value = FIELDS[field]
    page.locator('.word[data-id="4"]').focus()
    if way == "key":
        page.keyboard.press(key)
    elif way == "button":
        page.locator(".edit-bar").get_by_role("button", name=label).click()
    else:
        page.locator(place).click()
    page.wait_for_selector(".choices")
    page.keyboard.press("Control+a")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    if field == "feats":
        page.keyboard.press("Escape")  # several may be chosen
    page.wait_for_selector(".choices", state="detached")
    assert columns(page, 4)[field] == value
    assert page.evaluate("document.activeElement.dataset.key") == (
        f"edit {field}" if way == "button" else "word 4"
    )


def test_keys_are_those_of_a_russian_keyboard_too(page: Any) -> None:
    page.locator('.word[data-id="4"]').focus()
    page.evaluate(
        """document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "к", code: "KeyR", bubbles: true }))"""
    )
    choose(page, "iobj")
    assert columns(page, 4)["deprel"] == "iobj"


def test_the_list_opens_at_what_is_set(page: Any) -> None:
    page.locator('.word[data-id="7"]').focus()
    page.keyboard.press("r")
    option = page.locator(".choices [role=option][aria-selected=true]")
    assert option.locator("b").inner_text() == "punct"
    inside = """(one) => {
        const [own, list] = [one, one.parentElement].map((node) => node.getBoundingClientRect());
        return list.top - 1 < own.top && own.bottom < list.bottom + 1;
    }"""
    assert option.evaluate(inside)


def test_a_name_is_marked_with_the_mouse(page: Any) -> None:
    """As the page says."""
    page.locator('.word[data-id="3"] .form').click()
    page.locator('.word[data-id="4"] .form').click(modifiers=["Shift"])
    page.locator(".edit-bar").get_by_role("button", name="Name").click()
    choose_name(page, "ORG", "Старая Рама")
    assert ["B-ORG" in columns(page, 3)["misc"], "I-ORG" in columns(page, 4)["misc"]] == [True, True]


def test_only_the_root_is_called_root(page: Any) -> None:
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("r")
    assert "root" not in page.locator(".choices [role=option] b").all_text_contents()
    page.keyboard.press("Escape")
    page.locator('.word[data-id="2"]').focus()
    page.keyboard.press("r")
    assert page.locator(".choices [role=option] b").all_text_contents() == ["root"]


def test_a_name_of_several_words(page: Any) -> None:
    page.locator('.word[data-id="3"]').focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    choose_name(page, "ORG", "Старая Рама")
    assert "EntityId=staraia-rama|EntityName=Старая Рама|NE=B-ORG" in columns(page, 3)["misc"]
    assert "NE=I-ORG" in columns(page, 4)["misc"]
    page.locator('.word[data-id="6"]').focus()
    page.keyboard.press("n")
    choose(page, "none")
    assert "NE" not in columns(page, 5)["misc"] + columns(page, 6)["misc"]


def test_a_token_is_split_and_joined_again(page: Any) -> None:
    before = page.locator("#conllu").text_content()
    page.locator('.word[data-id="5"]').focus()
    page.get_by_role("button", name="Split").click()
    choose(page, "Ка|сым")
    assert [columns(page, number)["form"] for number in (5, 6, 7)] == ["Ка", "сым", "Токаев"]
    assert (columns(page, 7)["head"], columns(page, 6)["head"]) == ("5", "5")
    assert "SpaceAfter=No|TokenRange=22:24" in columns(page, 5)["misc"]
    assert page.locator(".entity-label").all_text_contents() == ["PER"]
    page.locator('.word[data-id="5"]').focus()
    page.get_by_role("button", name="Join").click()
    page.keyboard.press("l")
    choose(page, "Касым")
    assert page.locator("#conllu").text_content() == before


# -- drafts --


def test_undo_redo_and_a_draft_that_survives(page: Any, go: Go) -> None:
    page.locator('.word[data-id="4"]').focus()
    for lemma in ("один", "два"):
        page.keyboard.press("l")
        choose(page, lemma)
    page.keyboard.press("Control+z")
    assert columns(page, 4)["lemma"] == "один"
    page.keyboard.press("Control+y")
    assert columns(page, 4)["lemma"] == "два"
    page.keyboard.press("Control+z")
    page.reload()
    page.wait_for_selector("svg.tree.editable")
    assert columns(page, 4)["lemma"] == "один"
    page.keyboard.press("Control+y")
    assert columns(page, 4)["lemma"] == "два"
    go(page, "#/corrections")
    assert "1 word changed" in page.locator(".corrections").inner_text()
    page.get_by_role("button", name="Discard").click()
    page.wait_for_selector("text=There are none")
    go(page, f"#/tree/{SENTENCE}")
    assert page.locator(".trees .differs").count() == 0


def test_a_draft_of_other_words_changes_nothing(page: Any, go: Go) -> None:
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("l")
    choose(page, "рамка")
    page.evaluate(
        """() => {
            const kept = localStorage["rukaz.drafts.small"];
            localStorage["rukaz.drafts.small"] = kept.replaceAll("раму", "рану");
        }"""
    )
    page.reload()
    page.wait_for_selector("svg.tree")
    assert page.locator(".trees .differs").count() == 0
    go(page, "#/corrections")
    assert "other words" in page.locator(".corrections").inner_text()


def test_a_draft_ends_when_the_corpus_has_it(page: Any, small: Path, go: Go, tmp_path: Path) -> None:
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("l")
    choose(page, "рамка")
    draft = Draft([written("letter", "train", SPEC.replace("=рама", "=рамка"))])
    write_corpus(tmp_path / "corpus", draft)
    write_site(tmp_path / "corpus", small / "site")
    try:
        page.reload()
        page.wait_for_selector("svg.tree")
        assert page.locator(".trees .differs").count() == 0
        go(page, "#/corrections")
        assert "There are none" in page.locator(".corrections").inner_text()
    finally:
        write_site(small / "corpus", small / "site")


KEEP = "if (location.protocol === 'file:') localStorage['rukaz.drafts.small'] = '%s'"
"""Not on the empty page before, which may keep nothing in Firefox."""


@pytest.mark.parametrize("kept", ["null", "[]", "{", '{"letter-p1-c0": {"forms": 1}}', '{"letter-p1-c0": 3}'])
def test_what_else_is_kept_under_the_name_does_no_harm(open_page: Open, small: Path, kept: str) -> None:
    page = open_page(small / "site", f"#/tree/{SENTENCE}", first=KEEP % kept)
    assert page.locator("svg.tree .word").count() == 7


# -- what a correction easily breaks --

BROKEN = {
    "Мама/NOUN/2:punct мыла/VERB/0:root/=мыть": ("relation and class", "rel-upos-punct"),
    "Мама/NOUN/2:aux мыла/VERB/0:root/=мыть": ("relation and class", "rel-upos-aux"),
    "Мама/NOUN/2:det мыла/VERB/0:root/=мыть": ("relation and class", "rel-upos-det"),
    "Мыла/VERB/0:root/=мыть ,/PUNCT/1:obj": ("class and relation", "upos-rel-punct"),
    "Мама/NOUN/2:conj папа/NOUN/0:root": ("head first", "right-to-left-conj"),
    "Мама/NOUN/2:appos папа/NOUN/0:root": ("head first", "right-to-left-appos"),
    "Мыла/VERB/0:root/=мыть ,/PUNCT/1:punct мама/NOUN/2:nsubj": ("leaf", "leaf-punct"),
    "Мама/NOUN/3:nsubj папа/NOUN/3:nsubj мыл/VERB/0:root/=мыть": ("one subject", "too-many-subjects"),
    "Раму/NOUN/3:obj пол/NOUN/3:obj мыл/VERB/0:root/=мыть": ("one object", "too-many-objects"),
}
"""Sentences with the rule of the page that tells them, and the test of the validator that does."""


def test_what_breaks_a_rule_of_ud_is_told_at_once(open_page: Open, small: Path) -> None:
    page = open_page(small / "site", "#/about")
    trees = [written(f"d{number}", "train", spec)[1][0] for number, spec in enumerate(BROKEN)]
    told = [page.evaluate("sentence => rukaz.udRules.check(sentence)", as_record(tree)) for tree in trees]
    incidents = validate_text(map(sentence_to_conllu, trees))
    for tree, found, (rule, testid) in zip(trees, told, BROKEN.values(), strict=True):
        assert [one["rule"] for one in found] == [rule]
        assert testid in [incident.testid for incident in incidents if incident.sent_id == tree.sent_id]


def test_the_corpus_breaks_none(open_page: Open, small: Path, documents: Documents) -> None:
    page = open_page(small / "site", "#/about")
    records = [as_record(one) for _, found in documents.values() for one in found]
    assert page.evaluate("all => all.flatMap((one) => rukaz.udRules.check(one))", records) == []


def as_record(sentence: Sentence) -> dict[str, Any]:
    """A sentence as the page has it, as far as the rules look at it."""
    fields = ("id", "form", "upos", "head", "deprel")
    return {"tokens": [{name: getattr(token, name) for name in fields} for token in sentence.tokens]}


def test_a_correction_that_breaks_a_rule_is_told(page: Any) -> None:
    page.locator('.word[data-id="1"]').focus()
    page.keyboard.press("r")
    choose(page, "obj")
    assert page.locator(".look-again").inner_text() == "2 мыла: it has more than one object"


# -- the worksheet --


def saved(page: Any, folder: Path) -> Path:
    page.evaluate("location.hash = '#/corrections'")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save").click()
    file = folder / str(waiting.value.suggested_filename)
    waiting.value.save_as(file)
    return file


def test_the_saved_file_is_accepted_as_the_worksheet_would_be(page: Any, small: Path, tmp_path: Path) -> None:
    drag(page, 3, 1)
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("r")
    choose(page, "obl")
    kept = []
    sheet, _ = write_worksheets(small / "corpus", "letter", tmp_path)
    text = sheet.read_text(encoding="utf-8")
    by_hand = text.replace("Case=Acc\t4\tamod", "Case=Acc\t1\tamod").replace("\t2\tobj\t", "\t2\tobl\t")
    sheet.write_text(by_hand, encoding="utf-8")
    for name, file in (("browser", saved(page, tmp_path / "browser")), ("hand", sheet)):
        texts = Path(shutil.copytree(small / "texts", tmp_path / f"texts-{name}"))
        accepted = accept_worksheet(file, small / "corpus", texts, reviewer="A. B.")
        assert len(accepted.changes) == 2
        kept.append([path.read_bytes() for path in accepted.kept])
    assert kept[0] == kept[1]


EDITS = 200


def test_edits_in_the_browser_are_the_edits_of_a_worksheet(
    open_page: Open, site: Path, go: Go, documents: Documents, tmp_path: Path
) -> None:
    """Random edits by keys, and the same edits of the records: both files are accepted to the same."""
    chance = random.Random(2)
    document, sentences = max(documents.values(), key=lambda pair: len(pair[1]))
    page = open_page(site, "#/read")
    corrected = []
    for number, former in enumerate(chance.sample([one for one in sentences if len(one.tokens) > 5], 10)):
        go(page, f"#/tree/{former.sent_id}")
        if not number:
            page.keyboard.press("e")  # which goes on in the next sentence
        edits = range(EDITS // 10)
        corrected.append(reduce(lambda sentence, _: edited(page, sentence, chance), edits, former))
    sheet = tmp_path / f"{document.doc_id}.conllu"
    sheet.write_text("".join(map(sentence_to_conllu, corrected)), encoding="utf-8")
    file = saved(page, tmp_path / "browser")
    accepted = [
        accept(read_worksheet(one, documents)[document.doc_id], document, reviewer="A. B.", file=one)
        for one in (file, sheet)
    ]
    by_place = [sorted(found, key=lambda one: one.start) for found in accepted]
    assert by_place[0] == by_place[1]
    assert {one.sent_id for one in by_place[0]} == {one.sent_id for one in corrected}
    assert document_to_conllu(document, by_place[0])


def edited(page: Any, sentence: Sentence, chance: random.Random) -> Sentence:
    """One edit of a random word, in the page and in the record."""
    token = chance.choice(sentence.tokens)
    field = chance.choice(["lemma", "upos", "deprel", "head", "name"])
    page.locator(f'svg.tree .word[data-id="{token.id}"]').focus()
    if field == "lemma":
        lemma = chance.choice(["слово", "дело", token.form, "a=b|c"])
        page.keyboard.press("l")
        choose(page, lemma)
        return with_token(sentence, replace(token, lemma=lemma))
    if field == "upos":
        upos = chance.choice(["NOUN", "X", "ADP", "PROPN"])
        page.keyboard.press("t")
        choose(page, upos)
        return with_token(sentence, replace(token, upos=upos))
    if field == "deprel" and token.head:
        deprel = chance.choice(["obl", "nsubj", "nsubj:pass", "flat:name"])
        page.keyboard.press("r")
        choose(page, deprel)
        return with_token(sentence, replace(token, deprel=deprel))
    if field == "head" and token.head:
        heads = [
            one.id for one in sentence.tokens if one != token and not is_below(one, token, sentence.tokens)
        ]
        head = chance.choice(heads)
        page.keyboard.press("h")
        choose(page, str(head))
        return with_token(sentence, replace(token, head=head))
    if field == "name":
        page.keyboard.press("n")
        choose_name(page, "MISC", "Имя")
        return with_name(sentence, token)
    return sentence


def with_token(sentence: Sentence, token: Token) -> Sentence:
    """The sentence with this token; enhanced dependencies do not outlive a change of heads or relations."""
    former = sentence.tokens[token.id - 1]
    tokens = (*sentence.tokens[: token.id - 1], token, *sentence.tokens[token.id :])
    if (former.head, former.deprel) != (token.head, token.deprel):
        tokens = tuple(replace(one, deps=None) for one in tokens)
    return replace(sentence, tokens=tokens)


def with_name(sentence: Sentence, token: Token) -> Sentence:
    """The name that the token is in, or the token, becomes the MISC «Имя»."""

    def named() -> Iterator[Entity]:
        inside = [one for one in sentence.entities if one.first_token <= token.id <= one.last_token]
        yield from (one for one in sentence.entities if one not in inside)
        made = Entity("MISC", token.start, token.end, token.form, token.id, token.id)
        yield replace(inside[0] if inside else made, label="MISC", name="Имя", entity_id="imia")

    return replace(sentence, entities=tuple(sorted(named(), key=lambda one: one.first_token)))


def is_below(token: Token, above: Token, tokens: Sequence[Token]) -> bool:
    while token.head:
        token = tokens[token.head - 1]
        if token == above:
            return True
    return False


# -- for everyone --


@pytest.mark.parametrize("window", [("light", 1280), ("dark", 390)], ids=str)
@pytest.mark.usefixtures("in_chromium")
def test_correcting_is_for_everyone(open_page: Open, small: Path, go: Go, window: tuple[str, int]) -> None:
    theme, width = window
    size = {"width": width, "height": 800}
    page = open_page(small / "site", f"#/tree/{SENTENCE}", color_scheme=theme, viewport=size)
    require_all_well = for_everyone(page)
    page.keyboard.press("e")
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("t")
    require_all_well()
    choose(page, "PROPN")
    require_all_well()
    go(page, "#/corrections")
    require_all_well()


def test_a_sentence_is_corrected_by_keys_alone(open_page: Open, small: Path) -> None:
    page = open_page(small / "site", f"#/tree/{SENTENCE}")
    page.keyboard.press("e")
    page.locator(".skip").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.word'))"):
            break
    page.keyboard.press("End")
    page.keyboard.press("h")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_selector(".choices", state="detached")
    assert columns(page, 7)["head"] == "1"


def test_ten_sentences_are_corrected_with_few_clicks(open_page: Open, site: Path) -> None:
    """With the mouse alone: a relation in each of ten sentences, and the file of all."""
    clicks = 0

    def click(place: Any) -> None:
        nonlocal clicks
        place.click()
        clicks += 1

    page = open_page(site, "#/tree/dw-20231109-p2-c0", viewport={"width": 1280, "height": 800})
    click(page.get_by_role("button", name="Correct", exact=True))
    for number in range(10):
        if number:
            before = page.url
            click(page.get_by_role("link", name="Next sentence"))
            page.wait_for_url(lambda url, before=before: url != before)
            page.wait_for_selector("main#content:not([aria-busy]) svg.tree.editable")
        click(page.locator(".arc:not([data-head='0']) .label").first)
        click(page.locator(".choices [role=option][aria-selected=false]").first)
        page.locator(".trees tbody tr").first.wait_for()
    click(page.get_by_role("link", name="Save or discard"))
    with page.expect_download() as saved:
        click(page.get_by_role("button", name="Save corrections.conllu"))
    assert Path(saved.value.path()).read_text(encoding="utf-8").count("# sent_id = ") == 10
    assert clicks == 1 + 10 * 2 + 9 + 2


def test_correcting_goes_on_until_it_is_ended(open_page: Open, site: Path, go: Go) -> None:
    """From sentence to sentence, whatever pages are between."""
    page = open_page(site, "#/tree/dw-20231109-p2-c0")
    page.keyboard.press("e")
    go(page, "#/tree/dw-20231109-p4-c0")
    assert page.locator("svg.tree.editable").count() == 1
    go(page, "#/overview")
    go(page, "#/tree/dw-20231109-p4-c73")
    assert page.locator("svg.tree.editable").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.wait_for_function("id => document.title.startsWith(id)", arg="dw-20231109-p4-c0")
    page.wait_for_selector("main#content:not([aria-busy]) svg.tree")
    assert page.locator("svg.tree.editable").count() == 0
