"""Columns of whole numbers as they stand in a data file; ``assets/corpus/data_files.js`` reads them."""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Sequence

_WIDTHS = "BHIbhi"
"""Type codes of :mod:`array` for whole numbers; the first that holds all values is taken."""


def encode_column(values: Sequence[int]) -> int | str:
    """``values`` for a data file: the number itself if all are the same, else type code and base64.

    The numbers are little-endian and as narrow as the largest of them allows.

    >>> encode_column([7, 7, 7])
    7
    >>> encode_column([1, 2, 255])
    'BAQL/'
    """
    if not values:
        return 0
    least, most = min(values), max(values)
    if least == most:
        return least
    numbers = array(next(code for code in _WIDTHS if _holds(code, least, most)), values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.typecode + base64.b64encode(numbers.tobytes()).decode("ascii")


def _holds(code: str, least: int, most: int) -> bool:
    bits = 8 * array(code).itemsize
    low, high = (0, 2**bits) if code.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1))
    return low <= least and most < high
