"""Roles in texts of other genres than news, on lines that a linguist can read."""

from __future__ import annotations

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES

# Each line of a text begins with its role; without one it goes on with the line above. A + joins what was cut
# off a line to the rest of it.
GENRES = {
    "interview with names": """
        title       | «Река вернулась»: разговор с гидрологом

        lead        | Три года назад озеро высохло. Почему оно снова полно, рассказала Айгуль Сеитова.

        speaker     | Вопрос:
        question    | + Айгуль Маратовна, откуда пришла вода?

        speaker     | Сеитова:
        answer      | + С гор. Зима была снежной, а весна дружной.

        answer      | Но дело не только в погоде: плотину наконец открыли.

        speaker     | Вопрос:
        question    | + Расскажите о плотине.

        speaker     | Сеитова:
        answer      | + Она построена в 1961 году.

        byline      | Беседовал Павел Ким""",
    "interview whose reporter has no title": """
        title       | Сад на крыше
        lead        | Крыша старого завода стала садом, и не все соседи этому рады.
        speaker     | Ольга Ли:
        question    | + Кто придумал сад?
        speaker     | Тимур Ахметов:
        answer      | + Мы с братом. Сначала никто не верил.
        speaker     | Ольга Ли:
        question    | + А что сказали соседи?
        speaker     | Тимур Ахметов:
        answer      | + Ругались. Теперь приходят за яблоками.
        speaker     | Ольга Ли:
        question    | + Что дальше?
        speaker     | Тимур Ахметов:
        answer      | + Пасека.""",
    "questions without names or dashes": """
        title       | Пять вопросов о переписи

        lead        | В октябре начинается перепись населения. Отвечаем на главные вопросы.

        question    | Кого будут переписывать?

        answer      | Всех, кто живет в стране, и тех, кто уехал меньше чем на год.

        question    | Можно ли отказаться?

        answer      | Нет, участие обязательно. За отказ положен штраф.

        question    | Какие документы нужны?

        answer      | Никаких. Данные записывают со слов.

        question    | Когда объявят итоги?

        answer      | Первые итоги обещают к весне.""",
    "interview in which only answers have dashes": """
        title       | Хирург о последней операции

        lead        | Семь лет назад больница в поселке закрылась. Вспоминает ее последний врач.

        question    | Кого вы оперировали последним?

        answer      | — Мальчика с аппендицитом. Все прошло хорошо.

        question    | А потом? Что стало с больницей?

        answer      | — Ее продали.

        answer      | Сейчас там склад.

        question    | Вы туда заходили?

        answer      | — Один раз, за халатом.

        question    | Нашли?

        answer      | — Нет.""",
    "transcript with times": """
        title       | Стенограмма заседания совета дома

        speaker     | [00:00:05] Председатель:
        body        | + Коллеги, начинаем. Вопрос один: лифт.

        speaker     | [00:00:20] Жумабаева:
        body        | + Лифт стоит с марта. Я живу на девятом этаже.

        speaker     | [00:01:02] Председатель:
        body        | + Деталь заказана.

        speaker     | [00:01:30] Орлов:
        body        | + Это мы слышим каждый месяц.""",
    "chat": """
        speaker     | 12.05.2023, 10:22 - Анна Ли:
        body        | + Доброе утро, соседи, воды опять нет.
        speaker     | 12.05.2023, 10:25 - Борис:
        body        | + У нас есть.
        speaker     | 12.05.2023, 10:26 - Анна Ли:
        body        | + Какой подъезд?
        speaker     | 12.05.2023, 10:31 - Борис:
        body        | + Второй.""",
    "press release": """
        boilerplate | ПРЕСС-РЕЛИЗ

        title       | Завод «Алатау» запустил вторую линию

        dateline    | АЛМАТЫ, 14 марта 2024 г. —
        lead        | + Завод «Алатау» запустил вторую линию по выпуску труб. Она даст работу 120 людям.

        body        | «Мы шли к этому три года», — сказала директор завода Динара Ержанова.

        boilerplate | Контакты для СМИ:
        boilerplate | Пресс-служба завода «Алатау»
        boilerplate | Тел.: +7 (727) 123-45-67
        boilerplate | press@alatau.example""",
    "post of a channel": """
        marker      | ❗️
        title       | + Завтра отключат воду в трех районах

        marker      | ▪️
        body        | + В Алмалинском районе воды не будет с девяти до шести.
        marker      | ▪️
        body        | + В Ауэзовском районе ее отключат на сутки.

        body        | Запасайтесь заранее❗️

        boilerplate | #вода #Алматы

        boilerplate | 👉 Подписаться на «Новости города» | @example_city
        boilerplate | 👁 12.4K""",
    "law": """
        title       | ПОСТАНОВЛЕНИЕ АКИМАТА

        title       | О тишине в ночное время

        marker      | Статья 1.
        heading     | + Предмет регулирования

        marker      | 1.
        body        | + Настоящее постановление защищает покой граждан.
        marker      | 2.
        body        | + Оно не распространяется:
        marker      | 1)
        body        | + на работу скорой помощи;
        marker      | 2)
        body        | + на праздничные салюты, разрешенные в соответствии с п. 3 ст. 2.

        marker      | Статья 2.
        heading     | + Ночное время

        body        | Ночным считается время с 22:00 до 7:00.

        byline      | Аким города
        dateline    | 1 июня 2023 года № 14-п""",
    "page of an encyclopedia": """
        title       | Тюльпан Грейга
        boilerplate | Материал из Википедии — свободной энциклопедии

        lead        | Тюльпан Грейга — луковичное растение семейства лилейных. Растет в предгорьях Тянь-Шаня.

        boilerplate | Содержание
        boilerplate | 1 Описание
        boilerplate | 2 Охрана
        boilerplate | 3 Примечания

        heading     | Описание
        boilerplate | [править | править код]
        body        | Стебель достигает полуметра. Листья широкие, с темными пятнами и полосами.

        heading     | Охрана
        boilerplate | [править | править код]
        body        | Вид внесен в Красную книгу Казахстана. Срывать цветы запрещено.

        boilerplate | Примечания
        boilerplate | ↑ Иванова А. Тюльпаны Средней Азии. — Алматы: Кайнар, 1986. — 120 с.

        boilerplate | Категории: Растения по алфавиту | Флора Азии""",
    "protocol of a match": """
        title       | «Барыс» уступил «Трактору» в овертайме

        body        | Хоккеисты «Барыса» проиграли в Челябинске, хотя вели в счете до последней минуты.

        table       | Шайбы: Старченко, 12 (0:1). Кравцов, 60 (1:1). Кравцов, 63 (2:1).
        table       | Вратари: Фукале — Бояркин.
        table       | Штраф: 8–10.
        table       | «Трактор»: Фукале, Дедов, Калинин, Ткачев, Кравцов (Глинкин, 41), Бывальцев.""",
    "tables": """
        title       | Цены на хлеб

        lead        | За месяц хлеб подорожал почти во всех областях, показало наблюдение статистиков.

        table       | Область	Цена, тенге	Рост, %
        table       | Абайская	165	2,1
        table       | Жамбылская	150	0,4

        body        | Дешевле всего хлеб остался на юге, где мука своя.

        caption     | Источник: Бюро национальной статистики.""",
    "verse": """
        title       | Мост

        body        | Качался мост над черною водою,
                    | Фонарь горел, и тени шли гурьбой.
                    | А мы стояли рядом, я с тобою,
                    | И город был как будто бы пустой.

        body        | Потом погас фонарь, и стало тише,
                    | И лишь вода шумела под мостом
                    | Да голуби скреблись на ближней крыше
                    | И снова засыпали под дождем.""",
    "list of things to do": """
        title       | Что взять в горы

        lead        | Весной погода в горах меняется за час, и лишняя куртка не бывает лишней.

        marker      | •
        body        | + теплую куртку;
        marker      | •
        body        | + два литра воды;
        marker      | •
        body        | + спички и фонарь.""",
    "what a page leaves of its programs": """
        title       | Дорога через степь
        lead        | Новую дорогу через степь открыли на месяц раньше срока.
        boilerplate | var title = 'Новая дорога открыта';
        boilerplate | return { client: "vast", sharing: { heading : "Поделиться видео" } };
        boilerplate | }, width: "100%", code: encodeURI('<div style="position: relative">Смотреть</div>') });
        boilerplate | .player { width: 640px; color: #fff; }
        boilerplate | 0:00 / 3:45
        boilerplate | Ваш браузер не поддерживает видео
        body        | По ней уже проехали первые грузовики, сообщил акимат.""",
    "code among paragraphs, and around them": """
        boilerplate | Notice: Undefined index: lang in /var/www/menu.php on line 118
        boilerplate | {{Программа
        boilerplate | |название = Пасека
        boilerplate | }}

        title       | Первая программа

        lead        | Любая программа на Си начинается с функции main(), и система ищет именно ее.

        boilerplate | #include <stdio.h>

        boilerplate | int main(void)
        boilerplate | {
        boilerplate | printf("Здравствуй, степь!");
        boilerplate | return 0;
        boilerplate | }

        body        | Соберите программу такой командой:

        boilerplate | $ gcc hello.c -o hello

        body        | Слово return возвращает число тому, кто программу запустил.""",
    "page copied with its interface": """
        boilerplate | ← Назад
        boilerplate | Экономика
        boilerplate | Мы используем cookies, чтобы сделать сайт удобнее.
        boilerplate | Настроить

        title       | Доллар подешевел
        boilerplate | Слушать 1:40
        boilerplate | Аа
        boilerplate | Сохранить

        lead        | Доллар на бирже подешевел на два тенге, до самого низкого уровня с весны.

        heading     | История
        boilerplate | Править
        body        | Весной он стоил дороже, и обменники выстроили очереди до угла.

        heading     | Новости
        boilerplate | Править
        body        | Летом его почти не покупали, говорят в обменниках.

        boilerplate | Обновить ленту
        boilerplate | Комментировать
        boilerplate | Контакты
        boilerplate | © 2021 Районный листок""",
    "labels that are headings": """
        title       | Поезда
        lead        | Вокзал открыли после ремонта, и билеты снова продают в кассах.
        heading     | Купить билет
        body        | Касса работает до полуночи, очередь занимают с утра.
        heading     | История
        body        | Вокзал построили в 1931 году пленные и студенты.""",
    "head of a letter": """
        boilerplate | От кого: Отдел новостей <lenta@vest.example>
        boilerplate | Кому: подписчикам
        boilerplate | Тема: Вечерняя рассылка
        boilerplate | Вы получили это письмо, потому что подписались на новости.

        title       | Спектакль отложили
        lead        | Премьеру в театре кукол перенесли на неделю из-за паводка.
        body        | Билеты действительны, сообщил директор театра.

        boilerplate | Отписаться от рассылки: http://vest.example/unsub""",
    "tags around paragraphs": """
        boilerplate | <p style="text-align: justify;">
        title       | +Град побил теплицы под Сарыагашем
        boilerplate | +</p>
        boilerplate | <p>
        lead        | +Град размером с перепелиное яйцо шел девять минут.
        boilerplate | +</p>
        boilerplate | <p>&nbsp;</p>
        boilerplate | <p>
        body        | +«Стекло купим, лишь бы пчелы вернулись», — сказала <b>фермер</b>.
        boilerplate | +</p>""",
    "what news has besides": """
        title       | Выборы прошли спокойно
        heading     | Реакция Польши
        lead        | В Варшаве итоги выборов в соседней стране назвали ожидаемыми.
        boilerplate | Читайте также:
        boilerplate | Кто победит на выборах в Польше?
        body        | Министр иностранных дел поздравил победителя по телефону.
        caption     | Дмитрий Песков  /  globallookpress.com
        boilerplate | Читайте также: Кто отвечает за выборы?
        boilerplate | jwplayer("js-mediaplayer-1").setup({ advertising: (function() {
        boilerplate | // title: "\u041f\u043e", inactive: "#FFFFFF"
        boilerplate | }, width: "100%", sharing: { heading : "Поделиться видео", code: "" } });
        caption     | Видео: президент поздравил победителя выборов
        byline      | pic.twitter.com/0UORht50yr — Новости (@news)
        boilerplate | – М.: Наука, 2017. – 368 с. ISBN 978-5-901511-39-8""",
    "where the correspondent is": """
        title       | Снег в апреле
        lead        | В Казани в середине апреля выпал снег, какого не было с января.
        body        | Дороги чистят второй день.
        dateline    | Казань""",
    "who the correspondents are": """
        title       | Снег в апреле
        lead        | В Казани в середине апреля выпал снег, какого не было с января.
        body        | Дороги чистят второй день.
        byline      | Алексей Заквасин, Анастасия Шляхтина""",
    "meeting whose speakers end in a full stop": """
        title       | Собрание жильцов
        lead        | Двор дома 5, вечер. Присутствуют все, кроме дворника.
        speaker     | Старшая.
        body        | + Слово имеет кран на третьем этаже.
        speaker     | Сантехник.
        body        | + Кран молчит с четверга. Я слушал.
        speaker     | Старшая.
        body        | + Тогда голосуем.
        speaker     | Сантехник.
        body        | + Против.""",
    "order under who gives it": """
        title       | АКИМ ГОРОДА
        title       | РАСПОРЯЖЕНИЕ
        dateline    | от 4 мая 2021 года № 12-р
        title       | О фонтанах
        body        | В целях прохлады:
        marker      | 1.
        body        | + Включить фонтаны.
        marker      | 2.
        body        | + Службе воды:
        marker      | 2.1.
        body        | + следить за напором воды каждый день.
        byline      | Аким города Б. Тасов""",
    "tables of other kinds": """
        title       | Столовая и ее цены

        lead        | Столовая завода открыта для всех с понедельника по пятницу.

        heading     | Цены

        table       | Борщ — 450 тенге
        table       | Компот — 120 тенге

        heading     | Часы работы:

        table       | 8:00 — завтрак
        table       | 12:30 — обед

        body        | Выручка за три дня показана ниже.

        table       | День;Обеды;Сумма
        table       | 1;120;54000
        table       | 2;131;58950

        body        | По состоянию на май долгов у столовой нет.""",
    "contents without numbers, wiki markup": """
        title       | Чабан

        lead        | Чабан — пастух овец в степи и горах. Работает с собаками.

        boilerplate | Содержание
        boilerplate | Одежда
        boilerplate | Собаки
        boilerplate | Литература

        heading     | Одежда

        body        | Зимой носит тулуп, летом войлочную шляпу.

        heading     | == Собаки ==

        body        | Алабай стережет отару ночью.

        boilerplate | Литература
        boilerplate | Омаров К. Отары. — Алматы: Кайнар, 1990.
        boilerplate | [[Категория:Профессии]]""",
    "song without blank lines around its author": """
        title       | Зимний рейс
        body        | Фары режут темноту,
                    | Снег летит наискосок,
                    | Я везу с собой мечту,
                    | Термос, хлеб и образок.
        byline      | Инна Громова, 2009""",
    "talk in prose is no list under a heading": """
        title       | Пропуск
        lead        | Однажды я забыл пропуск и пошел на завод с чужим.
        body        | Охранник мне:
        body        | – Пущу, но только на первый этаж.
        body        | Я ему:
        body        | – Мне и нужен первый.""",
    "several texts in one file, each with its author": """
        title       | Школы закрыли из-за мороза

        lead        | Ученики города со вторника занимаются дома, решил штаб.

        byline      | Алексей Дорн
        dateline    | 12 января 2023

        title       | Автобусы вышли на линию с опозданием

        body        | Дизель замерз прямо в баках, и треть машин осталась в парке.

        byline      | Алексей Дорн
        dateline    | 13 января 2023""",
    "messages below their senders": """
        speaker     | Айгуль Тлеуова
        dateline    | 12 мая 2022 в 18:40

        body        | Подскажите мастера по швейным машинкам!

        speaker     | Роман Ли
        dateline    | 12 мая 2022 в 18:52

        body        | Дядя Саша на Пушкина, 14""",
    "lines of names and numbers": """
        title       | «Арлан» проиграл в овертайме
        lead        | Решающую шайбу в Караганде забросил защитник хозяев.
        table       | 1:0 Шевченко (Рымарев) — 4:12
        table       | 1:1 Кузьменко (Никитин, Попов) — 15:40
        body        | Медали вручат завтра, а назовут их владельцев сегодня.
        table       | Золото: Ельдос Сметов (до 60 кг)
        table       | Серебро: Абиба Абужакынова (до 48 кг)""",
    "properties of a thing, and marks of a post": """
        title       | Яшма риддерская
        lead        | Риддерская яшма, поделочный камень, добывается на Алтае с давних пор.
        table       | Плотность: 2,6 г/см³
        table       | Блеск: матовый
        body        | Жилу нашел пастух, который искал вовсе не камень.
        caption     | Ваза из риддерской яшмы, 1851
        boilerplate | Нравится: 341
        boilerplate | 5 дней назад""",
    "headings with numbers make no law of an article": """
        title       | Битва на реке
        lead        | Битва на реке — сражение, которое произошло в 1727 году.
        marker      | 1.
        heading     | + Ход сражения
        marker      | 1.1.
        heading     | + Первый день
        body        | Ополчение заняло холмы, и противник отошел к реке.
        marker      | 1.2.
        heading     | + Исход
        body        | К вечеру второго дня он отступил, бросив обоз.""",
    "a post has no lead below its text, and nothing goes on from its tags": """
        title       | Друзья, важно!! 🔥
        body        | Сегодня в 18:00 встречаемся у памятника Абаю 👇👇
        body        | Берите с собой воду и хорошее настроение :)
        boilerplate | #Алматы #субботник
        body        | ну чё, кто придет? ставьте +""",
    "a colon is not yet a conversation": """
        title       | Итоги недели
        lead        | Неделя началась со снега, а закончилась оттепелью по всей области.
        body        | Главное: дороги открыты, школы работают.
        body        | Кстати: горячая линия работает круглосуточно.
        body        | Итог: жертв нет.""",
}


def parsed(genre: str) -> tuple[str, list[str]]:
    """The text of a case and the roles of its blocks."""
    rows = [row.partition("|") for row in genre.strip("\n").split("\n")]
    lines: list[str] = []
    for _, _, line in rows:
        text = line.removeprefix(" ")
        if text.startswith("+"):
            lines[-1] += text.removeprefix("+")
        else:
            lines.append(text)
    return "\n".join(lines), [head.strip() for head, _, _ in rows if head.strip()]


@pytest.mark.parametrize("genre", GENRES.values(), ids=GENRES)
def test_roles(genre: str) -> None:
    source, expected = parsed(genre)
    blocks = split_blocks(source)
    found = [f"{block.role:11} | {clean_text(source[block.start : block.end])}" for block in blocks]
    assert [block.role for block in blocks] == expected, "\n".join(found)
    assert all((block.reason is None) == (block.role in TEXT_ROLES) for block in blocks)
