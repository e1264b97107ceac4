"""A joint model run on tokenised sentences, in batches of few shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import torch

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast.lemmatizer import Lemmatizer
from rukaz.annotation.joint.decoding import Answered, Decoder
from rukaz.annotation.joint.ensemble import Ensemble
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import Reading, collate, read

PIECES = 512
"""Of a batch: what a layer makes of so many stays in the cache of one core."""

AT_ONCE = 16
"""Batches that are decided together: the lemmatizer and the ensemble are quicker with many words."""

SOURCE = 0  # of the inventory: as whose annotation sentences are read


class JointAnnotator:
    """Tags, lemmas, trees and names by one model.

    Args:
        lemmatizer: who says lemmas instead of the model.
        ensemble: whose scores are added to those of tags and trees.
        half: whether to compute in half precision, which is faster, but not the same on every processor.
    """

    def __init__(
        self,
        model: JointModel,
        known: Inventory,
        *,
        lemmatizer: Lemmatizer | None = None,
        ensemble: Ensemble | None = None,
        half: bool = False,
    ) -> None:
        self._half = half
        self._model = model.eval()
        self._known = known
        self._decoder = Decoder(model, known, lemmatizer, ensemble)

    @torch.inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Return the analysis of each word; it does not depend on which sentences go together."""
        readings = [read(words, self._known) for words in sentences]
        found: list[list[Analysis]] = [[] for _ in readings]
        parts = list(batches([reading.length for reading in readings]))
        for start in range(0, len(parts), AT_ONCE):
            some = parts[start : start + AT_ONCE]
            places = list(chain.from_iterable(some))
            with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                answered = [self._answer([readings[place] for place in part]) for part in some]
                analyses = self._decoder.analyses(answered, [sentences[place] for place in places])
            for place, analysed in zip(places, analyses, strict=True):
                found[place] = analysed
        return found

    def _answer(self, readings: Sequence[Reading]) -> Answered:
        batch = collate(readings, [SOURCE] * len(readings), self._known.ends)
        return Answered(self._model(batch), batch.words, [len(reading.pieces) for reading in readings])


def batches(lengths: Sequence[int], pieces: int = PIECES) -> Iterator[list[int]]:
    """Yield the numbers of sentences that make about so many pieces together, the longest first.

    >>> list(batches([3, 9, 4, 5], pieces=9))
    [[1], [3, 2], [0]]
    """
    part: list[int] = []
    filled = 0
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        if part and filled + lengths[number] > pieces:
            yield part
            part, filled = [], 0
        part.append(number)
        filled += lengths[number]
    if part:
        yield part
