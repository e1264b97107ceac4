"""Stanza's lemmatizer: its dictionary first, its character model for what is not in it.

Otherwise than there: each distinct pair of form and UPOS is looked up or computed once and kept; the batches
of the character model (``spelling``) hold distinct pairs only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from stanza.models.common.doc import LEMMA, TEXT, UPOS
from stanza.models.common.utils import unsort
from stanza.models.lemma.data import DataLoader
from stanza.models.lemma.trainer import unpack_batch

from rukaz.annotation.assemble import Tag
from rukaz.annotation.fast.lemma_decoder import spell, spells
from rukaz.annotation.fast.tagger import stored

MOST_PAIRS = 100_000
"""Pairs kept before all are forgotten."""

_AT_ONCE = 1_000  # pairs given to the character model

Pair = tuple[str, str | None]
"""A form and its UPOS."""


class Lemmatizer:
    """A lemmatizer of Stanza, run through its ``Trainer``."""

    def __init__(self, processor: Any) -> None:
        self._trainer = processor.trainer
        self._trainer.model.eval()
        self._config = processor.config
        self._known: dict[Pair, str | None] = {}

    @staticmethod
    def fits(processor: Any) -> bool:
        """Whether a lemma depends on form and UPOS alone."""
        return not (
            processor.use_identity
            or processor.config.get("dict_only", False)
            or processor.trainer.has_contextual_lemmatizers()
        )

    def lemmas(
        self, sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[Tag]]
    ) -> list[list[str | None]]:
        """The lemma of each token; None for ``_``."""
        pairs = [
            [(form, tag.upos) for form, tag in zip(forms, row, strict=True)]
            for forms, row in zip(sentences, tags, strict=True)
        ]
        distinct = dict.fromkeys(chain.from_iterable(pairs))
        if len(self._known) + len(distinct) > MOST_PAIRS:
            self._known = {}
        new = sorted(
            (pair for pair in distinct if pair not in self._known),
            key=lambda pair: len(pair[0]),
        )
        self._known.update(zip(new, self._lemmas(new), strict=True))
        return [[self._known[pair] for pair in row] for row in pairs]

    def _lemmas(self, pairs: Sequence[Pair]) -> list[str | None]:
        known = [False] * len(pairs)
        if self._config.get("ensemble_dict", False):
            known = self._trainer.skip_seq2seq(pairs)
        listed = self._trainer.predict_dict(pairs)
        computed = iter(self._compute([pair for pair, here in zip(pairs, known, strict=True) if not here]))
        lemmas = [lemma if here else next(computed) for lemma, here in zip(listed, known, strict=True)]
        return [
            (lemma or "_") if form == "_" else stored(lemma or "_")
            for (form, _), lemma in zip(pairs, lemmas, strict=True)
        ]

    def _compute(self, pairs: Sequence[Pair]) -> list[str]:
        lemmas: list[str] = []
        for start in range(0, len(pairs), _AT_ONCE):
            some = pairs[start : start + _AT_ONCE]
            data = DataLoader(
                _Words(some),
                len(some),
                self._config,
                vocab=self._trainer.vocab,
                evaluation=True,
                expand_unk_vocab=True,
            )
            ((guesses, edits),) = [self._guess(batch, data.vocab) for batch in data]
            lemmas += self._trainer.postprocess([form for form, _ in some], guesses, edits=edits)
        return lemmas

    def _guess(self, batch: Any, vocabulary: Any) -> tuple[list[str], list[int]]:
        """Lemmas as the model spells them, and the edits to make instead."""
        beam = self._config["beam_size"]
        if not spells(self._trainer, beam):
            guesses: tuple[list[str], list[int]] = self._trainer.predict(batch, beam, vocabulary)
            return guesses
        inputs, order, forms = unpack_batch(batch, next(self._trainer.model.parameters()).device)
        letters, empty, _, _, tags, _ = inputs
        spelt, edits = spell(self._trainer.model, letters, empty, tags, forms)
        lemmas = ["".join(vocabulary["char"].unmap(word)) for word in spelt]
        return unsort(lemmas, order), unsort(edits, order)


class _Words:
    """Of Stanza's documents, the one method that its loader of lemmas calls."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs

    def get(self, fields: Sequence[str]) -> list[list[str | None]]:
        assert list(fields) == [TEXT, UPOS, LEMMA]
        return [[form, upos, None] for form, upos in self._pairs]
