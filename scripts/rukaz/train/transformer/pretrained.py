"""The encoder and the pieces of an image, in Russian cut."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import torch

from rukaz.annotation.joint.encoder import Encoder
from rukaz.annotation.joint.inventory import Ends
from rukaz.annotation.joint.model_file import unpacked
from rukaz.annotation.joint.pieces import SPACE, Pieces
from rukaz.train.transformer.image import Image

_RUSSIAN = re.compile(r"[а-яё▁]+", re.IGNORECASE)


def russian_rows(pieces: Sequence[str], used: Collection[int]) -> list[int]:
    """Return the pieces that Russian needs: the first four, Cyrillic ones, characters, and those used."""
    return [
        number
        for number, piece in enumerate(pieces)
        if number < 4 or number in used or _RUSSIAN.fullmatch(piece) or len(piece.replace(SPACE, "")) <= 1
    ]


def encoder_of(image: Image, rows: Sequence[int]) -> Encoder:
    """Return the encoder of an image, with the embeddings of these pieces alone."""
    sizes = replace(image.sizes, pieces=len(rows))
    hidden, wide, tensor = sizes.hidden, sizes.feed_forward, image.tensor
    encoder = Encoder(sizes)
    state = {
        "pieces.weight": torch.from_numpy(unpacked(image.packed_embeddings(rows).numpy())),
        "places": tensor("emb.pos", sizes.positions, hidden) + tensor("emb.type", image.types, hidden)[0],
        "norm.weight": tensor("emb.ln.w", hidden),
        "norm.bias": tensor("emb.ln.b", hidden),
    }
    for number in range(sizes.layers):
        ours, theirs = f"layers.{number}.", f"l{number}."
        for part, shape in (("w", (hidden, hidden)), ("b", (hidden,))):
            name = "weight" if part == "w" else "bias"
            three = [tensor(f"{theirs}{which}.{part}", *shape) for which in "qkv"]
            state[f"{ours}query_key_value.{name}"] = torch.cat(three)
            state[f"{ours}attended.{name}"] = tensor(f"{theirs}ao.{part}", *shape)
            state[f"{ours}first_norm.{name}"] = tensor(f"{theirs}aln.{part}", hidden)
            state[f"{ours}second_norm.{name}"] = tensor(f"{theirs}oln.{part}", hidden)
        state[f"{ours}widen.weight"] = tensor(f"{theirs}fi.w", wide, hidden)
        state[f"{ours}widen.bias"] = tensor(f"{theirs}fi.b", wide)
        state[f"{ours}narrow.weight"] = tensor(f"{theirs}fo.w", hidden, wide)
        state[f"{ours}narrow.bias"] = tensor(f"{theirs}fo.b", hidden)
    encoder.load_state_dict(state)
    return encoder


def pieces_of(image: Image, rows: Sequence[int]) -> tuple[Pieces, Ends]:
    """Return the cutter of words into these pieces, and the ends of sentences."""
    new = {old: number for number, old in enumerate(rows)}
    scores = {image.pieces[row]: float(image.scores[row]) for row in rows}
    ends = Ends(new[image.first], new[image.last], new[image.padding])
    return Pieces(scores, image.normal, new[image.unknown]), ends


def used_pieces(image: Image, sentences: Iterable[Sequence[str]]) -> set[int]:
    """Return the pieces of the whole image that sentences are cut into."""
    pieces, _ = pieces_of(image, range(len(image.pieces)))
    return {piece for words in sentences for word in pieces.of_sentence(words) for piece in word}
