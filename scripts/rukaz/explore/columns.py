"""Columns of numbers and tables of strings, as the data files of a site hold them."""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Sequence

_WIDTHS = "BHIbhi"
"""Type codes of :mod:`array` for whole numbers; the first that holds all values is taken."""


class Strings:
    """A table of strings in the order in which they first came; number 0 stands for None."""

    def __init__(self) -> None:
        self._numbers: dict[str | None, int] = {None: 0}

    def number(self, value: str | None) -> int:
        """The place of ``value`` in the table."""
        return self._numbers.setdefault(value, len(self._numbers))

    def table(self) -> list[str | None]:
        """The strings by their numbers."""
        return list(self._numbers)


def packed(values: Sequence[int]) -> int | str:
    """``values`` for a data file: the number itself if all are the same, else type code and base64.

    The numbers are little-endian and as narrow as the largest of them allows.

    >>> packed([7, 7, 7])
    7
    >>> packed([1, 2, 255])
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
