"""Joint models of a few states with random weights, and what they know."""

from __future__ import annotations

import torch

from rukaz.annotation.joint.encoder import Encoder, Sizes
from rukaz.annotation.joint.inventory import Ends, Inventory
from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.pieces import Pieces

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
SHAPE = Shape(letters=8, source=2, tags=16, lemmas=8, names=8, arcs=16, relations=8)
TAGS = (
    ("ADJ", "Case=Nom|Gender=Fem|Number=Sing"),
    ("NOUN", "Case=Acc|Gender=Fem|Number=Sing"),
    ("NOUN", "Case=Nom|Gender=Fem|Number=Sing"),
    ("PUNCT", "_"),
    ("VERB", "Case=Nom|Gender=Fem|Number=Sing|VerbForm=Part"),
    ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Fut|VerbForm=Fin"),
    ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
)


def tiny_pieces() -> Pieces:
    """Cyrillic letters, some pieces of words, and those that are no parts of words."""
    scores = dict.fromkeys(SPECIAL, 0.0) | {"▁": -4.0, "▁при": -5.0, "ехал": -5.0, ".": -3.0}
    return Pieces(scores | dict.fromkeys(LETTERS, -6.0), {"Ё": "е", "М": "м"}, unknown=3)


def tiny_inventory() -> Inventory:
    """A few tags, relations and lemma scripts."""
    return Inventory(
        tiny_pieces(),
        Ends(0, 2, 1),
        {letter: number for number, letter in enumerate(LETTERS, 2)},
        TAGS,
        ("nsubj", "obj", "punct", "root"),
        ("=|0|", "a|0|", "a|1|а", "a|1|ть", "a|2|ть"),
        ("taiga", "silver"),
    )


def tiny_model(known: Inventory, seed: int = 1) -> JointModel:
    """Two layers of thirty-two states."""
    torch.manual_seed(seed)
    pieces = len(known.pieces.scores)
    sizes = Sizes(hidden=32, layers=2, heads=2, feed_forward=32, pieces=pieces, positions=64)
    return JointModel(Encoder(sizes), known, SHAPE)
