"""Roles of what stands around releases, letters, posts and news, written as in test_genres."""

from __future__ import annotations

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from tests.ingest.test_genres import parsed

TEXTS = {
    "release with its letterhead": """
        boilerplate | ОБЩЕСТВО «СЕВЕРНЫЙ ЛЕН»
        boilerplate | PRESS RELEASE / К НЕМЕДЛЕННОЙ ПУБЛИКАЦИИ

        title       | «Северный лен» открывает цех льняных канатов

        dateline    | Вологда, 3 марта 2020 г.
        lead        | + Цех даст работу сорока ткачихам, которые раньше ездили в город.

        body        | Первый канат длиной сто метров купил речной порт.

        boilerplate | Отдел по связям с общественностью
        boilerplate | Рита Громова, pr@len.example
        boilerplate | # # #""",
    "organizations above the title, and who signed": """
        boilerplate | Акимат Северной области
        boilerplate | Управление культуры

        title       | О фестивале «Степной ветер»

        lead        | С первого июля в парке пройдет фестиваль народной музыки.

        body        | В программе выступления ансамблей из десяти районов.

        byline      | Б. Ахметов

        boilerplate | Исп. Ли Г.""",
    "organization as a headline": """
        title       | Министерство обороны

        lead        | Министерство обороны занимает дом на набережной с 1953 года.

        body        | Дом строили четыре года.""",
    "letter that asks to print what is below": """
        boilerplate | Уважаемые коллеги!
        boilerplate | Просим разместить информацию в вашей газете.

        title       | В Тотьме вспашут стадион

        lead        | Поле стадиона засеют новой травой, игры перенесут на школьный двор.

        body        | Матч открытия назначен на первое июня.""",
    "signature line by line": """
        title       | Прокуратура вернула детям горку

        lead        | Прокуратура проверила двор на улице Мира и велела вернуть горку.

        body        | Горку увезли зимой, чтобы покрасить, и забыли.

        byline      | Старший помощник прокурора
                    | советник юстиции
        byline      | О. П. Ветрова""",
    "job before the name": """
        title       | О состоянии плотины

        lead        | Сообщения о трещине в плотине не подтвердились, вода стоит на отметке.

        body        | Шов измеряют каждую неделю и записывают в журнал.

        byline      | Главный инженер Тарас Величко""",
    "list of people signs nothing": """
        title       | Село Липовка

        lead        | Липовка стоит на реке Воронеж, в ней семьдесят дворов и одна школа.

        heading     | Известные жители

        body        | Иван Попов, агроном

        body        | Нина Ким, певица""",
    "credits in one line": """
        title       | Маяк, который молчит
        byline      | Текст: Алена Рыбина. Фото: Кирилл Мохов
        lead        | Маяк на острове Сухом погас десять лет назад, но смотритель остался.
        body        | Он красит башню каждое лето.""",
    "reporter and editor, and the place before the text": """
        dateline    | НОВОРОССИЙСК, 3 марта — «Порт-Инфо».
        lead        | + Таможенники нашли в контейнере с плиткой шесть роялей.

        body        | Рояли были переложены соломой, и ни один не пострадал.

        byline      | Корр. Степан Ли, ред. М. Гай""",
    "day and place of a meeting": """
        title       | Стенограмма собрания

        dateline    | 9 октября 2018 года, 10 часов, большой зал

        body        | Собрание открыл старейший житель поселка и сразу же предложил закрыть его.

        dateline    | с. Верхнее, 30 ноября 2021 г.""",
    "letter with its head and what a program adds": """
        boilerplate | От кого: Редакция <lenta@vest.example>
        boilerplate | Кому: подписчикам
        boilerplate | Дата: Пт, 22 ноября 2019 18:04
        boilerplate | Тема: Вечерняя почта

        boilerplate | Здравствуйте! Вы получили это письмо, потому что подписаны на новости.

        title       | Кукла вернулась в музей

        lead        | Музей получил по почте куклу, которая пропала с выставки сорок лет назад.

        body        | В кармане кафтана лежала записка с извинениями.

        byline      | С уважением, Инна Лебедева

        boilerplate | --
        boilerplate | Отписаться от рассылки: http://vest.example/unsub""",
    "post of a network with its actions": """
        title       | Как я варила варенье

        lead        | Третий день варю варенье по бабушкиной тетради, и оно не густеет.

        body        | Соседи пришли на запах и принесли хлеб.

        boilerplate | 😂 Вы, Раиса и еще 58 человек
        boilerplate | Класс Комментировать Поделиться
        body        | Сахара мало, вот и не густеет
        boilerplate | 19 июл Ответить Класс! 11""",
    "channel with its head and appeals": """
        boilerplate | Канал «Тихий двор», 1 284 подписчика
        boilerplate | Закреплённое сообщение: правила

        title       | Почему голуби ходят парами

        lead        | Голуби держатся парами круглый год, а в стае каждый знает своего.

        body        | Если один отстал, второй ждет его на проводе.

        boilerplate | промокод ZERNO на корм, реклама, ИП Ступин, erid 4Mq8x
        boilerplate | Ставьте лайк и подписывайтесь на канал 👍
        boilerplate | Чат | Вопросы | Архив
        boilerplate | 👁 5,6K изменено 21:09""",
    "names above what they are called on the network": """
        byline      | Марина Светлова
        boilerplate | @marina_svet
        lead        | Сегодня кот открыл холодильник сам, и мы теперь не главные.
        boilerplate | 10:42 · 3 мая 2023 г. · 12,4 тыс. просмотров
        byline      | Олег
        boilerplate | @oleg_on
        body        | Мой умеет только закрывать""",
    "quotation in a forum": """
        title       | Батареи шумят ночью
        boilerplate | Страница 1 из 2
        lead        | Каждый вечер в одиннадцать батарея начинает стучать, а к часу ночи замолкает.
        boilerplate | san-teh писал(а):
        body        | Это насос в подвале переключается на ночной режим, попросите убавить.
        boilerplate | _________________
        boilerplate | Если течёт — звони, если капает — подожди""",
    "article of a forum": """
        byline      | Lesnik_74
        dateline    | 3 мая 2015, 10:20
        boilerplate | Сообщения: 88
        boilerplate | Откуда: Миасс

        title       | Медведь унес улей и вернул его

        lead        | Пасечник нашел улей на прежнем месте, только пустой и вымытый дождем.

        body        | Соседи советуют поставить на пасеке радио.""",
    "remarks of a site below a text": """
        title       | Мост через Юг открыли раньше срока
        boilerplate | Просмотры: 310 Рубрика: Район
        lead        | Движение по мосту открыли на две недели раньше, чем обещали строители.
        caption     | До ремонта. Фото районной газеты
        body        | Первым проехал молоковоз, за ним стадо.
        byline      | Материал подготовила Вера Лодкина
        boilerplate | При перепечатке ссылка на газету обязательна.
        boilerplate | Хотите узнавать первым? Включите уведомления!
        boilerplate | Copyright (c) 2016 ООО «Юг». All rights reserved""",
    "mailing of a workshop": """
        boilerplate | Рассылка мастерской «Лыко» от 3 марта

        title       | Корзины готовы

        lead        | Все двенадцать корзин высохли, и ни одна не треснула.

        body        | Забрать их можно в субботу.

        byline      | Обнимаем, Вера и Глеб
        boilerplate | Вы получили письмо, потому что плели с нами. Отписаться""",
    "post of a network with its sound": """
        boilerplate | Оригинальный звук
        lead        | Наш гусь научился открывать калитку 🪿 Закрывать пока не умеет.

        body        | Соседи просят научить его стучать.

        boilerplate | Нравится: vera_pp и ещё 41
        boilerplate | 2 дня назад · Показать перевод
        boilerplate | Предложить пост · Правила · Чат""",
}


@pytest.mark.parametrize("source", TEXTS.values(), ids=TEXTS)
def test_roles_around_texts(source: str) -> None:
    text, expected = parsed(source)
    blocks = split_blocks(text)
    found = [f"{block.role:11} | {clean_text(text[block.start : block.end])}" for block in blocks]
    assert [block.role for block in blocks] == expected, "\n".join(found)
