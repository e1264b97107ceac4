"""Block rules, on lines that a linguist can read, and on the five texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES

SEEDS = Path(__file__).parents[2] / "seeds"

# Each line is a paragraph: the expected block number, its role and its text; a line without the two goes on.
ARTICLES = {
    "navigation, dateline, doubled caption, headings, what follows the article": """
        1a boilerplate | 1. Перейти к содержанию
        1b boilerplate |   3. К другим проектам DW

        2  title       | Для чего Путин приезжал в Казахстан

        3  dateline    | 9 ноября 2023 г.

        4  lead        | Президент России посетил Казахстан с визитом. О чем договорились лидеры двух стран?

        5a boilerplate | https://p.dw.com/p/4Ydis
        5b caption     | Путин и Токаев
        5c caption     | Путин и Токаев Фото: Konstantin Zavrazhin/AFP/Getty Images

        6  heading     | Политические вопросы в приоритете?

        7  body        | Во время торжественной церемонии стало понятно, о чем пойдут переговоры.

        8  boilerplate | Смотрите также:

        9  caption     | Барахолка в Алматы

        10 boilerplate | Пропустить раздел Еще по теме

        11 boilerplate | Еще по теме""",
    "stray header, byline, counter; captions and pull quotes": """
        1a boilerplate | date 2025-11-13 USD 1.7000
        1b byline      | Рауф Керимли, собкор
        1c boilerplate | 01:44 646

        2  lead        | Поездка продолжилась в неформальной обстановке «за чайным столом» в резиденции.

        3  caption     | Продолжили в неформальной обстановке «за чайным столом» в резиденции президента

        4  body        | Ну а для государств Азии саммит стал площадкой для сложного политического маневра.

        5  pull_quote  | Для государств Азии саммит стал площадкой для сложного политического маневра""",
    "a date glued to the first sentence is cut off; questions and answers alternate": """
        1a boilerplate | date 2025-10-11
        1b lead        | В Душанбе состоялась встреча президентов Казахстана и России.

        2  question    | – Как вы оцениваете значение этого визита?

        3  answer      | – Начинается новый этап наших отношений. Что будет дальше?

        4  question    | – Расскажите подробнее.

        5  answer      | – Отношения растут.

        6  answer      | И становятся разнообразнее.

        7  question    | – Насколько это важно?

        8  answer      | – Очень.""",
    "lines without blank lines; the name of the author at the end": """
        1  title       | Путин посетил Казахстан с визитом
        2  lead        | Президент РФ Владимир Путин посетил Казахстан с официальным визитом.
        3  body        | Стороны договорились о поставке лесоматериалов из России.
        4  byline      | Латыфуль Расых""",
    "a portrait of someone the text speaks of": """
        1a title       | Президент Азербайджана назначил свою жену вице-президентом
        1b caption     | Мехрибан Алиева
        1c lead        | Ильхам Алиев назначил свою супругу Мехрибан Алиеву первым вице-президентом.

        2  body        | Пост был свободен.""",
    "photo credits, links to other texts, embedded posts": """
        1  title       | Оборонительный пакт
        2  lead        | Давние планы по созданию европейской армии обрели реальные черты.
        3  caption     |  Солдаты несут флаг Европейского союза
        4  caption     |  AFP
        5  caption     |  © Patrick Hertzog
        6  body        | В европейских газетах создание пакта было воспринято однозначно.
        7  boilerplate |  Также по теме
        8  boilerplate |  Почему Тереза Мэй обвинила Россию во враждебности
        9  boilerplate |  Британский премьер назвала Россию враждебной страной. Заявление...
        10 body        | Великобритания остаётся в стороне от нового пакта.
        11 byline      | — Donald J. Trump (@realDonaldTrump)
        12 dateline    | January 30, 2017
        13 boilerplate | #biathlon
        14 boilerplate | * * *
        15 boilerplate | for (var i = 0, max = players.length; i < max; i++) {
        16 boilerplate | На страницу галереи""",
    "a sentence that a link broke into lines is one block again": """
        1  title       | Что стало катализатором
        2  lead        | Катализатором этого процесса стали
                       | заявления Дональда Трампа
                       |  по вопросу о НАТО, которые прозвучали (в январе. —
                       | RT
                       | ) в Давосе.
        7  body        | Об этом заявил глава министерства.""",
    "hard-wrapped paragraphs are one block each": """
        1  title       | На Бангладеш обрушился циклон

        2  lead        | Мощнейший ураган со скоростью ветра до ста миль в час
                       | обрушился на южные районы республики. Циклон прошел
                       | по всему побережью и вывел из строя линии связи.

        3  body        | Вчерашнее бедствие унесло сотни жизней. Множество
                       | жителей было эвакуировано. Ураган вызвал подъем воды
                       | на побережье.""",
    "in doubt a line stays": """
        1  title       | Хроника года
        2  heading     | 2014
        3  lead        | Год начался с олимпийских игр в Сочи.
        4  heading     | «Год начался с игр»
        5  body        | За играми последовали другие события.
        6  body        | Список не закончен""",
}


def parsed(article: str) -> tuple[str, list[tuple[str, str]]]:
    """The source text of a case and the number and role of each of its blocks."""
    rows = [row.partition("|") for row in article.strip("\n").split("\n")]
    source = "\n".join(text.removeprefix(" ") for _, _, text in rows)
    expected = [(head.split()[0], head.split()[1]) for head, _, _ in rows if head.split()]
    return source, expected


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_roles(article: str) -> None:
    source, expected = parsed(article)
    assert [(block.block, block.role) for block in split_blocks(source)] == expected


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_what_is_left_out_says_why(article: str) -> None:
    blocks = split_blocks(parsed(article)[0])
    assert all((block.reason is None) == (block.role in TEXT_ROLES) for block in blocks)


LEFT_OUT = {
    "000_f2df6332b728c9e6.txt": "1a 1b 1c 3 5a 5b 5c 14a 14b 17 18 19 20",
    "001_19ab2c6a01e59de2.txt": "12",
    "002_0e6c78818ac585cd.txt": "1a 1b 1c 5 9 13 19",
    "003_7f03fe5a594847b9.txt": "1a",
    "004_41cecabc9f341760.txt": "",
}


@pytest.mark.parametrize(("file", "numbers"), LEFT_OUT.items())
def test_what_is_left_out_of_the_five_texts(file: str, numbers: str) -> None:
    blocks = split_blocks((SEEDS / file).read_text(encoding="utf-8"))
    assert [block.block for block in blocks if block.role not in TEXT_ROLES] == numbers.split()


def test_the_cut_off_date_loses_nothing() -> None:
    text = (SEEDS / "003_7f03fe5a594847b9.txt").read_text(encoding="utf-8")
    date, lead, *_ = split_blocks(text)
    assert text[: date.end] == " date 2025-10-11"
    assert clean_text(text[lead.start : lead.end]).startswith("В Душанбе состоялась встреча")


def test_more_pieces_than_letters() -> None:
    lines = [f"Предложение номер {n} закончилось." for n in range(30)]
    numbers = [block.block for block in split_blocks("Заголовок\n\n" + "\n".join(lines))]
    assert numbers[:3] == ["1", "2a", "2b"]
    assert numbers[-4:] == ["2aa", "2ab", "2ac", "2ad"]


def test_what_is_invisible_behind_a_label_is_not_lost() -> None:
    text = "\n\n".join(f"Путин:\u202c Ответ номер {n}.\n\nИванов:\u202c Вопрос номер {n}?" for n in range(4))
    blocks = split_blocks(text)
    assert "speaker" in {block.role for block in blocks}
    at = 0
    for block in blocks:
        assert not text[at : block.start].strip()
        at = block.end
