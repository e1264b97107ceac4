"""What each word gets beside the features of inflection, sentence by sentence."""

from __future__ import annotations

import pytest

from rukaz.layers.features import add_features
from tests.trees import sentence


def made(spec: str) -> dict[str, str]:
    """The features of each word that has some, by form."""
    return {token.form: token.feats for token in add_features(sentence(spec)).tokens if token.feats}


# fmt: off
PRONOMINAL_WORDS = [
    ("Его/DET/2:det/=его визит/NOUN/0:root", "Его", "Poss=Yes|PronType=Prs"),
    ("своих/DET/2:det/Case=Gen/=свой слов/NOUN/0:root", "своих", "Case=Gen|Poss=Yes|PronType=Prs|Reflex=Yes"),
    ("Мы/PRON/2:nsubj/Case=Nom|Person=1 идем/VERB/0:root", "Мы", "Case=Nom|Person=1|PronType=Prs"),
    ("никто/PRON/2:nsubj/Case=Nom спит/VERB/0:root", "никто", "Case=Nom|PronType=Neg"),
    ("другой/DET/2:det день/NOUN/0:root", "другой", "PronType=Tot"),
    ("Там/ADV/2:advmod/Degree=Pos спят/VERB/0:root", "Там", "PronType=Dem"),
    ("более/ADV/2:advmod/Degree=Pos широкий/ADJ/0:root", "более", "Degree=Cmp|PronType=Tot"),
    ("Кто/PRON/2:nsubj пришел/VERB/0:root ?/PUNCT/2:punct", "Кто", "PronType=Int"),
    ("знал/VERB/0:root ,/PUNCT/4:punct кто/PRON/4:nsubj придет/VERB/1:ccomp", "кто", "PronType=Rel"),
    ("город/NOUN/0:root ,/PUNCT/4:punct где/ADV/4:advmod жил/VERB/1:acl:relcl", "где", "PronType=Rel"),
    ("Какая/DET/2:det/=какой встреча/NOUN/0:root !/PUNCT/2:punct", "Какая", "PronType=Exc"),
    ("ни/PART/3:advmod о/ADP/3:case чем/PRON/4:obl/=что знает/VERB/0:root", "чем", "PronType=Neg"),
]

NUMBERS = [
    ("9/ADJ/0:root/Case=Acc ноября/NOUN/1:flat", "9", "NumForm=Digit|NumType=Ord"),
    ("XIX/ADJ/2:amod/Degree=Pos форум/NOUN/0:root", "XIX", "NumForm=Roman|NumType=Ord"),
    ("28,2/NUM/2:nummod млрд/NOUN/0:root", "28,2", "NumForm=Digit|NumType=Frac"),
    ("2025-й/ADJ/0:root/Case=Acc", "2025-й", "Case=Acc|NumForm=Combi|NumType=Ord"),
    ("60-летний/ADJ/0:root/Degree=Pos", "60-летний", "Degree=Pos|NumForm=Combi"),
    ("второй/ADJ/2:amod/Degree=Pos день/NOUN/0:root", "второй", "NumForm=Word|NumType=Ord"),
    ("двух/NUM/2:nummod/=два стран/NOUN/0:root/Gender=Fem", "двух", "Gender=Fem|NumForm=Word|NumType=Card"),
    ("трое/NUM/0:root", "трое", "NumForm=Word|NumType=Sets"),
]

NOUNS = [
    ("РФ/PROPN/0:root/Case=Gen/B-LOC", "РФ", "Abbr=Yes|Case=Gen|NameType=Geo"),
    ("ТЭЦ/NOUN/0:root/Case=Gen/=ТЭЦ", "ТЭЦ", "Abbr=Yes|Case=Gen"),
    ("г./NOUN/0:root/Case=Loc/=год", "г.", "Abbr=Yes"),
    ("28,2/NUM/2:nummod млрд/NOUN/0:root/=миллиард", "млрд", "Abbr=Yes"),
    ("интервью/NOUN/0:root/Gender=Neut", "интервью", "Gender=Neut|InflClass=Ind"),
    ("Душанбе/PROPN/0:root/Gender=Masc/B-LOC", "Душанбе", "Gender=Masc|InflClass=Ind|NameType=Geo"),
    ("Су-35/PROPN/0:root/B-MISC", "Су-35", "InflClass=Ind|NameType=Pro"),
    ("Мороз/PROPN/0:root/Gender=Masc/B-PER", "Мороз", "Gender=Masc|NameType=Sur"),
    ("Бабаево/PROPN/0:root/Gender=Neut/B-LOC", "Бабаево", "Gender=Neut|NameType=Geo"),
]

FIXED = [
    ("во/ADP/3:case время/NOUN/1:fixed визита/NOUN/0:root", "во", "ExtPos=ADP"),
    ("потому/ADV/3:mark что/SCONJ/1:fixed спит/VERB/0:root", "потому", "ExtPos=SCONJ|PronType=Dem"),
    ("этот/DET/3:mark чем/SCONJ/1:fixed спит/VERB/0:root", "этот", "ExtPos=ADV|PronType=Dem"),
    ("в/ADP/3:parataxis:discourse частности/NOUN/1:fixed спит/VERB/0:root", "в", "ExtPos=ADV"),
    ("друг/PRON/3:iobj другу/PRON/1:fixed/=друг верят/VERB/0:root", "друг", "ExtPos=PRON|PronType=Rcp"),
]
# fmt: on


@pytest.mark.parametrize(("spec", "form", "wanted"), [*PRONOMINAL_WORDS, *NUMBERS, *NOUNS, *FIXED])
def test_features_of_a_word(spec: str, form: str, wanted: str) -> None:
    assert made(spec)[form] == wanted


PERSONS = [
    ("Владимир Владимирович Путин", "Giv Pat Sur"),
    ("Путин Владимир Владимирович", "Sur Giv Pat"),
    ("В. В. Путин", "Giv Pat Sur"),
    ("Касым-Жомарт Токаев", "Giv Sur"),
    ("Токаев", "Sur"),
    ("Анна", "Giv"),
]


@pytest.mark.parametrize(("name", "kinds"), PERSONS)
def test_parts_of_a_persons_name(name: str, kinds: str) -> None:
    first, *others = name.split()
    chain = [f"{first}/PROPN/0:root/B-PER", *(f"{form}/PROPN/1:flat:name/I-PER" for form in others)]
    words = add_features(sentence(" ".join(chain))).tokens
    assert " ".join((word.feats or "").split("NameType=")[1][:3] for word in words) == kinds


def test_a_second_time_changes_nothing() -> None:
    whole = add_features(sentence("Его/DET/2:det визит/NOUN/0:root/Case=Nom ,/PUNCT/2:punct"))
    assert add_features(whole) == whole
