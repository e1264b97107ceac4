"""T108 and T109 see in a graph what the UD validator sees, and nothing in those of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.check.graphs import known_enhanced_relation, rooted_graph
from rukaz.conllu.files import sentence_to_conllu
from rukaz.layers.enhanced import RELATIVE_ROLES, SHARED, add_enhanced
from rukaz.records import Sentence
from rukaz.repair.validator import validate_text
from rukaz.tree import Tree
from tests.trees import document, sentence

DOCUMENT, _ = document("doc", "Да/PART/0:root")
GOOD = add_enhanced(
    sentence("Они/PRON/2:nsubj живут/VERB/0:root в/ADP/4:case Москве/PROPN/2:obl/Case=Loc ./PUNCT/2:punct")
)

# fmt: off
BROKEN = {
    "not a cell": (4, "2"), "head as a word": (4, "живут:obl"), "head outside": (4, "9:obl"),
    "empty node": (4, "2.1:obl"), "loop": (4, "2:obl|4:obl"), "not sorted": (4, "2:obl|1:nmod"),
    "not sorted by relation": (4, "2:obl|2:nmod"), "twice": (4, "2:obl|2:obl"), "two ways": (1, "2:root"),
    "root is not root": (2, "0:ccomp"), "no root": (2, "4:acl"), "empty cell": (4, None),
    "no relation of UD": (4, "2:object"), "capital": (4, "2:Obl"),
    "preposition of another relation": (1, "2:nsubj:в"), "case that does not fit": (4, "2:obl:в:ins"),
}
# fmt: on


def faults(one: Sentence) -> list[str]:
    return [where for rule in (rooted_graph, known_enhanced_relation) for where, _ in rule(DOCUMENT, [one])]


def said(one: Sentence) -> set[str]:
    """The errors of the validator, less those of the tree."""
    plain = replace(one, tokens=tuple(replace(token, deps=None) for token in one.tokens))
    found, before = (
        {incident.testid for incident in validate_text([sentence_to_conllu(each)], lang="ru")}
        for each in (one, plain)
    )
    return found - before - {"edeps-only-sometimes"}


def with_cell(number: int, cell: str | None) -> Sentence:
    tokens = (replace(token, deps=cell if token.id == number else token.deps) for token in GOOD.tokens)
    return replace(GOOD, tokens=tuple(tokens))


def test_a_good_graph() -> None:
    assert GOOD.tokens[3].deps == "2:obl:в:loc"
    assert not faults(GOOD)
    assert not said(GOOD)


@pytest.mark.parametrize(("number", "cell"), BROKEN.values(), ids=BROKEN)
def test_what_the_validator_sees_the_rules_see(number: int, cell: str | None) -> None:
    one = with_cell(number, cell)
    assert faults(one)
    assert said(one)


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """Sentences with any tree and any relations, whether they make sense or not."""
    heads = draw(st.permutations(range(1, 8)).map(_tree))
    relations = st.sampled_from(
        [*sorted(RELATIVE_ROLES | SHARED), "conj", "acl:relcl", "cop", "cc", "mark", "case", "goeswith"]
    )
    upos = st.sampled_from(["VERB", "NOUN", "ADJ", "ADV"])
    feats = st.sampled_from(["Case=Dat", "Case=Gen", "PronType=Rel", "VerbForm=Inf", "Number=Sing"])
    words = [f"и/{draw(upos)}/{head}:{draw(relations) if head else 'root'}/{draw(feats)}" for head in heads]
    return sentence(" ".join(words))


def _tree(order: list[int]) -> list[int]:
    """Heads of a tree in which each word hangs on one before it in ``order``."""
    heads = [0] * len(order)
    for at, word in enumerate(order[1:], 1):
        heads[word - 1] = order[(at * 7 + word) % at]
    assert Tree(heads).is_whole
    return heads


@given(sentences())
def test_the_graph_of_any_tree_is_sound(one: Sentence) -> None:
    assert faults(add_enhanced(one)) == []
