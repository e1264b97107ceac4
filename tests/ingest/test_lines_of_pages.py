"""Lines of web pages and Markdown whose place in the page tells what they are."""

from __future__ import annotations

import pytest

from rukaz.ingest.readers.extracted import Extracted
from rukaz.ingest.readers.html_page import page_text, read_html
from rukaz.ingest.readers.markdown import read_markdown

BODY = "Мост через Иртыш открыли на месяц раньше срока, и первым по нему прошел школьный автобус."


def roles(found: Extracted) -> dict[str, str | None]:
    return {found.text[mark.start : mark.end]: mark.role for mark in found.marks}


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        ('<div><img src="most.jpg"><br>Первый автобус</div>', "caption"),
        ('<p><a href="/1"><img src="most.jpg"></a></p><p>Первый автобус</p>', None),
        ('<div><img src="/emoji/1.png"> Первый автобус</div>', None),
        ('<div><img src="dot.gif" width="12"> Первый автобус</div>', None),
    ],
)
def test_line_below_a_picture_is_its_caption(lines: str, role: str | None) -> None:
    page = f"<h1>Мост</h1><p>{BODY}</p>{lines}<p>{BODY}</p>"
    assert roles(read_html(page.encode(), "utf-8")).get("Первый автобус") == role


def test_text_below_a_picture_stays_text() -> None:
    page = f'<h1>Мост</h1><div><img src="most.jpg"><br>{BODY}</div><p>{BODY}</p>'
    assert roles(read_html(page.encode(), "utf-8")).get(BODY) is None


def test_time_that_is_glued_to_a_name_is_no_part_of_it() -> None:
    page = f"<h1>Мост</h1><div><span>Анна Ли</span><time>9 июня 2024</time></div><p>{BODY}</p>"
    assert roles(read_html(page.encode(), "utf-8"))["9 июня 2024"] == "dateline"
    page = f"<h1>Мост</h1><p>Автобус прошел <time>9 июня</time> в полдень, и все его видели.</p><p>{BODY}</p>"
    assert "прошел 9 июня в полдень" in read_html(page.encode(), "utf-8").text


def test_page_in_utf8_that_names_another_encoding() -> None:
    page = '<meta charset="windows-1251"><p>Мост открыли</p>'
    assert "Мост открыли" in page_text(page.encode(), "utf-8")
    assert "Мост открыли" in page_text(page.encode("windows-1251"), "utf-8")


def test_name_that_a_network_displays() -> None:
    page = f'<div><div class="display-name">Анна в пути</div><p>{BODY}</p></div><p>{BODY}</p>'
    assert roles(read_html(page.encode(), "utf-8"))["Анна в пути"] == "byline"


def test_links_alone_in_markdown() -> None:
    text = f"[← Все интервью](/all)\n\n# Мост\n\n{BODY} [Подробнее](/more)\n\n[Далее](/a) | [Назад](/b)\n"
    assert list(roles(read_markdown(text.encode(), "utf-8")).values()) == [
        "boilerplate",
        "title",
        "boilerplate",
    ]


def test_what_a_page_says_of_its_text_is_told_apart() -> None:
    meta = '<div class="article__meta"><span>Анна Ли</span><time>9 июня 2024</time><span>Город</span></div>'
    found = roles(read_html(f"<h1>Мост</h1>{meta}<p>{BODY}</p>".encode(), "utf-8"))
    assert found == {"Мост": "title", "Анна Ли": "byline", "9 июня 2024": "dateline", "Город": "boilerplate"}


def test_few_words_in_bold_type_are_headings() -> None:
    page = "".join(f"<p><b>{head}</b></p><p>{BODY}</p>" for head in ("Первые мосты.", "Паром."))
    assert roles(read_html(page.encode(), "utf-8")) == {"Первые мосты.": "heading", "Паром.": "heading"}


def test_one_row_is_no_table_and_two_breaks_part_paragraphs() -> None:
    row = "<table><tr><td>Директор парка</td><td>О. П. Бутова</td></tr></table>"
    found = read_html(f"<h1>Мост</h1><p>{BODY}<br><br>{BODY}</p>{row}".encode(), "utf-8")
    assert "table" not in roles(found).values()
    assert f"{BODY}\n\n{BODY}" in found.text


def test_result_and_line_up_beside_the_text_belong_to_the_article() -> None:
    text = f'<div class="feed"><p>{BODY}</p><p>{BODY}</p><p>{BODY}</p></div>'
    head = '<h1>Матч</h1><div class="scoreboard">Ертис 3 : 3 Нура</div>'
    page = f"<section>{head}{text}<h2>Составы</h2><p>{BODY}</p></section>"
    found = roles(read_html(page.encode(), "utf-8"))
    assert found["Ертис 3 : 3 Нура"] == "table" and found["Составы"] == "heading"
