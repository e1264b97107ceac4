"""Lemmas that the lemmatizer left or invented, and those that it has right."""

from __future__ import annotations

import pytest

from rukaz.annotation.lemma_rules import correct


@pytest.mark.parametrize(
    ("form", "upos", "feats", "lemma", "right"),
    [
        ("криптовалютами", "NOUN", "Case=Ins|Gender=Fem|Number=Plur", "криптовалютами", "криптовалюта"),
        ("банка", "NOUN", "Case=Gen|Gender=Masc|Number=Sing", "банка", "банк"),
        (
            "низкоуглеродного",
            "ADJ",
            "Case=Gen|Gender=Neut|Number=Sing",
            "низкоуглеродного",
            "низкоуглеродный",
        ),
        ("лучших", "ADJ", "Case=Gen|Degree=Sup|Number=Plur", "хороший", "лучший"),
        ("добавленной", "ADJ", "Case=Gen|Gender=Fem|Number=Sing", "добавить", "добавленный"),
        ("умнее", "ADJ", "Degree=Cmp", "умнее", "умный"),
        ("громче", "ADV", "Degree=Cmp", "громче", "громко"),
        ("XVIII", "ADJ", None, "оровий", "XVIII"),
        ("2023-го", "ADJ", "Case=Gen|Gender=Masc|Number=Sing", "2023-го", "2023-й"),
        ("Зенитом", "PROPN", "Case=Ins|Gender=Masc|Number=Sing", "Зенитом", "Зенит"),
        ("Ахматовой", "PROPN", "Case=Gen|Gender=Fem|Number=Sing", "Ахматовой", "Ахматова"),
        ("Сериковой", "PROPN", "Animacy=Anim|Case=Ins|Gender=Fem|Number=Sing", "Сериков", "Серикова"),
        ("Каренине", "PROPN", "Animacy=Anim|Case=Dat|Gender=Fem|Number=Sing", "Каренин", "Каренина"),
        ("Анне", "PROPN", "Animacy=Anim|Case=Dat|Gender=Fem|Number=Sing", "Анне", "Анна"),
        ("Сауле", "PROPN", "Animacy=Anim|Case=Dat|Gender=Fem|Number=Sing", "Саул", "Сауле"),
        ("Важоров", "PROPN", "Case=Nom|Gender=Masc|Number=Sing", "Важор", "Важоров"),
        ("Матвиенко", "PROPN", "Case=Gen|Gender=Fem|Number=Sing", "Матвиенк", "Матвиенко"),
        ("Нур-Султане", "PROPN", "Case=Loc|Gender=Masc|Number=Sing", "Нур-Султане", "Нур-Султан"),
        ("IT-проектами", "NOUN", "Case=Ins|Gender=Masc|Number=Plur", "it-проектами", "IT-проект"),
    ],
)
def test_wrong_lemmas_are_mended(form: str, upos: str, feats: str | None, lemma: str, right: str) -> None:
    assert correct(form, upos, feats, lemma) == right


@pytest.mark.parametrize(
    ("form", "upos", "feats", "lemma"),
    [
        ("деньгами", "NOUN", "Case=Ins|Number=Plur", "деньги"),
        ("существованья", "NOUN", "Case=Gen|Gender=Neut|Number=Sing", "существованье"),
        ("должна", "ADJ", "Gender=Fem|Number=Sing|Variant=Short", "должен"),
        ("более", "ADV", "Degree=Cmp", "более"),
        ("строится", "VERB", "Mood=Ind|VerbForm=Fin|Voice=Pass", "строить"),
        ("Айгуль", "PROPN", "Animacy=Anim|Case=Ins|Gender=Fem|Number=Sing", "Айгуль"),
        ("Кимом", "PROPN", "Animacy=Anim|Case=Ins|Gender=Masc|Number=Sing", "Ким"),
        ("г.", "NOUN", None, "год"),
        ("%", "SYM", None, "%"),
        ("Windows", "X", "Foreign=Yes", "Windows"),
    ],
)
def test_right_lemmas_stay(form: str, upos: str, feats: str | None, lemma: str) -> None:
    assert correct(form, upos, feats, lemma) == lemma
