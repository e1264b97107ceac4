"""Sizes of the tagger and the parser: those that are shipped, and smaller and larger ones that were tried."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]
"""Arguments of Stanza's trainers; what they do not name is the same for all shapes."""


def _shape(layers: int, hidden: int, **others: int) -> Shape:
    return {"num_layers": layers, "hidden_dim": hidden, **others}


SHAPES: dict[str, dict[str, Shape]] = {
    "depparse": {
        "2 × 128": _shape(2, 128, deep_biaff_hidden_dim=96),
        "2 × 224": _shape(2, 224, deep_biaff_hidden_dim=128),
        "3 × 256": _shape(3, 256, deep_biaff_hidden_dim=160),
    },
    "pos": {"2 × 176": _shape(2, 176), "2 × 256": _shape(2, 256), "2 × 384": _shape(2, 384)},
}
"""By processor and size: layers times states in each direction."""

SHIPPED = {"depparse": "3 × 256", "pos": "2 × 256"}
