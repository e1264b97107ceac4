"""Joint models of a few states with random weights, and what they know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from rukaz.annotation.joint.encoder import Encoder, Sizes
from rukaz.annotation.joint.inventory import Ends, Inventory
from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.model_file import content_of, content_of_pieces
from rukaz.annotation.joint.pieces import Pieces
from rukaz.annotation.joint.words import WordModel
from rukaz.annotation.model_files import JointFiles
from rukaz.train.checkpoints import save

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
SHAPE = Shape(letters=8, source=2, tags=16, lemmas=8, names=8, arcs=16, relations=8)
OF_WORDS = replace(SHAPE, forms=16)
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


def tiny_model(known: Inventory, seed: int = 1, shape: Shape = SHAPE) -> JointModel:
    """Two layers of thirty-two states."""
    torch.manual_seed(seed)
    pieces = len(known.pieces.scores)
    sizes = Sizes(hidden=32, layers=2, heads=2, feed_forward=32, pieces=pieces, positions=64)
    return (WordModel if shape.forms else JointModel)(Encoder(sizes), known, shape)


def save_set(
    model: JointModel, known: Inventory, shape: Shape, folder: Path, embeddings: Tensor | None = None
) -> JointFiles:
    """Write joint.pt and pieces.pt."""
    files = JointFiles(folder / "joint.pt", folder / "pieces.pt")
    zeros = torch.zeros(len(known.pieces.scores), 18, dtype=torch.uint8)
    save(content_of(model, known, shape), files.model)
    save(content_of_pieces(known, zeros if embeddings is None else embeddings), files.pieces)
    return files
