"""Reading and writing the trees of training."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.conllu.training_sentences import (
    Word,
    format_tree,
    is_tree,
    normal_sentence,
    read_trees,
    remove_leaf,
    write_trees,
)
from tests.train.tiny_trees import show, tree

WORDS = st.builds(
    Word,
    form=st.text("абвгд-Ё.", min_size=1, max_size=6),
    lemma=st.text("абвгд", min_size=1, max_size=6),
    upos=st.sampled_from(["NOUN", "VERB", "PUNCT"]),
    feats=st.dictionaries(st.sampled_from(["Case", "Number"]), st.sampled_from(["Nom", "Sing"])),
    head=st.integers(0, 9),
    deprel=st.sampled_from(["nsubj", "acl:relcl"]),
    misc=st.dictionaries(st.sampled_from(["NE", "SpaceAfter"]), st.sampled_from(["B-PER", "No"])),
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), max_size=4))
def test_written_trees_read_back(tmp_path_factory: pytest.TempPathFactory, trees: list[list[Word]]) -> None:
    path = tmp_path_factory.getbasetemp() / "trees.conllu"
    assert write_trees(path, trees) == sum(map(len, trees))
    assert list(read_trees(path)) == trees


def test_comments_ranges_and_empty_nodes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    line = format_tree(tree("да/PART/0:root")).rstrip("\n")
    path.write_text(f"# text = да\n1-2\tдада{8 * chr(9)}_\n{line}\n1.1\tx{8 * chr(9)}_\n", encoding="utf-8")
    assert [show(words) for words in read_trees(path)] == ["да/PART/0:root"]


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("а/X/0:root б/X/1:dep", True),
        ("а/X/0:root б/X/0:root", False),
        ("а/X/0:root б/X/3:dep в/X/2:dep", False),
        ("а/X/0:root б/X/7:dep", False),
    ],
)
def test_a_tree_has_one_root_and_no_cycle(line: str, *, whole: bool) -> None:
    assert is_tree(tree(line)) is whole


def test_removing_a_leaf_renumbers_the_heads() -> None:
    words = tree("а/X/3:dep б/X/1:dep в/X/0:root г/X/3:dep")
    remove_leaf(words, 1)
    assert show(words) == "а/X/2:dep в/X/0:root г/X/2:dep"


def test_copies_of_a_sentence_are_recognised_whatever_its_marks() -> None:
    assert normal_sentence(tree("Ещё/ADV/0:root !/PUNCT/1:punct")) == normal_sentence(tree("еще/ADV/0:root"))
