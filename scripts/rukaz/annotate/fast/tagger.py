"""Stanza's tagger: UPOS and FEATS of tokenised sentences.

Otherwise than there: what is read of a word is computed once a word (``words``); XPOS is not computed, since
nothing here uses it; the features' bilinear layers, whose second input is the embedding of the UPOS just
chosen, are one matrix for each UPOS, multiplied out beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import torch
from torch import Tensor

from rukaz.annotate.columns import Tag, value
from rukaz.annotate.fast.batches import batches
from rukaz.annotate.fast.layers import Highway, Linear, turned
from rukaz.annotate.fast.words import ReadWords, WordTable


class Tagger:
    """A ``Tagger`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        model = processor.trainer.model
        self._words = WordTable(ReadWords(model, processor.pretrain, ("frequent", "pretrained", "letters")))
        self._encoder = Highway(model.taggerlstm, (model.taggerlstm_h_init, model.taggerlstm_c_init))
        self._hidden = [Linear.of(layer, then="relu") for layer in (model.upos_hid, model.tag_hid["feats"])]
        self._upos = Linear.of(model.upos_clf)
        self._feats = _feature_layers(model)
        self._sizes = model.vocab["feats"].lens()
        self._vocabulary = model.vocab

    @staticmethod
    def fits(processor: Any) -> bool:
        """Whether the model is built as this module knows it."""
        model = processor.trainer.model
        return (
            ReadWords.fits(model)
            and Highway.fits(model.taggerlstm)
            and not model.share_hid
            and model.link_mode == "tag_emb"
            and model.column_parents == {"upos": (), "xpos": ("upos",), "feats": ("upos",)}
        )

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        """The tags of each token of each sentence."""
        vectors, rows = self._words.rows(chain.from_iterable(sentences))
        upos = torch.empty(len(rows), dtype=torch.long)
        hidden = vectors.new_empty(len(rows), self._hidden[1].width)
        for batch in batches([len(sentence) for sentence in sentences]):
            inputs = vectors[rows[batch.places.to(rows.device)]]
            states = self._encoder.run(inputs, turned(batch.inside).to(rows.device))
            states, tokens = (
                states[batch.inside.to(rows.device)],
                batch.places[batch.inside],
            )
            upos[tokens] = self._upos(self._hidden[0](states)).argmax(1).cpu()
            hidden[tokens.to(rows.device)] = self._hidden[1](states)
        tags = iter(self._names(upos, self._decide(upos, hidden)))
        return [[next(tags) for _ in sentence] for sentence in sentences]

    def _decide(self, upos: Tensor, hidden: Tensor) -> Tensor:
        """Numbers (token, feature) of the values of the features."""
        values = torch.empty(len(upos), len(self._sizes), dtype=torch.long)
        for tag in torch.unique(upos).tolist():
            tokens = (upos == tag).nonzero().squeeze(1)
            scores = torch.split(self._feats[tag](hidden[tokens.to(hidden.device)]), self._sizes, 1)
            values[tokens] = torch.stack([part.argmax(1) for part in scores], 1).cpu()
        return values

    def _names(self, upos: Tensor, feats: Tensor) -> list[Tag]:
        known: dict[tuple[int, ...], Tag] = {}
        tags = []
        for numbers in map(tuple, torch.cat((upos.unsqueeze(1), feats), 1).tolist()):
            if numbers not in known:
                name = self._vocabulary["upos"].id2unit(numbers[0])
                known[numbers] = Tag(
                    value(name),
                    None,
                    value(self._vocabulary["feats"].id2unit(numbers[1:])),
                )
            tags.append(known[numbers])
        return tags


def _feature_layers(model: Any) -> list[Linear]:
    """For each UPOS the layer that scores the values of all features side by side."""
    tags = model.upos_emb.weight.detach()
    tags = torch.cat((tags, tags.new_ones(len(tags), 1)), 1).double()
    layers = [classifier.W_bilin for classifier in model.tag_clf["feats"]]
    weights = torch.cat([layer.weight.detach() for layer in layers]).double()
    folded = torch.einsum("vht,ut->uvh", weights, tags)
    biases = folded[:, :, -1] + torch.cat([layer.bias.detach() for layer in layers]).double()
    return [Linear(weight[:, :-1].float(), bias.float()) for weight, bias in zip(folded, biases, strict=True)]
