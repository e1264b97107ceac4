"""Sentences as training handles them: mutable words, read from and written to CoNLL-U.

The corpus itself is built from the frozen records of `rukaz.records`; training converts
treebanks word by word, so its words can be changed in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.conllu.rows import Row, read_rows


@dataclass(slots=True)
class Word:
    """One syntactic word; `head` is the 1-based number of the governor, 0 at the root."""

    form: str
    lemma: str
    upos: str
    feats: dict[str, str]
    head: int
    deprel: str
    misc: dict[str, str] = field(default_factory=dict)


TrainingSentence = list[Word]


def read_trees(path: Path) -> Iterator[TrainingSentence]:
    """Yield the trees of a CoNLL-U file; comments, XPOS, DEPS, ranges and empty nodes are left out.

    Raises:
        RukazError: the file is no CoNLL-U.
    """
    for raw in read_rows(path):
        if words := [_word(row) for _, row in raw.words()]:
            yield words


def write_trees(path: Path, trees: Iterable[TrainingSentence]) -> int:
    """Write trees as CoNLL-U, by way of a temporary file; return the number of words."""
    words = 0
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8") as out:
        for tree in trees:
            out.write(format_tree(tree))
            words += len(tree)
    partial.replace(path)
    return words


def format_tree(tree: TrainingSentence) -> str:
    """Return the CoNLL-U lines of a tree, with the empty line after it."""
    lines = [
        f"{number}\t{w.form}\t{w.lemma}\t{w.upos}\t_\t{_join(w.feats)}\t{w.head}\t{w.deprel}\t_"
        f"\t{_join(w.misc)}"
        for number, w in enumerate(tree, 1)
    ]
    return "\n".join(lines) + "\n\n"


def is_tree(tree: TrainingSentence) -> bool:
    """Tell whether exactly one word is the root and every word hangs on it, without a cycle.

    >>> is_tree([Word("a", "a", "X", {}, 2, "dep"), Word("b", "b", "X", {}, 1, "dep")])
    False
    """
    if sum(word.head == 0 for word in tree) != 1:
        return False
    for word in tree:
        steps, head = 0, word.head
        while head:
            if not 0 <= head <= len(tree) or steps > len(tree):
                return False
            head, steps = tree[head - 1].head, steps + 1
    return True


def remove_leaf(tree: TrainingSentence, index: int) -> None:
    """Take out the word at a 0-based index, which governs nothing, and renumber the heads."""
    del tree[index]
    for word in tree:
        if word.head > index + 1:
            word.head -= 1


def normal_sentence(tree: TrainingSentence) -> str:
    """Return the letters and digits of a sentence, by which copies of it are recognised."""
    return letters(word.form for word in tree)


def letters(forms: Iterable[str]) -> str:
    """Return letters and digits of the forms, lower-cased, ё as е."""
    return re.sub(r"[\W_]+", "", "".join(forms).lower()).replace("ё", "е")


def _word(columns: Row) -> Word:
    head = int(columns[6]) if columns[6].isdecimal() else 0
    return Word(
        form=columns[1],
        lemma=columns[2],
        upos=columns[3],
        feats=pairs_of(columns[5]),
        head=head,
        deprel=columns[7],
        misc=pairs_of(columns[9]),
    )


def pairs_of(column: str) -> dict[str, str]:
    """Return what FEATS or MISC say, as CoNLL-U writes them."""
    pairs = (item.partition("=") for item in column.split("|") if "=" in item)
    return {key: value for key, _, value in pairs}


def _join(values: dict[str, str]) -> str:
    return "|".join(f"{key}={values[key]}" for key in sorted(values, key=str.lower)) or "_"
