"""The embedded models at work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import rukaz
from rukaz.annotation.annotator import Annotator
from rukaz.annotation.model_files import find_model
from rukaz.errors import RukazError
from rukaz.records import Block, Document, Sentence

NEWS = """Президент России Владимир Путин посетил Казахстан. Стороны договорились о поставках газа.
«Мы довольны», — сказал Токаев.
В 2022 году товарооборот достиг 28,2 млрд долларов."""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(find_model("accurate"))


def article(text: str, doc_id: str = "doc") -> Document:
    """A document with one block a line."""
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        blocks.append(Block(str(number), "body", start, start + len(line)))
        start += len(line) + 1
    return Document(doc_id, f"{doc_id}.txt", "", text, "train", tuple(blocks))


def forms(sentences: Sequence[Sentence]) -> list[str]:
    return [" ".join(token.form for token in sentence.tokens) for sentence in sentences]


def test_sentences_and_tokens(annotator: Annotator) -> None:
    (annotated,) = annotator.annotate([article(NEWS)])
    assert annotated.quarantined == ()
    assert forms(annotated.sentences) == [
        "Президент России Владимир Путин посетил Казахстан .",
        "Стороны договорились о поставках газа .",
        "« Мы довольны » , — сказал Токаев .",
        "В 2022 году товарооборот достиг 28,2 млрд долларов .",
    ]


def test_names(annotator: Annotator) -> None:
    (annotated,) = annotator.annotate([article(NEWS)])
    found = {(entity.label, entity.text) for sentence in annotated.sentences for entity in sentence.entities}
    assert {("PER", "Владимир Путин"), ("LOC", "Казахстан"), ("PER", "Токаев")} <= found


def test_company_does_not_matter(annotator: Annotator) -> None:
    documents = [article(line, f"doc{number}") for number, line in enumerate(NEWS.split("\n"))]
    together = annotator.annotate(documents)
    assert together == [annotator.annotate([document])[0] for document in documents]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("а" * 5000, "a word of 5000 characters"),
        ("Слово " + "ы" * 1001 + " и ещё.", "a word of 1001 characters"),
    ],
)
def test_monstrous_words_go_to_quarantine(annotator: Annotator, text: str, reason: str) -> None:
    (annotated,) = annotator.annotate([article(text)])
    assert {row.reason.partition(" (")[0] for row in annotated.quarantined} >= {reason}
    assert annotated.sentences == ()


def test_a_sentence_of_3000_words_is_cut_and_marked(annotator: Annotator) -> None:
    text = "слово, " * 3000 + "конец."
    (annotated,) = annotator.annotate([article(text)])
    assert "".join(forms(annotated.sentences)).replace(" ", "") == text.replace(" ", "")
    assert max(len(sentence.tokens) for sentence in annotated.sentences) <= 400
    assert "Cut=Length" in {sentence.tokens[-1].misc for sentence in annotated.sentences}


def test_5000_words_without_a_stop_are_cut_at_white_space(annotator: Annotator) -> None:
    words = ["больница", "приняла", "пострадавших", "рабочих", "завода", "вечером"]
    text = " ".join(words[number % len(words)] for number in range(5000))
    (annotated,) = annotator.annotate([article(text)])
    assert " ".join(forms(annotated.sentences)) == text
    assert len(annotated.sentences) == 16


def test_the_space_between_digits_may_be_any(annotator: Annotator) -> None:
    for space in "\u00a0\u2007\u2009\u202f ":
        (annotated,) = annotator.annotate([article(f"Цена 1{space}000 рублей.")])
        kept = "\u00a0" if space == "\u00a0" else " "
        assert forms(annotated.sentences) == [f"Цена 1{kept}000 рублей ."]


def test_nothing_to_annotate(annotator: Annotator) -> None:
    empty = Document("doc", "doc.txt", "", "", "train", ())
    assert annotator.annotate([empty])[0].sentences == ()


def test_abbreviations_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "abbreviations.toml"
    table.write_text('before_name = ["сейм."]', encoding="utf-8")
    text = "Пришел сейм. Каримов и сел."
    assert len(rukaz.annotate(text, abbreviations=table)) == 1
    assert len(rukaz.annotate(text)) == 2
    table.write_text("before_name = [", encoding="utf-8")
    with pytest.raises(RukazError, match=re.escape(str(table))):
        rukaz.annotate(text, abbreviations=table)


def test_a_build_takes_the_abbreviations_that_sources_toml_names(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "news.txt").write_text("Пришел сейм. Каримов и сел.", encoding="utf-8")
    (texts / "sources.toml").write_text('[corpus]\nabbreviations = "own.toml"\n', encoding="utf-8")
    with pytest.raises(RukazError, match=r"'own\.toml' does not exist"):
        rukaz.build(texts, tmp_path / "corpus", say=lambda _: None)
    (texts / "own.toml").write_text('before_name = ["сейм."]', encoding="utf-8")
    manifest = rukaz.build(texts, tmp_path / "corpus", say=lambda _: None)
    assert manifest["splits"]["train"]["sentences"] == 1
    assert "own.toml" in manifest["inputs"]
