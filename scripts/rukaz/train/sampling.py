"""The training stream: rounds of silver shards and gold sentences, cut into batches.

Silver is read shard by shard (a fresh shard each round), gold comes with every round, so that the
vocabularies are those of the union and no phase needs new ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukaz.conllu.training_sentences import TrainingSentence, Word, read_trees

LONGEST = 70  # words; longer sentences cost more than they teach
QUOTES = (("«", "»"), ('"', '"'), ("``", "&#39;&#39;"), ("“", "”"))
QUOTE_WEIGHTS = (80, 12, 5, 3)


@dataclass(frozen=True)
class Mix:
    """Which part of a silver shard and of the gold sentences make one round."""

    silver: float
    gold: float


def rounds(
    shards: Path, gold: list[TrainingSentence], mix: Mix, *, first: int, seed: int
) -> Iterator[list[TrainingSentence]]:
    """Yield the trees of round `first`, `first` + 1, ...; every call gives the same rounds.

    Shards are taken in order, and again from the first when all were used.
    """
    number = first
    while True:
        rng = random.Random(f"{seed}-{number}")
        files = sorted(shards.glob("*.conllu"))
        silver = list(read_trees(files[number % len(files)])) if files else []
        trees = rng.sample(silver, round(mix.silver * len(silver)))
        trees += rng.sample(gold, round(mix.gold * len(gold)))
        rng.shuffle(trees)
        yield [drop_final_mark(vary_quotes(tree, rng), rng) for tree in trees if len(tree) <= LONGEST]
        number += 1


def vary_quotes(tree: TrainingSentence, rng: random.Random) -> TrainingSentence:
    """Write the guillemets of a sentence as other quotes now and then, as test texts do."""
    if not any(word.form in {"«", "»"} for word in tree):
        return tree
    opening, closing = rng.choices(QUOTES, QUOTE_WEIGHTS)[0]
    if opening == "«":
        return tree
    forms = {"«": opening, "»": closing}
    return [_with_form(word, forms.get(word.form)) for word in tree]


def _with_form(word: Word, form: str | None) -> Word:
    if form is None:
        return word
    return Word(form, form, word.upos, word.feats, word.head, word.deprel, word.misc)


def batch_indices(lengths: Sequence[int], words: int, rng: random.Random) -> list[list[int]]:
    """Group sentence numbers into batches of one length and of at most about `words` words."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], rng.random()))
    batches: list[list[int]] = []
    for i in order:
        last = batches[-1] if batches else []
        if not last or lengths[last[0]] != lengths[i] or (len(last) + 1) * lengths[i] > words:
            batches.append([])
        batches[-1].append(i)
    rng.shuffle(batches)
    return batches


def drop_final_mark(tree: TrainingSentence, rng: random.Random) -> TrainingSentence:
    """Take the final punctuation off one sentence in twelve, as headlines have none."""
    if len(tree) < 4 or tree[-1].upos != "PUNCT" or rng.random() > 1 / 12:
        return tree
    if any(word.head == len(tree) for word in tree):
        return tree
    return tree[:-1]
