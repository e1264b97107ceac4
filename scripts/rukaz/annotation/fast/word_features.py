"""What models read of a word by itself, computed once for each distinct word and kept.

A word's vectors, the states of the character LSTM over its letters: all of it depends on the form alone, and
in running text two words of three were seen shortly before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import torch
from stanza.models.common.utils import simplify_punct
from torch import Tensor

from rukaz.annotation.fast.batches import Batch, batches
from rukaz.annotation.fast.layers import Linear, directions, turned

MOST_WORDS = 10_000
"""Words a table holds before it is emptied, unless one call needs more."""

ROOT = "\n"
"""No word; stands for the root, which the parser sees before each sentence."""

_ROOT_ID = 3  # in each of Stanza's vocabularies
AT_ONCE = 4_000  # words computed in one go
_STEPS = 4096  # of a batch; the layers are narrow


Word = TypeVar("Word", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rows:
    """Tables of words, and where the words of a text stand in them.

    Attributes:
        tables: (row, value) each.
        numbers: the row of each token.
    """

    tables: Sequence[Tensor]
    numbers: Tensor

    def at(self, places: Tensor) -> list[Tensor]:
        """Of each table the rows of the tokens at ``places`` (step, sentence): (step, sentence, value)."""
        rows = self.numbers[places.flatten()].to(self.tables[0].device)
        return [table.index_select(0, rows).view(*places.shape, -1) for table in self.tables]


class WordTable(Generic[Word]):
    """What was computed of words, in rows.

    Args:
        read: computes it of some words, as tables (word, value).
        most: words that are kept.
        at_once: words that are computed together.
    """

    def __init__(
        self,
        read: Callable[[Sequence[Word]], Sequence[Tensor]],
        *,
        most: int = MOST_WORDS,
        at_once: int = AT_ONCE,
    ) -> None:
        self._read, self._most, self._at_once = read, most, at_once
        self._row: dict[Word, int] = {}
        self._tables: list[Tensor] = []

    def rows(self, words: Iterable[Word]) -> Rows:
        """The rows of words, computed where they are new."""
        words = list(words)
        distinct = dict.fromkeys(words)
        new = [word for word in distinct if word not in self._row]
        if len(self._row) + len(new) > self._most:
            self._row, self._tables, new = {}, [], list(distinct)
        for start in range(0, len(new), self._at_once):
            self._add(new[start : start + self._at_once])
        return Rows(self._tables, torch.tensor([self._row[word] for word in words]))

    def _add(self, words: Sequence[Word]) -> None:
        found = self._read(words)
        filled = len(self._row)
        if not self._tables or filled + len(words) > len(self._tables[0]):
            size = max(self._most, filled + len(words))
            rooms = [table.new_empty(size, table.shape[1]) for table in found]
            for room, table in zip(rooms, self._tables, strict=bool(self._tables)):
                room[:filled] = table[:filled]
            self._tables = rooms
        for room, table in zip(self._tables, found, strict=True):
            room[filled : filled + len(words)] = table
        self._row.update((word, filled + number) for number, word in enumerate(words))


class Ids(dict[str, int]):
    """Numbers of units in a vocabulary of Stanza, looked up there once."""

    def __init__(self, vocabulary: Any) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, unit: str) -> int:
        number: int = self._vocabulary.unit2id(unit)
        self[unit] = number
        return number


class Letters:
    """``CharacterModel``: one direction with attention, or the last states of two directions."""

    def __init__(self, model: Any, vocabulary: Any, *, lowercase: bool = False) -> None:
        (self._ways,) = directions(model.charlstm.lstm, (model.charlstm_h_init, model.charlstm_c_init))
        self._embeddings = model.char_emb.weight.detach()
        self._attention = Linear(model.char_attn.weight, then="sigmoid") if model.attn else None
        self._ids = Ids(vocabulary)
        self._lowercase = lowercase

    @staticmethod
    def fits(model: Any) -> bool:
        """Whether the model is of one of the two kinds."""
        lstm = model.charlstm.lstm
        return type(lstm) is torch.nn.LSTM and lstm.num_layers == 1 and model.attn != lstm.bidirectional

    def embed(self, words: Sequence[str]) -> Tensor:
        """Vectors (word, value)."""
        ids = [self._spelling(word) for word in words]
        flat = torch.tensor([letter for word in ids for letter in word])
        found = batches([len(word) for word in ids], steps=_STEPS)
        vectors = torch.cat([self._embed(batch, flat) for batch in found])
        order = torch.tensor([member for batch in found for member in batch.members])
        return vectors[order.argsort().to(vectors.device)]

    def _spelling(self, word: str) -> list[int]:
        if word == ROOT:
            return [_ROOT_ID]
        return [self._ids[letter] for letter in (word.lower() if self._lowercase else word)]

    def _embed(self, batch: Batch, flat: Tensor) -> Tensor:
        inputs = self._embeddings[flat[batch.places].to(self._embeddings.device)]
        if self._attention is not None:
            return self._attend(self._ways[0].run(inputs), batch.inside)
        forward, backward = self._ways
        turn = turned(batch.inside).to(inputs.device)
        mirrored = inputs.flatten(0, 1).index_select(0, turn).view(inputs.shape)
        last = (torch.tensor(batch.lengths) - 1) * len(batch.members) + torch.arange(len(batch.members))
        ends = [states.flatten(0, 1)[last] for states in (forward.run(inputs), backward.run(mirrored))]
        return torch.cat(ends, 1)

    def _attend(self, states: Tensor, inside: Tensor) -> Tensor:
        """Sum of the states of each word (step, word, value), weighted by attention."""
        assert self._attention is not None
        weights = self._attention(states.flatten(0, 1)).view(inside.shape)
        weights = weights * inside.to(weights.device)
        total = torch.zeros_like(states[0])
        for state, weight in zip(states, weights, strict=True):  # in this order, whatever the batch
            total += state * weight.unsqueeze(1)
        return total


class ReadWords:
    """Vectors of words as Stanza's tagger and parser compute them.

    Args:
        model: a ``Tagger`` or ``GraphParser``.
        pretrained: a ``Pretrain``.
        parts: of a vector, in order: ``frequent`` (the embedding of a frequent word), ``pretrained`` (the
            pretrained vector, transformed), ``letters`` (the character model's, transformed).
    """

    def __init__(self, model: Any, pretrained: Any, parts: Sequence[str]) -> None:
        self._model, self._pretrained = model, pretrained
        self._letters = Letters(model.charmodel, model.vocab["char"])
        self._pretrained_part = Linear(model.trans_pretrained.weight)
        self._spelt_part = Linear(model.trans_char.weight)
        make = {
            "frequent": self._frequent,
            "pretrained": self._vectors,
            "letters": self._spelt,
        }
        self._make = [make[part] for part in parts]

    @staticmethod
    def fits(model: Any) -> bool:
        """Whether the model reads these three parts and nothing else of a form."""
        args = model.args
        return bool(
            model.bert_model is None
            and not args.get("charlm")
            and args["char"]
            and args["char_emb_dim"] > 0
            and Letters.fits(model.charmodel)
            and args["word_emb_dim"] > 0
            and args["pretrain"]
        )

    def __call__(self, words: Sequence[str]) -> list[Tensor]:
        """The parts of the vectors (word, value)."""
        (simpler,) = simplify_punct([[[word] for word in words]])  # ?!! is read as ?
        words = [word for (word,) in simpler]
        return [make(words) for make in self._make]

    def _frequent(self, words: Sequence[str]) -> Tensor:
        return embedded(self._model.word_emb, self._model.vocab["word"], words)

    def _vectors(self, words: Sequence[str]) -> Tensor:
        lower = [word.lower() for word in words]
        rows = embedded(self._model.pretrained_emb, self._pretrained.vocab, lower)
        return self._pretrained_part(rows)

    def _spelt(self, words: Sequence[str]) -> Tensor:
        return self._spelt_part(self._letters.embed(words))


def embedded(embedding: Any, vocabulary: Any, words: Sequence[str]) -> Tensor:
    """Rows (word, value) of an ``nn.Embedding``."""
    ids = [_ROOT_ID if word == ROOT else vocabulary.unit2id(word) for word in words]
    weight: Tensor = embedding.weight
    return weight[torch.tensor(ids, device=weight.device)]
