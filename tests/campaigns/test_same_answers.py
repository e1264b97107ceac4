"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

from tests.campaigns.same_answers import campaign

TEXTS = Path(__file__).parents[1] / "golden" / "seeds"


def test_the_fast_stages_give_stanzas_answers() -> None:
    assert campaign(TEXTS, sentences=20) == 0
