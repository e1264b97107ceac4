"""Roles in laws, encyclopedias, tables, protocols and verse, on lines that a linguist can read."""

from __future__ import annotations

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from tests.ingest.test_genres import parsed

# As in test_genres.py: each line begins with its role.
PAGES = {
    "who approved a law, who changed it, who signed it": """
        title       | ЗАКОН СТЕПНОЙ ОБЛАСТИ
        title       | О ДНЕ ВЕРБЛЮДА
        boilerplate | Принят областной Думой 3 марта 2020 года
        boilerplate | (в ред. Закона Степной области от 05.05.2021 N 14-ОЗ)
        marker      | Статья 1
        body        | Установить в области день верблюда.
        marker      | Статья 2
        marker      | 1.
        body        | + День отмечают в первое воскресенье мая.
        marker      | 2.
        body        | + Верблюды в этот день не работают.
        boilerplate | (часть 2 в ред. Закона Степной области от 05.05.2021 N 14-ОЗ)
        byline      | Губернатор Степной области
        byline      | А.Б.СЕДЕЛЬНИКОВ
        dateline    | г. Степногорск
        dateline    | 5 марта 2020 года
        dateline    | N 7-ОЗ""",
    "who signed a text that is no law": """
        title       | Итоги городской выставки кактусов
        lead        | Выставка собрала сорок растений и ни одного недовольного.
        body        | Победил кактус, который никто не поливал.
        byline      | Председатель жюри О. П. Бутова
        byline      | За комитет садоводов Ж. Аскаров""",
    "what heads the text below it, and is neither a credit nor of a forum": """
        title       | Лыжники вернулись домой
        lead        | Сборная прилетела в Астану утром, и ее встретили с оркестром.
        heading     | Регистрация или арест
        body        | Без регистрации лыжи в город не пускают уже третий год подряд.
        heading     | Спортсмены из России Александр Большунов и Андрей Ларьков
        body        | Оба лыжника приехали раньше всех остальных и заняли лучшие места у печки.""",
    "a list of things that begins like a credit, a sign for a video, and books with questions": """
        title       | Обзор новых книг и передач
        lead        | Весной вышло столько книг о лени, что читать их некогда.
        heading     | Стихи, Трамп и пиар
        body        | Передачу о стихах обсуждали дольше, чем она шла, и никто не помнил начала.
        boilerplate | (ВИДЕО)
        body        | Книги о лени раскупили за одно утро, хотя издатели спали.
        boilerplate | Анна Лень. Жизнь без труда или труд во спасение? – СПб.: Диван, 2018. – 188 с.
        boilerplate | Инна Сон. Как спать весь день дома: Роман. – М.: Диван, 2018. – 320 с. (Сны).""",
    "a forum and what it shows around posts": """
        boilerplate | phpBB • Текущее время: 14 окт 2013, 21:33
        title       | Настройка шарманки
        byline      | Sharman_7 » 14 окт 2013, 20:02
        lead        | Шарманка играет одну песню, а хочется две.
        boilerplate | Код: Выделить всё
        byline      | Olga_K » 14 окт 2013, 20:40
        body        | Две песни она не выучит, у нее один валик.
        boilerplate | Вложения: valik.zip (12.4 КБ) Скачиваний: 19
        boilerplate | Кто сейчас на форуме: Bing [Bot], Olga_K""",
    "a query of 1C, what a command said, and a notice with its buttons": """
        title       | Запрос о спичках
        lead        | Кладовщик нашел накладные, в которых была одна спичка.
        boilerplate | ВЫБРАТЬ
        boilerplate |     Накладная.Ссылка
        boilerplate | ИЗ
        boilerplate |     Документ.Накладная КАК Накладная
        body        | Список отправили начальнику, и он его потерял.
        boilerplate | $ git merge spichki
        boilerplate | Automatic merge failed; fix conflicts and then commit the result.
        body        | Потом список нашелся, но спички уже сгорели.
        boilerplate | Разрешить уведомления?
        boilerplate | Позже
        boilerplate | Разрешить
        body        | Начальник купил зажигалку и больше не писал.""",
    "who wrote a letter": """
        body        | Здравствуйте, Олег Петрович!
        body        | Посылаю список деталей, о котором вы просили в четверг.
        byline      | С уважением, Динара Котова, кладовщик""",
    "a dictionary's sources, other dictionaries and licence": """
        title       | Дровяной склад
        lead        | Дровяной склад — место, где продавали дрова, уголь и щепу.
        heading     | История
        boilerplate | Править
        body        | Склады закрылись, когда в город пришел газ.
        boilerplate | Словарь старого города. — Барнаул: Быт. 1999.
        boilerplate | Смотреть что такое «Дровяной склад» в других словарях:
        boilerplate | Склад — 1) помещение; 2) строй речи … Толковый словарь
        boilerplate | Содержание доступно по лицензии CC BY-SA 4.0.
        boilerplate | Источники и литература
        boilerplate | ГААО. Ф. 12. Оп. 1. Д. 4. Л. 7.""",
    "properties without numbers": """
        title       | Полынь солончаковая
        table       | Отдел: Цветковые
        table       | Семейство: Астровые
        table       | Жизненная форма: полукустарник
        lead        | Полынь солончаковая растет по берегам соленых озер.
        body        | Верблюды едят ее осенью, после первых заморозков.""",
    "cells one to a line, and a drawn table": """
        title       | Автобусы до обеда
        table       | Рейс
        table       | Куда
        table       | Время
        table       | 214
        table       | Озерное
        table       | 08:20
        table       | 217
        table       | Заречье
        table       | 09:45
        table       | 230
        table       | Мельница
        table       | 11:10
        body        | Билеты продает водитель, если у него есть сдача.
        caption     | Перевезено за месяц, тыс. человек
        table       | ╔════════╤══════╗
        table       | ║ Рейс   │ 2023 ║
        table       | ║ 214    │ 1,5  ║
        table       | ╚════════╧══════╝""",
    "a match minute by minute, its points and medals": """
        title       | «Ертис» — «Нура»: следим за матчем
        marker      | 90+5'
        body        | Все! Шесть голов и ни одного победителя.
        marker      | 77'
        body        | Гости сравняли счет и долго не верили глазам.
        marker      | 41'
        body        | На поле выбежала собака, и ее ловили обе команды.
        heading     | Кубок двора
        table       | Командный зачет: Нурлы — 41 очко, Темирлик — 36, Шалкия — 22.
        table       | 🥇 Сарыкемер — трактор
        table       | 🥈 Мойынкум — 3 млн тенге
        body        | Следующий турнир пройдет осенью, если высохнет поле.""",
    "hours before the items of a programme": """
        title       | Программа съезда
        marker      | 09:00–09:30
        body        | + Регистрация участников и чай.
        marker      | 09:30
        body        | + Открытие съезда.
        marker      | 10:00
        body        | + Доклад о пользе шиповника.""",
    "the head of a mail": """
        boilerplate | From: sklad@example.org
        boilerplate | To: snab@example.org
        boilerplate | Subject: RE: остатки
        body        | Добрый день, Марат!
        body        | Гвозди кончились в пятницу, скоро привезут еще.
        boilerplate | -----Original Message-----""",
    "a song with chords": """
        title       | Последний паром
        byline      | слова и музыка: Андрей Колпин
        boilerplate | Вступление: Am Dm E Am
        boilerplate | Am               Dm
        body        | Последний паром не придет никогда,
        boilerplate | G           C
        body        | На пристани сохнет под ветром вода,
        boilerplate | Am           Dm
        body        | И чайки кричат, и блестит, как река,
        boilerplate | E7           Am
        body        | Забытая кем-то на пирсе строка.""",
    "a poet above the title, numbered stanzas, when they were written": """
        byline      | СЕРИК ЖАНГИРОВ

        title       | ГОСТЬ

        marker      | 1.
        body        | + Я шел по степи, и полынь шелестела,
                    | И солнце садилось за старый курган,
                    | И песня над юртой далекой летела,
                    | И стлался над речкой вечерний туман.

        marker      | 2.
        body        | + Никто не спросил меня, кто я, откуда,
                    | Поставили чай и подвинули плед,
                    | И было похоже на малое чудо,
                    | Как тихо горел в этом доме их свет.

        dateline    | Тургайская степь, август 1969 г.

        byline      | Перевод с казахского К. Лобановой""",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_roles(page: str) -> None:
    source, expected = parsed(page)
    blocks = split_blocks(source)
    found = [f"{block.role:11} | {clean_text(source[block.start : block.end])}" for block in blocks]
    assert [block.role for block in blocks] == expected, "\n".join(found)
