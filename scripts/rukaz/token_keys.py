"""By what a token is found in another annotation of the same text."""

from __future__ import annotations

from collections.abc import Sequence

from rukaz.records import Token

TokenKey = tuple[int, int, int]
"""Start and end of a token, and its number among the words of one stretch (those of a multi-word token)."""


def token_keys(tokens: Sequence[Token]) -> list[TokenKey]:
    """The key of each token of a sentence, by which it is found in another annotation of the same text."""
    found: list[TokenKey] = []
    for token in tokens:
        again = bool(found) and found[-1][:2] == (token.start, token.end)
        found.append((token.start, token.end, found[-1][2] + 1 if again else 0))
    return found
