"""What the dictionary says of words out of context, for the part of the model that sees letters alone.

The letters of a word are asked for all tags that OpenCorpora's dictionary (by pymorphy3) knows for it, so
that the endings of words that gold does not have are learned too.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import Numbers, letter_numbers
from rukaz.train.dictionary import analyses
from rukaz.train.transformer.tags import IGNORED, TagSets

AT_ONCE = 128  # words in a step
WEIGHT = 0.02
CAPITALISED = 0.2


def known_words(words: Iterable[str], tags: TagSets) -> list[tuple[str, int]]:
    """Return the words that the dictionary has, each with the number of its set of tags."""
    found = []
    for word in words:
        allowed = frozenset(
            tag
            for reading in analyses(word)
            for tag in tags.agreeing(frozenset({"PROPN" if reading.name else reading.upos}), reading.feats)
        )
        number = tags.set_number(allowed)
        if number != IGNORED:
            found.append((word, number))
    return found


def dictionary_loss(
    model: JointModel,
    words: Sequence[tuple[str, int]],
    letters: Numbers,
    sets: Tensor,
    rng: random.Random,
) -> Tensor:
    """Return the loss of telling the tags of some words from their letters."""
    drawn = rng.choices(words, k=AT_ONCE)
    forms = [word.capitalize() if rng.random() < CAPITALISED else word for word, _ in drawn]
    states = model.letters(torch.from_numpy(letter_numbers(forms, letters)))
    right = sets[[number for _, number in drawn]].float()
    scores = model.dictionary(states).float()
    loss = functional.binary_cross_entropy_with_logits(scores, right, reduction="sum")
    return WEIGHT / AT_ONCE * loss
