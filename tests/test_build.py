"""The whole way, with the real models: same bytes whatever the circumstances, nothing lost, one message."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rukaz.automatic import Engine
from rukaz.build import Options, build
from rukaz.errors import RukazError
from rukaz.export.manifest import Manifest, digest_tree

GOLDEN_SEEDS = Path(__file__).parent / "golden" / "seeds"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN_SEEDS, tmp_path / "texts"))


def built(texts: Path, corpus: Path, **options: object) -> Manifest:
    return build(texts, corpus, Options(**options), say=lambda _message: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "engine", [Engine(threads=1), Engine(threads=2), Engine(workers=2)], ids=["one thread", "two", "workers"]
)
def test_the_engine_does_not_change_the_bytes(texts: Path, tmp_path: Path, engine: Engine) -> None:
    built(texts, tmp_path / "plain")
    built(texts, tmp_path / "other", engine=engine)
    assert digest_tree(tmp_path / "plain") == digest_tree(tmp_path / "other")


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


def test_a_failed_build_leaves_the_old_corpus(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    built(texts, corpus)
    before = digest_tree(corpus)
    (texts / "sources.toml").write_text("[corpus]\ncolour = 1\n", encoding="utf-8")
    with pytest.raises(RukazError, match="colour"):
        built(texts, corpus)
    assert digest_tree(corpus) == before


def test_nothing_local_in_the_manifest(texts: Path, tmp_path: Path) -> None:
    manifest = json.dumps(built(texts, tmp_path / "corpus"))
    assert str(tmp_path) not in manifest


def test_no_text_at_all(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(RukazError):
        built(tmp_path / "texts", tmp_path / "corpus")
