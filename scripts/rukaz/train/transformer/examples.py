"""Sentences in numbers, with what a joint model should say of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.joint import annotator
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import script
from rukaz.annotation.joint.reading import Batch, Numbers, Reading, collate, read
from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.lemmatizer import normal_lemma
from rukaz.train.transformer.silver import BOTH, DOUBT, TAG, TREE
from rukaz.train.transformer.tags import IGNORED

PIECES = 1024  # of a batch
ALIKE = 8  # pieces by which sentences of like length may differ, so that no round has the batches of another


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
    """What a model should say of the words of a batch, (M,), and how much each counts, (M,)."""

    def __init__(self, examples: Sequence[Example], words: int) -> None:
        lengths = [len(example.tree) for example in examples]

        def rows(values: Sequence[Any], padding: float) -> Tensor:
            flat = torch.from_numpy(np.concatenate(values))
            return functional.pad(flat, (0, words - len(flat)), value=padding)

        def known(name: str) -> Tensor:
            return rows([getattr(example, name) for example in examples], IGNORED)

        def weights(name: str) -> Tensor:
            each = np.array([getattr(example.weights, name) for example in examples], np.float32)
            return rows([np.repeat(each, lengths)], 0.0)

        def certain(doubts: set[str]) -> Tensor:
            each = [
                example.weights.doubt if word.misc.get(DOUBT) in doubts else 1.0
                for example in examples
                for word in example.tree
            ]
            return rows([np.array(each, np.float32)], 0.0)

        self.tags, self.heads, self.relations = known("tags"), known("heads"), known("relations")
        self.lemmas, self.names = known("lemmas"), known("names")
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


def batches(examples: Sequence[Example], rng: random.Random, pieces: int = PIECES) -> Iterator[list[Example]]:
    """Yield batches of sentences of like length, in random order."""
    lengths = [example.length + round(rng.random() * ALIKE) for example in examples]
    cut = [[examples[number] for number in part] for part in annotator.batches(lengths, pieces)]
    rng.shuffle(cut)
    yield from cut


def batch_of(examples: Sequence[Example], known: Inventory) -> Batch:
    """Return examples as a model reads them together."""
    readings = [example.reading for example in examples]
    return collate(readings, [example.source for example in examples], known.ends)
