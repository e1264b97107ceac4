"""What is remembered of the UD validator, and what is asked however often it was answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rukaz.conllu.files import sentence_to_conllu
from rukaz.records import MultiwordToken, Sentence
from rukaz.repair import known_signatures
from rukaz.repair.signatures import signatures
from rukaz.repair.validation_cache import ValidationCache, known_incidents, validation_cache
from rukaz.repair.validator import Incident, validate_text
from tests.trees import sentence

SPOKEN = "Она/PRON/2:nsubj/Case=Nom пришла/VERB/0:root ,/PUNCT/4:punct чтобы/SCONJ/5:mark петь/VERB/2:advcl"
PLAIN = (
    "Она/PRON/2:nsubj/Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs "
    "пришла/VERB/0:root/Aspect=Perf|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act "
    "./PUNCT/2:punct"
)
OTHER = "Они/PRON/2:nsubj/Case=Nom ушли/VERB/0:root ,/PUNCT/4:punct чтобы/SCONJ/5:mark жить/VERB/2:advcl"

ASKED = {
    "two roots": "Она/PRON/0:root пришла/VERB/0:root",
    "a cycle": "Она/PRON/2:nsubj пришла/VERB/1:nsubj ./PUNCT/0:root",
    "a head that is no word": "Она/PRON/7:nsubj пришла/VERB/0:root",
    "a gap in a fixed expression": "Потому/ADV/0:root она/PRON/1:nsubj что/SCONJ/1:fixed",
    "goeswith": "Ни/ADV/0:root где/X/1:goeswith",
    "flat:foreign of other words": "The/X/0:root/Foreign=Yes Дом/NOUN/1:flat:foreign",
}


def taught(cache: ValidationCache, one: Sentence) -> ValidationCache:
    cache.add(one, signatures(one), validate_text([sentence_to_conllu(one)]))
    return cache


def recalled(cache: ValidationCache, one: Sentence) -> list[Incident] | None:
    return cache.get(one, signatures(one))


@pytest.fixture
def cache() -> ValidationCache:
    return taught(ValidationCache(), sentence(SPOKEN))


def test_other_words_with_the_same_sights_need_no_question(cache: ValidationCache) -> None:
    other = replace(sentence(OTHER), sent_id="doc-p7-c0")
    found = recalled(cache, other)
    assert found == validate_text([sentence_to_conllu(other)])
    assert found is not None
    assert [(one.sent_id, one.testid) for one in found] == [("doc-p7-c0", "pron-det-without-prontype")]
    assert "'Они'" in found[0].message


def test_several_subjects_and_objects_are_recalled_with_their_words(cache: ValidationCache) -> None:
    taught(
        cache, sentence("Мы/PRON/3:nsubj все/PRON/3:nsubj знаем/VERB/0:root это/PRON/3:obj все/PRON/3:obj")
    )
    other = sentence("Все/PRON/3:nsubj мы/PRON/3:nsubj видим/VERB/0:root то/PRON/3:obj и/PRON/3:obj")
    found = recalled(cache, other)
    assert found == validate_text([sentence_to_conllu(other)])
    assert [one.testid for one in found or () if "many" in one.testid] == [
        "too-many-subjects",
        "too-many-objects",
    ]
    outer = sentence("Мы/PRON/3:nsubj все/PRON/3:nsubj:outer знаем/VERB/0:root")
    assert recalled(taught(cache, outer), outer) == validate_text([sentence_to_conllu(outer)])


def test_an_expression_with_extpos_is_known_by_that_whatever_its_words() -> None:
    as_if = "{}/PART/3:mark/ExtPos=SCONJ {}/PART/1:fixed пришла/VERB/0:root"
    cache = taught(ValidationCache(), sentence(as_if.format("Вряд", "ли")))
    assert recalled(cache, sentence(as_if.format("Едва", "не"))) is not None
    bare = as_if.replace("/ExtPos=SCONJ", "")
    cache = taught(ValidationCache(), sentence(bare.format("Вряд", "ли")))
    assert recalled(cache, sentence(bare.format("Едва", "не"))) is None


@pytest.mark.parametrize("spec", ASKED.values(), ids=ASKED)
def test_what_no_signature_shows_is_asked(spec: str, cache: ValidationCache) -> None:
    assert recalled(taught(cache, sentence(spec)), sentence(spec)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Она пришла , чтобы петь  да"},
        {"text": "Она пришла , чтобы петь "},
        {"sent_id": "doc p1"},
        {"annotation": "reviewed"},
        {"multiword_tokens": (MultiwordToken(1, 2, "Она пришла", 0, 10),)},
    ],
    ids=["text", "space at the end", "id", "reviewed", "multi-word token"],
)
def test_what_is_not_as_the_models_make_it_is_asked(changed: dict[str, Any], cache: ValidationCache) -> None:
    assert recalled(cache, sentence(SPOKEN)) is not None
    assert recalled(cache, replace(sentence(SPOKEN), **changed)) is None


@pytest.mark.parametrize(
    "column",
    [
        {"deps": "2:nsubj"}, {"misc": "Lang=en"}, {"xpos": "P"}, {"form": "Она́ "}, {"lemma": ""},
        {"feats": "Case=Acc"}, {"upos": "NOUN"}, {"deprel": "obj"}, {"head": 4},
    ],
    ids=lambda column: next(iter(column)),
)  # fmt: skip
def test_a_new_signature_is_asked(column: dict[str, Any], cache: ValidationCache) -> None:
    one = sentence(SPOKEN)
    other = replace(one.tokens[0], **column)
    assert recalled(cache, replace(one, tokens=(other, *one.tokens[1:]))) is None


def test_only_russian_is_remembered() -> None:
    ones = [sentence(SPOKEN), replace(sentence(OTHER), sent_id="doc-p7-c0")]
    for language in ("ru", "ru", "cs"):
        expected = validate_text(map(sentence_to_conllu, ones), lang=language)
        assert list(known_incidents(ones, language=language)) == expected


def test_what_is_known_stands_in_a_file_for_one_version_of_the_validator(
    cache: ValidationCache, tmp_path: Path
) -> None:
    file = tmp_path / "known.json.gz"
    known_signatures.save(cache.known, "0.2.9", file)
    assert known_signatures.load("0.2.9", file) == cache.known
    assert known_signatures.load("0.3.0", file) == {}
    other = replace(sentence(OTHER), sent_id="doc-p7-c0")
    assert recalled(ValidationCache(known_signatures.load("0.2.9", file)), other) == recalled(cache, other)


def test_the_package_knows_plain_sentences() -> None:
    assert recalled(validation_cache(), sentence(PLAIN)) == []
