"""Trees as lines of text: every arc can be followed from the drawing back to the head."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rukaz.drawing.tree_lines import tree_lines
from rukaz.records import Sentence, Token


def sentence(heads: list[int]) -> Sentence:
    tokens = [Token(i, f"w{i}", "w", "X", None, head, "dep", 0, 0) for i, head in enumerate(heads, 1)]
    return Sentence("a", "a-1", "1", "body", 0, 0, "", tuple(tokens))


def heads_of(lines: list[str]) -> list[int]:
    """The heads that a drawing shows: each dependent's corner leads along its column to a joint."""
    arcs = [line.partition("w")[0].rstrip() for line in lines]
    heads = [0] * len(arcs)
    for column in range(max(map(len, arcs))):
        signs = [arc[column] if column < len(arc) else " " for arc in arcs]
        group: list[int] = []
        joint = 0
        for word, sign in enumerate(signs, 1):
            if sign in "╭╰├":
                group.append(word)
            if sign in "┾┮┶":
                joint = word
            if sign in "╰┶":  # the last in its column
                for one in group:
                    heads[one - 1] = joint
                group, joint = [], 0
    return heads


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    order = draw(st.permutations(range(1, draw(st.integers(1, 12)) + 1)))
    heads = [0] * len(order)
    for at, word in enumerate(order[1:], 1):
        heads[word - 1] = order[draw(st.integers(0, at - 1))]
    return heads


@given(trees())
def test_the_drawing_shows_each_head(heads: list[int]) -> None:
    assert heads_of(tree_lines(sentence(heads))) == heads


def test_arcs_that_cross() -> None:
    assert tree_lines(sentence([4, 0, 2, 2, 1]), lambda token: token.form) == [
        "   ╭─┮ w1",
        "─┮─┼─┼ w2",
        " ├─┼─┼╼ w3",
        " ╰─┶─┼ w4",
        "     ╰─╼ w5",
    ]


def test_what_is_no_tree_is_drawn_as_far_as_it_is_one() -> None:
    assert tree_lines(sentence([0, 1, 0, 3]), lambda token: token.form) == [
        "─┮ w1",
        " ╰─╼ w2",
        "─┮ w3",
        " ╰─╼ w4",
    ]
    assert tree_lines(sentence([2, 1]), lambda token: token.form) == [" w1", " w2"]
