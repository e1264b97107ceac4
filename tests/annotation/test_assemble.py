"""What the models say is checked before it becomes a record."""

from __future__ import annotations

import pytest

from rukaz.annotation.assemble import Analysis, Segment, assemble, tree_fault
from rukaz.errors import RukazError
from rukaz.ingest.clean import clean
from rukaz.records import Block, Document, Quarantined, Sentence

SOURCE = "Визит\u00ad Токаева в Москву."
BLOCK = Block("1", "body", 0, len(SOURCE))
DOCUMENT = Document("doc", "doc.txt", "0" * 64, SOURCE, "train", (BLOCK,))


def segment(cut: bool = False) -> Segment:
    cleaned = clean(SOURCE)
    spans = [(0, 5), (6, 13), (14, 15), (16, 22), (22, 23)]
    return Segment(DOCUMENT, BLOCK, cleaned, spans, cut=cut)


def analyses(heads: str = "0 1 4 1 1", ner: str = "O S-PER O S-LOC O") -> list[Analysis]:
    return [
        Analysis("лемма", "NOUN", None, int(head), "dep", tag)
        for head, tag in zip(heads.split(), ner.split(), strict=True)
    ]


def test_sentence_has_offsets_into_the_source() -> None:
    sentence = assemble(segment(), analyses())
    assert isinstance(sentence, Sentence)
    assert sentence.sent_id == "doc-p1-c0"
    assert sentence.text == "Визит Токаева в Москву."
    assert [SOURCE[t.start : t.end] for t in sentence.tokens] == ["Визит", "Токаева", "в", "Москву", "."]
    assert [t.space_after for t in sentence.tokens] == [True, True, True, False, True]
    assert [(e.label, e.text) for e in sentence.entities] == [("PER", "Токаева"), ("LOC", "Москву")]
    assert sentence.ner_tags == ["O", "B-PER", "O", "B-LOC", "O"]


def test_cut_sentence_is_marked() -> None:
    sentence = assemble(segment(cut=True), analyses())
    assert isinstance(sentence, Sentence)
    assert sentence.tokens[-1].misc == "Cut=Length"


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ("0 1 4 1", "5 tokens went in, 4 analyses came out"),
        ("2 1 4 1 1", "the parse has 0 roots instead of one"),
        ("0 1 4 3 1", "the heads form a cycle at token 3"),
        ("0 9 4 1 1", "the head of token 2 is outside the sentence"),
    ],
)
def test_impossible_answers_go_to_quarantine(heads: str, reason: str) -> None:
    tags = "O " * len(heads.split())
    row = assemble(segment(), analyses(heads, tags.strip()))
    assert isinstance(row, Quarantined)
    assert (row.reason, row.start, row.end) == (reason, 0, len(SOURCE))


def test_unknown_label_is_an_error() -> None:
    with pytest.raises(RukazError, match="MONEY"):
        assemble(segment(), analyses(ner="B-MONEY O O O O"))


def test_a_chain_is_a_tree() -> None:
    assert tree_fault([0, 1, 2, 3]) is None
