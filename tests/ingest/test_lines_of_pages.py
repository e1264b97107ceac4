"""Lines of web pages and Markdown whose place in the page tells what they are."""

from __future__ import annotations

import io

import docx
import pytest

from rukaz.ingest.readers.docx import read_docx
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


def test_html_in_markdown() -> None:
    text = (
        'Снег,<br>лёд &amp; вода.\n\n<p align="center">Музей открыт каждый день.</p>\n\n<!-- more -->\n\n'
        "<div>\n\nРека встала.\n\n</div>\n\n| Город | Есть |\n|---|---|\n| Омск | раз<br>два |\n"
    )
    found = read_markdown(text.encode(), "utf-8")
    assert found.text.split("\n\n") == [
        "Снег,\nлёд & вода.",
        "Музей открыт каждый день.",
        "<!-- more -->",
        "<div>",
        "Река встала.",
        "</div>",
        "Город\tЕсть\nОмск\tраз два",
    ]
    assert [text for text, role in roles(found).items() if role == "boilerplate"] == [
        "<!-- more -->",
        "<div>",
        "</div>",
    ]
    assert [origin.place for origin in found.origins][1] == "line 3"


def test_prose_in_the_cells_of_a_markdown_table() -> None:
    cells = "Кто строил школу? | Жители. Работали по выходным."
    found = read_markdown(f"| Вопрос | Ответ |\n|---|---|\n| {cells} |\n".encode(), "utf-8")
    assert roles(found) == {"Вопрос\tОтвет": "table"}
    assert found.text.split("\n\n")[1:] == cells.split(" | ")


def test_signs_of_markdown_are_no_words() -> None:
    text = f"{BODY}[^1] ~~Паром~~\n\n- [x] купить доски\n\n:::note\n{BODY}\n:::\n\n[^1]: Газета «Заря».\n"
    found = read_markdown(text.encode(), "utf-8")
    assert found.text.split("\n\n") == [f"{BODY} Паром", "купить доски", BODY, "[^1]: Газета «Заря»."]
    assert roles(found) == {"купить доски": "body", "[^1]: Газета «Заря».": "boilerplate"}


# -- tables of layout --

POST = "<p>Лещ берёт на рассвете и перед самым закатом.</p><p>Днём он уходит на глубину.</p>"


def test_words_of_a_cell_are_never_glued() -> None:
    cells = ("Омск<br>Тара", "<div>1200</div><div>1300</div>", "<ul><li>река</li><li>лес</li></ul>")
    head, row = "<td>Город</td><td>Люди</td><td>Есть</td>", "".join(f"<td>{one}</td>" for one in cells)
    table = f"<table><tr>{head}</tr><tr>{row}</tr></table>"
    found = read_html(f"<h1>Мост</h1><p>{BODY}</p>{table}".encode(), "utf-8")
    assert roles(found)["Омск Тара\t1200 1300\tрека лес"] == "table"


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td>Меню<br>Связь</td><td>{POST}</td></tr></table>",
        "<table><tr><td><a href=x>Главная</a></td></tr><tr><td><table><tr><td>Меню<br>Связь</td>"
        f"<td>{POST}</td></tr></table></td></tr></table>",
    ],
)
def test_cell_beside_the_text_is_no_text(page: str) -> None:
    found = read_html(page.encode(), "utf-8")
    assert roles(found)["Меню\nСвязь"] == "boilerplate"
    assert "закатом.\n\nДнём" in found.text and "table" not in roles(found).values()


def test_posts_in_the_rows_of_a_table() -> None:
    answer = "<tr><td>Пётр<br>Знаток</td><td><div>Спасибо, попробую завтра.</div></td></tr>"
    page = f"<h1>Лещ</h1><table><tr><td>Анна<br>Новичок</td><td>{POST}</td></tr>{answer}</table>"
    assert roles(read_html(page.encode(), "utf-8")) == {
        "Лещ": "title",
        "Анна\nНовичок": "boilerplate",
        "Пётр\nЗнаток": "boilerplate",
    }


def test_what_stands_above_the_title_and_fields_of_forms() -> None:
    links = "<div>Ваш город: Алматы <a>Изменить</a> <a>Вход</a> <a>Корзина (0)</a></div>"
    menu = (
        "<ul><li>Каталог</li><li>Кухня</li></ul><div id='siteNotice'>Приглашаем всех на встречу в июне.</div>"
    )
    page = f"{links}{menu}<h1>Чайник</h1><p>{BODY}</p><p>{BODY}</p><div>E-mail *</div>"
    found = roles(read_html(page.encode(), "utf-8"))
    assert [text for text, role in found.items() if role != "boilerplate"] == ["Чайник"]
    assert found["E-mail *"] == "boilerplate"


def word_table(*rows: tuple[str, ...]) -> Extracted:
    document, file = docx.Document(), io.BytesIO()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text, *more = text.split("\n")
            for one in more:
                cell.add_paragraph(one)
    document.save(file)
    return read_docx(file.getvalue(), "utf-8")


def test_columns_of_prose_in_a_word_file_are_paragraphs() -> None:
    built, hall = "Жители построили школу сами. Кирпич возили из райцентра.", "Через год открыли и зал."
    found = word_table((f"{built}\nШколу ждали давно.", hall))
    assert found.text == f"{built}\n\nШколу ждали давно.\n\n{hall}" and not found.marks
    assert [origin.place for origin in found.origins][1:] == [
        "table 1, row 1, cell 1",
        "table 1, row 1, cell 2",
    ]
    found = word_table(("Вопрос", "Ответ"), ("Кто строил школу?", built), ("Где занимаются дети?", hall))
    assert list(roles(found).items()) == [("Вопрос\tОтвет", "table")]
    found = word_table(("Город", "Люди"), ("Омск", "1,1 млн чел."), ("Тара", "28 тыс. чел."))
    assert list(roles(found).values()) == ["table"] * 3
