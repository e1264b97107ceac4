"""Raw news before the teacher: sentences, tokens, and what is not worth annotating."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from rukaz.train.silver import is_running_text, read_articles, segment
from rukaz.train.vectors import choose_words, count_words, project

pytestmark = pytest.mark.train


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Встреча 20.04.2012 в 20:55.", "Встреча 20 . 04 . 2012 в 20 : 55 ."),
        ("Рост на 3,14%.", "Рост на 3,14 % ."),
        ("Санкт-Петербург ждёт...", "Санкт-Петербург ждёт ..."),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    (sentence,) = segment(text)
    assert " ".join(sentence.tokens) == tokens


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("Президент прибыл в Астану .", True),
        ("Читайте также", False),
        ("1 : 0 2 : 1 3 : 3 тур", False),
        ("Breaking news from the capital of Россия", False),
        ("слово " * 61, False),
    ],
)
def test_tables_foreign_and_endless_sentences_are_left_out(text: str, *, running: bool) -> None:
    assert is_running_text(text.split()) is running


def test_articles_are_read_from_json_lines_whatever_line_separators_they_hold(tmp_path: Path) -> None:
    row = {"title": "Заголовок", "summary": None, "content": "Первый\u2028абзац.\n\nВторой."}
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("news.jsonlines", json.dumps(row, ensure_ascii=False) + "\n")
    assert read_articles(tmp_path) == [["Заголовок", "Первый абзац.", "Второй."]]


def test_the_most_frequent_words_are_kept_and_yo_borrows_a_vector() -> None:
    news = count_words([["Ещё раз, ещё два."]])
    assert news == Counter({"ещё": 2, "раз": 1, ",": 1, "два": 1, ".": 1})
    assert choose_words({"еще": 1, "раз": 1, "<unk>": 9}, news, 2) == [("ещё", "еще"), ("раз", "раз")]


def test_projection_keeps_the_variance_of_the_first_axes() -> None:
    import torch

    rows = torch.tensor([[3.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    projected, variance = project(rows, 2)
    assert projected.shape == (3, 2)
    assert variance == pytest.approx(13 / 14)
    assert projected.pow(2).mean().item() == pytest.approx(1.0)
