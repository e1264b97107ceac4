"""The joint model in small: few layers, over words instead of pieces of them.

What it reads of a word, its pieces and its letters, depends on the form alone and is kept; running text
repeats most of its words. A word is one state for the layers of the encoder, where pieces would be 1.6.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from rukaz.annotation.joint.encoder import Encoder
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel, Shape, gelu
from rukaz.annotation.joint.products import Linear
from rukaz.annotation.joint.reading import Batch, Reading

FIRST_PLACE = 1  # of a word in its sentence; the encoder has learned that no word stands at 0


class WordModel(JointModel):
    """A joint model whose encoder attends to words.

    Args:
        shape: `Shape.forms` of which is above 0.
    """

    fine = False  # no loss on held-out sentences: LAS 81.5, with fine integers 81.2

    def __init__(self, encoder: Encoder, known: Inventory, shape: Shape, dropout: float = 0.15) -> None:
        super().__init__(encoder, known, shape, dropout)
        hidden = encoder.sizes.hidden
        self.word_wide = Linear(3 * hidden + shape.letters, shape.forms)
        self.word_narrow = Linear(shape.forms, hidden)
        nn.init.normal_(self.word_narrow.weight, std=0.005)  # it begins as the mean of the pieces
        nn.init.zeros_(self.word_narrow.bias)

    def length(self, reading: Reading) -> int:
        """Return the rows of a sentence that the encoder sees: its words."""
        return len(reading.pieces)

    def forms(self, batch: Batch) -> Tensor:
        """Return what is read of words by their forms alone, (M, values): the states of word and letters."""
        pieces = self.encoder.pieces(batch.pieces)
        means = self._means(pieces, batch)
        after = functional.pad(batch.starts[1:], (0, 1), value=len(batch.of_words))
        present = (after > batch.starts)[:, None]
        of_words = functional.pad(batch.of_words, (0, 1))  # padding begins behind the last word
        first, last = (pieces[of_words[place]] * present for place in (batch.starts, after - 1))
        letters: Tensor = self.letters(batch.letters)
        read = torch.cat([means, first, last, letters.to(means.dtype)], -1)
        added = self.word_narrow(gelu(self.word_wide(read), self.root.dtype))
        return torch.cat([means + added.to(means.dtype), letters.to(means.dtype)], -1)

    def read(self, batch: Batch) -> Tensor:
        """Return the vectors of words, (M, states): of their forms in their sentences, and the source."""
        forms = self.forms(batch) if batch.forms is None else batch.forms
        words, letters = forms[:, : self.encoder.sizes.hidden], forms[:, self.encoder.sizes.hidden :]
        places = batch.words.back % batch.words.slots.shape[1] + FIRST_PLACE
        states = self._mixed(self.encoder(words, places, batch.words, len(self.mix)))
        return self._with_letters(states, letters, batch)
