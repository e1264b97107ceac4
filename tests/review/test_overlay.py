"""Reviewed sentences replace automatic ones by offsets, whatever the models' segmentation was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rukaz.annotation.assemble import tree_fault
from rukaz.conllu.files import document_to_conllu
from rukaz.errors import RukazError
from rukaz.records import Document, Sentence
from rukaz.review.overlay import overlay, read_reviewed
from tests.trees import document, sentence

FIRST = "Токаев/PROPN/2:nsubj прибыл/VERB/0:root ./PUNCT/2:punct"
SECOND = "Путин/PROPN/2:nsubj ждал/VERB/0:root ./PUNCT/2:punct"
TOGETHER = (
    "Токаев/PROPN/2:nsubj прибыл/VERB/0:root ./PUNCT/2:punct "
    "Путин/PROPN/5:nsubj ждал/VERB/2:conj ./PUNCT/2:punct"
)
SOURCE, (ONE, TWO) = document("doc", f"{FIRST}\n{SECOND}")
AS_ONE = sentence(TOGETHER, block=SOURCE.blocks[0])


def reviewed(one: Sentence, **changes: Any) -> Sentence:
    return replace(one, annotation="reviewed", reviewer="reviewer", **changes)


def shown(sentences: tuple[Sentence, ...]) -> list[tuple[str, str, str]]:
    return [(one.sent_id, one.annotation, one.text) for one in sentences]


def test_a_reviewed_sentence_replaces_the_automatic_one() -> None:
    assert shown(overlay(SOURCE, [ONE, TWO], [reviewed(TWO)])) == [
        ("doc-p1-c0", "auto", "Токаев прибыл."),
        ("doc-p1-c15", "reviewed", "Путин ждал."),
    ]


@pytest.mark.parametrize("correct", [ONE, TWO])
def test_what_reaches_beyond_the_reviewed_sentence_keeps_its_tokens(correct: Sentence) -> None:
    result = overlay(SOURCE, [AS_ONE], [reviewed(correct)])
    assert [text for _, _, text in shown(result)] == ["Токаев прибыл.", "Путин ждал."]
    assert {one.annotation for one in result} == {"auto", "reviewed"}
    for part in result:
        assert tree_fault([token.head for token in part.tokens]) is None
        assert [token.form for token in part.tokens] == part.text.replace(".", " .").split()


def test_reviewed_sentences_do_not_depend_on_the_model() -> None:
    both = [reviewed(ONE), reviewed(TWO)]
    assert overlay(SOURCE, [AS_ONE], both) == overlay(SOURCE, [ONE, TWO], both) == tuple(both)


def write(folder: Path, name: str, source: Document, *sentences: Sentence) -> None:
    (folder / f"{name}.conllu").write_text(document_to_conllu(source, sentences), encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: reviewed(TWO, sent_id="doc-p1-c16"), "asks for doc-p1-c15"),
        (lambda: reviewed(TWO, block="2", sent_id="doc-p2-c15"), "no block of text '2'"),
        (lambda: replace(reviewed(TWO), reviewer=None), "who the reviewer is"),
        (lambda: reviewed(TWO, role="title"), "the block has the role body"),
        (lambda: reviewed(AS_ONE), "doc-p1-c0"),
    ],
)
def test_errors_name_the_sentence(wrong: Callable[[], Sentence], message: str, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match=message):
        write(tmp_path, "doc", SOURCE, reviewed(ONE), wrong())
        read_reviewed(tmp_path, [SOURCE])


def test_a_changed_source_names_the_sentence(tmp_path: Path) -> None:
    changed, _ = document("doc", f"{FIRST}\n{SECOND.replace('ждал', 'спал')}")
    write(tmp_path, "doc", SOURCE, reviewed(ONE), reviewed(TWO))
    with pytest.raises(RukazError, match=r"the source has 'Путин спал\.'"):
        read_reviewed(tmp_path, [changed])


def test_unknown_document(tmp_path: Path) -> None:
    write(tmp_path, "other", SOURCE, reviewed(ONE))
    with pytest.raises(RukazError, match="no document 'other'"):
        read_reviewed(tmp_path, [SOURCE])


def test_a_file_comes_back(tmp_path: Path) -> None:
    write(tmp_path, "doc", SOURCE, reviewed(ONE), reviewed(TWO))
    assert read_reviewed(tmp_path, [SOURCE]) == {"doc": [reviewed(ONE), reviewed(TWO)]}
