"""A joint model run on tokenised sentences, in batches of few shapes."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.joint.decoding import Decoder
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import batch_size, collate, padded, read

PIECES = 2048  # of a batch
SOURCE = 0  # of the inventory: as whose annotation sentences are read


class JointAnnotator:
    """Tags, lemmas, trees and names by one model.

    Args:
        half: whether to compute in half precision, which is faster, but not the same on every processor.
    """

    def __init__(self, model: JointModel, known: Inventory, *, half: bool = False) -> None:
        self._half = half
        self._model = model.eval()
        self._known = known
        self._decoder = Decoder(model, known)

    @torch.inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Return the analysis of each word; it does not depend on which sentences go together."""
        readings = [read(words, self._known) for words in sentences]
        order = sorted(range(len(readings)), key=lambda place: -readings[place].length)
        found: list[list[Analysis]] = [[] for _ in readings]
        while order:
            size = batch_size(padded(readings[order[0]].length), PIECES)
            part, order = order[:size], order[size:]
            batch = collate([readings[place] for place in part], [SOURCE] * len(part), self._known.ends)
            with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                answers = self._model(batch)
                analyses = self._decoder.analyses(answers, [sentences[place] for place in part])
            for place, analysed in zip(part, analyses, strict=True):
                found[place] = analysed
        return found
