"""Sentences in other languages are told and kept as text; Russian ones never are."""

from __future__ import annotations

from pathlib import Path

import pytest

import rukaz
from rukaz.annotation.language import foreign_language, languages
from rukaz.check.registry import check_corpus

KAZAKH = "Бүгін Алматы қаласында жаңа кітапхана ашылды."
ENGLISH = "The report was published on Monday by the ministry."


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (KAZAKH, "kk"),
        ("— Сіз қашан келесіз, аға?", "kk"),
        ("Доручив Комітету Верховної Ради розглянути ситуацію.", "uk"),
        (ENGLISH, "en"),
        ("Das Gericht hat die Klage gestern abgewiesen.", "de"),
    ],
)
def test_another_language_is_named(sentence: str, language: str) -> None:
    assert foreign_language(sentence) == language


@pytest.mark.parametrize(
    "sentence",
    [
        "Президент Касым-Жомарт Токаев выступил в Астане.",
        "Компания Apple показала iPhone 15 Pro Max и Apple Watch Ultra.",
        "Писатель Айгүл Серікқызы живет в городе Өскемен.",
        "Публикация от Denis Glushakov (@glushak8)",
        "Кочик Башуй, Шеих Эли, Аджи Эли и Акшек.",
        "The Wall Street Journal Europe",
    ],
)
def test_names_and_brands_make_no_sentence_foreign(sentence: str) -> None:
    assert foreign_language(sentence) is None


def test_short_sentences_go_with_those_around_them() -> None:
    assert languages([KAZAKH, "Иә, рас.", KAZAKH]) == ["kk", "kk", "kk"]
    assert languages(["Спасибо.", KAZAKH, "Это так."]) == ["ru", "kk", "ru"]


def test_in_a_text_of_another_language_only_russian_is_parsed() -> None:
    assert languages([KAZAKH, "Иә, рас.", "Это сказал министр вчера."], "kk") == ["kk", "kk", "ru"]


def test_a_foreign_sentence_is_kept_as_text() -> None:
    first, second = rukaz.annotate(f"Вчера вышел отчет. {ENGLISH}")
    assert (first.role, first.lang, second.role, second.lang) == ("body", None, "foreign", "en")
    assert second.text == ENGLISH
    assert {token.upos for token in second.tokens} == {"X", "PUNCT"}
    assert second.entities == ()


def test_a_build_counts_them_and_its_checks_find_nothing(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "mixed.txt").write_text(f"Вчера вышел отчет. {ENGLISH}\n\n{KAZAKH}\n", encoding="utf-8")
    (texts / "kazakh.txt").write_text(f"{KAZAKH} Это сказал министр вчера.\n", encoding="utf-8")
    (texts / "sources.toml").write_text(
        '[[text]]\nid = "mixed"\nfile = "mixed.txt"\n'
        '[[text]]\nid = "kazakh"\nfile = "kazakh.txt"\nlanguage = "kk"\n',
        encoding="utf-8",
    )
    manifest = rukaz.build(texts, tmp_path / "corpus", say=lambda line: None)
    assert {language: counts["sentences"] for language, counts in manifest["foreign"].items()} == {
        "en": 1,
        "kk": 2,
    }
    found = {(one.doc_id, one.role == "foreign", one.lang) for one in rukaz.read(tmp_path / "corpus")}
    assert found == {
        ("kazakh", True, None),
        ("kazakh", False, "ru"),
        ("mixed", False, None),
        ("mixed", True, "en"),
        ("mixed", True, "kk"),
    }
    assert check_corpus(tmp_path / "corpus") == []
