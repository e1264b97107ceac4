"""A joint model run on tokenised sentences, in batches of few shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast.lemmatizer import Lemmatizer
from rukaz.annotation.fast.word_features import WordTable
from rukaz.annotation.joint.decoding import Answered, Decoder
from rukaz.annotation.joint.ensemble import Ensemble
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import Reading, collate, letter_numbers, read

ROWS = 512
"""Pieces of a batch, or words: what a layer makes of so many stays in the cache of one core."""

AT_ONCE = 16
"""Batches that are decided together: the lemmatizer and the ensemble are quicker with many words."""

MOST_FORMS, FORMS_AT_ONCE = 30_000, 512
"""Forms of words whose states are kept, 70 MB of them, and those that are read together."""

Word = tuple[str, tuple[int, ...]]
"""Its form and its pieces, which depend on whether a space stands before it."""

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
        self._forms = WordTable[Word](self._read_forms, most=MOST_FORMS, at_once=FORMS_AT_ONCE)
        self._decoder = Decoder(model, known, lemmatizer, ensemble)

    @torch.inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Return the analysis of each word; it does not depend on which sentences go together."""
        readings = [read(words, self._known) for words in sentences]
        forms = self._forms.rows(
            word
            for words, reading in zip(sentences, readings, strict=True)
            for word in zip(words, reading.pieces, strict=True)
        )
        of_each = torch.split(forms.numbers, [len(words) for words in sentences])
        found: list[list[Analysis]] = [[] for _ in readings]
        parts = list(batches([self._model.length(reading) for reading in readings]))
        for start in range(0, len(parts), AT_ONCE):
            some = parts[start : start + AT_ONCE]
            places = list(chain.from_iterable(some))
            with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
                answered = [
                    self._answer(
                        [readings[place] for place in part],
                        forms.tables[0],
                        [of_each[place] for place in part],
                    )
                    for part in some
                ]
                analyses = self._decoder.analyses(answered, [sentences[place] for place in places])
            for place, analysed in zip(places, analyses, strict=True):
                found[place] = analysed
        return found

    def _answer(self, readings: Sequence[Reading], forms: Tensor, rows: Sequence[Tensor]) -> Answered:
        """What the model says of the sentences of one batch.

        Args:
            forms: what it reads of each form, (forms, values).
            rows: the form of each word, by sentence.
        """
        batch = collate(readings, [SOURCE] * len(readings), self._known.ends)
        places = torch.cat(list(rows))
        padded = functional.pad(places, (0, len(batch.starts) - len(places)))
        batch = batch._replace(forms=forms[padded])
        return Answered(self._model(batch), batch.words, [len(reading.pieces) for reading in readings])

    def _read_forms(self, words: Sequence[Word]) -> list[Tensor]:
        """What the model reads of words by their forms alone, (word, values)."""
        letters = letter_numbers([form for form, _ in words], self._known.letter_table)
        alone = [Reading([pieces], row[None]) for (_, pieces), row in zip(words, letters, strict=True)]
        batch = collate(alone, [SOURCE] * len(alone), self._known.ends)
        return [self._model.forms(batch)[: len(words)]]


def batches(lengths: Sequence[int], rows: int = ROWS) -> Iterator[list[int]]:
    """Yield the numbers of sentences that make about so many rows together, the longest first.

    >>> list(batches([3, 9, 4, 5], rows=9))
    [[1], [3, 2], [0]]
    """
    part: list[int] = []
    filled = 0
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        if part and filled + lengths[number] > rows:
            yield part
            part, filled = [], 0
        part.append(number)
        filled += lengths[number]
    if part:
        yield part
