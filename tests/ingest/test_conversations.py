"""Roles in interviews, transcripts and chats, by how their speakers are named; written as in test_genres."""

from __future__ import annotations

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from tests.ingest.test_genres import parsed

CONVERSATIONS = {
    "names on lines of their own": """
        title       | Часовщик с вокзальной площади

        lead        | Тридцать лет он чинит часы, по которым никто не опаздывает.

        speaker     | КОРРЕСПОНДЕНТ
        question    | Какие часы упрямее других?

        speaker     | ПАВЕЛ РОГОВ
        answer      | Настенные. Их трогают реже, и они отвыкают от рук.

        answer      | Зато служат дольше.

        speaker     | КОРРЕСПОНДЕНТ
        question    | А башенные?

        speaker     | ПАВЕЛ РОГОВ
        answer      | Башенные живут своей жизнью.""",
    "surnames with initials on lines of their own": """
        title       | Стенограмма собрания садоводов

        speaker     | Лапина О. В.
        body        | Добрый вечер. Начнем с насоса, он снова молчит.

        speaker     | Жаров П. П.
        body        | Молчит, потому что его некому включить.

        boilerplate | (Смех в зале.)

        speaker     | Лапина О. В.
        body        | Тогда выберем того, кто будет включать.

        speaker     | Жаров П. П.
        body        | Предлагаю тянуть спички.""",
    "dashes before names, and a remark": """
        title       | Разговор у проходной

        speaker     | — Инна Круглова:
        body        | + Смена кончилась, а домой никто не идет.

        speaker     | — Олег Тен:
        body        | + Потому что дождь и один зонт на бригаду.

        boilerplate | (Открывается дверь, входит мастер.)

        speaker     | — Инна Круглова:
        body        | + Вот и второй зонт пришел.

        speaker     | — Олег Тен:
        body        | + Делим на всех.""",
    "who asks and who answers, with verbs": """
        title       | Письма агроному

        speaker     | Спрашивает Лидия К., с. Степное:
        question    | Отчего трескаются помидоры?

        speaker     | Отвечает агроном:
        answer      | От воды: сначала ее мало, а потом сразу много.

        speaker     | Спрашивает Рамиль, г. Орск:
        question    | Когда подвязывать огурцы?

        speaker     | Отвечает агроном:
        answer      | Когда появится пятый лист.""",
    "question and answer on one line": """
        title       | Блиц с капитаном

        lead        | Перед рейсом капитан согласился ответить на несколько коротких вопросов.

        question    | Море или река?
        answer      | + — Река, у нее два берега.
        question    | Чай или кофе?
        answer      | + — Чай, кофе проливается.
        question    | Что возите с собой всегда?
        answer      | + — Шахматы без одной пешки.""",
    "three questions that are put to somebody": """
        title       | Три вопроса пасечнику

        lead        | Пасека у Белой горы дала первый мед, и мы приехали его пробовать.

        question    | Давно вы держите пчел?

        answer      | С армии. Командир научил.

        question    | Кусают?

        answer      | Когда тороплюсь.

        question    | Много ли меда в этом году?

        answer      | Хватит и нам, и медведю.""",
    "three questions that head sections": """
        title       | Мост закрыли на ремонт

        lead        | С понедельника по мосту нельзя проехать, объезд открыт через плотину.

        heading     | Что случилось?

        body        | Весной в третьей опоре нашли трещину длиной в метр.

        heading     | Кто чинит?

        body        | Работы ведет областной дорожный трест, бригада приехала в пятницу.

        heading     | Когда откроют?

        body        | Подрядчик обещает управиться к октябрю, если не помешает вода.""",
    "names with stops, some with initials": """
        title       | Заседание совета

        speaker     | Председательствующий.
        body        | + Вопрос один: кто чистит снег у школы.

        speaker     | Рогова А. И.
        body        | + Чистим мы, а вывозить не на чем.

        speaker     | Председательствующий.
        body        | + Трактор дадим в среду.

        speaker     | Рогова А. И.
        body        | + В среду снега уже не будет.""",
    "time in brackets": """
        title       | Выпуск о маяках

        speaker     | Нина [00:12]
        body        | + Сколько ступеней на вашем маяке?

        speaker     | Егор [00:15]
        body        | + Двести три. Утром их больше.

        speaker     | Нина [00:31]
        body        | + А кораблей?""",
    "time in brackets before names on lines of their own": """
        speaker     | [00:00:12] Ведущая
        body        | Здравствуйте, сегодня у нас в студии пекарь.

        speaker     | [00:00:20] Гость
        body        | Добрый вечер, я принес хлеб.

        speaker     | [00:00:31] Ведущая
        body        | Он еще теплый?""",
    "chat on the network of the nineties": """
        boilerplate | --- Log opened Tue Mar 04 20:10:01 2014
        boilerplate | 20:10 -!- sova [~s@host] has joined #ogorod
        speaker     | 20:10 <sova>
        body        | + всем привет, кто сажал батат
        speaker     | 20:11 <@krot>
        body        | + я сажал, взошел через месяц
        speaker     | 20:12 <sova>
        body        | + а поливать чем
        boilerplate | 20:13 -!- sova has quit [Ping timeout]""",
    "chat of a meeting": """
        speaker     | 10:02:11	From  Алия Сапарова  to  Everyone:
        body        | 	Доброе утро! Начнем через пять минут.
        speaker     | 10:02:40	From  Борис  to  Everyone:
        body        | 	Подключаюсь с дороги, связь плохая
        boilerplate | 10:04:05	Recording in progress
        speaker     | 10:05:30	From  Алия Сапарова  to  Everyone:
        body        | 	Борис, выключите камеру""",
    "chat as a messenger copies it": """
        speaker     | Салтанат, [3 марта 2024 в 10:01:02]:
        body        | Кто забрал ключ от зала?

        speaker     | Олег Ю., [3 марта 2024 в 10:02:15]:
        body        | Висит у вахтера, на втором гвозде

        boilerplate | [ Фотография ]

        speaker     | Салтанат, [3 марта 2024 в 10:03:40]:
        body        | Нашла, спасибо

        boilerplate | Олег Ю. закрепил сообщение""",
    "chat with names and times alone": """
        speaker     | Ира К. 21:04
        body        | кто закрыл сарай на щеколду

        speaker     | Пётр 21:05
        body        | я, там козы

        boilerplate | Непрочитанные сообщения

        speaker     | Ира К. 21:09
        body        | Там ещё и я""",
    "names in capitals without a sign behind them": """
        title       | Собрание жильцов

        speaker     | СТАРШАЯ
        body        | + Начнем с подвала. Кто видел воду?
        speaker     | КВАРТИРА 9
        body        | + Я видел, по щиколотку.
        speaker     | СТАРШАЯ
        body        | + Значит, вызываем слесаря.
        speaker     | КВАРТИРА 9
        body        | + А он придет?""",
    "initials before the turns": """
        title       | Как живет мельница

        speaker     | А. Л.
        question    | + Степан, сколько ей лет?
        speaker     | С. Г.
        answer      | + Сто двенадцать, и все скрипит.
        speaker     | А. Л.
        question    | + Кто на ней мелет?
        speaker     | С. Г.
        answer      | + Ветер да я.""",
    "events and files among messages": """
        boilerplate | 04.02.24, 08:50 - Вы были добавлены в группу
        speaker     | 04.02.24, 08:55 - Нурлан:
        body        | + Каток залили, приходите
        speaker     | 04.02.24, 08:56 - Нурлан:
        boilerplate | + <Без медиафайлов>
        speaker     | 04.02.24, 09:10 - Мама Лизы:
        body        | + Мы уже едем
        boilerplate | 04.02.24, 09:12 - Нурлан изменил тему группы""",
}


@pytest.mark.parametrize("conversation", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_roles_of_conversations(conversation: str) -> None:
    source, expected = parsed(conversation)
    blocks = split_blocks(source)
    found = [f"{block.role:11} | {clean_text(source[block.start : block.end])}" for block in blocks]
    assert [block.role for block in blocks] == expected, "\n".join(found)
