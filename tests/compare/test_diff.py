"""Diff: every change is found and told as what it is; what did not change is not told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from rukaz.cli.diff import diff
from rukaz.compare.align import regrouped
from rukaz.compare.changes import Difference, compare, compare_versions
from rukaz.compare.report import as_changelog, as_text
from rukaz.compare.versions import Version, version_of
from rukaz.errors import RukazError
from rukaz.records import Block, DateExpression, Document, Mention, MultiwordToken, Quote, Sentence
from tests.broken.corpora import Draft, good
from tests.conllu.foreign import FOREIGN
from tests.export.strategies import sentences
from tests.files import write_conllu
from tests.trees import document, sentence

RAIN = "Шёл/VERB/0:root/=идти дождь/NOUN/1:nsubj ./PUNCT/1:punct"
SNOW = "Шёл/VERB/0:root/=идти снег/NOUN/1:nsubj ./PUNCT/1:punct"
BOTH = (
    "Шёл/VERB/0:root/=идти дождь/NOUN/1:nsubj ./PUNCT/1:punct "
    "Шёл/VERB/1:parataxis/=идти снег/NOUN/4:nsubj ./PUNCT/4:punct"
)
CITY = "Нур-Султан/PROPN/0:root/B-LOC"
CITY_CUT = "Нур/PROPN/0:root/B-LOC -/PUNCT/1:punct/I-LOC Султан/PROPN/1:flat/I-LOC"
NO_BLOCKS = Document("doc", "doc.txt", "0" * 64, "Нур-Султан", "train", ())


def versions(documents: list[tuple[Document, tuple[Sentence, ...]]]) -> list[Version]:
    return [version_of(one, found) for one, found in documents]


def difference(old: list[Version], new: list[Version]) -> Difference:
    found = Difference()
    compare_versions(found, old, new)
    return found


def told(found: Difference) -> dict[str, dict[str, int]]:
    return {layer: dict(kinds) for layer, kinds in found.changes.items()}


def one(*blocks: str) -> list[Version]:
    return versions([document("doc", *blocks)])


def test_a_corpus_does_not_differ_from_itself() -> None:
    assert difference(versions(good().documents), versions(good().documents)).equal


CHANGES: list[tuple[Callable[[Draft], Any], dict[str, dict[str, int]]]] = [
    (lambda d: d.token("Папа", upos="PROPN"), {"UPOS": {"NOUN → PROPN": 1}}),
    (lambda d: d.token("Папа", lemma="отец"), {"lemma": {"папа → отец": 1}}),
    (lambda d: d.token("Папа", xpos="N"), {"XPOS": {"_ → N": 1}}),
    (
        lambda d: d.token("Мама", feats="Animacy=Anim|Case=Acc|Gender=Fem|Number=Sing"),
        {"FEATS": {"Case=Nom → Case=Acc": 1}},
    ),
    (lambda d: d.token("Папа", feats="Case=Nom"), {"FEATS": {"_ → Case=Nom": 1}}),
    (lambda d: d.token("раму", head=1), {"head": {"of a obj": 1}}),
    (lambda d: d.token("раму", deprel="iobj"), {"deprel": {"obj → iobj": 1}}),
    (lambda d: d.token("Папа", deps="2:csubj"), {"DEPS": {"2:nsubj → 2:csubj": 1}}),
    (lambda d: d.token("Папа", misc="Gloss=dad"), {"MISC": {"_ → Gloss=dad": 1}}),
    (lambda d: d.token("пишу", space_after=False), {"space after": {"True → False": 1}}),
    (lambda d: d.sentence("Папа", annotation="reviewed"), {"annotation": {"auto → reviewed": 1}}),
    (lambda d: d.sentence("Папа", reviewer="anna"), {"reviewer": {"_ → anna": 1}}),
    (lambda d: d.sentence("Папа", role="lead"), {"role": {"body → lead": 1}}),
    (lambda d: d.sentence("Папа", sent_id="news-p1-c99"), {"sent_id": {"news-p1-c16 → news-p1-c99": 1}}),
    (lambda d: d.sentence("Папа", block="7"), {"paragraph": {"1 → 7": 1}}),
    (lambda d: d.sentence("Токаев", entities=()), {"entities": {"removed PER": 1, "removed LOC": 1}}),
    (lambda d: d.sentence("Папа", quotes=(Quote("direct", 16, 20),)), {"quotes": {"added": 1}}),
    (lambda d: d.sentence("Папа", dates=(DateExpression(16, 20),)), {"dates": {"added": 1}}),
    (
        lambda d: d.sentence("Папа", mentions=(Mention("news_e1", "person", 16, 20, 1, 1, 1),)),
        {"mentions": {"added": 1}},
    ),
    (lambda d: d.document("news", title="Новости"), {"document title": {"_ → Новости": 1}}),
    (lambda d: d.document("news", split="test"), {"document split": {"train → test": 1}}),
    (lambda d: d.document("news", blocks=()), {"blocks": {"changed": 1}}),
    (lambda d: d.document("news", sha256="0"), {"source text": {"changed": 1}}),
    (lambda d: d.documents.pop(0), {"documents": {"removed": 1}}),
    (lambda d: d.documents.append(document("more", RAIN)), {"documents": {"added": 1}}),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_is_told_as_what_it_is(
    change: Callable[[Draft], Any], expected: dict[str, dict[str, int]]
) -> None:
    changed = good()
    change(changed)
    assert told(difference(versions(good().documents), versions(changed.documents))) == expected


def with_entity(**changes: Any) -> list[Version]:
    made, (city,) = document("doc", CITY)
    return [version_of(made, [replace(city, entities=(replace(city.entities[0], **changes),))])]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"label": "ORG"}, {"entity label": {"LOC → ORG": 1}}),
        ({"entity_id": "astana"}, {"entity id": {"_ → astana": 1}}),
        ({"name": "Астана"}, {"entity name": {"_ → Астана": 1}}),
    ],
)
def test_what_is_known_of_an_entity(changes: dict[str, Any], expected: dict[str, dict[str, int]]) -> None:
    assert told(difference(one(CITY), with_entity(**changes))) == expected


def test_a_split_sentence_is_not_a_change_of_its_tokens() -> None:
    found = told(difference(one(BOTH), one(f"{RAIN}\n{SNOW}")))
    assert found == {
        "sentences": {"split": 1},
        "head": {"of a root": 1},
        "deprel": {"parataxis → root": 1},
    }
    assert told(difference(one(f"{RAIN}\n{SNOW}"), one(BOTH)))["sentences"] == {"joined": 1}


def test_a_split_token() -> None:
    old, new = (sentence(spec, text=NO_BLOCKS.text) for spec in (CITY, CITY_CUT))
    found = difference([version_of(NO_BLOCKS, [old])], [version_of(NO_BLOCKS, [new])])
    assert told(found) == {"tokens": {"split": 1}}
    assert found.examples["tokens", "split"][0].text == "Нур-Султан → Нур|-|Султан"


def test_a_longer_entity() -> None:
    long, short = (
        "Москва/PROPN/0:root/B-LOC Сити/PROPN/1:flat/I-LOC",
        "Москва/PROPN/0:root/B-LOC Сити/PROPN/1:flat",
    )
    assert told(difference(one(short), one(long))) == {"entities": {"other span of LOC": 1}}


def test_a_multiword_token_of_other_words() -> None:
    made, (who,) = document("doc", "кто/PRON/0:root")
    (word,) = who.tokens
    words = (word, replace(word, id=2, head=1, deprel="dep"))
    cut = replace(who, tokens=words, multiword_tokens=(MultiwordToken(1, 2, "кто", word.start, word.end),))
    found = told(difference([version_of(made, [who])], [version_of(made, [cut])]))
    assert found == {"multi-word tokens": {"1 → 2 words": 1}}


def test_it_is_told_where_models_are_surer_now() -> None:
    def sure(confidence: float) -> list[Version]:
        made, (rain,) = document("doc", RAIN)
        first = replace(rain.tokens[0], confidence=confidence)
        return versions([(made, (replace(rain, tokens=(first, *rain.tokens[1:])),))])

    assert told(difference(sure(0.5), sure(0.75))) == {"confidence": {"higher": 1}}
    assert told(difference(sure(0.5), sure(0.5))) == {}


def test_a_word_put_into_a_text_is_one_token_more() -> None:
    """All offsets after it have moved; nothing else has changed."""
    longer = "Вчера/ADV/2:advmod шёл/VERB/0:root/=идти дождь/NOUN/2:nsubj ./PUNCT/2:punct"
    shorter = "шёл/VERB/0:root/=идти дождь/NOUN/1:nsubj ./PUNCT/1:punct"
    found = told(difference(one(shorter, RAIN), one(longer, RAIN)))
    assert {layer: found[layer] for layer in ("source text", "tokens")} == {
        "source text": {"changed": 1},
        "tokens": {"added": 1},
    }
    assert not {"form", "lemma", "UPOS", "head", "deprel"} & found.keys()


@given(sentences(), st.sampled_from(["text", "tokens", "entities", "multiword_tokens", "end"]), sentences())
def test_no_difference_is_missed(old: Sentence, part: str, other: Sentence) -> None:
    made = Document(old.doc_id, "", "", "", "train", (Block("1", "body", 0, 1),))
    new = replace(old, **{part: getattr(other, part)})
    found = difference([version_of(made, [old])], [version_of(made, [new])])
    assert found.equal == (old == new)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([(0, 4)], [(0, 4)], []),
        ([(0, 4)], [(0, 2), (2, 4)], ["split"]),
        ([(0, 2), (2, 4)], [(0, 4)], ["joined"]),
        ([(0, 2), (2, 4)], [(0, 1), (1, 4)], ["cut anew"]),
        ([(0, 4)], [(1, 4)], ["moved"]),
        ([(0, 4)], [(6, 8)], ["removed", "added"]),
        ([(0, 4), (5, 9)], [(0, 4)], ["removed"]),
        ([], [(0, 1), (1, 2)], ["added", "added"]),
    ],
)
def test_groups(old: list[tuple[int, int]], new: list[tuple[int, int]], kinds: list[str]) -> None:
    assert [group.kind for group in regrouped(old, new)] == kinds


# -- what is told --


def written(path: Path, *documents: tuple[Document, tuple[Sentence, ...]]) -> Path:
    write_conllu(path, documents)
    return path


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(diff, [str(argument) for argument in arguments])


def test_the_command_on_files(tmp_path: Path) -> None:
    old = written(tmp_path / "old.conllu", document("doc", RAIN))
    new = written(
        tmp_path / "new.conllu", document("doc", RAIN.replace("NOUN", "PROPN")), document("b", SNOW)
    )
    assert ran(old, old).exit_code == 0
    assert "no differences" in ran(old, old).output
    result = ran(old, new)
    assert result.exit_code == 1
    assert "      1  NOUN → PROPN\n         doc-p1-c0  Шёл [дождь] .\n" in result.output
    assert max(map(len, result.output.splitlines())) <= 90
    values = json.loads(ran(old, new, "--json").output)
    assert values["totals"]["tokens"] == {"old": 3, "new": 6}
    assert values["changes"]["UPOS"][0]["count"] == 1


def test_the_changelog_of_a_release() -> None:
    changed = good()
    changed.documents.append(document("more", RAIN, title="Дождь"))
    changed.token("Папа", upos="PROPN")
    found = difference(versions(good().documents), versions(changed.documents))
    assert as_changelog(found) == (
        "## [unreleased]\n\n"
        "### Added\n\n"
        "- 1 document: `more` (Дождь).\n"
        "- 1 sentence, 3 tokens.\n\n"
        "### Changed\n\n"
        "- Parts of speech: 1 (NOUN → PROPN 1).\n"
    )


def test_long_lists_are_cut_in_the_table() -> None:
    found = Difference()
    for number in range(20):
        found.add("lemma", f"{'а' * 99}{number}", "s", "т" * 200)
    lines = as_text(found).splitlines()
    assert max(map(len, lines)) <= 90
    assert lines[-1] == "     14  others (14 kinds; --json lists them)"


def test_corpora_tell_what_made_them(tmp_path: Path) -> None:
    for name in ("old", "new"):
        good().write(tmp_path / name)
    manifest = json.loads((tmp_path / "new" / "manifest.json").read_text(encoding="utf-8"))
    manifest["corpus"]["version"] = "2.0.0"
    (tmp_path / "new" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = compare(tmp_path / "old", tmp_path / "new")
    assert found.equal
    assert "version: 1.0.0 → 2.0.0" in as_text(found)
    assert as_changelog(found).startswith("## [2.0.0] - unreleased")


def test_files_are_compared_with_a_corpus(tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    assert compare(tmp_path / "corpus", tmp_path / "corpus" / "conllu").equal


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_what_cannot_be_compared_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RukazError, match="nothing to compare"):
        compare(tmp_path / name, tmp_path / name)


def test_a_document_in_two_places_is_an_error(tmp_path: Path) -> None:
    twice = written(tmp_path / "x.conllu", document("a", RAIN), document("b", RAIN), document("a", RAIN))
    with pytest.raises(RukazError, match="two places"):
        compare(twice, twice)


def test_two_files_of_others_are_one_document_whatever_their_names(tmp_path: Path) -> None:
    text = FOREIGN.replace("# newdoc id = notes/1\n", "")
    (tmp_path / "old.conllu").write_text(text, encoding="utf-8")
    (tmp_path / "new.conllu").write_text(text.replace("\tVERB\tVB\t", "\tAUX\tVB\t"), encoding="utf-8")
    found = compare(tmp_path / "old.conllu", tmp_path / "new.conllu")
    assert {layer: list(changes) for layer, changes in found.changes.items()} == {"UPOS": ["VERB → AUX"]}
