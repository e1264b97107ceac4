"""Repairs, before and after, as the real validator sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rukaz.errors import RukazError
from rukaz.records import Sentence, Token
from rukaz.repair import validate_and_repair as module
from rukaz.repair.validate_and_repair import Repaired, validate_and_repair
from tests.trees import sentence

FORCED = {
    "drop_feature": (
        "Вчера/ADV/2:advmod/Degree=Pos|Gender=Masc приехал/VERB/0:root",
        "Вчера/ADV/2:advmod/Degree=Pos приехал/VERB/0:root",
    ),
    "strip_subtype": (
        "Мамин/ADJ/2:amod:poss дом/NOUN/0:root",
        "Мамин/ADJ/2:amod дом/NOUN/0:root",
    ),
    "label_root": (
        "Мама/NOUN/2:nsubj пришла/VERB/0:flat:foreign",
        "Мама/NOUN/2:nsubj пришла/VERB/0:root",
    ),
    "label_punct": (
        "Мама/NOUN/0:root ,/PUNCT/3:cc папа/NOUN/1:conj",
        "Мама/NOUN/0:root ,/PUNCT/3:punct папа/NOUN/1:conj",
    ),
    "lift_dependent": (
        "Завтра/ADV/2:advmod будет/AUX/3:cop/=быть дождь/NOUN/0:root",
        "Завтра/ADV/3:advmod будет/AUX/3:cop/=быть дождь/NOUN/0:root",
    ),
    "attach_mark": (
        "Он/PRON/2:nsubj/PronType=Prs пришёл/VERB/0:root ,/PUNCT/1:punct но/CCONJ/5:cc ушёл/VERB/2:conj",
        "Он/PRON/2:nsubj/PronType=Prs пришёл/VERB/0:root ,/PUNCT/2:punct но/CCONJ/5:cc ушёл/VERB/2:conj",
    ),
    "reverse_relation": (
        "С/ADP/3:case Владимиром/PROPN/3:flat:name Путиным/PROPN/4:obl говорили/VERB/0:root",
        "С/ADP/2:case Владимиром/PROPN/4:obl Путиным/PROPN/2:flat:name говорили/VERB/0:root",
    ),
    "label_nmod": (
        "Визит/NOUN/4:nsubj в/ADP/3:case Россию/PROPN/1:obl состоялся/VERB/0:root",
        "Визит/NOUN/4:nsubj в/ADP/3:case Россию/PROPN/1:nmod состоялся/VERB/0:root",
    ),
}
"""What each repair makes of an invalid tree; FEATS stand only where they matter."""

KEPT = {
    "two subjects have no forced answer": (
        "too-many-subjects",
        "Мама/NOUN/3:nsubj папа/NOUN/3:nsubj пришли/VERB/0:root",
    ),
    "a repair that brings another error is refused": (
        "leaf-aux-cop",
        "Мама/NOUN/2:nsubj была/AUX/4:cop/=быть она/PRON/4:nsubj/PronType=Prs врач/NOUN/0:root",
    ),
    "an auxiliary that Russian does not have": (
        "aux-lemma",
        "Он/PRON/3:nsubj/PronType=Prs стал/AUX/3:aux/=стать жить/VERB/0:root",
    ),
}
"""Errors of level 3 and 5 that stay in automatic annotation."""


@pytest.fixture(scope="module")
def forced() -> Repaired:
    """All invalid trees at once; the validator takes a second to start."""
    return validate_and_repair(
        [numbered(before, number) for number, (before, _) in enumerate(FORCED.values())]
    )


@pytest.mark.parametrize("rule", FORCED)
def test_forced(rule: str, forced: Repaired) -> None:
    number = list(FORCED).index(rule)
    assert forced.sentences[number] == numbered(FORCED[rule][1], number)
    assert forced.repairs[f"doc-p{number}-c0", rule] == 1


def test_a_second_root_gets_another_relation() -> None:
    repaired = validate_and_repair([sentence("Мама/NOUN/2:nsubj мыла/VERB/0:root раму/NOUN/2:root")])
    assert [token.deprel for token in repaired.sentences[0].tokens] == ["nsubj", "root", "dep"]
    assert repaired.repairs == {("doc-p1-c0", "label_root"): 1}


def test_a_repair_that_makes_no_tree_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(before: Sentence, token: Token, _message: str) -> Sentence:
        tokens = (replace(one, head=one.id, deprel="dep") if one == token else one for one in before.tokens)
        return replace(before, tokens=tuple(tokens))

    monkeypatch.setattr(module, "REPAIRS", ((cut_off, "leaf-aux-cop|root-is-not-0"),))
    before = sentence("Завтра/ADV/2:advmod будет/AUX/3:cop/=быть дождь/NOUN/0:root")
    assert validate_and_repair([before]).sentences == (before,)


def test_nothing_wrong_remains(forced: Repaired) -> None:
    assert errors(forced) == []
    assert forced.quarantine == ()


@pytest.fixture(scope="module")
def kept() -> Repaired:
    return validate_and_repair([numbered(spec, number) for number, (_, spec) in enumerate(KEPT.values())])


@pytest.mark.parametrize("case", KEPT)
def test_kept_as_it_is(case: str, kept: Repaired) -> None:
    number = list(KEPT).index(case)
    testid, spec = KEPT[case]
    assert kept.sentences[number] == numbered(spec, number)
    assert errors(kept)[number] == testid
    assert kept.repairs == {}


def test_one_repair_after_another() -> None:
    """All members of a name hang on its first word, whatever the parser chose as head."""
    before = sentence(
        "Нурсултан/PROPN/3:flat Абишевич/PROPN/3:flat Назарбаев/PROPN/4:nsubj:x ушёл/VERB/0:root"
    )
    after = sentence("Нурсултан/PROPN/4:nsubj Абишевич/PROPN/1:flat Назарбаев/PROPN/1:flat ушёл/VERB/0:root")
    repaired = validate_and_repair([before])
    assert repaired.sentences == (after,)
    assert repaired.repairs == {("doc-p1-c0", "strip_subtype"): 1, ("doc-p1-c0", "reverse_relation"): 1}


def test_an_apposition_keeps_its_own_modifiers() -> None:
    before = sentence(
        "С/ADP/3:case президентом/NOUN/3:appos Путиным/PROPN/5:obl России/PROPN/3:nmod говорили/VERB/0:root"
    )
    after = sentence(
        "С/ADP/2:case президентом/NOUN/5:obl Путиным/PROPN/2:appos России/PROPN/3:nmod говорили/VERB/0:root"
    )
    assert validate_and_repair([before]).sentences == (after,)


def test_valid_sentences_do_not_change() -> None:
    good = [numbered(spec, number) for number, (_, spec) in enumerate(FORCED.values())]
    repaired = validate_and_repair(good)
    assert repaired.sentences == tuple(good)
    assert repaired.repairs == {}


def test_a_word_with_a_space_is_quarantined() -> None:
    """Level 4: of the words with spaces, Russian has only grouped digits."""
    bad = sentence("то_есть/CCONJ/0:root 10_000/NUM/1:nummod")
    repaired = validate_and_repair([bad], files={"doc": "texts/doc.txt"})
    assert repaired.sentences == ()
    (row,) = repaired.quarantine
    assert (row.file, row.doc_id, row.block, row.start, row.end) == ("texts/doc.txt", "doc", "1", 0, 14)
    assert "invalid-word-with-space" in row.reason


def test_a_reviewed_sentence_is_never_repaired() -> None:
    reviewed = replace(sentence(FORCED["label_nmod"][0]), annotation="reviewed", reviewer="anna")
    with pytest.raises(RukazError, match="doc-p1-c0: L3 obl-should-be-nmod: token 3"):
        validate_and_repair([reviewed])


def test_nothing_to_settle() -> None:
    assert validate_and_repair([]).sentences == ()


def test_ids_must_differ() -> None:
    with pytest.raises(RukazError, match="doc-p1-c0"):
        validate_and_repair([sentence("Да/PART/0:root"), sentence("Нет/PART/0:root")])


def errors(repaired: Repaired) -> list[str]:
    return [incident.testid for incident in repaired.incidents if incident.is_error]


def numbered(spec: str, number: int) -> Sentence:
    """A sentence with an id of its own."""
    return replace(sentence(spec), sent_id=f"doc-p{number}-c0")
