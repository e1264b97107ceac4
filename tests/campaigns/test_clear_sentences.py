"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

from tests.campaigns.clear_sentences import campaign

CONLLU = Path(__file__).parents[2] / "corpus" / "conllu"


def test_what_is_remembered_is_what_the_validator_says() -> None:
    assert campaign(sorted(CONLLU.iterdir()), sentences=2000, seed=1, each=500) == 0
