"""The gold treebanks: read, converted to the project's convention, kept apart from the tests.

Trained on: UD_Russian-Taiga of 2020 (train), UD_Russian-Taiga r2.16 (dev) and UD_Russian-GSD r2.16
(dev), but for the held-out blocks by which models are selected. A sentence that also stands in a
test file is left out of training, and counted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.conllu.training_sentences import TrainingSentence, normal_sentence, read_trees, write_trees
from rukaz.train.convention import convert
from rukaz.train.sampling import vary_quotes

TESTS = (
    "ru_gsd-ud-test.conllu",
    "ru_taiga-ud-test.conllu",
    "ru_grameval2020-lenta-news.conllu",
    "ru_grameval2020-syntagrus.conllu",
    "ru_grameval2020-wiki.conllu",
)
# file, source of conversion, times it counts in the training stream, one block in n is held out
SOURCES = (
    ("ru_taiga-ud-train-2020.conllu", "taiga-2020", 1, 0),
    ("ru_taiga-ud-dev.conllu", "taiga", 2, 4),
    ("ru_gsd-ud-dev.conllu", "gsd", 1, 6),
)
BLOCK = 10  # sentences
VOCABULARY_SHARDS = 8
LICENCES = {
    "ru_taiga-ud-train-2020.conllu": "CC BY-SA 4.0",
    "ru_taiga-ud-dev.conllu": "CC BY-SA 4.0",
    "ru_gsd-ud-dev.conllu": "CC BY-SA 4.0",
}


@dataclass
class Gold:
    """Converted gold trees, the held-out ones apart, and the counts of what was done.

    Attributes:
        source: where a tree, by its `id`, comes from: a key of `convention.RULES`.
    """

    train: list[TrainingSentence] = field(default_factory=list)
    dev: list[TrainingSentence] = field(default_factory=list)
    source: dict[int, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def read_gold(treebanks: Path) -> Gold:
    """Read and convert the gold training data under a folder of treebanks."""
    gold = Gold()
    tests = test_sentences(treebanks)
    for name, source, weight, held_out in SOURCES:
        for number, tree in enumerate(read_trees(treebanks / name)):
            if normal_sentence(tree) in tests and len(tree) > 2:
                gold.counts[f"{name}: also in a test file"] += 1
                continue
            for rule, changed in convert(tree, source).items():
                gold.counts[f"{name}: {rule}"] += changed
            gold.source[id(tree)] = source
            if held_out and number // BLOCK % held_out == 0:
                gold.dev.append(tree)
            else:
                gold.train += [tree] * weight
    known = {normal_sentence(tree) for tree in gold.dev}
    before = len(gold.train)
    gold.train = [tree for tree in gold.train if len(tree) < 4 or normal_sentence(tree) not in known]
    gold.counts["train: also held out"] = before - len(gold.train)
    return gold


def test_sentences(treebanks: Path) -> set[str]:
    """Return the normalised sentences of all test files."""
    return {normal_sentence(tree) for name in TESTS for tree in read_trees(treebanks / name)}


def convert_silver(raw: Path, shards: Path, treebanks: Path) -> Counter[str]:
    """Convert the teacher's shards that are not converted yet; return the counts of the new ones.

    Sentences that stand in a test file or in the gold treebanks are left out.
    """
    shards.mkdir(parents=True, exist_ok=True)
    known = test_sentences(treebanks)
    for name, *_ in SOURCES:
        known |= {normal_sentence(tree) for tree in read_trees(treebanks / name)}
    counts: Counter[str] = Counter()
    for path in sorted(raw.glob("*.conllu")):
        if not (shards / path.name).exists():
            trees = list(_converted(path, known, counts))
            counts["words"] += write_trees(shards / path.name, trees)
    return counts


def _converted(path: Path, known: set[str], counts: Counter[str]) -> Iterator[TrainingSentence]:
    for tree in read_trees(path):
        if normal_sentence(tree) in known:
            counts["sentences also in a treebank"] += 1
            continue
        counts.update(convert(tree, "slovnet"))
        yield tree


def vocabulary_trees(shards: Path, gold: list[TrainingSentence]) -> list[TrainingSentence]:
    """Return the trees from which vocabularies are built: some silver, all gold, quotes varied."""
    files = sorted(shards.glob("*.conllu"))[:VOCABULARY_SHARDS]
    trees = [tree for path in files for tree in read_trees(path)] + gold
    return [vary_quotes(tree, random.Random(number)) for number, tree in enumerate(trees)]
