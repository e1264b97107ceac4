"""Trees given as lists of heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.tree import Tree

CYCLES = {
    "a tree": ([2, 0, 2, 3], []),
    "a word that is its own head": ([0, 2], [2]),
    "a cycle and what hangs on it": ([2, 3, 2, 0], [1, 2, 3]),
    "two roots": ([0, 0], []),
}

MARKS = {
    "between clauses, on the second one": ([0, 3, 1], 2, False),
    "attached over a word of another head": ([3, 0, 2], 1, True),
    "inside an arc that is not above it": ([3, 4, 0, 3], 2, True),
    "inside the arc of the word it belongs to": ([3, 1, 0], 2, False),
}


@pytest.mark.parametrize(("heads", "lost"), CYCLES.values(), ids=CYCLES)
def test_cyclic_tokens(heads: list[int], lost: list[int]) -> None:
    assert Tree(heads).cyclic_words() == lost


@pytest.mark.parametrize(("heads", "mark", "crossing"), MARKS.values(), ids=MARKS)
def test_crosses(heads: list[int], mark: int, crossing: bool) -> None:
    assert Tree(heads).crosses(mark) is crossing


@given(st.integers(1, 8).flatmap(lambda n: st.lists(st.integers(0, n), min_size=n, max_size=n)))
def test_a_word_is_in_a_cycle_or_below_a_root(heads: list[int]) -> None:
    for token in range(1, len(heads) + 1):
        top = [token, *Tree(heads).ancestors(token)][-1]
        assert (token in Tree(heads).cyclic_words()) == (heads[top - 1] != 0)
