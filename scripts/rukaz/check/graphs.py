"""Enhanced dependencies: what is true of every graph, as the UD validator sees it (rules T108 and T109).

A build asks these instead of the validator, which would take as long for the graphs as for the trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rukaz.check.finding import Place, at
from rukaz.check.trees import DEPRELS
from rukaz.layers import RULED_LANGUAGE
from rukaz.layers.enhanced import permitted_labels
from rukaz.records import Document, Sentence, Token

Edge = tuple[int, str]
"""Id of the head, and relation."""

_CELL = re.compile(r"(0|[1-9][0-9]*):[^|\s]+(\|(0|[1-9][0-9]*):[^|\s]+)*")
_RELATION = re.compile(r"([a-z]+)(?::([a-z]+))?(?::(.+))?")
_ADDED = re.compile(r"[^\W\d_A-Z]+(_[^\W\d_A-Z]+)*(:[a-z]+)?")
_WITH_CONTROLLED = frozenset({"nsubj", "csubj"})


def rooted_graph(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The enhanced dependencies are not a graph that leads from the root to every word."""
    for sentence in sentences:
        if any(token.deps for token in sentence.tokens):
            yield from _graph_faults(sentence)


def known_enhanced_relation(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """An enhanced relation is not one of Universal Dependencies, or its addition not one of the language."""
    is_ruled = document.language == RULED_LANGUAGE
    for sentence in sentences:
        for token in sentence.tokens:
            for _, name in edges_of(token.deps) or ():
                if not _is_known(name, is_ruled):
                    yield at(sentence, token), name


def edges_of(cell: str | None) -> list[Edge] | None:
    """The edges of a cell of DEPS; none if it is empty, None if it cannot be read.

    >>> edges_of("2:nsubj|4:nsubj:xsubj")
    [(2, 'nsubj'), (4, 'nsubj:xsubj')]
    """
    if cell is None:
        return []
    if not _CELL.fullmatch(cell):
        return None
    items = (edge.partition(":") for edge in cell.split("|"))
    return [(int(head), name) for head, _, name in items]


def _graph_faults(sentence: Sentence) -> Iterator[Place]:
    below: list[list[int]] = [[] for _ in range(len(sentence.tokens) + 1)]
    for token in sentence.tokens:
        edges = edges_of(token.deps)
        if fault := _cell_fault(token, edges, len(sentence.tokens)):
            yield at(sentence, token), f"{token.deps or '_'}: {fault}"
            return
        for head, _ in edges or ():
            below[head].append(token.id)
    reached: set[int] = set()
    todo = [0]
    while todo:
        for word in below[todo.pop()]:
            if word not in reached:
                reached.add(word)
                todo.append(word)
    if lost := [token for token in sentence.tokens if token.id not in reached]:
        yield at(sentence, lost[0]), "the root does not lead to it"


def _cell_fault(token: Token, edges: Sequence[Edge] | None, words: int) -> str | None:
    """What is wrong with the edges of a word."""
    if not edges:
        return "edges are expected, as 2:nsubj|4:nsubj" if edges is None else "the other words have edges"
    if list(edges) != sorted(set(edges)):
        return "edges are not sorted, or one stands twice"
    for head, name in edges:
        if head > words or head == token.id:
            return f"{head} is not the id of another word"
        if (head == 0) != (name.partition(":")[0] == "root"):
            return "root and head 0 do not go together"
    if token.deprel == "goeswith" and list(edges) != [(token.head, token.deprel)]:
        return "a part of a word has other edges than in the tree"
    return None


@lru_cache(maxsize=10_000)
def _is_known(name: str, is_ruled: bool) -> bool:
    found = _RELATION.fullmatch(name)
    if not found or found[1] not in DEPRELS | {"ref"}:
        return False
    base, subtype, added = found.groups()
    if base in _WITH_CONTROLLED and added == "xsubj":
        return True
    if not is_ruled:
        return added is None or bool(_ADDED.fullmatch(added))
    permitted = permitted_labels().get(base, frozenset())
    return added is None or added in permitted or f"{subtype}:{added}" in permitted
