"""Without texts and joined again: nothing is told, everything comes back."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from datasets import load_dataset

from rukaz.check.registry import check_corpus
from rukaz.cli.join import join as command
from rukaz.errors import RukazError
from rukaz.export.card import table
from rukaz.export.manifest import digest_tree, read_manifest, write_manifest
from rukaz.hub.cards import read_card
from rukaz.hub.join import join
from rukaz.hub.without_texts import KEY, write_without_texts
from rukaz.records import Document
from tests.broken.corpora import good, seal

ROOT = Path(__file__).parents[2]
FIGURE: dict[str, Any] = {
    "title": "Errors",
    "columns": ["layer", "example"],
    "rows": [["UPOS", "[Папа] отдал 10 000 рублей"]],
    "note": "",
}


def encoded(document: Document) -> bytes:
    """The file of a text: one of them is not UTF-8."""
    return document.text.encode("mac_cyrillic" if document.doc_id == "letter" else "utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, its texts under other names, and the copy without texts."""
    folder = tmp_path_factory.mktemp("share")
    (folder / "texts" / "deep").mkdir(parents=True)
    draft = good()
    for number, (document, _) in enumerate(good().documents):
        data = encoded(document)
        (folder / "texts" / "deep" / f"{number}").write_bytes(data)
        draft.document(document.doc_id, sha256=hashlib.sha256(data).hexdigest())
    draft.write(folder / "corpus")
    (folder / "copy").mkdir()
    write_without_texts(folder / "corpus", folder / "copy")
    return folder


def strings(value: object) -> list[str]:
    """All strings in rows of Parquet, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [found for item in value for found in strings(item)] if isinstance(value, list) else []


def words_of(documents: list[Document]) -> set[str]:
    return {word for one in documents for word in re.findall(r"[а-яё]{4,}", one.text.casefold())}


def test_no_file_says_a_word_of_the_texts(desk: Path) -> None:
    words = words_of([one for one, _ in good().documents])
    assert len(words) > 15
    for path in sorted((desk / "copy").rglob("*.*")):
        if path.suffix == ".parquet":
            said = " ".join(strings(pq.read_table(path).to_pylist()))
        else:
            said = path.read_text(encoding="utf-8").partition("<!-- end -->")[2] or path.read_text(
                encoding="utf-8"
            )
        assert {word for word in re.findall(r"[а-яё]+", said.casefold()) if word in words} == set(), path.name


def test_data_come_back_byte_for_byte(desk: Path, tmp_path: Path) -> None:
    join(desk / "copy", desk / "texts", tmp_path / "joined")
    assert digests_of_data(tmp_path / "joined") == digests_of_data(desk / "corpus")
    assert read_card(tmp_path / "joined") == read_card(desk / "corpus")
    assert check_corpus(tmp_path / "joined") == []


def test_the_released_corpus_comes_back(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    told = write_without_texts(ROOT / "corpus", tmp_path / "copy")
    assert told.added < 0.06 * told.characters
    result = CliRunner().invoke(
        command, [str(tmp_path / "copy"), str(ROOT / "seeds"), "--corpus", str(tmp_path / "joined")]
    )
    assert result.exit_code == 0
    assert digests_of_data(tmp_path / "joined") == digests_of_data(ROOT / "corpus")


def digests_of_data(corpus: Path) -> dict[str, str]:
    described = ("README.md", "croissant.json")
    return {name: digest for name, digest in digest_tree(corpus).items() if name not in described}


def test_datasets_loads_the_copy(desk: Path, tmp_path: Path) -> None:
    loaded = load_dataset(str(desk / "copy"), "sentences", cache_dir=str(tmp_path))
    row = loaded["train"][0]
    assert set(row["tokens"]) == {"_"}
    assert row["lemmas"][:2] == ["l", ".0-2:0:ть"]
    assert row["deprel"][0] == "nsubj"


def test_examples_of_the_card_are_left_out(tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    add_to_card(tmp_path / "corpus", table(FIGURE["columns"], FIGURE["rows"]), [FIGURE])
    (tmp_path / "copy").mkdir()
    write_without_texts(tmp_path / "corpus", tmp_path / "copy")
    assert read_manifest(tmp_path / "copy")["figures"] == []
    card = (tmp_path / "copy" / "README.md").read_text(encoding="utf-8")
    assert "рублей" not in card
    assert "holds no texts" in card


@pytest.mark.parametrize(
    ("said", "refused"),
    [("Как мы писали: папа отдал 10 000 рублей!", True), ("Папа отдал многие тысячи рублей.", False)],
)
def test_a_card_that_quotes_is_refused(said: str, refused: bool, tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    add_to_card(tmp_path / "corpus", said, [])
    (tmp_path / "copy").mkdir()
    if not refused:
        write_without_texts(tmp_path / "corpus", tmp_path / "copy")
        return
    with pytest.raises(RukazError, match="папа отдал 10 000 рублей") as caught:
        write_without_texts(tmp_path / "corpus", tmp_path / "copy")
    assert caught.value.where == "README.md"


def test_a_column_that_quotes_is_refused(tmp_path: Path) -> None:
    draft = good()
    draft.sentences(lambda one: replace(one, tokens=tuple(replace(t, xpos=t.form) for t in one.tokens)))
    draft.write(tmp_path / "corpus")
    (tmp_path / "copy").mkdir()
    with pytest.raises(RukazError, match="папа отдал 10 000 рублей") as caught:
        write_without_texts(tmp_path / "corpus", tmp_path / "copy")
    assert caught.value.where == "news-p1-c16"


def add_to_card(corpus: Path, text: str, figures: list[dict[str, Any]]) -> None:
    seal(corpus)
    with (corpus / "README.md").open("a", encoding="utf-8") as card:
        card.write(f"\n{text}\n")
    write_manifest(corpus, {**read_manifest(corpus), "figures": figures, "outputs": digest_tree(corpus)})


# -- what cannot be joined --


def test_a_text_that_is_missing_is_named(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(RukazError, match=r"news\.txt of news is not here") as caught:
        join(desk / "copy", tmp_path / "texts", tmp_path / "joined")
    assert "SHA-256" in caught.value.hint
    assert not (tmp_path / "joined").exists()


def test_a_corpus_with_texts_is_not_joined(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="has its texts"):
        join(desk / "corpus", desk / "texts", tmp_path / "joined")


def test_a_manifest_that_says_nothing_of_the_texts(desk: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(desk / "copy", tmp_path / "copy"))
    write_manifest(copy, {**read_manifest(copy), KEY: None})
    with pytest.raises(RukazError, match="has its texts"):
        join(copy, desk / "texts", tmp_path / "joined")


def test_a_copy_of_a_copy_is_not_made(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="has no texts"):
        write_without_texts(desk / "copy", tmp_path)


def test_a_changed_copy_is_found(desk: Path, tmp_path: Path) -> None:
    manifest = json.loads((desk / "copy" / "manifest.json").read_text(encoding="utf-8"))
    changed = tmp_path / "copy"
    for path in (desk / "copy").rglob("*.*"):
        target = changed / path.relative_to(desk / "copy")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    name = next(name for name in manifest[KEY]["outputs"] if name.endswith(".conllu"))
    manifest[KEY]["outputs"][name] = "0" * 64
    write_manifest(changed, manifest)
    with pytest.raises(RukazError, match="did not come back"):
        join(changed, desk / "texts", tmp_path / "joined")
    assert not (tmp_path / "joined").exists()
