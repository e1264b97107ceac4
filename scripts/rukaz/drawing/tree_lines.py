"""A dependency tree as lines of text, one word each, with its arcs to the left.

The way of drawing is that of Udapi's ``write.TextModeTrees`` (Popel, Žabokrtský and Vojtek 2017, "Udapi:
Universal API for Universal Dependencies"): a column for each head, so that arcs may cross.
"""

from __future__ import annotations

from collections.abc import Callable

from rukaz.records import Sentence, Token
from rukaz.tree import Tree, with_tree

_CORNERS = {(False, False): "├", (True, False): "╭", (False, True): "╰", (True, True): "─"}
"""Of a dependent in the column of its head, by whether it is the first and the last in it."""

_JOINTS = {(False, False): "┾", (True, False): "┮", (False, True): "┶", (True, True): "─"}
"""Of the head itself, which may be alone."""

_GOES_ON = frozenset("─┼╭╰├┾┮┶")
"""Signs after which a line goes on to the right, to its word."""


def tree_lines(sentence: Sentence, label: Callable[[Token], str] | None = None) -> list[str]:
    """The lines of a sentence; words that nobody made a tree of get a flat one.

    >>> from rukaz.records import Sentence, Token
    >>> words = [("Мама", "NOUN", 2, "nsubj"), ("мыла", "VERB", 0, "root"), ("раму", "NOUN", 2, "obj")]
    >>> tokens = [Token(i, w, w, u, None, h, d, 0, 0) for i, (w, u, h, d) in enumerate(words, 1)]
    >>> print(*tree_lines(Sentence("a", "a-1", "1", "body", 0, 0, "", tuple(tokens))), sep="\\n")
     ╭─╼ Мама NOUN nsubj
    ─┾ мыла VERB root
     ╰─╼ раму NOUN obj

    Args:
        label: what stands beside the arcs; form, class and relation if not given.
    """
    whole = with_tree(sentence)
    arcs = _arcs(Tree([token.head for token in whole.tokens]))
    name = label or _label
    return [f"{line} {name(token)}" for line, token in zip(arcs, whole.tokens, strict=True)]


def _label(token: Token) -> str:
    return f"{token.form} {token.upos} {token.deprel}"


def _arcs(tree: Tree) -> list[str]:
    """The arcs of each word as a string; a column is added for each head, from the root down."""
    size = len(tree.heads)
    lines = [""] * (size + 1)
    todo = [0]
    while todo:
        head = todo.pop()
        below = tree.dependents[head]
        if head == 0:  # the arc from above the root
            for root in below:
                lines[root] = "─"
            todo += below
            continue
        members = sorted([head, *below])
        first, last = members[0], members[-1]
        width = max(len(lines[word]) for word in range(first, last + 1))
        for word in range(first, last + 1):
            filler = "─" if lines[word] and lines[word][-1] in _GOES_ON else " "
            lines[word] = lines[word].ljust(width, filler)
            lines[word] += _sign(word, head, tree, filler, (word == first, word == last))
            if word in below:
                lines[word] += "─"
        todo += [word for word in below if tree.dependents[word]]
    return [line if below else f"{line}╼" for line, below in zip(lines[1:], tree.dependents[1:], strict=True)]


def _sign(word: int, head: int, tree: Tree, filler: str, ends: tuple[bool, bool]) -> str:
    """What stands for a word in the column of a head."""
    if word == head:
        return _JOINTS[ends]
    if tree.heads[word - 1] == head:
        return _CORNERS[ends]
    return "┼" if filler == "─" else "│"
