"""Compound prepositions are joined, time and parentheses get their subtypes."""

from __future__ import annotations

import pytest

from rukaz.layers.relations import add_relations
from tests.trees import sentence


def arcs(spec: str) -> str:
    """Head and relation of each word, as in a specification."""
    return " ".join(f"{token.head}:{token.deprel}" for token in add_relations(sentence(spec)).tokens)


# fmt: off
COMPOUND_PREPOSITIONS = [
    ("во/ADP/2:case время/NOUN/4:obl визита/NOUN/2:nmod/Case=Gen спал/VERB/0:root",
     "3:case 1:fixed 4:obl 0:root"),
    ("в/ADP/2:case отличие/NOUN/5:obl от/ADP/4:case нас/PRON/2:nmod спит/VERB/0:root",
     "4:case 1:fixed 1:fixed 5:obl 0:root"),
    ("поставки/NOUN/0:root в/ADP/4:case том/DET/4:det числе/NOUN/5:nmod зерна/NOUN/1:nmod",
     "0:root 5:case 2:fixed 2:fixed 1:nmod"),
]

FREE_PHRASES = [
    "в/ADP/3:case этом/DET/3:det отношении/NOUN/4:obl прав/ADJ/0:root",
    "в/ADP/2:case рамках/NOUN/4:obl визита/NOUN/2:nmod/Case=Gen был/VERB/0:root",
]

SUBTYPES = [
    ("в/ADP/3:case этом/DET/3:det году/NOUN/4:obl/=год был/VERB/0:root", "obl:tmod"),
    ("9/ADJ/3:obl ноября/NOUN/1:flat/=ноябрь был/VERB/0:root", "obl:tmod"),
    ("в/ADP/2:case доме/NOUN/3:obl/=дом был/VERB/0:root", "obl"),
    ("например/ADV/3:advmod ,/PUNCT/1:punct спит/VERB/0:root", "parataxis:discourse"),
    ("по/ADP/2:case словам/NOUN/4:parataxis/=слово мэра/NOUN/2:nmod спит/VERB/0:root", "parataxis:discourse"),
    ("сказал/VERB/2:parataxis спит/VERB/0:root", "parataxis"),
    ("сам/DET/2:obl/Case=Nom видел/VERB/0:root", "obl:float"),
]
# fmt: on


@pytest.mark.parametrize(("spec", "wanted"), COMPOUND_PREPOSITIONS)
def test_compound_prepositions_are_joined(spec: str, wanted: str) -> None:
    assert arcs(spec) == wanted


@pytest.mark.parametrize("spec", FREE_PHRASES)
def test_phrases_that_keep_their_structure(spec: str) -> None:
    assert "fixed" not in arcs(spec)


@pytest.mark.parametrize(("spec", "wanted"), SUBTYPES)
def test_subtypes(spec: str, wanted: str) -> None:
    assert wanted in [arc.partition(":")[2] for arc in arcs(spec).split()]
