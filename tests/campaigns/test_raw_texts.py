"""A short campaign of texts that nobody wrote, and proof that it finds the text that is to blame."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rukaz.annotation.long_sentences import Span
from tests.campaigns.raw_texts import KINDS, StandIn, campaign


def test_no_text_stops_a_build() -> None:
    tallies = campaign(120, seed=1, at_once=30)
    assert {kind: tally.failures for kind, tally in tallies.items()} == {kind: [] for kind in KINDS}
    assert all(tally.texts == 30 for tally in tallies.values())


def test_the_text_that_is_to_blame_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = StandIn.tokenize

    def tokenize(self: StandIn, texts: Sequence[str]) -> list[list[list[Span]]]:
        assert not any("Казахстан" in text for text in texts)
        return cut(self, texts)

    monkeypatch.setattr(StandIn, "tokenize", tokenize)
    tallies = campaign(16, seed=1, at_once=4)
    blamed = [data for tally in tallies.values() for data, _ in tally.failures]
    assert 0 < len(blamed) < 16
