"""What rules change of the models' answers for a sentence."""

from __future__ import annotations

import pytest

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.corrections import corrected


def relation_of_infinitive(noun: str, infinitive: str, deprel: str) -> str:
    """The corrected relation of an infinitive to the word before it, given as ``form/UPOS``."""
    form, upos = noun.split("/")
    words = [
        Analysis(form, upos, None, 0, "root", "O"),
        Analysis(infinitive, "VERB", "Aspect=Perf|VerbForm=Inf|Voice=Act", 1, deprel, "O"),
    ]
    return corrected([form, infinitive], words)[1].deprel


@pytest.mark.parametrize("phrase", ["решение/NOUN уйти", "право/NOUN говорить", "Попытка/NOUN бежать"])
def test_an_infinitive_of_a_noun_is_a_clause(phrase: str) -> None:
    noun, infinitive = phrase.split()
    assert relation_of_infinitive(noun, infinitive, "nmod") == "acl"


def test_other_infinitives_keep_their_relation() -> None:
    assert relation_of_infinitive("решил/VERB", "уйти", "xcomp") == "xcomp"
    assert relation_of_infinitive("цель/NOUN", "победить", "csubj") == "csubj"


def test_an_abbreviated_adjective_of_a_length_is_no_number() -> None:
    words = [
        Analysis("54", "NUM", None, 2, "nummod", "O"),
        Analysis("куба", "NOUN", None, 3, "nummod:gov", "O"),
        Analysis("километр", "NOUN", None, 0, "root", "O"),
    ]
    changed = corrected(["54", "куб.", "км"], words)[1]
    assert (changed.lemma, changed.upos, changed.deprel) == ("кубический", "ADJ", "amod")


@pytest.mark.parametrize(("expression", "lemmas"), [("Т. е.", "то быть"), ("т. п", "то подобный")])
def test_shortened_expressions_have_the_lemmas_of_their_words(expression: str, lemmas: str) -> None:
    first, second = expression.split()
    words = [
        Analysis("Т", "PROPN", None, 0, "root", "O"),
        Analysis("п", "ADJ", "Abbr=Yes", 1, "fixed", "O"),
    ]
    assert [one.lemma for one in corrected([first, second], words)] == lemmas.split()
    apart = [words[0], words[1]._replace(deprel="flat:name")]  # initials
    assert corrected(["Т.", "Е."], apart)[0].lemma == "Т"
