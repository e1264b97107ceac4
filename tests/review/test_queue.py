"""What to look at first: by rule, by rarity, by disagreement."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.review.queue import Order, queue
from tests.broken.corpora import Draft, good
from tests.explore.small_corpus import write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    good().write(tmp_path / "corpus")
    return tmp_path / "corpus"


def forms(corpus: Path, order: Order, **asked: object) -> list[str]:
    return [one.sentence.tokens[0].form for one in queue(corpus, order, **asked)]  # type: ignore[arg-type]  # of any kind


def test_the_order_of_the_corpus_leaves_out_what_is_reviewed(corpus: Path) -> None:
    assert forms(corpus, "document") == ["Папа", "Токаев", "Я", "Время", "Токаева"]


def test_what_breaks_a_rule_comes_first(corpus: Path) -> None:
    first, *_ = queue(corpus, "rules", rule="too-many")
    assert first.sentence.tokens[0].form == "Время"
    assert str(first.why[0]).startswith("3 есть: too-many-subjects, Multiple subjects")
    assert forms(corpus, "rules", rule="too-many-subjects") == ["Время"]


def test_what_is_rare_comes_first(tmp_path: Path) -> None:
    from tests.broken.corpora import written

    usual = "Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть\n" * 20 + "Мама/NOUN/2:vocative мыла/VERB/0:root/=мыть"
    write_corpus(tmp_path / "corpus", Draft([written("letter", "train", usual)]))
    first, second, *_ = queue(tmp_path / "corpus", "rarity")
    assert str(first.why[0]) == "1 Мама: VERB -vocative-> NOUN, 1 of 42 words"
    assert first.weight > second.weight


def test_where_two_disagree_comes_first(corpus: Path, tmp_path: Path) -> None:
    draft = good()
    draft.token("пишу", lemma="писать", upos="NOUN")
    draft.token("рублей", head=3)
    draft.write(tmp_path / "other")
    found = queue(corpus, "disagreement", other=tmp_path / "other")
    assert [tuple(map(str, one.why)) for one in found] == [
        ("2 пишу: VERB or NOUN; пишу or писать",),
        ("4 рублей: head отдал at 21 or head 10 000 at 27",),
    ]


def test_a_corpus_of_other_texts_disagrees_on_nothing(corpus: Path) -> None:
    with pytest.raises(RukazError, match="no document in common"):
        queue(corpus, "disagreement", other=Path(__file__).parents[2] / "corpus")


def test_only_some_sentences(corpus: Path) -> None:
    wanted = {one.sentence.sent_id for one in queue(corpus)[1:3]}
    assert forms(corpus, "document", among=wanted) == ["Токаев", "Я"]


@pytest.mark.parametrize(("order", "other"), [("disagreement", None), ("rarity", Path("corpus"))])
def test_another_corpus_is_for_one_order(corpus: Path, order: Order, other: Path | None) -> None:
    with pytest.raises(RukazError, match="needs another corpus"):
        queue(corpus, order, other=other)
