"""Stanza's tagger: UPOS and FEATS of tokenised sentences.

Otherwise than there: what is read of a word is computed once a word (``words``); XPOS is not computed, since
nothing here uses it; the features' bilinear layers, whose second input is the embedding of the UPOS just
chosen, are one matrix for each UPOS, multiplied out beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain, islice
from typing import Any

import torch
from stanza.models.common.vocab import UNK_ID
from torch import Tensor

from rukaz.annotation.assemble import Tag
from rukaz.annotation.fast.batches import batches
from rukaz.annotation.fast.layers import Highway, Linear
from rukaz.annotation.fast.word_features import ReadWords, WordTable


def stored(column: str | None) -> str | None:
    """A column as Stanza's documents keep it: None for ``_``."""
    return None if column == "_" else column


class Tagger:
    """A ``Tagger`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        model = processor.trainer.model
        read = ReadWords(model, processor.pretrain, ("frequent", "pretrained", "letters"))
        self._encoder = Highway(model.taggerlstm, (model.taggerlstm_h_init, model.taggerlstm_c_init))
        self._words = WordTable[str](lambda words: self._encoder.read(torch.cat(read(words), 1)))
        self._hidden = [Linear.of(layer, then="relu") for layer in (model.upos_hid, model.tag_hid["feats"])]
        self._upos = Linear.of(model.upos_clf)
        self._feats = _feature_layers(model)
        self._sizes = model.vocab["feats"].lens()
        self._vocabulary = model.vocab
        self._known: dict[bytes, Tag] = {}

    @property
    def values(self) -> int:
        """Values of all features, those of words without the feature included."""
        return sum(self._sizes)

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
        scores, hidden = self.scores(sentences)
        upos = scores.argmax(1)
        tags = iter(self._names(upos, self._decide(upos, hidden)))
        return [list(islice(tags, len(sentence))) for sentence in sentences]

    def scores(self, sentences: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor]:
        """Scores of each UPOS, (token, UPOS), and what features are computed of, (token, value)."""
        words = self._words.rows(chain.from_iterable(sentences))
        upos = torch.empty(len(words.numbers), len(self._vocabulary["upos"]))
        hidden = words.tables[0].new_empty(len(upos), self._hidden[1].width)
        for batch in batches([len(sentence) for sentence in sentences]):
            inputs, around = words.at(batch.places)
            states = self._encoder.run(inputs, around, batch.inside).flatten(0, 1)
            here, tokens = batch.inside.flatten(), batch.places[batch.inside]
            upos[tokens] = self._upos(self._hidden[0](states)).cpu()[here]
            hidden[tokens.to(hidden.device)] = self._hidden[1](states)[here.to(hidden.device)]
        return upos, hidden

    def _decide(self, upos: Tensor, hidden: Tensor) -> Tensor:
        """Numbers (token, feature) of the values of the features."""
        values = torch.empty(len(upos), len(self._sizes), dtype=torch.long)
        for tag in torch.unique(upos).tolist():
            tokens = (upos == tag).nonzero().squeeze(1)
            scores = self._by_feature(tag, hidden[tokens.to(hidden.device)])
            values[tokens] = torch.stack([part.argmax(1) for part in scores], 1).cpu()
        return values

    def feature_scores(self, upos: int, hidden: Tensor) -> Tensor:
        """Logarithms of the shares of the values of each feature, all side by side, (token, value).

        Args:
            upos: the number of the UPOS that all tokens have.
        """
        scores = self._by_feature(upos, hidden)
        return torch.cat([one.log_softmax(1) for one in scores], 1).cpu()

    def _by_feature(self, upos: int, hidden: Tensor) -> tuple[Tensor, ...]:
        """Scores (token, value) of each feature of tokens with the UPOS of this number."""
        return torch.split(self._feats[upos](hidden), self._sizes, 1)

    def feature_columns(self, feats: str) -> list[int]:
        """The columns of :meth:`feature_scores` that features have, those left out whose value is unknown."""
        values = self._vocabulary["feats"].unit2id(feats)
        starts = accumulate(self._sizes[:-1], initial=0)
        return [start + value for start, value in zip(starts, values, strict=True) if value != UNK_ID]

    def upos_number(self, upos: str) -> int:
        """The number of a UPOS; that of unknown ones if the tagger does not have it."""
        number: int = self._vocabulary["upos"].unit2id(upos)
        return number

    def _names(self, upos: Tensor, feats: Tensor) -> list[Tag]:
        numbers = torch.cat((upos.unsqueeze(1), feats), 1).to(torch.int16).numpy()
        keys = [row.tobytes() for row in numbers]
        for key, row in dict(zip(keys, numbers, strict=True)).items():
            if key not in self._known:
                self._known[key] = self._name(row.tolist())
        return [self._known[key] for key in keys]

    def _name(self, numbers: Sequence[int]) -> Tag:
        upos, feats = self._vocabulary["upos"], self._vocabulary["feats"]
        return Tag(stored(upos.id2unit(numbers[0])), None, stored(feats.id2unit(numbers[1:])))


def _feature_layers(model: Any) -> list[Linear]:
    """For each UPOS the layer that scores the values of all features side by side."""
    tags = model.upos_emb.weight.detach()
    tags = torch.cat((tags, tags.new_ones(len(tags), 1)), 1).double()
    layers = [classifier.W_bilin for classifier in model.tag_clf["feats"]]
    weights = torch.cat([layer.weight.detach() for layer in layers]).double()
    folded = torch.einsum("vht,ut->uvh", weights, tags)
    biases = folded[:, :, -1] + torch.cat([layer.bias.detach() for layer in layers]).double()
    return [Linear(weight[:, :-1].float(), bias.float()) for weight, bias in zip(folded, biases, strict=True)]
