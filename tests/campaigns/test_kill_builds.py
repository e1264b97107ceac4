"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

from tests.campaigns.kill_builds import campaign

TEXTS = Path(__file__).parents[1] / "golden" / "seeds"


def test_killed_builds_leave_a_whole_corpus_and_the_same_bytes(tmp_path: Path) -> None:
    assert campaign(TEXTS, tmp_path, kills=4, seed=2) == 0
