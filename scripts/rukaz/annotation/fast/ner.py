"""Stanza's tagger of names: a BIOES tag for each token.

Otherwise than there: all that comes before the recurrent layer depends on the form alone and is computed once
a word (``words``); the loss, which Stanza computes even where there is nothing to learn, is not; the best
tags are found for many sentences at once, and only those that are ill-formed are mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.ner.trainer import fix_singleton_tags
from torch import Tensor

from rukaz.annotation.fast.batches import Batch, batches
from rukaz.annotation.fast.layers import Linear, both_ways, directions, turned
from rukaz.annotation.fast.word_features import Letters, WordTable, embedded

Floats = NDArray[np.float32]


class Names:
    """A ``NERTagger`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        (trainer,) = processor.trainers
        self._model = model = trainer.model
        self._letters = Letters(
            model.charmodel,
            model.vocab["char"],
            lowercase=model.args.get("char_lowercase", False),
        )
        self._words = WordTable[str](self._read)
        self._layers = directions(model.taggerlstm.lstm, (model.taggerlstm_h_init, model.taggerlstm_c_init))
        self._transform = Linear.of(model.input_transform) if model.input_transform else None
        self._tags = Linear.of(model.tag_clfs[0])
        self._transitions = model.crits[0]._transitions.detach().cpu().numpy()
        names = model.vocab["tag"].items(0)
        self._names = [names[max(number, VOCAB_PREFIX_SIZE)] for number in range(len(names))]

    @staticmethod
    def fits(processor: Any) -> bool:
        """Whether there is one model, built as this module knows it."""
        model = processor.trainers[0].model
        lstm = model.taggerlstm.lstm
        return (
            len(processor.trainers) == 1
            and model.bert_model is None
            and model.num_output_layers == 1
            and "word" in model.vocab
            and "delta" not in model.vocab
            and model.args["word_emb_dim"] > 0
            and bool(model.args["char"] and model.args["char_emb_dim"] > 0 and not model.args.get("charlm"))
            and Letters.fits(model.charmodel)
            and type(lstm) is torch.nn.LSTM
        )

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The tag of each token of each sentence."""
        words = self._words.rows(chain.from_iterable(sentences))
        tags: list[list[str]] = [[] for _ in sentences]
        for batch in batches([len(sentence) for sentence in sentences]):
            (inputs,) = words.at(batch.places)
            turn = turned(batch.inside).to(inputs.device)
            for layer in self._layers:
                inputs = both_ways(layer, inputs, turn)
            scores = self._tags(inputs.flatten(0, 1)).view(*batch.inside.shape, -1)
            for member, found in zip(batch.members, self._decide(scores, batch), strict=True):
                tags[member] = found
        return tags

    def _read(self, words: Sequence[str]) -> tuple[Tensor]:
        """What the recurrent layer reads of words (word, value)."""
        lower = [word.lower() for word in words] if self._model.args.get("lowercase", True) else words
        vectors = embedded(self._model.word_emb, self._model.vocab["word"], lower)
        inputs = torch.cat((vectors, self._letters.embed(words)), 1)
        return (self._transform(inputs) if self._transform else inputs,)

    def _decide(self, scores: Tensor, batch: Batch) -> list[list[str]]:
        paths = best_paths(scores.cpu().numpy(), self._transitions, batch.inside.numpy())
        found = []
        for place, length in enumerate(batch.lengths):
            tags = [self._names[number] for number in paths[:length, place].tolist()]
            found.append(tags if well_formed(tags) else fix_singleton_tags(tags))
        return found


def well_formed(tags: Sequence[str]) -> bool:
    """Whether each name begins and ends, so that Stanza would change nothing.

    >>> well_formed(["B-PER", "E-PER", "O", "S-LOC"]), well_formed(["B-PER", "O"])
    (True, False)
    """
    return all(map(may_follow, ["O", *tags], [*tags, "O"]))


@cache
def may_follow(before: str, after: str) -> bool:
    """Whether one BIOES tag may stand after another."""
    goes_on = before[2:] if before[0] in "BI" else None
    return goes_on == (after[2:] if after[0] in "IE" else None)


def best_paths(scores: Floats, transitions: Floats, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Numbers of the tags (step, sentence) on the best path of each sentence (Viterbi).

    Args:
        scores: (step, sentence, tag).
        transitions: (tag before, tag).
        inside: (step, sentence), as in a ``Batch``.
    """
    best = scores[0]
    stay = np.arange(scores.shape[2])
    before = np.empty(scores.shape, dtype=np.int64)
    for step in range(1, len(scores)):
        through = best[:, :, None] + transitions
        here = inside[step][:, None]
        before[step] = np.where(here, through.argmax(1), stay)
        best = np.where(here, scores[step] + through.max(1), best)
    paths = np.empty(scores.shape[:2], dtype=np.int64)
    paths[-1] = best.argmax(1)
    for step in range(len(scores) - 1, 0, -1):
        paths[step - 1] = np.take_along_axis(before[step], paths[step][:, None], 1)[:, 0]
    return paths
