"""From scores of arcs to trees, as Stanza decodes them.

Stanza finds the best tree with one root by Chu-Liu/Edmonds, sentence by sentence, with arcs from the root
made so dear that it takes only one; so every sentence begins with cycles, to be contracted one by one. Here,
where the best heads of the words, each chosen by itself, already are a tree with one root, no tree can be
better, and that is seen for many sentences at once. For the others the root is tried word by word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from stanza.models.common.chuliu_edmonds import chuliu_edmonds

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
        found if good else _best_rooted(table) for found, good, table in zip(heads, fine, scores, strict=True)
    ]


def _best_rooted(scores: Scores) -> Heads:
    """The best tree with one root: roots are tried until none that is left can do better.

    A tree with a given root is at most as good as the best heads of all other words.
    """
    table = scores.astype(np.float64)
    heads = table[1:, 1:].max(1)
    bounds = table[1:, 0] + heads.sum() - heads
    best, found = -np.inf, np.zeros(len(table), dtype=np.int64)
    for root in (np.argsort(-bounds, kind="stable") + 1).tolist():
        if bounds[root - 1] <= best:
            break
        rooted = table.copy()
        rooted[:, 0] = rooted[root, 1:] = -np.inf
        rooted[root, 0] = table[root, 0]
        tree = rooted.argmax(1)
        tree[0] = 0
        if not _are_trees([tree])[0]:
            tree = chuliu_edmonds(rooted)
        total = table[np.arange(1, len(tree)), tree[1:]].sum()
        if total > best:
            best, found = total, tree
    return found


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
