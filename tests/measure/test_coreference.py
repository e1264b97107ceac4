"""Figures of coreference, by the example that Moosavi and Strube compute by hand (2016, section 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rukaz.measure.coreference import coreference_scores
from rukaz.records import Sentence
from tests.trees import mention, sentence


def clustered(*clusters: Sequence[int]) -> list[Sentence]:
    """A sentence of letters in which the letters of these numbers refer to the same."""
    one = sentence(" ".join(f"{letter}/NOUN/{0 if letter == 'а' else 1}:dep" for letter in "абвгдежзи"))
    mentions = [
        mention(one, f"e{number}", (i, i), i) for number, members in enumerate(clusters) for i in members
    ]
    return [replace(one, mentions=tuple(sorted(mentions, key=lambda one: one.start)))]


GOLD = clustered([1, 2, 3], [4, 5, 6, 7])
MADE = clustered([1, 2], [3, 4], [6, 7, 8, 9])


def test_measures_of_the_paper() -> None:
    scores = coreference_scores(GOLD, MADE)
    assert scores["MUC"] == pytest.approx((40, 40, 40))
    assert scores["B³"] == pytest.approx((50, 41.667, 45.455), abs=0.001)
    assert scores["LEA"] == pytest.approx((33.333, 23.810, 27.778), abs=0.001)
    assert scores["mentions"] == pytest.approx((75, 85.714, 80), abs=0.001)


def test_an_annotation_agrees_with_itself() -> None:
    for values in coreference_scores(GOLD, GOLD).values():
        assert values == (100, 100, 100)
