"""The query language over Parquet gives the answers that other code gives, and the explorer in a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rukaz
from rukaz.errors import RukazError
from rukaz.query.parser import parse
from rukaz.query.syntax import QueryError
from tests.explore.counting import EXAMPLES, MORE, Tree, trees

CORPUS = Path(__file__).parents[2] / "corpus"
TABLE = json.loads(Path(__file__).with_name("queries.json").read_text(encoding="utf-8"))
"""What ``tests/explore/test_query.py`` asks the engine of the explorer too."""


@pytest.fixture(scope="module")
def corpus_trees() -> list[Tree]:
    return trees(CORPUS)


@pytest.mark.parametrize("query", [*EXAMPLES, *MORE])
def test_a_query_finds_what_other_code_finds(query: str, corpus_trees: list[Tree]) -> None:
    in_each = [{**EXAMPLES, **MORE}[query](tree) for tree in corpus_trees]
    with rukaz.search(CORPUS, query) as found:
        assert (found.count, found.sentences) == (sum(in_each), sum(number > 0 for number in in_each))


@pytest.mark.parametrize("query", TABLE["mistakes"])
def test_a_mistake_is_told_with_its_place(query: str) -> None:
    message, position = TABLE["mistakes"][query]
    if message == "this is no regular expression":  # which only the database knows
        with pytest.raises(RukazError, match=f"{message}(.|\n)*\n {{{position + 2}}}\\^$"):
            rukaz.search(CORPUS, query)
        return
    with pytest.raises(QueryError) as told:
        parse(query)
    assert (told.value.what[: len(message)], told.value.position) == (message, position)


def test_a_mistake_is_shown_with_what_may_have_been_meant() -> None:
    with pytest.raises(RukazError) as told:
        rukaz.search(CORPUS, "[upos=ADJ] [cat=NOUN]")
    assert str(told.value).splitlines()[-3:] == [
        "  [upos=ADJ] [cat=NOUN]",
        "              ^",
        "  Perhaps: [upos=ADJ] [upos=NOUN]",
    ]


def test_any_words_between_two(corpus_trees: list[Tree]) -> None:
    """As CQL has it: ``[]{0,2}``."""
    expected = sum(
        (one.upos, two.upos) == ("ADJ", "NOUN") and 1 <= two.id - one.id <= 3
        for tree in corpus_trees
        for one in tree.words
        for two in tree.words
    )
    with rukaz.search(CORPUS, '[tag="ADJ"] []{0,2} [word!="" & upos="NOUN"] within <s/>') as found:
        assert found.count == expected
