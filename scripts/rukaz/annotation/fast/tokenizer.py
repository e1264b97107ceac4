"""Stanza's tokenizer: sentences and tokens of raw text as spans.

Otherwise than there: characters are mapped through a table of the distinct ones, and tokens are cut from
arrays instead of string by string; paragraphs are computed with others of nearly their length. A long
paragraph is read in windows that overlap, and of each only what has enough text on both sides counts; Stanza
takes the last character of a window for the end of a sentence, wherever it falls.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.tokenization.data import (
    NEWLINE_WHITESPACE_RE,
    NUMERIC_RE,
    WHITESPACE_RE,
)
from stanza.models.tokenization.utils import MASK_RE
from torch import Tensor
from torch.nn.functional import logsigmoid, pad

from rukaz.annotation.fast.batches import batches
from rukaz.annotation.fast.layers import Linear, both_ways, directions, turned
from rukaz.annotation.long_sentences import Span

_FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]
_MAYBE_ADDRESS = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)\.")
"""What each address that Stanza's expression finds has in it."""

WINDOW = 2_000
"""Characters of a paragraph that are computed at once."""

MARGIN = 200
"""Characters at an inner edge of a window whose labels are taken from the next one."""

_BLANK = ord(" ")
_SENTENCE = 2
_STEPS = 4096  # the layers are narrow

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One stretch between empty lines.

    Attributes:
        text: with each run of white space as one blank.
        codes: of its characters.
        places: of its characters in the text it is from.
    """

    text: str
    codes: Numbers
    places: Numbers


class Tokenizer:
    """A ``Tokenizer`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        model = processor.trainer.model
        self._vocabulary = processor.vocab
        self._embeddings = model.embeddings.weight.detach()
        self._layers = [directions(lstm)[0] for lstm in (model.rnn, model.rnn2)]
        first = (model.tok_clf, model.sent_clf)
        self._first = Linear(
            torch.cat([layer.weight for layer in first]),
            torch.cat([layer.bias for layer in first]),
        )
        self._second = Linear(torch.cat([model.tok_clf2.weight, model.sent_clf2.weight]))
        self._sharpness = model.args["hier_invtemp"]
        self._row = np.full(sys.maxunicode + 1, -1, dtype=np.int64)
        self._rows: list[Tensor] = []
        self._table: Tensor | None = None

    @staticmethod
    def fits(processor: Any) -> bool:
        """Whether the model is built as this module knows it, without multi-word tokens and the like."""
        model, config = processor.trainer.model, processor.config
        args = model.args
        return (
            args["hierarchical"]
            and args["rnn_layers"] == 1
            and args["conv_res"] is None
            and not args["use_mwt"]
            and not args["use_dictionary"]
            and not args["skip_newline"]
            and args["feat_funcs"] == _FEATURES
            and args["shorthand"] != "la_ittb"
            and model.charmodel is None
            and not processor.vocab.lang_replaces_spaces
            and not any(
                config.get(name)
                for name in (
                    "no_ssplit",
                    "pretokenized",
                    "postprocessor",
                    "speaker_delim",
                )
            )
        )

    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Spans of the tokens of the sentences of each text."""
        paragraphs = [(number, one) for number, text in enumerate(texts) for one in _paragraphs(text)]
        labels = self._labels([one for _, one in paragraphs])
        found: list[list[list[Span]]] = [[] for _ in texts]
        for (number, paragraph), marks in zip(paragraphs, labels, strict=True):
            found[number].extend(_sentences(paragraph, _corrected(paragraph.text, marks)))
        return found

    def _labels(self, paragraphs: Sequence[Paragraph]) -> list[Numbers]:
        """For each character 0 (inside), 1 (ends a token) or 2 (ends a sentence)."""
        windows: list[Tensor] = []
        kept: list[list[slice]] = []
        for one in paragraphs:
            features = pad(self._features(one.codes), (0, 0, 0, 1))  # as Stanza marks an end
            parts = list(_windows(len(one.codes)))
            windows += [features[start : end + (end == len(one.codes))] for start, end, _ in parts]
            kept.append([inside for _, _, inside in parts])
        labels = iter(self._decide(windows))
        return [np.concatenate([next(labels)[inside] for inside in slices]) for slices in kept]

    def _features(self, codes: Numbers) -> Tensor:
        """What the model reads of the characters of a paragraph (character, value)."""
        for code in set(codes[self._row[codes] < 0].tolist()):
            self._row[code] = len(self._rows)
            self._rows.append(self._read(chr(code)))
            self._table = None
        if self._table is None:
            self._table = torch.stack(self._rows)
        rows = self._table[torch.from_numpy(self._row[codes])]
        rows[-1, -2] = rows[0, -1] = 1.0
        return rows

    def _read(self, letter: str) -> Tensor:
        features = (
            letter == " ",
            letter.isupper(),
            NUMERIC_RE.match(letter) is not None,
            0,
            0,
        )
        embedding = self._embeddings[self._vocabulary.unit2id(letter)].cpu()
        return torch.cat((embedding, torch.tensor(features, dtype=embedding.dtype)))

    def _decide(self, sequences: Sequence[Tensor]) -> list[Numbers]:
        """The label of each character of each sequence (character, value)."""
        if not sequences:
            return []
        flat = torch.cat(list(sequences))
        labels = torch.empty(len(flat), dtype=torch.long)
        lengths = [len(sequence) for sequence in sequences]
        for batch in batches(lengths, steps=_STEPS):
            scores = self._scores(flat[batch.places].to(self._embeddings.device), turned(batch.inside))
            labels[batch.places[batch.inside]] = scores.argmax(2).cpu()[batch.inside]
        return [part.numpy() for part in torch.split(labels, lengths)]

    def _scores(self, inputs: Tensor, turn: Tensor) -> Tensor:
        """Scores (step, sequence, label)."""
        turn = turn.to(inputs.device)
        first, second = self._layers
        states = both_ways(first, inputs, turn)
        scores = self._first(states.flatten(0, 1)).view(*states.shape[:2], 2)
        if self._sharpness > 0:
            states = states * (1 - torch.sigmoid(-scores[..., :1] * self._sharpness))
        states = both_ways(second, states, turn)
        scores = scores + self._second(states.flatten(0, 1)).view(scores.shape)
        token, sentence = scores.unbind(2)
        ends = logsigmoid(token)
        return torch.stack(
            (
                logsigmoid(-token),
                ends + logsigmoid(-sentence),
                ends + logsigmoid(sentence),
            ),
            2,
        )


def _windows(length: int) -> Iterator[tuple[int, int, slice]]:
    """Start and end of each window of a paragraph, and the part of the window whose labels count."""
    start = 0
    while start + WINDOW < length:
        yield start, start + WINDOW, slice(MARGIN if start else 0, WINDOW - MARGIN)
        start += WINDOW - 2 * MARGIN
    yield start, length, slice(MARGIN if start else 0, length - start)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start, before = 0, "\n\n"  # as if another text stood before
    for match in [*NEWLINE_WHITESPACE_RE.finditer(before + text), None]:
        end = len(text) if match is None else max(0, match.start() - len(before))
        blanked = WHITESPACE_RE.sub(" ", text[start:end].rstrip())
        if blanked:
            codes = np.frombuffer(blanked.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
                np.int64
            )
            kept = (codes != _BLANK) | (np.roll(codes, 1) != _BLANK)
            kept[0] = True
            yield Paragraph(
                "".join(compress(blanked, kept)),
                codes[kept],
                np.flatnonzero(kept) + start,
            )
        start = len(text) if match is None else match.end() - len(before)


def _corrected(text: str, labels: Numbers) -> Numbers:
    """A paragraph ends a sentence, and addresses are not divided."""
    labels[-1] = _SENTENCE
    if _MAYBE_ADDRESS.search(text):
        for match in MASK_RE.finditer(text):
            labels[match.start() : match.end() - 1] = 0
            labels[match.end() - 1] = max(1, labels[match.end() - 1])
    return labels


def _sentences(paragraph: Paragraph, labels: Numbers) -> Iterator[list[Span]]:
    last = np.flatnonzero(labels)
    first = np.concatenate(([0], last[:-1] + 1))
    first = first + (paragraph.codes[first] == _BLANK)
    some = first <= last  # a blank by itself is no token, and ends no sentence
    first, last = first[some], last[some]
    spans = list(
        zip(
            paragraph.places[first].tolist(),
            (paragraph.places[last] + 1).tolist(),
            strict=True,
        )
    )
    start = 0
    for end in [*(np.flatnonzero(labels[last] == _SENTENCE) + 1).tolist(), len(spans)]:
        if start < end:
            yield spans[start:end]
        start = end
