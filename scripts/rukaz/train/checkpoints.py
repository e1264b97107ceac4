"""Small model files that stock Stanza loads: half precision and deflated archives.

`torch.load` reads archives whose records are deflated. Parameters may be stored in half precision,
since Stanza copies them into its own; word vectors it uses as they are, so they stay float32, rounded
to the precision of half, and the zeros at their ends deflate away.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

ROUNDED_BITS = 13  # of the 23 of a float32 mantissa; half precision has 10
VECTORS = "pretrain.pt"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def save_model(state: dict[str, Any], out: Path) -> None:
    """Write a model's state for use: weights in half precision, no optimizer."""
    weights = {
        name: value.half() if value.is_floating_point() else value for name, value in state["model"].items()
    }
    kept = {key: value for key, value in state.items() if not key.endswith("_state_dict")}
    config = state["config"] | {"wordvec_pretrain_file": VECTORS}  # no path of the machine it was trained on
    save(kept | {"model": weights, "config": config}, out)


def save_vectors(state: dict[str, Any], out: Path) -> None:
    """Write a Stanza pretrain file (`vocab`, `emb`) with rounded vectors."""
    save(state | {"emb": round_mantissa(state["emb"])}, out)


def round_mantissa(values: Any, bits: int = ROUNDED_BITS) -> Any:
    """Round a float32 tensor so that the last bits of each mantissa are zero."""
    import torch

    whole = values.contiguous().view(torch.int32) + (1 << (bits - 1))
    return (whole >> bits << bits).view(torch.float32)


def save(state: dict[str, Any], out: Path) -> None:
    """Save with torch, then deflate the archive's records."""
    import torch

    plain = out.with_name(out.name + ".plain")
    torch.save(state, plain)
    partial = out.with_name(out.name + ".part")
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for record in source.infolist():
            name = zipfile.ZipInfo(record.filename, _EPOCH)
            target.writestr(name, source.read(record), zipfile.ZIP_DEFLATED, 9)
    plain.unlink()
    partial.replace(out)
