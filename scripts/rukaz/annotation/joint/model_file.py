"""Joint models as files: weights of eight bits, in the encoder of seven, embeddings of pieces of four.

Each row of a matrix has its scale. The embeddings stay as the encoder's origin has them, in blocks of 32 with
a scale of half precision each: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.joint.encoder import Encoder, Sizes
from rukaz.annotation.joint.integers import WEIGHT_STEPS as ENCODER_STEPS
from rukaz.annotation.joint.integers import in_integers, quantized
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.words import WordModel
from rukaz.annotation.model_files import JointFiles

EMBEDDINGS = "encoder.pieces.weight"
STEPS = 127
TRAINING_ONLY = ("dictionary.",)
BLOCK, BLOCK_BYTES = 32, 18  # weights that share a scale of 2 bytes; two of them in a byte


def load_joint_model(files: JointFiles) -> tuple[JointModel, Inventory]:
    """Read a model, its encoder in integer arithmetic, the rest of it in double precision.

    Raises:
        OSError, RuntimeError, LookupError, ValueError: a file is none of such a model.
    """
    content = torch.load(files.model, weights_only=True)
    pieces = torch.load(files.pieces, weights_only=True)
    known = Inventory.from_json(content["inventory"], pieces["inventory"])
    shape = Shape(**content["shape"])
    kind = WordModel if shape.forms else JointModel
    model = kind(Encoder(Sizes(**content["sizes"])), known, shape)
    state = {name: restored(parts) for name, parts in content["weights"].items()}
    state[EMBEDDINGS] = torch.from_numpy(unpacked(pieces["embeddings"].numpy()))
    missing = model.load_state_dict(state, strict=False).missing_keys
    if lacking := [name for name in missing if not name.startswith(TRAINING_ONLY)]:
        raise ValueError(f"no weights for {', '.join(lacking)}")
    in_integers(model.encoder)
    return model.in_double_precision().eval(), known


def content_of(model: JointModel, known: Inventory, shape: Shape) -> dict[str, Any]:
    """Return what the file of a model holds."""
    weights = {
        name: stored(value, ENCODER_STEPS if name.startswith("encoder.") else STEPS)
        for name, value in model.state_dict().items()
        if name != EMBEDDINGS and not name.startswith(TRAINING_ONLY)
    }
    return {
        "inventory": known.as_json(),
        "sizes": asdict(model.encoder.sizes),
        "shape": asdict(shape),
        "weights": weights,
    }


def content_of_pieces(known: Inventory, embeddings: Tensor) -> dict[str, Any]:
    """Return what the file of pieces holds.

    Args:
        embeddings: packed, (pieces, bytes).
    """
    return {"inventory": known.pieces_as_json(), "embeddings": embeddings}


def stored(weights: Tensor, steps: int) -> dict[str, Tensor]:
    """Return a matrix in whole numbers with the scale of each row, anything else in half precision."""
    if weights.dim() < 2:
        return {"half": weights.half()}
    whole, scale = quantized(weights, steps)
    return {"whole": whole, "scale": scale}


def restored(parts: Mapping[str, Tensor]) -> Tensor:
    """Return what `stored` made in single precision."""
    if "half" in parts:
        return parts["half"].float()
    whole = parts["whole"]
    return (whole.flatten(0, -2).float() * parts["scale"]).view(whole.shape)


def unpacked(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return embeddings in single precision, (pieces, states), of blocks of bytes, (pieces, bytes)."""
    blocks = packed.reshape(len(packed), -1, BLOCK_BYTES)
    scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], -1)
    weights: NDArray[np.float32] = (halves.astype(np.float32) - 8) * scale
    return weights.reshape(len(packed), -1)
