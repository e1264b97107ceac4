"""Stanza's character model of lemmas, decoded greedily.

Otherwise than there: a lemma that the model takes to be the form itself, as it is or in lower case, is not
spelt out to be thrown away; words that are finished are left out of the next steps.
"""

from __future__ import annotations

from typing import Any

import torch
from stanza.models.common.seq2seq_constant import EOS_ID, UNK_ID
from stanza.models.lemma.edit import EDIT_TO_ID
from torch import Tensor

_CROWDED = 0.75  # while more of the words are unfinished, sorting them out costs more than it saves


def spells(trainer: Any, beam_size: int) -> bool:
    """Whether the model decides on an edit first, and spells greedily."""
    model = trainer.model
    return beam_size == 1 and bool(model.edit) and model.num_edit == len(EDIT_TO_ID)


def spell(
    model: Any, letters: Tensor, inside: Tensor, tags: Tensor, forms: Any
) -> tuple[list[list[int]], list[int]]:
    """Letters of the lemma of each word, and the edit by which to make it of the form instead.

    Args:
        model: a ``Seq2SeqModel``.
        letters: (word, letter) of the forms.
        inside: (word, letter), true where there is none.
        tags: (word) the UPOS.
        forms: for a model that reads them too.
    """
    inputs, _, lengths, mask = model.embed(letters, inside, tags, forms)
    context, (hidden, cell) = model.encode(inputs, lengths)
    edits = model.edit_clf(hidden).argmax(1)
    words = (edits == EDIT_TO_ID["none"]).nonzero().squeeze(1)
    known = [hidden, cell, context, mask, letters]
    hidden, cell, context, mask, letters = (part[words] for part in known)
    start = model.embedding(model.SOS_tensor)
    last = start.expand(len(words), 1, -1)
    spelt: list[list[int]] = [[] for _ in edits]
    going = torch.ones(len(words), dtype=torch.bool)
    for _ in range(model.max_dec_len):
        if not going.any():
            break
        if going.float().mean() < _CROWDED:
            parts = (words, hidden, cell, context, mask, letters, last)
            words, hidden, cell, context, mask, letters, last = (part[going] for part in parts)
            going = going[going]
        scores, (hidden, cell) = model.decode(last, hidden, cell, context, mask, src=letters)
        found = scores.squeeze(1).argmax(1)
        going &= (found != EOS_ID).cpu()
        for word, letter, on in zip(words.tolist(), found.tolist(), going.tolist(), strict=True):
            if on:
                spelt[word].append(letter)
        last = model.embedding(found.where(found < model.vocab_size, UNK_ID)).unsqueeze(1)
    return spelt, edits.tolist()
