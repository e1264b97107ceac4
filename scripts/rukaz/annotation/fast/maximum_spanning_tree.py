"""From scores of arcs to trees, as Stanza decodes them.

Where the best heads of the words, each chosen by itself, already are a tree with one root, no tree can be
better, and that is seen for many sentences at once. For the others the best tree is found by Chu-Liu/Edmonds.
Stanza's own looks through all words again after each cycle and needs minutes for a sentence that has only
words alike; here a cycle costs what its words cost (Tarjan 1977, "Finding optimum branchings").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]


def best_trees(scores: Sequence[Scores]) -> list[Heads]:
    """Heads of the words of each sentence, word 0 being the root, its own head.

    Args:
        scores: of each sentence, (word, head): logarithms, ``-inf`` where no arc may be.
    """
    heads = [table.argmax(1) for table in scores]
    for table in heads:
        table[0] = 0
    fine = _are_trees(heads)
    return [
        found if good else _best_tree(table) for found, good, table in zip(heads, fine, scores, strict=True)
    ]


def _are_trees(heads: Sequence[Heads]) -> NDArray[np.bool_]:
    """Whether each is a tree with one root: from each word it is reached, and one word has it as its head."""
    lengths = [len(table) for table in heads]
    starts = np.cumsum([0, *lengths[:-1]])
    root = np.repeat(starts, lengths)
    above = np.concatenate(heads) + root
    roots = np.add.reduceat(above == root, starts, dtype=np.int64) - 1  # the root is its own head
    for _ in range(max(lengths).bit_length()):
        above = above[above]
    return np.asarray(np.logical_and.reduceat(above == root, starts) & (roots == 1))


class _Contraction(NamedTuple):
    """Nodes on a cycle that became one, the first of them.

    Attributes:
        nodes: on the cycle.
        arcs: into each, (word, head).
        node_of: of each word the node that it belonged to before.
    """

    nodes: list[int]
    arcs: list[tuple[int, int]]
    node_of: Heads


def _best_tree(scores: Scores) -> Heads:
    """The best tree with one root: arcs from the root are made so dear that it takes only one of them.

    Source: Stanojević and Cohen 2021, "A Root of a Problem: Optimizing Single-Root Dependency Parsing".
    """
    table = scores.astype(np.float64)
    finite = table[np.isfinite(table)]
    table[:, 0] -= len(table) * (finite.max() - finite.min()) + 1
    np.fill_diagonal(table, -np.inf)
    everyone = np.arange(len(table))
    words, heads = np.meshgrid(everyone, everyone, indexing="ij")  # of the arc that stands for two nodes
    node_of = everyone.copy()
    entering: dict[int, tuple[int, int]] = {}
    contractions: list[_Contraction] = []
    connected = {0}
    for word in range(1, len(table)):
        node = int(node_of[word])
        path: list[int] = []
        while node not in connected:
            if node in path:
                cycle = path[path.index(node) :]
                del path[-len(cycle) :]
                contractions.append(_Contraction(cycle, [entering[one] for one in cycle], node_of.copy()))
                node = _contract(table, words, heads, cycle)
                node_of[np.isin(node_of, cycle)] = node
            path.append(node)
            head = int(table[node].argmax())
            entering[node] = int(words[node, head]), int(heads[node, head])
            table[node] -= table[node, head]  # what another head would cost
            node = int(node_of[heads[node, head]])
        connected.update(path)
    for contraction in reversed(contractions):
        arc = entering[contraction.nodes[0]]
        entering.update(zip(contraction.nodes, contraction.arcs, strict=True))
        entering[int(contraction.node_of[arc[0]])] = arc
    tree = np.zeros(len(table), dtype=np.int64)
    for dependent, governor in entering.values():
        tree[dependent] = governor
    return tree


def _contract(table: NDArray[np.float64], words: Heads, heads: Heads, cycle: list[int]) -> int:
    """Make the nodes of a cycle one, in place; return it. Its arcs are the best of theirs."""
    node, *others = cycle
    everyone = np.arange(len(table))
    best = np.asarray(cycle)[table[cycle].argmax(0)]
    for values in (table, words, heads):
        values[node] = values[best, everyone]
    best = np.asarray(cycle)[table[:, cycle].argmax(1)]
    for values in (table, words, heads):
        values[:, node] = values[everyone, best]
    table[others] = table[:, others] = table[node, node] = -np.inf
    return node
