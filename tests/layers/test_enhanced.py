"""Enhanced dependencies: what each word gets beside, or in place of, its basic relation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rukaz.conllu.files import sentence_to_conllu
from rukaz.layers.enhanced import add_enhanced, without_derived
from rukaz.layers.features import add_features
from rukaz.repair.validator import validate
from tests.trees import sentence

# fmt: off
LABELS = [
    ("в/ADP/2:case городе/NOUN/3:obl/Case=Loc жил/VERB/0:root", "городе", "3:obl:в:loc"),
    ("во/ADP/2:case тьме/NOUN/3:obl/Case=Loc жил/VERB/0:root", "тьме", "3:obl:в:loc"),
    ("из-за/ADP/2:case дождя/NOUN/3:obl/Case=Gen ждал/VERB/0:root", "дождя", "3:obl:изза:gen"),
    ("глава/NOUN/0:root города/NOUN/1:nmod/Case=Gen", "города", "1:nmod:gen"),
    ("пришел/VERB/0:root ,/PUNCT/4:punct чтобы/SCONJ/4:mark помочь/VERB/1:advcl", "помочь", "1:advcl:чтобы"),
    ("брат/NOUN/0:root и/CCONJ/3:cc сестра/NOUN/1:conj", "сестра", "0:root|1:conj:и"),
    ("через/ADP/3:case пять/NUM/3:nummod:gov/Case=Acc лет/NOUN/4:obl:tmod/Case=Gen ждал/VERB/0:root",
     "лет", "4:obl:tmod:через:acc"),
]

COORDINATION = [
    ("видел/VERB/0:root брата/NOUN/1:obj и/CCONJ/4:cc сестру/NOUN/2:conj", "сестру", "1:obj|2:conj:и"),
    ("о/ADP/2:case брате/NOUN/5:obl/Case=Loc и/CCONJ/4:cc сестре/NOUN/2:conj/Case=Loc пел/VERB/0:root",
     "сестре", "2:conj:и|5:obl:о:loc"),
    ("Он/PRON/2:nsubj пришел/VERB/0:root/Number=Sing и/CCONJ/4:cc сел/VERB/2:conj/Number=Sing",
     "Он", "2:nsubj|4:nsubj"),
    ("Он/PRON/2:nsubj сел/VERB/0:root/Gender=Masc и/CCONJ/4:cc стало/VERB/2:conj/Gender=Neut",
     "Он", "2:nsubj"),
    ("Он/PRON/3:nsubj был/AUX/3:cop врачом/NOUN/0:root ,/PUNCT/5:punct писателем/NOUN/3:conj/Number=Sing",
     "Он", "3:nsubj|5:nsubj"),
    ("ближе/ADV/6:advmod к/ADP/3:case обеду/NOUN/1:obl или/CCONJ/5:cc вечером/NOUN/1:conj/Case=Ins "
     "ждем/VERB/0:root", "вечером", "1:conj:или|6:obl:ins"),
]

SHARED = [
    ("Он/PRON/2:nsubj купил/VERB/0:root и/CCONJ/4:cc прочел/VERB/2:conj книгу/NOUN/2:obj", "книгу",
     "2:obj|4:obj"),
    ("Он/PRON/2:nsubj прочел/VERB/0:root книгу/NOUN/2:obj и/CCONJ/5:cc ушел/VERB/2:conj", "книгу", "2:obj"),
    ("вопросы/NOUN/0:root и/CCONJ/3:cc письма/NOUN/1:conj ,/PUNCT/6:punct которые/PRON/6:nsubj/PronType=Rel "
     "пришли/VERB/1:acl:relcl", "письма", "0:root|1:conj:и|6:nsubj"),
]

CONTROL = [
    ("Он/PRON/2:nsubj хочет/VERB/0:root спать/VERB/2:xcomp", "Он", "2:nsubj|3:nsubj:xsubj"),
    ("Он/PRON/2:nsubj хочет/VERB/0:root есть/VERB/2:xcomp и/CCONJ/5:cc спать/VERB/3:conj", "Он",
     "2:nsubj|3:nsubj:xsubj|5:nsubj:xsubj"),
    ("Он/PRON/2:nsubj велел/VERB/0:root ей/PRON/2:iobj/Case=Dat спать/VERB/2:xcomp",
     "ей", "2:iobj|4:nsubj:xsubj"),
    ("Его/PRON/2:obj просят/VERB/0:root прийти/VERB/2:xcomp", "Его", "2:obj|3:nsubj:xsubj"),
]

RELATIVE = ("страны/NOUN/0:root ,/PUNCT/5:punct о/ADP/4:case которых/PRON/5:obl/Case=Loc|PronType=Rel "
            "пишут/VERB/1:acl:relcl")
RELATIVE_CLAUSES = [
    (RELATIVE, "которых", "1:ref"),
    (RELATIVE, "страны", "0:root|5:obl:о:loc"),
    ("город/NOUN/0:root ,/PUNCT/4:punct где/ADV/4:advmod/PronType=Rel живут/VERB/1:acl:relcl", "город",
     "0:root|4:obl"),
]
# fmt: on

CASES = [*LABELS, *COORDINATION, *SHARED, *CONTROL, *RELATIVE_CLAUSES]


@pytest.mark.parametrize(("spec", "form", "wanted"), CASES)
def test_edges_of_a_word(spec: str, form: str, wanted: str) -> None:
    found = {token.form: token.deps for token in add_enhanced(sentence(spec)).tokens}
    assert found[form] == wanted


def test_a_preposition_that_the_register_lacks_is_not_added() -> None:
    spec = "супротив/ADP/2:case врага/NOUN/3:obl/Case=Gen шел/VERB/0:root"
    assert add_enhanced(sentence(spec)).tokens[1].deps == "3:obl"


def test_what_somebody_wrote_stays_and_what_the_rules_wrote_follows_the_tree() -> None:
    before = add_enhanced(sentence("Он/PRON/2:nsubj хочет/VERB/0:root есть/VERB/2:xcomp дома/ADV/3:advmod"))
    he, *rest, home = before.tokens
    after = replace(before, tokens=(replace(he, deps="2:nsubj"), *rest, replace(home, head=2)))
    kept = without_derived(after, before)
    assert [token.deps for token in kept.tokens] == ["2:nsubj", None, None, None]
    assert [token.deps for token in add_enhanced(kept).tokens] == ["2:nsubj", "0:root", "2:xcomp", "2:advmod"]


def test_the_graphs_are_valid(tmp_path: Path) -> None:
    file = tmp_path / "graphs.conllu"
    made = [
        add_enhanced(add_features(sentence(spec, start=1000 * n))) for n, (spec, _, _) in enumerate(CASES)
    ]
    named = [replace(one, sent_id=f"s{n}") for n, one in enumerate(made)]
    file.write_text("".join(map(sentence_to_conllu, named)), encoding="utf-8")
    graph_tests = [
        one
        for one in validate(file)
        if "deps" in one.testid or "deprel" in one.testid or "graph" in one.testid
    ]
    assert graph_tests == []
