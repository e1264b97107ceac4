"""Normal forms and ids of names: what a mention is called, and which mentions are of one entity."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rukaz.layers.features import add_features
from rukaz.layers.names import add_names, wikidata_items
from rukaz.records import Sentence
from tests.trees import sentence


def document(*specs: str) -> list[Sentence]:
    """Sentences of one document, with names."""
    return add_names([add_features(sentence(spec, start=1000 * n)) for n, spec in enumerate(specs)])


def names(*specs: str) -> list[str | None]:
    return [entity.name for one in document(*specs) for entity in one.entities]


def ids(*specs: str) -> list[str | None]:
    return [entity.entity_id for one in document(*specs) for entity in one.entities]


def person(form: str, lemma: str, case: str, gender: str) -> str:
    """A person's surname, as the only word of its sentence."""
    return f"{form}/PROPN/0:root/Animacy=Anim|Case={case}|Gender={gender}|Number=Sing/B-PER/={lemma}"


def full_name(given: str, surname: str, case: str, gender: str) -> str:
    """Given name and surname, each as ``form=lemma``."""
    (first, lemma), (last, last_lemma) = given.split("="), surname.split("=")
    feats = f"Animacy=Anim|Case={case}|Gender={gender}|Number=Sing"
    return f"{person(first, lemma, case, gender)} {last}/PROPN/1:flat:name/{feats}/I-PER/={last_lemma}"


OF_DENIS_PETROV = full_name("Дениса=Денис", "Петрова=Петров", "Gen", "Masc")
ANNA_PETROVA = full_name("Анна=Анна", "Петрова=Петрова", "Nom", "Fem")
IVAN_PETROV = full_name("Иван=Иван", "Петров=Петров", "Nom", "Masc")
TO_PETROV = person("Петрову", "Петров", "Dat", "Masc")
OF_PETROVA = person("Петровой", "Петрова", "Gen", "Fem")

NORMAL_FORMS = [
    ("Астане/PROPN/0:root/Animacy=Inan|Case=Loc|Gender=Fem|Number=Sing/B-LOC/=Астана", "Астана"),
    ("РФ/PROPN/0:root/Case=Gen/B-LOC/=РФ", "Россия"),
    ("Душанбе/PROPN/0:root/Case=Loc|Gender=Masc|Number=Sing/B-LOC", "Душанбе"),
    (person("Карасиным", "Карасиным", "Ins", "Masc"), "Карасин"),
    (
        "Западной/ADJ/2:amod/Case=Gen|Gender=Fem|Number=Sing/B-LOC/=западный "
        "Сибири/PROPN/0:root/Animacy=Inan|Case=Gen|Gender=Fem|Number=Sing/I-LOC/=Сибирь",
        "Западная Сибирь",
    ),
    (
        "Палаты/NOUN/0:root/Animacy=Inan|Case=Gen|Gender=Fem|Number=Sing/B-ORG/=палата "
        "депутатов/NOUN/1:nmod/Animacy=Anim|Case=Gen|Gender=Masc|Number=Plur/I-ORG/=депутат",
        "Палата депутатов",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "name"), NORMAL_FORMS)
def test_normal_form(spec: str, name: str) -> None:
    assert names(spec) == [name]


def test_a_surname_gets_the_full_name_that_the_document_has() -> None:
    assert names(OF_DENIS_PETROV, TO_PETROV) == ["Денис Петров", "Денис Петров"]
    assert ids(TO_PETROV, OF_DENIS_PETROV) == ["petrov-denis-per", "petrov-denis-per"]


def test_a_given_name_is_a_surname_where_the_document_has_it_as_one() -> None:
    zhaksylyk_omar = full_name("Жаксылык=Жаксылык", "Омар=Омар", "Nom", "Masc")
    to_omar = person("Омару", "Омар", "Dat", "Masc")
    _, short = document(zhaksylyk_omar, to_omar)
    assert [one.name for one in short.entities] == ["Жаксылык Омар"]
    assert "NameType=Sur" in str(short.tokens[0].feats)


def test_a_given_name_is_first_of_all_that_of_a_person() -> None:
    zhaksylyk_omar = full_name("Жаксылык=Жаксылык", "Омар=Омар", "Nom", "Masc")
    omar_asanov = full_name("Омар=Омар", "Асанов=Асанов", "Nom", "Masc")
    assert names(omar_asanov, zhaksylyk_omar, person("Омар", "Омар", "Nom", "Masc"))[-1] == "Омар Асанов"


def test_a_surname_that_is_a_form_of_a_given_name_is_a_surname() -> None:
    aset_irgaliev = full_name("Асет=Асет", "Иргалиев=Иргалиев", "Nom", "Masc")
    assert names(aset_irgaliev, person("Иргалиев", "Иргалиев", "Nom", "Masc")) == ["Асет Иргалиев"] * 2


@pytest.mark.parametrize(
    ("given", "surname", "case", "name"),
    [
        ("Айгуль=Айгуль", "Сериковой=Серикова", "Ins", "Айгуль Серикова"),
        ("Сауле=Сауле", "Жумабаевой=Жумабаева", "Dat", "Сауле Жумабаева"),
        ("Анне=Анна", "Каренине=Каренина", "Dat", "Анна Каренина"),
    ],
)
def test_a_woman_keeps_her_surname(given: str, surname: str, case: str, name: str) -> None:
    assert names(full_name(given, surname, case, "Fem")) == [name]


@pytest.mark.parametrize("title, name", [("госпожа", "Орлова"), ("господин", "Орлов")])
def test_a_title_tells_who_is_a_woman(title: str, name: str) -> None:
    accusative = "Animacy=Anim|Case=Acc|Gender=Masc|Number=Sing"
    spec = f"{title}/NOUN/0:root Орлову/PROPN/1:appos/{accusative}/B-PER/=Орлов"
    assert names(spec) == [name]


def test_two_persons_of_one_surname_stay_two() -> None:
    assert ids(ANNA_PETROVA, OF_DENIS_PETROV) == ["petrova-anna-per", "petrov-denis-per"]
    assert ids(ANNA_PETROVA, OF_DENIS_PETROV, OF_PETROVA) == [
        "petrova-anna-per",
        "petrov-denis-per",
        "petrova-anna-per",
    ]


def test_of_two_the_surname_is_the_one_named_last() -> None:
    assert ids(IVAN_PETROV, OF_DENIS_PETROV, TO_PETROV)[-1] == "petrov-denis-per"


def test_who_is_only_a_surname_keeps_to_the_document() -> None:
    assert ids(TO_PETROV) == ["petrov-per-doc"]


def test_what_was_reviewed_wins() -> None:
    first, second = document(OF_DENIS_PETROV, TO_PETROV)
    (entity,) = first.entities
    reviewed = replace(
        first,
        annotation="reviewed",
        entities=(replace(entity, name="Денис Иванович Петров", entity_id="petrov-d-i"),),
    )
    kept, named = add_names([reviewed, second])
    assert kept == reviewed
    assert [(e.name, e.entity_id) for e in named.entities] == [("Денис Иванович Петров", "petrov-d-i")]


def test_items_of_wikidata_are_of_known_entities() -> None:
    items = wikidata_items()
    assert items["russia"] == "Q159"
    assert "kremlin-government" not in items  # nothing at hand says which it is
    assert len(set(items.values())) == len(items)
