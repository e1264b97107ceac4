"""The tagger and the parser, which learn from trees: sizes that are shipped or were tried, and trainers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rukaz.train.loop import Learner, Materials

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

MakeLearner = Callable[["Materials", Shape, Path], "Learner"]
"""Makes a processor under training of materials, shape and the checkpoint that it resumes."""


def learners() -> dict[str, MakeLearner]:
    """What trains each of them, by the name of the processor in Stanza."""
    from rukaz.train.parser import parser_learner
    from rukaz.train.tagger import tagger_learner

    return {"pos": tagger_learner, "depparse": parser_learner}
