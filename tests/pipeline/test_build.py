"""The whole way, with the real models: same bytes whatever the circumstances, nothing lost, one message."""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset

from rukaz.check.registry import check_corpus
from rukaz.errors import RukazError
from rukaz.executor.work import Execution
from rukaz.export.manifest import Manifest, digest_tree
from rukaz.ingest.sources import InputOptions
from rukaz.ingest.splits import parse_splitting
from rukaz.pipeline import plan
from rukaz.pipeline.build import Options, build
from rukaz.pipeline.build_summary import summary
from rukaz.workspace import workspace

GOLDEN_SEEDS = Path(__file__).parents[1] / "golden" / "seeds"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN_SEEDS, tmp_path / "texts"))


def built(texts: Path, corpus: Path, **options: Any) -> Manifest:
    return build(texts, corpus, Options(**options), say=lambda _message: None)


@pytest.fixture
def tiny_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shard for every text or two."""
    monkeypatch.setattr(plan, "SMALLEST_SHARD", 128)
    monkeypatch.setattr(plan, "LARGEST_SHARD", 128)


@pytest.mark.usefixtures("tiny_shards")
@pytest.mark.parametrize(
    "execution",
    [Execution(threads=1), Execution(threads=2), Execution(workers=2)],
    ids=["one thread", "two", "workers"],
)
def test_the_execution_does_not_change_the_bytes(texts: Path, tmp_path: Path, execution: Execution) -> None:
    built(texts, tmp_path / "plain")
    built(texts, tmp_path / "other", execution=execution)
    assert digest_tree(tmp_path / "plain") == digest_tree(tmp_path / "other")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def layers(corpus: Path) -> set[Path]:
    return set(workspace(corpus).cache.iterdir())


def seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_a_build_leaves_the_texts_alone(texts: Path, tmp_path: Path) -> None:
    before = digest_tree(texts)
    built(texts, tmp_path / "corpus")
    assert digest_tree(texts) == before


def test_all_characters_are_accounted_for(texts: Path, tmp_path: Path) -> None:
    stages = built(texts, tmp_path / "corpus")["stages"]
    for stage, units in stages.items():
        for unit, account in units.items():
            assert account["in"] == account["out"] + account["left_out"] + account["quarantined"], (
                stage,
                unit,
            )


def test_a_changed_text_changes_only_its_document(texts: Path, tmp_path: Path) -> None:
    built(texts, tmp_path / "corpus")
    train = tmp_path / "corpus" / "conllu" / "ru_golden-ud-train.conllu"
    before = train.read_bytes()
    with (texts / "interview.txt").open("a", encoding="utf-8") as file:
        file.write("\n– До свидания.\n")
    built(texts, tmp_path / "corpus")
    assert train.read_bytes() == before


def test_of_many_texts_only_the_changed_one_is_annotated(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for number in range(30):
        write(tmp_path / "texts" / f"{number}.txt", f"Сообщение номер {number}.")
    corpus = tmp_path / "corpus"
    built(tmp_path / "texts", corpus)
    before = layers(corpus)
    write(tmp_path / "texts" / "7.txt", "Сообщение изменилось.")
    built(tmp_path / "texts", corpus)
    assert len(layers(corpus) - before) == 1


@pytest.mark.usefixtures("tiny_shards")
def test_a_corpus_of_several_shards_passes_its_checks_and_loads(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for number in range(5):
        write(tmp_path / "texts" / f"{number}.txt", f"Сообщение номер {number} пришло из Астаны.")
    manifest = built(tmp_path / "texts", tmp_path / "corpus")
    shards = sorted(path.name for path in (tmp_path / "corpus" / "sentences").iterdir())
    assert shards == [f"train-0000{number}-of-00003.parquet" for number in range(3)]
    files = sorted(path.name for path in (tmp_path / "corpus" / "conllu").iterdir())
    assert files == [f"ru_texts-ud-train-{letter}.conllu" for letter in "abc"]
    assert check_corpus(tmp_path / "corpus") == []
    loaded = load_dataset(str(tmp_path / "corpus"), cache_dir=str(tmp_path / "cache"))
    assert loaded["train"].num_rows == manifest["splits"]["train"]["sentences"]


def test_nothing_changed_is_said_at_once(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    manifest = built(texts, corpus)
    began = seconds_of_children()
    program = (
        "import sys; from pathlib import Path; from rukaz.pipeline.build import build;"
        "manifest = build(*map(Path, sys.argv[1:]));"
        "print(manifest['automatic_layer'], bool({'torch', 'stanza', 'datasets'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(texts), str(corpus)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "nothing has changed" in output
    assert f"{manifest['automatic_layer']} False" in output
    assert seconds_of_children() - began < 2


def test_a_damaged_corpus_is_built_again_when_its_edits_are_discarded(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    built(texts, corpus)
    whole = digest_tree(corpus)
    next(corpus.glob("tokens/*.parquet")).write_bytes(b"damaged")
    with pytest.raises(RukazError, match="changed by hand"):
        built(texts, corpus)
    built(texts, corpus, discard_edits=True)
    assert digest_tree(corpus) == whole


def test_a_failed_build_leaves_the_old_corpus(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    built(texts, corpus)
    before = digest_tree(corpus)
    (texts / "sources.toml").write_text("[corpus]\ncolour = 1\n", encoding="utf-8")
    with pytest.raises(RukazError, match="colour"):
        built(texts, corpus)
    assert digest_tree(corpus) == before


def test_a_corpus_is_not_replaced_by_one_without_texts(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    built(texts, corpus)
    before = digest_tree(corpus)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "a.txt").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(RukazError, match="the corpus stays as it was"):
        built(tmp_path / "damaged", corpus)
    assert digest_tree(corpus) == before
    with pytest.raises(RukazError, match="there is no corpus"):
        built(tmp_path / "damaged", tmp_path / "new")
    assert not (tmp_path / "new").exists()


CARDS = {
    "no such file": ("", r"'card\.md', does not exist"),
    "a header cut off": ("---\nlicense: mit\n", "card template cannot be read: the header has no end"),
    "no Jinja2": ("# {{ corpus.title\n", "error in the card template"),
}


@pytest.mark.parametrize("card", CARDS)
def test_a_wrong_card_is_told_before_anything_is_annotated(card: str, texts: Path, tmp_path: Path) -> None:
    content, message = CARDS[card]
    listing = (texts / "sources.toml").read_text(encoding="utf-8")
    write(texts / "sources.toml", listing.replace("[corpus]", '[corpus]\ncard = "card.md"', 1))
    if content:
        write(texts / "card.md", content)
    with pytest.raises(RukazError, match=message):
        built(texts, tmp_path / "corpus")
    assert not (tmp_path / ".rukaz").exists()


def test_what_is_not_read_is_said_and_a_corpus_among_the_texts_is_not_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Шёл дождь.")
    for name in ("b.xlsx", "c.xlsx", "d"):
        write(tmp_path / name, "")
    manifest = built(tmp_path, tmp_path / "corpus")
    assert manifest["not_read"] == {".xlsx": 2, "": 1}
    assert re.search(r"^\.txt +plain text +1 +1 +0$", summary(manifest), re.MULTILINE)
    assert re.search(r"^\.xlsx +not read.* 2 +0 +0$", summary(manifest), re.MULTILINE)
    assert built(tmp_path, tmp_path / "corpus") == manifest


def test_what_has_the_name_of_something_else_is_said(tmp_path: Path) -> None:
    """README.md, files whose names begin with a point, and what is in ``reviewed`` but no review."""
    texts = tmp_path / "texts"
    for name in (".x/a.txt", "reviewed/рец.txt", ".b.txt", ".git/config", "._a.txt", "README.md"):
        (texts / name).parent.mkdir(parents=True, exist_ok=True)
        write(texts / name, "Кот спит.")
    with pytest.raises(RukazError, match="no file in this folder") as caught:
        built(texts, tmp_path / "corpus")
    assert "README.md (for people), reviewed/ (for reviews)" in caught.value.hint
    write(texts / "a.txt", "Шёл дождь.")
    manifest = built(texts, tmp_path / "corpus")
    assert manifest["set_aside"] == {"README.md": 1, "reviewed/": 1, "hidden": 2}
    assert re.search(r"^reviewed/ +not read: for reviews +1 +0 +0$", summary(manifest), re.MULTILINE)


def test_a_question_and_its_answer_on_one_line_are_sentences_of_their_own(tmp_path: Path) -> None:
    turns = ("Море или горы? — Море.", "Кошка или собака? — Собака.", "Лето или зима? — Зима.")
    (texts := tmp_path / "texts").mkdir()
    write(texts / "blitz.txt", "\n\n".join(("Блиц", *turns)))
    built(texts, tmp_path / "corpus")
    assert not check_corpus(tmp_path / "corpus")
    (parsed,) = load_dataset(str(tmp_path / "corpus"), "sentences").values()
    found = [(row["sent_id"], row["text"]) for row in parsed]
    assert found[1:3] == [("blitz-p2A-c0", "Море или горы?"), ("blitz-p2-c0", "— Море.")]


def test_documents_and_splits_without_a_sentence_are_said(tmp_path: Path) -> None:
    """Of copies one is annotated, that of the test data if there is one."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(10, 22):
        write(texts / f"{number}.txt", " ".join(f"Слово {word} стоит здесь." for word in "абвгдежз"))
    inputs = InputOptions(splitting=parse_splitting("20/40/40", None))
    manifest = built(texts, tmp_path / "corpus", inputs=inputs)
    assert manifest["splits"]["test"]["sentences"] and len(manifest["not_annotated"]) == 11
    told = summary(manifest)
    assert "nothing is annotated in 11 documents: 10, " in told and " and 6 more" in told
    empty = [split for split, counts in manifest["splits"].items() if not counts["sentences"]]
    assert empty
    card = (tmp_path / "corpus" / "README.md").read_text(encoding="utf-8")
    assert all(f"{split} has no sentence" in text for split in empty for text in (told, card))


def test_a_text_of_the_user_among_the_reviews_is_told_where_it_belongs(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Шёл дождь.")
    (tmp_path / "reviewed").mkdir()
    write(tmp_path / "reviewed" / "dom.conllu", "# text = Дом\n1\tДом\tдом\tNOUN\t_\t_\t0\troot\t_\t_\n\n")
    with pytest.raises(RukazError, match="no document 'dom' of which") as caught:
        built(tmp_path, tmp_path / "corpus")
    assert "The folder reviewed holds reviews" in caught.value.hint
    assert "The documents are: a." in caught.value.hint


def test_a_command_in_the_summary_can_be_copied_whole(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Шёл дождь.")
    manifest = built(tmp_path, tmp_path / "corpus")
    for length in range(1, 80):
        row = {"reason": 'type: pip install ".[formats]"', "file": f"{'b' * length}.pdf"}
        assert 'pip install ".[formats]"' in summary({**manifest, "quarantine": [row]})


def test_the_summary_names_the_first_of_many_with_one_fault(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Шёл дождь.")
    manifest = built(tmp_path, tmp_path / "corpus")
    rows = [{"reason": "the file is empty", "file": name} for name in ("b.txt", "c.txt")]
    assert "  b.txt and 1 more: the file is empty" in summary({**manifest, "quarantine": rows})


def test_names_and_titles_as_a_mac_writes_them_make_a_valid_corpus(tmp_path: Path) -> None:
    decomposed = "краи\u0306"
    write(tmp_path / f"{decomposed}.txt", f"Мои\u0306 {decomposed}.")
    write(
        tmp_path / "sources.toml", f'[[text]]\nid = "a"\nfile = "{decomposed}.txt"\ntitle = "{decomposed}"\n'
    )
    manifest = built(tmp_path, tmp_path / "corpus")
    assert manifest["quarantine"] == []
    assert "край.txt" in manifest["inputs"]


def test_nothing_local_in_the_manifest(texts: Path, tmp_path: Path) -> None:
    manifest = json.dumps(built(texts, tmp_path / "corpus"))
    assert str(tmp_path) not in manifest


def test_no_text_at_all(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(RukazError):
        built(tmp_path / "texts", tmp_path / "corpus")
