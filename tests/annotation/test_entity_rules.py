"""Entities that cannot be, and what is left of those that can."""

from __future__ import annotations

import pytest

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.entity_rules import entity_tags
from rukaz.iob2 import decode


def entities(words: str, tags: str) -> list[str]:
    """The entities that are left, of words with their UPOS (``Анна/PROPN``) and proposed tags."""
    pairs = [word.rsplit("/", 1) for word in words.split()]
    forms = [form for form, _ in pairs]
    analyses = [
        Analysis(form.lower(), upos, None, 0, "dep", tag)
        for (form, upos), tag in zip(pairs, tags.split(), strict=True)
    ]
    spans = decode(entity_tags(forms, analyses))
    return [f"{span.label} {' '.join(forms[span.first : span.last + 1])}" for span in spans]


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("Увидев/VERB дом/NOUN", "S-PER O"),
        ("Недаром/ADV ждали/VERB", "S-PER O"),
        ("Иванов/PROPN :/PUNCT Правду/NOUN", "O O S-PER"),
        ("видел/VERB собаку/NOUN", "O S-PER"),
        ("код/NOUN a45b7/X", "O S-ORG"),
        ("почта/NOUN info@site.kz/X", "O S-ORG"),
        ("сказал/VERB «/PUNCT", "O S-ORG"),
    ],
)
def test_what_is_no_name_is_no_entity(words: str, tags: str) -> None:
    assert entities(words, tags) == []


@pytest.mark.parametrize(
    ("words", "tags", "left"),
    [
        ("в/ADP «/PUNCT Газпром/PROPN", "O B-ORG E-ORG", "ORG Газпром"),
        ("ОАО/PROPN «/PUNCT Газпром/PROPN", "B-ORG I-ORG E-ORG", "ORG Газпром"),
        ("в/ADP Apple/PROPN ./PUNCT", "O B-ORG E-ORG", "ORG Apple"),
        ("Г-н/NOUN Осборн/PROPN молчит/VERB", "B-PER E-PER O", "PER Осборн"),
        ("Братья/NOUN Стругацкие/PROPN писали/VERB", "B-PER E-PER O", "PER Стругацкие"),
        ("Британская/ADJ The/X Guardian/X", "B-ORG I-ORG E-ORG", "ORG The Guardian"),
        ("Леонардо/PROPN да/PART Винчи/PROPN", "O O S-PER", "PER Леонардо да Винчи"),
        ("Токаеву/PROPN К./PROPN К./PROPN", "S-PER O O", "PER Токаеву К. К."),
        ("роман/NOUN «/PUNCT Что/PRON делать/VERB ?/PUNCT »/PUNCT", "O O O O O O", "MISC Что делать ?"),
        ("река/NOUN Или/CCONJ впадает/VERB", "O O O", "LOC Или"),
        ("приехал/VERB Иван/PROPN", "O S-PER", "PER Иван"),
        ("СМИ/NOUN хвалят/VERB iPhone/PROPN", "O O S-MISC", "MISC iPhone"),
    ],
)
def test_an_entity_is_the_name_and_all_of_it(words: str, tags: str, left: str) -> None:
    assert entities(words, tags) == [left]
