"""Gold and silver kept apart from the test files."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.conllu.training_sentences import TrainingSentence, normal_sentence, read_trees, write_trees
from rukaz.train.treebanks import BLOCK, SOURCES, TESTS, convert_silver, read_gold
from tests.train.tiny_trees import tree


def sentence(first: str) -> TrainingSentence:
    return tree(f"{first}/ADV/2:advmod не/PART/0:root спит/VERB/2:xcomp ./PUNCT/2:punct")


@pytest.fixture
def treebanks(tmp_path: Path) -> Path:
    for name in TESTS:
        write_trees(tmp_path / name, [sentence("Лента")])
    for name, *_ in SOURCES:
        trees = [sentence("Лента"), *(sentence(f"{name[3:6]}{n}") for n in range(6 * BLOCK))]
        write_trees(tmp_path / name, trees)
    return tmp_path


def test_no_test_sentence_and_no_held_out_sentence_is_trained_on(treebanks: Path) -> None:
    gold = read_gold(treebanks)
    trained = {normal_sentence(words) for words in gold.train}
    assert trained.isdisjoint(normal_sentence(words) for words in gold.dev)
    assert normal_sentence(sentence("лента")) not in trained
    assert sum(n for rule, n in gold.counts.items() if rule.endswith("also in a test file")) == len(SOURCES)


def test_gold_is_converted(treebanks: Path) -> None:
    gsd = [words for words in read_gold(treebanks).train if words[0].form.startswith("gsd")]
    assert gsd
    assert all(words[1].feats == {"Polarity": "Neg"} for words in gsd)


@pytest.mark.train
def test_silver_is_converted_once_and_without_sentences_of_the_treebanks(treebanks: Path) -> None:
    raw, shards = treebanks / "raw", treebanks / "silver"
    raw.mkdir()
    write_trees(raw / "silver-0000.conllu", [sentence("Лента"), sentence("Город")])
    counts = convert_silver(raw, shards, treebanks)
    (words,) = read_trees(shards / "silver-0000.conllu")
    assert (words[0].form, words[1].feats) == ("Город", {"Polarity": "Neg"})
    assert (counts["words"], counts["sentences also in a treebank"]) == (4, 1)
    assert not convert_silver(raw, shards, treebanks)
