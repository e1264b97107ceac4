"""One change to all that a query has found."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.conllu.files import read_conllu
from rukaz.errors import RukazError
from rukaz.review.batch import accept_changed, changed, changed_sentences, parse_change
from tests.broken.corpora import Draft, written
from tests.explore.small_corpus import write_corpus
from tests.trees import document

SPEC = "Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть раму/NOUN/2:obj/Case=Acc|Number=Sing/=рама ./PUNCT/2:punct"
NODES = ["V", "O"]


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ("O.lemma=рамка", "lemma", "рамка"),
        ("O.upos=PROPN", "upos", "PROPN"),
        ("O.deprel=obl", "deprel", "obl"),
        ("O.Case=Gen", "feats", "Case=Gen|Number=Sing"),
        ("O.Animacy=Inan", "feats", "Animacy=Inan|Case=Acc|Number=Sing"),
        ("O.Number=", "feats", "Case=Acc"),
        ("O.feats=", "feats", None),
        ("O.head=V", "head", 2),
    ],
)
def test_a_change(change: str, column: str, value: object) -> None:
    _, [sentence] = document("letter", SPEC)
    after = changed(sentence, [(2, 3)], [parse_change(change, NODES)])
    assert getattr(after.tokens[2], column) == value
    others = [token for token in after.tokens if token.id != 3]
    assert others == [token for token in sentence.tokens if token.id != 3]


@pytest.mark.parametrize("change", ["O.colour=red", "X.upos=ADJ", "upos", "O.head=X", "O.lemma=", "=ADJ"])
def test_what_is_no_change(change: str) -> None:
    with pytest.raises(RukazError):
        parse_change(change, NODES)


def test_heads_stay_a_tree() -> None:
    _, [sentence] = document("letter", SPEC)
    with pytest.raises(RukazError, match="no tree"):
        changed(sentence, [(2, 3)], [parse_change("V.head=O", NODES)])


def test_changed_sentences_are_kept(tmp_path: Path) -> None:
    one, sentences = written(
        "letter", "train", SPEC.replace("./PUNCT", "/PUNCT").replace(" /PUNCT/2:punct", "")
    )
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / one.file).write_bytes(one.text.encode())
    corpus = tmp_path / "corpus"
    write_corpus(corpus, Draft([(one, sentences)]))
    matches = {sentences[0].sent_id: [(2, 3)]}
    pairs = list(changed_sentences(corpus, matches, [parse_change("O.lemma=рамка", NODES)]))
    assert [(before.tokens[2].lemma, after.tokens[2].lemma) for before, after in pairs] == [("рама", "рамка")]
    accept_changed([after for _, after in pairs], corpus, tmp_path / "texts", reviewer="A. B.")
    [kept] = read_conllu(tmp_path / "texts" / "reviewed" / "letter.conllu")
    assert (kept.tokens[2].lemma, kept.reviewer) == ("рамка", "A. B.")
