"""Tags of entities, well formed or not, as spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.iob2 import decode, encode, unopened


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-PER I-PER E-PER", [("PER", 0, 2)]),
        ("S-PER S-PER", [("PER", 0, 0), ("PER", 1, 1)]),
        ("B-LOC B-LOC O", [("LOC", 0, 0), ("LOC", 1, 1)]),
        ("I-ORG I-ORG O I-LOC", [("ORG", 0, 1), ("LOC", 3, 3)]),
        ("B-PER I-ORG", [("PER", 0, 0), ("ORG", 1, 1)]),
        ("O O", []),
    ],
)
def test_tags_become_spans(tags: str, spans: list[tuple[str, int, int]]) -> None:
    assert list(decode(tags.split())) == spans


@given(st.lists(st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])))
def test_iob2_comes_back_unless_it_is_ill_formed(tags: list[str]) -> None:
    same = encode(decode(tags), len(tags)) == tags
    assert same == (not list(unopened(tags)))
