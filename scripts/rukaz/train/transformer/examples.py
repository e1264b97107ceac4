"""Sentences in numbers, with what a joint model should say of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import script
from rukaz.annotation.joint.reading import PIECES_ALIKE, Batch, Reading, batch_size, collate, padded, read
from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.lemmatizer import normal_lemma
from rukaz.train.transformer.silver import BOTH, DOUBT, TAG, TREE
from rukaz.train.transformer.tags import IGNORED

PIECES = 1024  # of a batch

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """How much a sentence counts for each task, and a word in doubt for its tag and its arc."""

    tags: float = 1.0
    trees: float = 1.0
    lemmas: float = 1.0
    names: float = 0.0
    doubt: float = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence; `IGNORED` stands where nothing is known of a word."""

    tree: TrainingSentence
    reading: Reading
    source: int
    weights: Weights
    tags: Numbers  # sets of tags
    heads: Numbers
    relations: Numbers
    lemmas: Numbers
    names: Numbers

    @property
    def length(self) -> int:
        """Pieces."""
        return self.reading.length


class Targets:
    """What a model should say of a batch, (S, W), and how much that counts, (S, W) or (S, 1)."""

    def __init__(self, examples: Sequence[Example], width: int) -> None:
        def rows(name: str) -> Tensor:
            table = torch.full((len(examples), width), IGNORED)
            for row, example in zip(table, examples, strict=True):
                values = getattr(example, name)
                row[: len(values)] = torch.from_numpy(values)
            return table

        def weights(name: str) -> Tensor:
            return torch.tensor([[getattr(example.weights, name)] for example in examples])

        def certain(doubts: set[str]) -> Tensor:
            table = torch.ones((len(examples), width))
            for row, example in zip(table, examples, strict=True):
                for place, word in enumerate(example.tree):
                    if word.misc.get(DOUBT) in doubts:
                        row[place] = example.weights.doubt
            return table

        self.tags, self.heads, self.relations = rows("tags"), rows("heads"), rows("relations")
        self.lemmas, self.names = rows("lemmas"), rows("names")
        self.tag_weights = weights("tags") * certain({TAG, BOTH})
        self.tree_weights = weights("trees") * certain({TREE, BOTH})
        self.lemma_weights, self.name_weights = weights("lemmas"), weights("names")


class Numbering:
    """Puts sentences in numbers."""

    def __init__(self, known: Inventory) -> None:
        self.known = known
        self._relations = {name: number for number, name in enumerate(known.relations)}
        self._lemmas = {name: number for number, name in enumerate(known.lemmas)}

    def example(self, tree: TrainingSentence, tags: Sequence[int], source: str, weights: Weights) -> Example:
        """Return a tree in numbers.

        Args:
            tags: the set of tags of each word.
            source: whose annotation it is.
        """
        return Example(
            tree,
            read([word.form for word in tree], self.known),
            self.known.sources.index(source),
            weights,
            np.array(tags),
            np.array([word.head for word in tree]),
            np.array([self._relation(word.deprel) for word in tree]),
            np.array([self._lemma(word.form, word.lemma, word.upos) for word in tree]),
            np.array([LABELS.index(tag) for tag in bioes([w.misc.get("NE", "O") for w in tree])]),
        )

    def _relation(self, name: str) -> int:
        return self._relations.get(name, self._relations.get(name.partition(":")[0], IGNORED))

    def _lemma(self, form: str, lemma: str, upos: str) -> int:
        if lemma == "_":
            return IGNORED
        return self._lemmas.get(script(form, normal_lemma(form, lemma, upos)) or "", IGNORED)


def bioes(tags: Sequence[str]) -> list[str]:
    """Return IOB2 or BIOES tags as BIOES.

    >>> bioes(["B-PER", "I-PER", "B-LOC"])
    ['B-PER', 'E-PER', 'S-LOC']
    """
    changed = []
    for tag, after in zip(tags, [*tags[1:], "O"], strict=True):
        place, _, label = tag.partition("-")
        goes_on = after in {f"I-{label}", f"E-{label}"}
        if place in {"B", "S"}:
            changed.append(f"{'B' if goes_on else 'S'}-{label}")
        elif place in {"I", "E"}:
            changed.append(f"{'I' if goes_on else 'E'}-{label}")
        else:
            changed.append(tag)
    return changed


def batches(examples: Iterable[Example], rng: random.Random, pieces: int = PIECES) -> Iterator[list[Example]]:
    """Yield batches of sentences of like length, in random order."""
    order = sorted(examples, key=lambda example: example.length + rng.random() * PIECES_ALIKE / 2)
    cut: list[list[Example]] = []
    start = 0
    while start < len(order):
        size = batch_size(padded(order[start].length), pieces)
        cut.append(order[start : start + size])
        start += size
    rng.shuffle(cut)
    yield from cut


def batch_of(examples: Sequence[Example], known: Inventory) -> Batch:
    """Return examples as a model reads them together."""
    readings = [example.reading for example in examples]
    return collate(readings, [example.source for example in examples], known.ends)
