"""A small joint model over words, which begins with some layers of a large one and learns from its silver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor, nn

from rukaz.annotation.joint.encoder import Encoder
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import Shape
from rukaz.annotation.joint.words import WordModel
from rukaz.train.transformer.loop import Mix, Plan

LAYERS = (0, 4, 8)
"""Of the large model; the first three were a little worse."""

SHAPE = Shape(forms=768, letters=192, source=24, tags=256, lemmas=64, names=128, arcs=256, relations=64)
WORDS = 12_500_000
ARTICLES = 2_400
"""Of raw news that the large model annotates."""

BROAD: Mix = {
    "taiga": 0.25, "taiga-2020": 0.1, "gsd": 0.12, "poetry": 0.03,
    "silver": 0.055, "opencorpora": 0.05, "factrueval": 0.35, "nerel": 0.25,
}  # fmt: skip
NARROW: Mix = {
    "taiga": 0.5, "taiga-2020": 0.3, "gsd": 0.3, "poetry": 0.03,
    "silver": 0.04, "opencorpora": 0.02, "factrueval": 0.4, "nerel": 0.2,
}  # fmt: skip


def plan(words: int) -> Plan:
    """How a student is trained on so many words."""
    return Plan(
        words,
        steady=0.6,
        warmup=0.02,
        encoder_rate=4e-4,
        decay=0.95,
        mixes=(BROAD, NARROW),
        hidden=0.04,
        pieces=1536,
        measurements=25,
        seed=20261130,
    )


def student_of(weights: Mapping[str, Tensor], encoder: Encoder, known: Inventory) -> WordModel:
    """Return a model to train.

    Args:
        weights: of the large model, as its checkpoint has them.
        encoder: of the large model, whose layers are taken from it.
    """
    prefix = "encoder."
    of_encoder = {name.removeprefix(prefix): value for name, value in weights.items() if prefix in name}
    encoder.load_state_dict(of_encoder, strict=False)
    encoder.layers = nn.ModuleList([encoder.layers[number] for number in LAYERS])
    encoder.sizes = replace(encoder.sizes, layers=len(LAYERS))
    model = WordModel(encoder, known, SHAPE)
    own = model.state_dict()
    alike = {
        name: value
        for name, value in weights.items()
        if prefix not in name and name != "mix" and name in own and own[name].shape == value.shape
    }
    model.load_state_dict(alike, strict=False)
    return model
