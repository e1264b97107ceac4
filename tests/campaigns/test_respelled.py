"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

from tests.campaigns.respelled import MOST_CHANGED, ONLY_SHOWN, campaign

TEXTS = Path(__file__).parents[1] / "golden" / "seeds"


def test_lemmas_and_classes_do_not_hang_on_the_spelling() -> None:
    results = campaign(TEXTS, sentences=40)
    worst = {name: max(shares) for name, shares in results.items() if name not in ONLY_SHOWN}
    assert {name: share for name, share in worst.items() if share > MOST_CHANGED} == {}
