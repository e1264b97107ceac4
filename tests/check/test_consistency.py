"""Each rule of consistency finds the word that is annotated otherwise, and passes the right annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rukaz.check.finding import Place
from rukaz.check.guidelines.consistency import CONSISTENCY_RULES, CORPUS_CONSISTENCY_RULES
from rukaz.records import Sentence
from tests.broken.consistency import CASES, MENTIONS, PAIRS, REFERRING
from tests.trees import document, sentence
from tests.trees import mention as phrase


@pytest.mark.parametrize("code", CASES)
def test_right(code: str) -> None:
    spec, right, _ = CASES[code]
    assert found(code, filled(spec, right)) == []


@pytest.mark.parametrize("code", CASES)
def test_wrong(code: str) -> None:
    spec, _, wrong = CASES[code]
    assert len(found(code, filled(spec, wrong))) >= 1


@pytest.mark.parametrize("code", CASES)
def test_automatic_annotation_may_differ(code: str) -> None:
    spec, _, wrong = CASES[code]
    assert found(code, filled(spec, wrong), annotation="auto") == []


@pytest.mark.parametrize("code", PAIRS)
def test_contradiction(code: str) -> None:
    one, other = (reviewed(sentence(spec)) for spec in PAIRS[code])
    assert list(CORPUS_CONSISTENCY_RULES[code]([one, one])) == []
    assert len(list(CORPUS_CONSISTENCY_RULES[code]([one, other]))) == 1


TOKAEV = ("tokaev-kassym-jomart", "Касым-Жомарт Токаев")


@pytest.mark.parametrize(("code", "other"), [(code, other) for code in MENTIONS for other in MENTIONS[code]])
def test_mentions(code: str, other: tuple[str | None, str | None]) -> None:
    rule = CORPUS_CONSISTENCY_RULES[code]
    assert list(rule([mention(*TOKAEV), mention(*TOKAEV)])) == []
    assert len(list(rule([mention(*TOKAEV), mention(*other)]))) == 1


@pytest.mark.parametrize("code", REFERRING)
def test_coreference(code: str) -> None:
    made, (plain,) = document(
        "doc", "Токаев/PROPN/2:nsubj/B-PER видел/VERB/0:root его/PRON/2:obj/=он который/PRON/2:dep"
    )
    right = [("e1", 1, "person"), ("e1", 3, "person")]
    for facts, findings in ((right, 0), (REFERRING[code], 1)):
        mentions = tuple(phrase(plain, cluster, (word, word), word, etype) for cluster, word, etype in facts)
        given = reviewed(replace(plain, mentions=mentions))
        assert len(list(CONSISTENCY_RULES[code](made, [given]))) == findings


def test_the_kremlin_is_a_place_and_a_body() -> None:
    place = reviewed(sentence("в/ADP/2:case Кремле/PROPN/0:root/B-LOC/=Кремль"))
    body = reviewed(sentence("отношение/NOUN/0:root Кремля/PROPN/1:nmod/B-ORG/=Кремль"))
    assert list(CORPUS_CONSISTENCY_RULES["C874"]([place, body])) == []


def test_a_finding_names_the_word() -> None:
    spec, _, wrong = CASES["C823"]
    assert found("C823", filled(spec, wrong)) == [("doc-p1-c0, token 2 'ноября'", "nmod of token 1; day ADJ")]


def test_slips_of_the_writer_are_no_slips_of_the_review() -> None:
    spec = "по/ADP/2:case санкциями/NOUN/0:root/Case=Ins|Typo=Yes"
    assert found("C853", spec) == []
    assert len(found("C853", spec.replace("|Typo=Yes", ""))) == 1


def test_every_rule_is_tested_and_says_what_is_wrong() -> None:
    rules = {**CONSISTENCY_RULES, **CORPUS_CONSISTENCY_RULES}
    assert sorted(rules) == sorted([*CASES, *PAIRS, *MENTIONS, *REFERRING])
    for code, rule in rules.items():
        assert (rule.__doc__ or "").partition("\n")[0].endswith("."), code


def filled(spec: str, filling: str) -> str:
    """The specification with the filling, or its parts one after the other, in place of ``{}``."""
    parts: Iterator[str] = iter(filling.split() if spec.count("{}") > 1 else [filling])
    while "{}" in spec:
        spec = spec.replace("{}", next(parts), 1)
    return spec


def found(code: str, spec: str, annotation: str = "reviewed") -> list[Place]:
    made, sentences = document("doc", spec)
    if annotation == "reviewed":
        sentences = tuple(map(reviewed, sentences))
    return list(CONSISTENCY_RULES[code](made, sentences))


def reviewed(automatic: Sentence) -> Sentence:
    return replace(automatic, annotation="reviewed", reviewer="anna")


def mention(entity_id: str | None, name: str | None) -> Sentence:
    """A sentence that mentions Токаев under this id and name."""
    plain = reviewed(sentence("Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root"))
    return replace(plain, entities=(replace(plain.entities[0], entity_id=entity_id, name=name),))
