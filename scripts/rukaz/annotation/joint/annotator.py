"""A joint model run on tokenised sentences, in batches of few shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.joint.decoding import Decoder
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import collate, read

PIECES = 512
"""Of a batch: what a layer makes of so many stays in the cache of one core."""

SOURCE = 0  # of the inventory: as whose annotation sentences are read


class JointAnnotator:
    """Tags, lemmas, trees and names by one model.

    Args:
        lemmas: whether to say lemmas; else they are empty.
        half: whether to compute in half precision, which is faster, but not the same on every processor.
    """

    def __init__(
        self, model: JointModel, known: Inventory, *, lemmas: bool = True, half: bool = False
    ) -> None:
        self._half = half
        self._model = model.eval()
        self._known = known
        self._decoder = Decoder(model, known, lemmas=lemmas)

    @torch.inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Return the analysis of each word; it does not depend on which sentences go together."""
        readings = [read(words, self._known) for words in sentences]
        found: list[list[Analysis]] = [[] for _ in readings]
        for part in batches([reading.length for reading in readings]):
            batch = collate([readings[place] for place in part], [SOURCE] * len(part), self._known.ends)
            with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                answers = self._model(batch)
                analyses = self._decoder.analyses(answers, batch.words, [sentences[place] for place in part])
            for place, analysed in zip(part, analyses, strict=True):
                found[place] = analysed
        return found


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
