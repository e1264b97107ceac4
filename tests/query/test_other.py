"""The same words in another corpus of the same texts: what is different there is searched for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import rukaz
from rukaz.cli import main
from rukaz.errors import RukazError
from tests.broken.corpora import good


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus, and another in which three words differ and a sentence has other words."""
    folder = tmp_path_factory.mktemp("two")
    good().write(folder / "new")
    old = good()
    old.token("раму", upos="PROPN", feats="Animacy=Inan|Case=Nom|Gender=Fem|Number=Sing")
    old.token("рублей", head=3)
    old.token("Астану", lemma="астана")
    old.write(folder / "old")
    return folder / "new", folder / "old"


def test_a_corpus_of_other_texts_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    from tests.conftest import ROOT

    with pytest.raises(RukazError, match="no document in common"):
        rukaz.search(ROOT / "corpus", "[upos=NOUN]", other=two[1])


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("pattern { X []; X.upos <> X.other.upos }", ["раму"]),
        ('pattern { X [upos=NOUN]; X.other.upos = "PROPN" }', ["раму"]),
        ("[upos=NOUN, other.upos=PROPN]", ["раму"]),
        ("pattern { X [other.Case=Nom, Case=Acc] }", ["раму"]),
        ("pattern { X []; X.Case <> X.other.Case }", ["раму"]),
        ("pattern { X []; X.lemma <> X.other.lemma }", ["Астану"]),
        ("pattern { X []; X.head <> X.other.head }", ["рублей"]),
        ("pattern { X [other.ner=LOC] }", ["Астану"]),
        ("pattern { V [upos=VERB]; V -[obj]-> X; X.upos <> X.other.upos }", ["мыла"]),
    ],
)
def test_differences_are_found(two: tuple[Path, Path], query: str, forms: list[str]) -> None:
    with rukaz.search(two[0], query, other=two[1]) as found:
        assert [row["form"] for row in found.table("form").to_pylist()] == forms


def test_every_word_has_its_counterpart(two: tuple[Path, Path]) -> None:
    with rukaz.search(two[0], "pattern { X []; X.form = X.other.form }", other=two[1]) as found:
        same = found.count
    with rukaz.search(two[0], "pattern { X [] }") as found:
        assert found.count == same + found.sentences  # the anchors have no counterpart


def test_confusions_are_counted(two: tuple[Path, Path]) -> None:
    query = "pattern { X []; X.upos <> X.other.upos }"
    with rukaz.search(two[0], query, other=two[1]) as found:
        assert found.count_by("X.upos", "X.other.upos").to_pylist() == [
            {"X.upos": "NOUN", "X.other.upos": "PROPN", "count": 1}
        ]
    command = ["search", str(two[0]), query, "--other", str(two[1]), "--count-by", "upos,other.upos"]
    shown = CliRunner().invoke(main, command)
    assert (shown.exit_code, "PROPN" in shown.output) == (0, True)


@pytest.mark.parametrize("asked", ["pattern { X []; X.upos <> X.other.upos }", "[other.upos=X]"])
def test_without_another_corpus(two: tuple[Path, Path], asked: str) -> None:
    with pytest.raises(RukazError, match="no other corpus"):
        rukaz.search(two[0], asked)
    with rukaz.search(two[0], "раму") as found, pytest.raises(RukazError, match="no other corpus"):
        found.count_by("other.upos")


@pytest.mark.parametrize("feature", ["other.doc", "other.colour", "other"])
def test_features_that_the_other_corpus_does_not_have(two: tuple[Path, Path], feature: str) -> None:
    with pytest.raises(RukazError, match="there is no feature"):
        rukaz.search(two[0], f"pattern {{ X []; X.{feature} = X.upos }}", other=two[1])
