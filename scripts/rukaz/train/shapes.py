"""Sizes of the tagger and the parser: the one that is shipped, and a smaller and a larger beside it."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]
"""Arguments of Stanza's trainers; what they do not name is the same for all shapes."""

SHAPES: dict[str, dict[str, Shape]] = {
    "pos": {
        "small": {"hidden_dim": 96, "num_layers": 2},
        "middle": {"hidden_dim": 176, "num_layers": 2},
        "large": {"hidden_dim": 256, "num_layers": 2},
    },
    "depparse": {
        "small": {"hidden_dim": 128, "num_layers": 2, "deep_biaff_hidden_dim": 96},
        "middle": {"hidden_dim": 224, "num_layers": 2, "deep_biaff_hidden_dim": 128},
        "large": {"hidden_dim": 256, "num_layers": 3, "deep_biaff_hidden_dim": 160},
    },
}
TEACHER = {"depparse": "large", "pos": "large"}
SHIPPED = {"depparse": "middle", "pos": "middle"}
