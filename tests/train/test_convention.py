"""Each conversion rule on the smallest tree that shows it, and on one that it must leave alone."""

from __future__ import annotations

import pytest

from rukaz.train import convention
from rukaz.train.convention import RULES, convert, join_abbreviations
from tests.train.tiny_trees import show, tree

# rule, before, after (empty: unchanged)
CASES = [
    ("relative_pronoun", "которая/DET/0:root/Case=Nom", "которая/PRON/0:root/Case=Nom"),
    (
        "pronominal_adjective",
        "другой/ADJ/2:amod/Case=Nom|Degree=Pos город/NOUN/0:root",
        "другой/DET/2:det/Case=Nom город/NOUN/0:root",
    ),
    ("pronominal_adjective", "новый/ADJ/2:amod/Degree=Pos город/NOUN/0:root", ""),
    ("possessive", "их/PRON/2:nmod/Case=Gen дом/NOUN/0:root", "их/DET/2:det дом/NOUN/0:root"),
    ("possessive", "вижу/VERB/0:root их/PRON/1:obj/Case=Acc", ""),
    ("predicative", "можно/ADV/0:root/Degree=Pos", "можно/VERB/0:root"),
    ("predicative", "нет/VERB/0:root/Aspect=Imp|Tense=Pres", "нет/VERB/0:root/Polarity=Neg"),
    ("particle", "не/PART/0:root", "не/PART/0:root/Polarity=Neg"),
    ("particle", "бы/PART/0:root", "бы/AUX/0:root/Mood=Cnd"),
    (
        "voice",
        "вернулся/VERB/0:root/VerbForm=Fin|Voice=Act",
        "вернулся/VERB/0:root/VerbForm=Fin|Voice=Mid",
    ),
    (
        "voice",
        "рожает/VERB/0:root/VerbForm=Fin|Voice=Mid",
        "рожает/VERB/0:root/VerbForm=Fin|Voice=Act",
    ),
    ("voice", "создан/VERB/0:root/VerbForm=Part|Voice=Pass", ""),
    (
        "voice",
        "был/AUX/0:root/VerbForm=Fin",
        "был/AUX/0:root/Aspect=Imp|VerbForm=Fin|Voice=Act",
    ),
    (
        "passive_reflexive",
        "дом/NOUN/2:nsubj:pass строится/VERB/0:root/Voice=Mid",
        "дом/NOUN/2:nsubj:pass строится/VERB/0:root/Voice=Pass",
    ),
    ("passive_reflexive", "он/PRON/2:nsubj вернулся/VERB/0:root/Voice=Mid", ""),
    (
        "short_form",
        "созданы/VERB/0:root/Animacy=Inan|Case=Nom|Variant=Short",
        "созданы/VERB/0:root/Variant=Short",
    ),
    (
        "animacy",
        "новое/ADJ/0:root/Animacy=Inan|Case=Acc|Gender=Neut",
        "новое/ADJ/0:root/Case=Acc|Gender=Neut",
    ),
    ("animacy", "новый/ADJ/0:root/Animacy=Inan|Case=Acc|Gender=Masc", ""),
    ("animacy", "нас/PRON/0:root/Animacy=Anim|Person=1", "нас/PRON/0:root/Person=1"),
    (
        "indefinite_pronoun",
        "кто/PRON/0:root/Case=Nom",
        "кто/PRON/0:root/Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing",
    ),
    ("plural_gender", "новые/ADJ/0:root/Gender=Masc|Number=Plur", "новые/ADJ/0:root/Number=Plur"),
    ("plural_gender", "дома/NOUN/0:root/Gender=Masc|Number=Plur", ""),
    ("digits", "15/NUM/0:root/Case=Gen", "15/NUM/0:root"),
    ("year", "2012/NUM/2:nummod году/NOUN/0:root", "2012/ADJ/2:amod году/NOUN/0:root"),
    ("thousands", "тысяч/NUM/0:root", "тысяч/NOUN/0:root"),
    ("abbreviation", "В./NOUN/0:root/Case=Nom", "В./PROPN/0:root"),
    ("abbreviation", "г./ADJ/0:root/Case=Loc", "г./NOUN/0:root"),
    ("latin_word", "Boeing/PROPN/0:root/Case=Nom", "Boeing/X/0:root/Foreign=Yes"),
    ("latin_word", "XIX/ADJ/0:root", ""),
    ("cyrillic_foreign", "Нью-Йорк/PROPN/0:root/Foreign=Yes", "Нью-Йорк/PROPN/0:root"),
    ("degree", "быстро/ADV/0:root", "быстро/ADV/0:root/Degree=Pos"),
    ("degree", "где/ADV/0:root/Degree=Pos", "где/ADV/0:root"),
    ("degree", "первый/ADJ/0:root/Case=Nom|Degree=Pos", "первый/ADJ/0:root/Case=Nom"),
    ("symbol", "€/PUNCT/0:root", "€/SYM/0:root"),
    ("symbol", ",/PUNCT/0:root", ""),
    (
        "participle",
        "живущий/VERB/3:amod/VerbForm=Part там/ADV/1:advmod человек/NOUN/0:root",
        "живущий/VERB/3:acl/VerbForm=Part там/ADV/1:advmod человек/NOUN/0:root",
    ),
    (
        "participle",
        "указанный/VERB/2:acl/VerbForm=Part срок/NOUN/0:root",
        "указанный/VERB/2:amod/VerbForm=Part срок/NOUN/0:root",
    ),
    (
        "parenthesis",
        "конечно/ADV/3:advmod ,/PUNCT/1:punct да/PART/0:root",
        "конечно/ADV/3:parataxis ,/PUNCT/1:punct да/PART/0:root",
    ),
    (
        "name_chain",
        "А./PROPN/0:root Пушкин/PROPN/1:appos",
        "А./PROPN/0:root Пушкин/PROPN/1:flat:name",
    ),
    ("gsd_particles", "как/ADP/2:case дом/NOUN/0:root", "как/SCONJ/2:case дом/NOUN/0:root"),
    ("gsd_compound", "8/NUM/2:compound тысяч/NOUN/0:root", "8/NUM/2:nummod тысяч/NOUN/0:root"),
    (
        "participle_case",
        "живущийся/VERB/0:root/VerbForm=Part|Voice=Act",
        "живущийся/VERB/0:root/VerbForm=Part|Voice=Mid",
    ),
    ("common_subtype", "там/ADV/0:obl:float", "там/ADV/0:obl"),
    ("common_subtype", "там/ADV/0:acl:relcl", ""),
    ("scored_features", "я/PRON/0:root/Case=Nom|PronType=Prs", "я/PRON/0:root/Case=Nom"),
]


@pytest.mark.parametrize(("rule", "before", "after"), CASES)
def test_rule(rule: str, before: str, after: str) -> None:
    words = tree(before)
    function = getattr(convention, rule)
    changed = sum(function(words, index) for index in range(len(words)))
    assert show(words) == (after or before)
    assert bool(changed) == bool(after)


def test_every_rule_has_a_case() -> None:
    named = {rule for rule, _, _ in CASES}
    by_dictionary = {"dictionary_reading", "fill_lemma", "acronym_lemma"}
    assert {rule.__name__ for rules in RULES.values() for rule in rules} == named | by_dictionary


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("в/ADP/2:case г/NOUN/0:root ./PUNCT/2:punct Москве/PROPN/2:appos", "в г. Москве"),
        ("в/ADP/3:case 2004/ADJ/3:amod г/NOUN/0:root ./PUNCT/3:punct", "в 2004 г ."),
    ],
)
def test_an_abbreviation_takes_its_dot_but_not_the_sentence_s(before: str, after: str) -> None:
    words = tree(before)
    words[-2 if after.endswith(".") else 1].misc["SpaceAfter"] = "No"
    join_abbreviations(words)
    assert " ".join(word.form for word in words) == after


def test_conversion_counts_what_it_changed() -> None:
    words = tree("не/PART/2:advmod можно/ADV/0:root")
    counts = convert(words, "taiga-2020")
    assert (counts["particle"], counts["predicative"], counts["year"]) == (1, 1, 0)
