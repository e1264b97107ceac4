"""The common metrics, on sentences small enough to count by hand."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator

from rukaz.conllu.tolerant import read_any
from rukaz.measure.scores import Entities, Scores, compare_token, score
from rukaz.records import Entity, EntityLabel, Sentence
from tests.conllu.foreign import FOREIGN
from tests.trees import sentence

GOLD = "Иван/PROPN/2:nsubj/Case=Nom/B-PER видел/VERB/0:root/Tense=Past Москву/PROPN/2:obj/Case=Acc/B-LOC"


def f1(scores: Scores) -> dict[str, float]:
    return {name: round(value.f1, 1) for name, value in scores.metrics.items()}


def test_twenty_thousand_missing_names_take_no_time() -> None:
    """Of a long text, only the names at a place are looked at, not all of them for each that is missing."""
    one = sentence(GOLD)
    entity = replace(one.entities[0], start=0, end=4)
    names = tuple(replace(entity, start=10 * at, end=10 * at + 4) for at in range(20_000))
    found = Entities([replace(one, entities=names)])
    start = time.process_time()
    assert all(len(found.overlapping(one.doc_id, 10 * at + 2, 10 * at + 3)) == 1 for at in range(20_000))
    assert time.process_time() - start < 5


def test_agreement_with_itself_is_perfect() -> None:
    gold = [sentence(GOLD)]
    assert set(f1(score(gold, gold)).values()) == {100.0}
    assert score(gold, gold).confusions == ()


@pytest.mark.parametrize(
    ("answer", "metric", "expected"),
    [
        (
            "Иван/PROPN/2:nsubj/Case=Nom видел/NOUN/0:root/Tense=Past Москву/PROPN/2:obj/Case=Acc",
            "UPOS",
            66.7,
        ),
        (
            "Иван/PROPN/2:nsubj/Case=Gen видел/VERB/0:root/Tense=Past Москву/PROPN/2:obj/Case=Acc",
            "FEATS",
            66.7,
        ),
        ("Иван/PROPN/2:nsubj:pass видел/VERB/0:root Москву/PROPN/2:obj", "LAS", 100.0),
        ("Иван/PROPN/0:root видел/VERB/1:nsubj Москву/PROPN/2:obj", "UAS", 33.3),
        ("Иван/PROPN/2:nsubj видел/VERB/0:root Москву/PROPN/2:iobj", "LAS", 66.7),
    ],
)
def test_what_counts_as_an_error(answer: str, metric: str, expected: float) -> None:
    assert f1(score([sentence(GOLD)], [sentence(answer)]))[metric] == expected


@pytest.mark.parametrize(
    ("metric", "one", "other", "same"),
    [
        ("UPOS", "который/PRON/0:root", "который/DET/0:root", True),
        ("UPOS", "этот/PRON/0:root", "этот/DET/0:root", False),
        ("Lemmas", "ещё/ADV/0:root/=ещё", "ещё/ADV/0:root/=еще", True),
        ("Lemmas", "Кремль/PROPN/0:root/=Кремль", "Кремль/PROPN/0:root/=кремль", False),
        ("FEATS", "он/PRON/0:root/Case=Nom|PronType=Prs", "он/PRON/0:root/Case=Nom", True),
        ("FEATS", "он/PRON/0:root/Case=Nom", "он/PRON/0:root/Case=Acc", False),
    ],
)
def test_what_is_the_same(metric: str, one: str, other: str, same: bool) -> None:
    values = [compare_token(metric, sentence(spec).tokens[0]) for spec in (one, other)]
    assert (values[0] == values[1]) is same


def test_entities_are_exact_spans() -> None:
    gold = sentence(
        "Иван/PROPN/0:root/B-PER Петров/PROPN/1:flat/I-PER в/ADP/4:case Москве/PROPN/1:nmod/B-LOC"
    )
    half = replace(gold, entities=(replace(gold.entities[0], end=4), gold.entities[1]))
    scores = score([gold], [half])
    assert f1(scores) | {"NER": 50.0, "NER LOC": 100.0} == f1(scores)
    assert [(c.gold, c.system, c.example) for c in scores.confusions] == [
        ("PER", "PER (other span)", "Иван Петров")
    ]


_FLAT = st.lists(st.sampled_from(["PER", "LOC", None]), min_size=1, max_size=8)
"""Stretches of one character side by side, each named or not."""


def _named(labels: Sequence[EntityLabel | None], widths: Sequence[int]) -> list[Entity]:
    ends = list(accumulate(widths))
    return [
        Entity(label, end - width, end, "", 1, 1)
        for label, end, width in zip(labels, ends, widths, strict=False)
        if label
    ]


@given(_FLAT, _FLAT, *[st.lists(st.integers(1, 3), min_size=8, max_size=8)] * 2)
def test_flat_entities_are_counted_as_nervaluate_counts_them(
    gold: list[EntityLabel | None],
    answer: list[EntityLabel | None],
    widths: list[int],
    other_widths: list[int],
) -> None:
    sides = _named(gold, widths), _named(answer, other_widths)
    bare = sentence("Да/PART/0:root")
    found = score(*([replace(bare, entities=tuple(side))] for side in sides)).metrics
    spans = [[[{"label": e.label, "start": e.start, "end": e.end - 1} for e in side]] for side in sides]
    labels = [label for label in gold if label]
    theirs = Evaluator(*spans, tags=labels, loader="dict").evaluate()["overall"].get("strict")
    if theirs is None or not theirs.correct:
        assert "NER" not in found
    else:
        ours = found["NER"]
        counted = (ours.right, ours.gold, ours.system)
        assert counted == (theirs.correct, theirs.possible, theirs.actual)


def test_labels_that_gold_does_not_know_are_no_errors() -> None:
    gold = sentence("Иван/PROPN/0:root/B-PER купил/VERB/1:dep Ладу/PROPN/2:obj")
    answer = sentence("Иван/PROPN/0:root/B-PER купил/VERB/1:dep Ладу/PROPN/2:obj/B-MISC")
    assert f1(score([gold], [answer]))["NER"] == 100.0


def test_another_segmentation_is_matched_by_offsets() -> None:
    gold = [sentence("Да/PART/0:root ./PUNCT/1:punct"), sentence("Нет/PART/0:root", start=4)]
    joined = [sentence("Да/PART/0:root ./PUNCT/1:punct Нет/PART/1:conj", text="Да. Нет")]
    figures = f1(score(gold, joined))
    assert figures["Tokens"] == 100.0
    assert "Sentences" not in figures  # none is right
    assert figures["UAS"] == 66.7


def test_what_one_side_does_not_have_is_not_scored() -> None:
    gold = sentence(GOLD)
    bare = replace(gold, tokens=tuple(replace(t, lemma="_", deprel="_") for t in gold.tokens))
    assert not {"Lemmas", "LAS"} & set(score([gold], [bare]).metrics)


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_the_interval_holds_the_figure(right: list[bool]) -> None:
    gold = [_one_name(number) for number in range(len(right))]
    system = [s if hit else replace(s, entities=()) for s, hit in zip(gold, right, strict=True)]
    metrics = score(gold, system).metrics
    if any(right):
        low, high = metrics["NER"].interval
        assert low <= metrics["NER"].f1 <= high


def _one_name(number: int) -> Sentence:
    bare = sentence("Иван/PROPN/0:root", start=10 * number)
    return replace(bare, entities=(Entity("PER", bare.start, bare.end, bare.text, 1, 1),))


def test_cells_that_nobody_annotated_are_left_out() -> None:
    gold = sentence(GOLD)
    first, *others = gold.tokens
    partly = replace(gold, tokens=(replace(first, upos="_", deprel="_"), *others))
    metrics = score([partly], [gold]).metrics
    assert [metrics[name].f1 for name in ("UPOS", "LAS", "Lemmas")] == [100, 100, 100]
    assert (metrics["UPOS"].gold, metrics["Lemmas"].gold) == (2, 3)


def test_words_of_one_surface_token_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "notes.conllu").write_text(FOREIGN, encoding="utf-8")
    sentences = [parsed.sentence for parsed in read_any(tmp_path / "notes.conllu")]
    assert set(f1(score(sentences, sentences)).values()) == {100}


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12)


@given(SPANS, st.integers(0, 30), st.integers(1, 9))
def test_entities_at_a_place(spans: list[tuple[int, int]], start: int, length: int) -> None:
    entities = tuple(Entity("PER", a, a + n, "", 1, 1) for a, n in spans)
    found = Entities([replace(sentence(GOLD), entities=entities)]).overlapping("doc", start, start + length)
    assert set(found) == {("doc", a, a + n, "PER") for a, n in spans if a < start + length and start < a + n}
