"""The site as files: what is in it, the same bytes each time, and nothing of anybody else's overwritten."""

from __future__ import annotations

import base64
import json
import re
import shutil
import sys
from array import array
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rukaz.cli import main
from rukaz.conllu.files import sentence_to_conllu
from rukaz.errors import RukazError
from rukaz.explore import data_files
from rukaz.explore.column_encoding import encode_column
from rukaz.explore.site import write_site
from rukaz.export.manifest import read_manifest, write_manifest
from rukaz.records import SPLITS, Block, Document, Sentence
from tests.broken.corpora import Draft, good
from tests.export.strategies import sentences
from tests.files import write_parquet, write_split
from tests.trees import document

if TYPE_CHECKING:
    from tests.explore.conftest import Open

CORPUS = Path(__file__).parents[2] / "corpus"
ASSETS = Path(data_files.__file__).parent / "assets"
RANGES = st.sampled_from([(0, 0), (0, 255), (0, 2**16), (0, 2**32 - 1), (-128, 127), (-(2**31), 2**31 - 1)])


def data(site: Path, name: str) -> Any:
    """The value that a data file hands over."""
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix(f'rukaz.corpus.receive("{name}",').removesuffix(");\n"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of three documents, one in each split."""
    folder = tmp_path_factory.mktemp("small") / "corpus"
    good().write(folder)
    return folder


def changed(small: Path, draft: Draft, folder: Path) -> Path:
    """A corpus like ``small`` with the documents of ``draft``."""
    for split in SPLITS:
        write_parquet(folder, split, [pair for pair in draft.documents if pair[0].split == split])
    write_manifest(folder, read_manifest(small))
    return folder


# -- columns --


@given(st.data())
def test_a_column_holds_its_numbers_in_the_narrowest_type(drawn: st.DataObject) -> None:
    least, most = drawn.draw(RANGES)
    values = drawn.draw(st.lists(st.integers(least, most), max_size=20))
    column = encode_column(values)
    if isinstance(column, str):
        numbers = array(column[0], base64.b64decode(column[1:]))
        if sys.byteorder == "big":
            numbers.byteswap()
        assert list(numbers) == values
    else:
        assert values in ([column] * len(values), [])


# -- files --


def test_the_same_corpus_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_site(small, tmp_path / "one")
    write_site(small, tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert not (tmp_path / ".rukaz").exists() or not list((tmp_path / ".rukaz").rglob("*.js"))


def test_the_facts_are_those_of_the_manifest(
    site: Path, documents: dict[str, tuple[Document, list[Sentence]]]
) -> None:
    meta, manifest = data(site, "meta"), read_manifest(CORPUS)
    overview, counts = meta["overview"], meta["counts"]
    totals = {unit: sum(split[unit] for split in manifest["splits"].values()) for unit in counts}
    assert counts == totals
    assert sum(times for _, times in overview["upos"]) == counts["tokens"]
    assert sum(times for _, times in overview["deprel"]) == counts["tokens"]
    assert sum(length * times for length, times in overview["lengths"]) == counts["tokens"]
    assert sum(sum(row[1:]) for row in overview["entities_by_document"]) == counts["entities"]
    assert sum(role["sentences"] for role in overview["roles"].values()) == counts["sentences"]
    assert [entry["id"] for entry in meta["documents"]] == list(documents)
    assert meta["figures"] == manifest["figures"]
    assert meta["card"].lstrip("<!-").strip() and not meta["card"].startswith("---")


def test_documents_stay_together_and_fill_several_files(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rukaz.explore.site.TOKENS_PER_CHUNK", 1)
    write_site(small, tmp_path / "site")
    meta = data(tmp_path / "site", "meta")
    assert [entry["chunk"] for entry in meta["documents"]] == [0, 1, 2]
    assert [chunk["tokens"] for chunk in meta["chunks"]] == [entry["tokens"] for entry in meta["documents"]]


def test_the_page_names_every_asset_and_no_other_address() -> None:
    page = (ASSETS / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="(?!#|data:)([^"]*)"', page)
    assert sorted(named) == sorted(
        f"assets/{path.relative_to(ASSETS).as_posix()}" for path in ASSETS.rglob("*.[cj]s*")
    )
    for path in ASSETS.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        asking = "" if path.name == "review_server.js" else "fetch|"  # of the server that the page is from
        assert not re.search(rf"\b({asking}XMLHttpRequest|innerHTML|eval|import)\s*[(=]", text), path.name


# -- what must not happen --


@pytest.mark.parametrize("name", ["corpus", "file.txt", "folder"])
def test_what_is_no_site_is_not_overwritten(small: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    if name == "corpus":
        shutil.copytree(small, out)
    elif name == "folder":
        out.mkdir()
        (out / "thesis.doc").write_text("years of work", encoding="utf-8")
    else:
        out.write_text("a file", encoding="utf-8")
    with pytest.raises(RukazError, match="not overwritten"):
        write_site(small, out)
    assert out.exists()


def test_a_former_site_is_replaced_whole(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    monkeypatch.setattr("rukaz.explore.site.TOKENS_PER_CHUNK", 1)
    write_site(small, out)
    monkeypatch.undo()
    write_site(small, out)
    write_site(small, tmp_path / "new")
    assert files(out) == files(tmp_path / "new")


FOREIGN = [".git/config", "CNAME", "thesis/chapter.html", "data/mine.js"]


def test_what_lies_beside_a_site_stays(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(small, out)
    for name in FOREIGN:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("years of work", encoding="utf-8")
    (out / "link").symlink_to(tmp_path)
    before = files(out)
    write_site(small, out)
    assert files(out) == before
    assert (out / "link").is_symlink()


@pytest.mark.parametrize("name", ["index.html", "assets/app.js", "data/meta.js"])
def test_a_page_that_was_changed_by_hand_is_not_replaced(name: str, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(small, out)
    (out / name).write_text("with a counter of visits", encoding="utf-8")
    with pytest.raises(RukazError, match=f"changed by hand: {name}"):
        write_site(small, out)
    assert (out / name).read_text(encoding="utf-8") == "with a counter of visits"


def test_a_link_in_the_place_of_a_file_of_the_site(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(small, out)
    (tmp_path / "page.html").write_text("mine", encoding="utf-8")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(tmp_path / "page.html")
    with pytest.raises(RukazError, match="symbolic link"):
        write_site(small, out)
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("names", [{"CNAME": []}, {"../mine": ["0" * 64]}, {"/etc/passwd": ["0" * 64]}, 7])
def test_a_forged_listing_lets_nothing_be_removed(names: object, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    for path in (out / "CNAME", tmp_path / "mine"):
        path.write_text("mine", encoding="utf-8")
    (out / "site.json").write_text(json.dumps({"format": "rukaz-site", "files": names}), encoding="utf-8")
    with pytest.raises(RukazError, match="not overwritten"):
        write_site(small, out)
    assert {path.read_text(encoding="utf-8") for path in (out / "CNAME", tmp_path / "mine")} == {"mine"}


@pytest.mark.parametrize("moves", [0, 1, 20])
def test_a_run_that_was_stopped_is_finished_by_the_next(
    moves: int, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    write_site(small, out)
    draft = good()
    draft.token("раму", upos="PROPN")
    other = changed(small, draft, tmp_path / "other")
    rename, left = Path.replace, iter(range(moves))

    def stop(path: Path, target: Path) -> Path:
        if path.suffix != ".part" and next(left, None) is None:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_site(other, out)
    monkeypatch.undo()
    write_site(other, out)
    write_site(other, tmp_path / "new")
    assert files(out) == files(tmp_path / "new")


def test_a_sentence_in_another_place_than_its_id_says(small: Path, tmp_path: Path) -> None:
    draft = good()
    draft.sentence("раму", sent_id="news-p1-c9")
    with pytest.raises(RukazError, match="does not say where it starts"):
        write_site(changed(small, draft, tmp_path / "corpus"), tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_no_corpus_there(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["explore", str(tmp_path / "corpus")])
    assert (ran.exit_code, "Traceback" in ran.output) == (2, False)


def test_the_command_says_where_the_page_is(small: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["explore", str(small), "--out", str(tmp_path / "site")])
    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith(str(tmp_path / "site" / "index.html"))
    assert (tmp_path / "site" / "index.html").is_file()


# -- automatic and reviewed --


def test_the_automatic_annotation_is_told_where_it_differs(small: Path, tmp_path: Path) -> None:
    draft = good()
    draft.token("раму", upos="PROPN")
    automatic = changed(small, draft, tmp_path / "automatic")
    write_site(small, tmp_path / "site", automatic=automatic)
    chunk = data(tmp_path / "site", "chunk-000")
    assert len(chunk["automatic"]["sentence"]) == 1
    assert data(tmp_path / "site", "meta")["compared"] is True


def test_an_automatic_corpus_of_other_texts(small: Path, tmp_path: Path) -> None:
    other = changed(small, Draft([document("other", "Да/PART/0:root")]), tmp_path / "other")
    with pytest.raises(RukazError, match="does not have the same documents"):
        write_site(small, tmp_path / "site", automatic=other)


# -- nothing is lost on the way into the browser --


def placed(number: int, sentence: Sentence) -> tuple[Document, list[Sentence]]:
    """A document of one sentence, in which the sentence is where its id says."""
    doc_id = f"d{number}-p1-c2"
    block = Block(sentence.block, sentence.role, sentence.start, sentence.end)
    text = " " * 10
    moved = replace(sentence, doc_id=doc_id, sent_id=f"{doc_id}-p{sentence.block}-c0")
    return Document(doc_id, f"{doc_id}.txt", "0" * 64, text, "train", (block,)), [moved]


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=st.lists(sentences(), min_size=8, max_size=16))
def test_a_sentence_comes_back_letter_for_letter(
    found: list[Sentence], small: Path, open_page: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    written = [placed(number, sentence) for number, sentence in enumerate(found)]
    write_split(folder / "corpus", "train", written)
    counts = {"train": {"documents": len(found), "sentences": len(found), "tokens": 0, "entities": 0}}
    write_manifest(folder / "corpus", {**read_manifest(small), "splits": counts})
    site = write_site(folder / "corpus", folder / "site")
    page = open_page(site.page.parent, "#/search")
    shown = page.evaluate(
        """async () => {
            const numbers = Array.from({ length: rukaz.corpus.meta.counts.sentences }, (_, n) => n);
            return Promise.all(numbers.map(async (n) => {
                const { id, text, conllu, entities } = await rukaz.corpus.sentence(n);
                return [await rukaz.corpus.number(id) === n, text, conllu, entities.map((one) => one.text)];
            }));
        }"""
    )
    for (_, (sentence,)), told in zip(written, shown, strict=True):
        texts = [entity.text for entity in sentence.entities]
        assert told == [True, sentence.text, sentence_to_conllu(sentence), texts]
