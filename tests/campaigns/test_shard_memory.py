"""The texts of the campaign are no near-duplicates, and its stand-in makes sentences that can be written."""

from __future__ import annotations

from pathlib import Path

from rukaz.ingest import ingest
from rukaz.ingest.sources import read_project
from tests.campaigns.shard_memory import StandIn, write_texts

TEXTS = Path(__file__).parents[2] / "seeds"


def test_copies_are_varied_and_the_same_for_a_seed(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        assert write_texts(TEXTS, tmp_path / name, 20_000, seed) >= 20_000
    first, again, other = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "again", "other")
    )
    assert first == again != other
    blocks = [block for one in ingest(read_project(tmp_path / "one")).documents for block in one.blocks]
    assert sum(block.role == "duplicate" for block in blocks) < len(blocks) / 50


def test_the_stand_in_makes_one_tree_of_each_sentence() -> None:
    (sentences,) = StandIn().tokenize(["Шёл дождь. Президент прибыл в Астану!"])
    assert [len(spans) for spans in sentences] == [3, 5]
    (analysed,) = StandIn().analyse([["Шёл", "дождь", "."]])
    assert [(one.head, one.deprel) for one in analysed] == [(0, "root"), (1, "nmod"), (1, "punct")]
