"""One change to all that a query has found."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.conllu.files import read_conllu
from rukaz.errors import RukazError
from rukaz.review.batch import accept_changed, changed, changed_sentences, parse_change
from rukaz.review.worksheet_files import corpus_documents
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
    with pytest.raises(RukazError, match="do not form a tree"):
        changed(sentence, [(2, 3)], [parse_change("V.head=O", NODES)])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus of one sentence, beside its texts."""
    one, sentences = written(
        "letter", "train", SPEC.replace("./PUNCT", "/PUNCT").replace(" /PUNCT/2:punct", "")
    )
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / one.file).write_bytes(one.text.encode())
    write_corpus(tmp_path / "corpus", Draft([(one, sentences)]))
    return tmp_path / "corpus"


def keep(corpus: Path, change: str) -> tuple[str, str | None]:
    """Change the noun and keep it; its lemma and features in the review."""
    [(_, [sentence])] = corpus_documents(corpus)
    matches = {sentence.sent_id: [(2, 3)]}
    pairs = list(changed_sentences(corpus, matches, [parse_change(change, NODES)]))
    accept_changed(pairs, corpus, corpus.parent / "texts", reviewer="A. B.")
    [kept] = read_conllu(corpus.parent / "texts" / "reviewed" / "letter.conllu")
    assert kept.reviewer == "A. B."
    return kept.tokens[2].lemma, kept.tokens[2].feats


def test_changed_sentences_are_kept(corpus: Path) -> None:
    assert keep(corpus, "O.lemma=рамка") == ("рамка", "Case=Acc|Number=Sing")


def test_what_was_corrected_since_the_build_is_not_changed_back(corpus: Path) -> None:
    keep(corpus, "O.lemma=рамка")
    with pytest.raises(RukazError, match="corrected since the corpus was built"):
        keep(corpus, "O.Case=Gen")
    [kept] = read_conllu(corpus.parent / "texts" / "reviewed" / "letter.conllu")
    assert (kept.tokens[2].lemma, kept.tokens[2].feats) == ("рамка", "Case=Acc|Number=Sing")
