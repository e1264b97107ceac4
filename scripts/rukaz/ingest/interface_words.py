"""Words of the interfaces of sites: their sections, buttons, states and notices, and how certain these are.

A line is of one kind as a whole, or by its parts, which icons, bars or wide spaces divide. All words are in
small letters, as is what they are compared with: patterns that ignore the case are ten times as slow.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rukaz.ingest.player_words import is_player

MENU_WORD = (
    r"главная(?: страница)?|новости|фото|видео|аудио|архив|контакты|реклама|поиск|меню|печать|rss|вход|войти"
    r"|регистрация|подписка|политика|экономика|общество|спорт|культура|происшествия|технологии|спецпроекты"
    r"|о проекте|о нас|о сайте|о компании|о портале|редакция|вакансии|блоги|мнения|рубрики|лента|интервью"
    r"|в мире|мир|наука|авто|афиша|еще|telegram|instagram|whatsapp|facebook|youtube|tiktok|twitter|вконтакте"
    r"|одноклассники|viber|дзен|max"
)
"""Sections of a site, and its doors to others."""

_SECTION = (
    r"мой профиль|профиль|настройки|избранное|закладки|каталог|магазин|форум|чат|гостевая(?: книга)?|галерея"
    r"|авторы|произведения|рецензии|отзывы|документы|услуги|статьи|статья|обсуждение|история|правки|правка"
    r"|просмотр|код|языки|язык|популярное|исследовать|сообщество|сообщества|участники|подписчики|лучшее"
    r"|свежее|помощь|справка|faq|расписание|билеты|события|проекты|партнеры|подкасты|выпуски|журнал|газета"
    r"|здоровье|образование|хронология|составы|статистика|комментарии|уведомления|сообщения|друзья|группы"
    r"|сервисы|пресс-центр|тарифы|поддержка|онлайн|live|тв-программа|погода|курсы валют"
    r"|официальный (?:[\w-]+ )?(?:сайт|ресурс|портал)|политика конфиденциальности|пользовательское соглашение"
    r"|условия использования|обработка персональных данных|обратная связь|позже|правила (?:сайта|форума|чата"
    r"|сообщества)|описание|цены|доставка|оплата|ссылки|хорошо|ок|ok|понятно|согласен|согласна|готово|класс!?"
    r"|нравится|мне нравится|отмена|далее|вперед|не сейчас|мәзір|іздеу|кіру|тіркелу|жазылу|басты бет"
    r"|басты жаңалықтар|жаңалықтар|байланыс|толығырақ|пікірлер"
    rf"|{MENU_WORD}"
)
"""Words that are as good headings, or answers in a chat."""

_OF_PAGE = (
    r"(?:вс[её]|ещ[её]|больше|меньше|полностью|далее|позже|меню|поиск\w*|сайт\w*|страниц\w+|верси\w+|ссылк\w+"
    r"|код\w*|адрес|комментари\w+|отзыв\w*|рецензи\w+|ответ\w*|сообщени\w+|тем[уыае]|обсуждени\w+|форум\w*"
    r"|канал\w*|чат\w*|групп\w+|рассылк\w+|новост\w+|лент\w+|уведомлени\w+|приложени\w+|аккаунт\w*|кабинет\w*"
    r"|профил\w+|парол\w+|корзин\w+|избранн\w+|закладк\w+|список|билет\w*|заказ|заявку|табло|трансляци\w+"
    r"|видео|аудио|подкаст\w*|звук|субтитры|фото\w*|галере\w+|изображени\w+|объявлени\w+|рекламу|баннер|окно|файл\w*|pdf"
    r"|cookies?|куки|настройк\w+|друзь\w+|друг\w+|соцсет\w+|социальн\w+ сет\w+|стать\w+|материал\w*|запис[ьи]"
    r"|пост|публикаци\w+|текст\w*|выделенн\w+|цитировани\w+|цитат\w+|опечатк\w+|ошибк\w+|вопрос|редакци\w+"
    r"|начал\w+|верх|главн\w+|содержани\w+|оглавлени\w+|навигаци\w+|раздел\w*|контент\w*|браузер\w*|почт\w+"
    r"|telegram|whatsapp|facebook|вконтакте|instagram)"
)
_DO = (
    r"войти|выйти|зарегистрироваться|подписаться|отписаться|поделиться|сохранить|скачать|печатать|отправить"
    r"|с?копировать|пожаловаться|ответить|цитировать|(?:про)?комментировать|открыть|закрыть|скрыть|показать"
    r"|развернуть|свернуть|посмотреть|смотреть|(?:про|по)?слушать|читать|купить|заказать|оформить|оплатить|принять|отклонить"
    r"|настроить|разрешить|запретить|обновить|искать|найти|выбрать|перейти|вернуться|назад|добавить|удалить"
    r"|редактировать|изменить|следить|отслеживать|установить|поддержать|оставить|написать|задать|сообщить"
    r"|загрузить|пропустить|включить|отключить|распечатать|увеличить|присоединиться|вступить"
)
_PREPOSITION = (
    r"(?:к|ко|на|в|во|о|об|с|со|из|за|для|по|от|нам|наш\w*|сво\w+|мо[йеюя]|эт\w+|весь|вс[ею]\w*|основн\w+"
    r"|нов\w+)"
)
_BUTTON = (
    r"сохранить|скачать|ответить|открыть|закрыть|скрыть|показать|смотреть|слушать|принять|отклонить|настроить"
    r"|разрешить|запретить|обновить|искать|найти|назад|отменить|править|редактировать|следить|наверх|вверх"
    r"|к началу|купить|заказать|оформить|в корзину|в избранное|быстрый (?:ответ|просмотр|заказ)|бөлісу:?"
    r"|(?:главное |основное )?меню|(?:личный|мой) кабинет|корзина|карта сайта|вход для \w+|(?:следующ"
    r"|предыдущ)(?:ая|ий|ее) (?:статья|новость|запись|страница|глава|тема|материал|выпуск|фото|\w+ →)"
)
"""What is pressed; a heading of instructions may say the same."""

_VERSION = (
    r"версия (?:сайта )?для (?:слабовидящих|печати|людей с .{5,40})|(?:мобильная|настольная|полная"
    r"|обычная) версия(?: сайта)?|(?:read|view) (?:this |the )?(?:\w+ )?in (?:english|russian|kazakh)"
    r"|english version|(?:читать|версия|материал)(?: \w+)? на \w+ском(?: языке)?"
    r"|(?:қазақша|орысша) нұсқа(?:сы|сын)?(?: оқу)?"
)
_LANGUAGE = (
    r"(?:қаз(?:ақша)?|kaz|kz|каз|рус(?:ский)?|rus?|eng?(?:lish)?|qaz(?:aqsha)?|ua|укр|кыр|узб|казахский"
    r"|английский)"
)
_COUNTED = (
    r"(?:комментари|просмотр|ответ(?:а|ов)?\b|отзыв|страниц|участник|подписчик|лайк|репост|дочитыван"
    r"|прочт)\w*"
)
_STATE = (
    rf"страница \d{{1,4}} из \d{{1,4}}|сообщений: \d[\d ]*|сообщение (?:#|№ ?)\d{{1,6}}"
    rf"|\d(?:[\d ,.]*\d)?(?: ?[kк]| ?тыс\.?| ?млн)? ?{_COUNTED}|\d{{1,2}} мин(?:\.|ут\w*)? (?:чтения"
    rf"|на чтение)|(?:канал|группа|чат|сообщество)\b.{{1,60}}\d {_COUNTED}|автообновление\b.{{0,20}}"
    r"|доступно (?:всем|друзьям|подписчикам|только .{3,30})|закрепл[её]нное (?:сообщение|объявление)\b.{0,80}"
)
_REACTION = r"(?:ответить|нравится|мне нравится|класс!?|поделиться|(?:про)?комментировать|пожаловаться)"
_SURE = re.compile(
    r"(?:войти|выйти|разрешить (?:\w+ )?уведомления"
    r"|зарегистрироваться|авторизоваться|подписаться|отписаться|поделиться"
    r"|(?:про)?комментировать|цитировать|пожаловаться|распечатать|развернуть|свернуть|скопировать|(?:принять"
    r"|отклонить|разрешить) вс[её]|принять и закрыть|поделит(?:есь|ься) (?:с друзьями|в соц\w+(?: сетях)?"
    r"|ссылкой|этим|новостью|статьей).{0,30}|скопировать (?:\w+ )?(?:ссылку|адрес|код|текст)"
    r"|отписаться от рассылки\b.{0,80}|(?:перейти|вернуться|назад) (?:к|ко|на|в) (?:[\w-]+ )?(?:содержани"
    r"|содержимо|контент|главн|меню|поиск|начал|навигаци|сайт|подвал|спис[ко]|форум)\w*(?: \w+){0,2}"
    r"|вернуться в «[^»]{2,60}»|к основному содержани\w+"
    rf"|{_VERSION}|{_LANGUAGE}(?:[\s|/·•]+{_LANGUAGE})+|{_STATE}"
    r"|(?:непрочитанные|новые) сообщения"
    r"|(?:оригинальн\w+ (?:аудиодорожка|звук)|original audio)(?: [-–—·] .{2,40})?"
    r"|стр(?:аница|\.)? \d{1,4}"
    r"|ответить с цитированием|(?:написать|оставить|добавить) (?:комментарий|отзыв|рецензию)"
    r"|открыть в (?:приложении|новом окне|браузере|telegram|полном размере)|скрыть (?:объявление|рекламу"
    r"|баннер)|сообщит[ье] (?:нам )?об? (?:ошибке|опечатке).{0,40}|[^?]{5,60}\? да[\s/|]+нет"
    rf"|(?:\d{{1,2}} \w{{3,8}} |\d+ \w{{1,6}}\.? назад )?{_REACTION}(?: {_REACTION})+(?: \d+)?"
    r"|(?:сообщение |запись |пост |последний раз )(?:было )?(?:отредактирован|редактировал|изменен"
    r"|обновлен)\w*\b.{0,80}|дата (?:последнего )?(?:обновления|изменения)(?: страницы| информации)?: .{4,30}"
    r"|(?:уровень сложности|время на прочтение|хабы|охват и читатели|current (?:mood|music"
    r"|location)): ?.{1,100}|(?:[+–-]?\d[\d.,]*[kкkк]?\s+){2,}[+–-]?\d[\d.,]*[kкkк]?"
    r"|(?:\[\w+(?:=[^\[\]]*)?\])*\[size=[\"']?(?:1|[5-8](?:pt|px)?)[^\[\]]*\].*\[/size\](?:\[/\w+\])*)",
)
"""What says nothing else, wherever it stands."""

_COOKIES = r"\b(?:cookies?|куки|кук-файл\w*)\b"
_NOTICE = re.compile(
    r"(?:разрешить|включить) (?:\w+ )?уведомления\?|"
    r"(?:(?:(?:мы|наш сайт|(?:этот|данный) сайт|сайт|портал|продолжая|оставаясь|используя|нажимая|пользуясь"
    r"|чтобы|на (?:нашем|этом) сайте|для (?:улучшения|корректной|удобства)|we|this (?:web)?site|by)\b"
    rf".{{0,160}}{_COOKIES}|файлы cookies?\b).{{0,160}}"
    r"|.{0,60}\bjavascript (?:отключ|выключ|не поддерж|is disabled|необходим)\w*.{0,120}|.{0,80}\b(?:включите"
    r"|включить|enable) (?:поддержку )?javascript.{0,80}|.{0,60}\b(?:отключите|выключите|обнаружен\w*"
    r"|используете|включен\w*)\b.{0,30}(?:блокировщик|ad ?block).{0,80}|(?:ваш браузер"
    r"|вы используете) .{0,20}(?:устар|не поддерж).{0,120}|(?:не удалось|ошибка при|ошибка) загру(?:зить|зке"
    r"|зки) (?:видео|виджет|страниц|комментари|плеер|реклам|файл)\w*.{0,80}|(?:что-то пошло не так"
    r"|попробуйте обновить страницу|ошибка (?:подключения|соединения) (?:к|с) (?:баз|сервер)).{0,80}"
    r"|(?:нажимая|отправляя|продолжая)\b.{0,80}\b(?:соглашаетесь|даете согласие|принимаете)\b.{0,160})",
)
_OF_NOTICES = (
    "cookie", "куки", "javascript", "раузер", "локиров", "adblock", "соглашаетесь", "согласие",
    "принимаете", "browser", "модальн", "player is", "загрузить", "пошло не так", "обновить страницу",
    "ошибка ", "загрузка", "loading", "субтитры:", "video is", "уведомлени",
)  # fmt: skip
"""One of these is in every notice or message of a player that ends like a sentence."""

_PRESSED = re.compile(rf"(?:{_DO}|ко?)(?: {_PREPOSITION}){{0,2}} {_OF_PAGE}(?: {_OF_PAGE}| об? этом)?")
_LABEL = re.compile(rf"(?:{_DO}|{_SECTION}|{_BUTTON}|{_VERSION})(?=[\s,]|$)[\s,]*")
_ONE_SECTION, _ONE_BUTTON = re.compile(_SECTION), re.compile(_BUTTON)
_SEPARATOR = re.compile(r"\s{2,}|\t|\s*[|•·⋅]\s*|\s+[/›»‹]\s+")
_BEFORE = re.compile(r"(?:[^\w\s«(\"#@+–—-]\ufe0f?\s*)+")
_BEHIND = re.compile(r"\s*(?:(?<!\d)[\[(]?\d[\d ]{0,8}[kкKК]?[\])]?)?(?:\s*[^\w\s»)\".!?:-]\ufe0f?)*$")
"""Icons, and how many there are: «💬 17», «(18)»."""
_ARROWS = ("←", "☰", "≡", "⋮", "→")
_TOLD_BY = ("  ", "\t", "|", "•", "·", "⋅", " / ", " › ", " » ", " ‹ ", ":", *"0123456789")
_OPENING = ("", "«", "—", "–", "„", "“", "#", "@")
"""What a quotation, a turn or the tags of a post open with."""
_SEPARATORS = ("  ", "\t", "|", "•", "·", "⋅", " / ", " › ", " » ", " ‹ ")
LONGEST = 300
"""Characters of a line of an interface."""
_WORDS_OF_PART, _WORDS_OF_ARROW, _WORDS_OF_TITLE, _FEWEST_PARTS = 3, 5, 8, 3
_WORDS_OF_BUTTON, _WORDS_OF_SECTION, _LONGEST_BEHIND = 6, 4, 14

Kind = Literal["none", "section", "button", "sure"]


@lru_cache(maxsize=4096)  # sites say the same on each page
def kind_of(text: str) -> Kind:
    """How certainly a line belongs to the interface of a page.

    >>> kind_of("☰ Меню   Войти"), kind_of("Сохранить"), kind_of("История"), kind_of("Сохранить нельзя")
    ('sure', 'button', 'section', 'none')
    """
    if len(text) > LONGEST or text[:1] in _OPENING:
        return "none"
    words = text.lower()
    if any(map(words.__contains__, _OF_NOTICES)) and (_NOTICE.fullmatch(words) or is_player(text)):
        return "sure"
    if text[-1:] in (".", "!", "?", "…") or _is_title(text):
        return "none"
    is_led_on = text[:1] in _ARROWS or text[-1:] in _ARROWS
    if is_led_on and len(text.split()) <= _WORDS_OF_ARROW:
        return "sure"
    return "sure" if is_player(text) else _kind_by_parts(text)


def _is_title(text: str) -> bool:
    """Whether a line has too many words for an interface, and no numbers or signs that divide them."""
    if text.count(" ") < _WORDS_OF_TITLE:
        return text[:1] in ("#", "@")
    return not any(map(text.__contains__, _TOLD_BY))


def _kind_by_parts(text: str) -> Kind:
    if not any(map(text.__contains__, _SEPARATORS)):
        return _kind_of_part(text, _bare(text))
    if _SURE.fullmatch(text.lower()):
        return "sure"
    parts = [part.strip() for part in _SEPARATOR.split(text)]
    bare = [_bare(part) for part in parts]
    kinds = [_kind_of_part(part, own) for part, own in zip(parts, bare, strict=True) if own]
    known = [kind for kind in kinds if kind != "none"]
    if not known:
        return "none"
    if len(known) == len(kinds):
        return "sure" if len(kinds) > 1 else kinds[0]
    is_mixed = len(kinds) >= _FEWEST_PARTS and 2 * len(known) >= len(kinds)
    return "button" if is_mixed and all(len(part.split()) <= _WORDS_OF_PART for part in parts) else "none"


def _bare(part: str) -> str:
    """A part without the icons and numbers around it."""
    if part[:1].isalpha() and part[-1:].isalpha():
        return part
    before = _BEFORE.match(part)
    start = before.end() if before else 0
    behind = _BEHIND.search(part, max(start, len(part) - _LONGEST_BEHIND))
    return part[start : behind.start() if behind else len(part)]


def _kind_of_part(part: str, bare: str) -> Kind:
    """The kind of a part of a line, with or without the icons and numbers around it."""
    for own in (part,) if part == bare else (part, bare):
        words, blanks = own.lower(), own.count(" ")
        if _SURE.fullmatch(words) or (blanks and _are_labels(own, words)):
            return "sure"
        if blanks < _WORDS_OF_BUTTON and (_ONE_BUTTON.fullmatch(words) or _PRESSED.fullmatch(words)):
            return "sure" if blanks and own.isupper() else "button"
        if blanks < _WORDS_OF_SECTION and _ONE_SECTION.fullmatch(words):
            return "section"
    return "none"


def _are_labels(text: str, words: str) -> bool:
    """Whether a line is labels side by side, the second with a capital: «Ответить Поделиться»."""
    found, at = 0, 0
    while at < len(words) and (match := _LABEL.match(words, at)) and text[at].isupper():
        found, at = found + 1, match.end()
    return found > 1 and at == len(words)
