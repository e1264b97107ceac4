"""Stanza's recurrent layers, arranged for training on a processor.

PyTorch runs LSTMs over packed sequences step by step and in the backward pass clears a gradient of
the whole batch at each step; over plain tensors it has one fused kernel. So batches of sentences of
one length go through the plain call, and the character model runs over plain padded words (its one
direction never sees what follows a word). Parameters and results are Stanza's.
"""

from __future__ import annotations

from typing import Any

import torch
from stanza.models.common.char_model import CharacterModel
from stanza.models.common.packed_lstm import PackedLSTM
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pack_sequence


class EqualLengths(PackedLSTM):
    """`PackedLSTM` for batches of sequences of one length; others go Stanza's way."""

    def forward(self, input: Any, lengths: Any, hx: Any = None) -> Any:
        """Return (packed output, (h, c)) as `PackedLSTM` does."""
        sizes = input.batch_sizes
        if int(sizes[0]) != int(sizes[-1]):
            return super().forward(input, lengths, hx)
        steps, batch = len(sizes), int(sizes[0])
        plain = input.data.view(steps, batch, -1).transpose(0, 1).contiguous()
        output, state = self.lstm(plain, (hx[0].contiguous(), hx[1].contiguous()))
        data = output.transpose(0, 1).reshape(steps * batch, -1)
        return PackedSequence(data, sizes, input.sorted_indices, input.unsorted_indices), state


class DistinctWords(CharacterModel):
    """`CharacterModel` run once for each different word of a batch, over padded words."""

    def forward(
        self, chars: Tensor, chars_mask: Tensor, word_orig_idx: Any, sentlens: Any, wordlens: Any
    ) -> Any:
        """Return the packed character representations of the words, as `CharacterModel` does."""
        distinct, inverse = torch.unique(chars, dim=0, return_inverse=True)
        count = distinct.size(0)
        start = (
            self.charlstm_h_init.expand(-1, count, -1).contiguous(),
            self.charlstm_c_init.expand(-1, count, -1).contiguous(),
        )
        states, _ = self.charlstm.lstm(self.dropout(self.char_emb(distinct)), start)
        weights = torch.sigmoid(self.char_attn(self.dropout(states)))
        weights = weights.masked_fill((distinct == 0).unsqueeze(2), 0.0)
        words = (states * weights).sum(1)[inverse]
        order = torch.empty(len(word_orig_idx), dtype=torch.long)
        order[torch.tensor(word_orig_idx)] = torch.arange(len(word_orig_idx))
        return pack_sequence(words[order].split([int(length) for length in sentlens]))


class QuickDropout(torch.nn.Dropout):
    """`Dropout` from 7 random bits an element: PyTorch draws 32, which took a tenth of a step."""

    def forward(self, input: Tensor) -> Tensor:
        """Return the input with elements dropped at p rounded to 1/128, the others scaled up."""
        threshold = round(self.p * 128)
        if not self.training or threshold == 0:
            return input
        size = input.numel()
        bits = torch.empty((size + 7) // 8, dtype=torch.int64).random_().view(torch.uint8)
        kept = bits[:size].bitwise_and_(127) >= threshold
        return input * kept.view(input.shape) * (128 / (128 - threshold))


def speed_up(model: Any, highway: Any) -> None:
    """Let a tagger or parser under training use the layers above; its state dict is unchanged.

    Args:
        model: Stanza's `Tagger` or `GraphParser`.
        highway: its `HighwayLSTM`.
    """
    model.charmodel.__class__ = DistinctWords
    for layer in highway.lstm:
        layer.__class__ = EqualLengths
    for module in model.modules():
        if type(module) is torch.nn.Dropout:
            module.__class__ = QuickDropout
