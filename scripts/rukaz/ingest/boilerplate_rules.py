"""Rules for what surrounds an article on its page: navigation, addresses, bylines, captions, pull quotes.

Each rule is a function of the page and a place in it, and answers with a verdict or None.
"""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import ends_sentence

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = "Янв|Фев|Мар|Апр|Май|Июн|Июл|Авг|Сен|Окт|Ноя|Дек"
_WEEKDAYS = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
_TIME = r"(?:(?:в )?\d{1,2}:\d\d(?::\d\d)?(?: мск)?)"
_DATE = (
    rf"(?:\d{{1,2}} (?:{_MONTHS}),? \d{{4}}(?: ?г\.| года)?|\d{{1,2}}\.\d\d\.\d{{4}}|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}/\d\d/\d{{4}}|(?:{_ENGLISH_MONTHS}) \d{{1,2}}, \d{{4}}"
    rf"|(?:{_SHORT_MONTHS}) \d{{1,2}} \d{{4}}(?: в \d+:\d\d P[DS]T)?)"
)
_DATELINE = re.compile(
    rf"(?:(?:г\. ?)?[А-ЯЁ][\w-]{{2,20}}[,.]?\s+)?(?:(?:{_WEEKDAYS}),? )?(?:{_TIME}[,|]? )?{_DATE}"
    rf"(?:,? ?[|—–-]? ?{_TIME}|,?\s+г\. ?[А-ЯЁ][\w-]{{2,20}})?",
    re.IGNORECASE,
)

_TOWN = re.compile(r"г\. ?[А-ЯЁ][\w-]{2,20}(?: [А-ЯЁ][\w-]{2,20})?")
_INFO = re.compile(
    rf"(?:(?P<told>{_DATE}|{_TIME}|\d{{1,2}} (?:{_MONTHS})(?:,? {_TIME})?|(?:Сегодня|Вчера),? {_TIME}"
    r"|(?:👁|Просмотр\w*:?)? ?[\d ]+(?:просмотр\w*)?|\d+ мин\w*|Автор: .{3,40})|[А-ЯЁ][\w-]+(?: [\w-]+){0,2})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\(?(?:[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?, )?(?:1[5-9]|20)\d\d(?:[–—-]\d{2,4})?(?: ?г\.?)?\)?"
)

_NAVIGATION = re.compile(
    r"(?:\d+\. )?(?:"
    r"(?:Перейти|Вернуться|Назад) (?:к|на|в) (?:содержани|главн|меню|поиск|начал)\w*(?: \w+){0,2}"
    r"|К другим проектам(?: \w+){0,3}"
    r"|Пропустить раздел(?: [\w-]+){0,6}"
    r"|На страницу галереи|Показать еще|Загрузить еще|Читать далее|Подробнее|Поделиться(?: \w+){0,3}"
    r"|(?:Мнение|Точка зрения|Позиция) (?:автора|авторов|редакции) может не совпадать.{0,80}"
    r"|Поделиться: ?[^.!?]{2,80}|(?:Оставить|Добавить|Написать) комментарий|\d{1,5} комментари\w{1,2}"
    r"|Время (?:чтения|на чтение)\W{0,3}\d{1,2} мин.{0,5}|Посмотреть эту публикацию в Instagram"
    r"|Распечатать|Версия для печати|Комментарии(?: \(?\d+\)?)?|Реклама|Теги:?.{0,80}"
    r"|Возврат к списку|Предыдущая (?:новость|запись|статья)|Следующая (?:новость|запись|статья)"
    r"|Оцените .{0,60}"
    r"|(?:Просмотров|Прочитали|Просмотры):? ?[\d ]+"
    r"|(?:Нашли|Заметили|Увидели) (?:ошибк|опечатк)у.{0,40}\bCtrl ?\+ ?Enter.{0,40}"
    r")[ :.…>»]*",
    re.IGNORECASE,
)
_MENU_WORD = (
    r"(?:Главная|Новости|Фото|Видео|Аудио|Архив|Контакты|Реклама|Поиск|Меню|Печать|RSS|Вход|Войти|Регистрация"
    r"|Подписка|Политика|Экономика|Общество|Спорт|Культура|Происшествия|Технологии|Спецпроекты|О проекте"
    r"|О нас|О сайте|О компании|Редакция|Вакансии|Блоги|Мнения|Рубрики|Лента|Интервью|В мире|Мир|Наука|Авто"
    r"|Афиша|Еще"
    r"|Telegram|Instagram|WhatsApp|Facebook|YouTube|TikTok|Twitter|ВКонтакте|Одноклассники|Viber|Дзен|MAX)"
)
_MENU = re.compile(rf"{_MENU_WORD}(?:[\s|/·•›»,]+{_MENU_WORD})+", re.IGNORECASE)
_SEE_ALSO = re.compile(
    r"(?:(?:Смотри|Читай)(?:те)? (?:также|ещ[её])|(?:(?:Также|Ещ[её]|Материалы|Новости) п|П)о теме"
    r"|Подписывайтесь на наш.{0,60})[ :.…]*",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(r"(?:Читай(?:те)?|(?:Также|Ещ[её]|Материалы|Новости)? ?по теме).*", re.IGNORECASE)
_SEE_ALSO_TITLE = re.compile(
    r"(?:(?:Смотри|Читай)(?:те)? (?:также|ещ[её])|(?:(?:Также|Ещ[её]|Материалы) )?по теме)"
    r" ?[:—–] ?\S.{9,200}|(?:Смотри|Читай)те также [^.!?]{5,120}",
    re.IGNORECASE,
)
_LINK = r"(?:https?://|www\.|pic\.twitter\.com/)\S+"
_LONGEST_INFO = 120
_LONGEST_LIST = 20
"""How many titles of other texts may stand in one list."""
_WORDS_OF_TITLE = 5
_QUESTION_TITLE = re.compile(r"[^.!?…]{10,150}[?!]")
_ADDRESS = re.compile(rf"{_LINK}(?:\s+{_LINK})*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIGNATURE = re.compile(
    rf"(?:{_LINK} )?(?:[–—-]|Публикация от) .{{1,60}}\(@[\w.]+\)|\w[^.!?@]{{1,60}} @\w{{3,}} ?· ?.{{1,20}}"
)
_REACTIONS = re.compile(
    r"(?:\d[\d ,.]*[KКМM]? (?:ответ|ретвит|репост|лайк|отмет|комментари|просмотр|нравится|цитат|поделил)\w*"
    r"(?: «Нравится»)?[,;·|]?\s*)+"
)
_HANDLES = re.compile(r"(?:[#@]\w+\s*)+")
_CURRENCIES = re.compile(r"\b(?:USD|EUR|RUB|KZT|CNY|AZN|GBP)\b")
_LOWER_CASE = re.compile(r"[а-яё]")
_YEAR_AT_END = re.compile(r",? (?:1[5-9]|20)\d\d(?: ?г\.?)?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"[\w.$]+\s*=\s*[\"'\[{(].*[\"'\]})];?|<[^<>]+>")
_STATEMENT = re.compile(r"[^А-яЁё]*[;{}]")

_JOBS = "собкор|корреспондент|обозреватель|журналист|редактор|политолог|эксперт|специально для|автор"
_UPPER, _LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі’'"
_NAME_WORD = rf"[{_UPPER}](?:\.|[{_LOWER}]+)(?:-[{_UPPER}]?[{_LOWER}]+)*"
_PERSONAL = frozenset({"Name", "Surn", "Patr"})
_FULL_STOP = re.compile(r"[.!?…] ")
_PATRONYMIC = r"\w+(?:ич|вна|чна|улы|кызы|қызы|оглы)"
_SURNAME = rf"(?:{_NAME_WORD}|[{_UPPER}]{{3,}}(?:-[{_UPPER}]{{3,}})?)"
_NAME = re.compile(
    rf"(?:[{_UPPER}]\. ?)?{_NAME_WORD} (?:{_SURNAME}|{_NAME_WORD} {_PATRONYMIC}|{_PATRONYMIC} {_SURNAME})"
)
_NAME_WITH_JOB = re.compile(
    rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,2}}, (?:\w+[ -]){{0,3}}(?:{_JOBS})\b.{{0,60}}"
)
_NAME_WITH_MORE = re.compile(rf"{_NAME_WORD} {_SURNAME}, (?:«[^»]{{2,40}}»|[а-яё][а-яё -]{{3,40}})")
_CREDITED = re.compile(
    r"(?:Автор(?:ы)?|Текст|(?:Материал )?Подготовил[аи]?|Записал[аи]?|Беседовал[аи]?|Бесед[уа] вел[аи]?"
    r"|Интервью (?:взял|в[её]л)[аи]?|Перев[её]л[аи]?)\b[:,]? .{3,60}",
    re.IGNORECASE,
)

_LONGEST_SIGNATURE, _LONGEST_TAIL = 80, 4
_PHOTO_CREDIT = re.compile(
    r"(?:^|\s)(?:Фото(?:граф(?:ия)?)?|Photo|Иллюстрация|Снимок|Источник фото|Фото и видео)\s*: ?.{0,80}$"
    r"|^Видео: [^.!?]{2,60}$"
)
_PHOTO = re.compile(
    r"На (?:снимке|фото)(?: \w+)?: .{3,250}|(?:Скриншот|Кадр|Коллаж|Инфографика|Снимок экрана)"
    r"(?: (?:из )?(?:видео|трансляции|с сайта))?(?::| ?©) ?.{2,100}|Кадр из (?:видео|фильма)\b.{0,60}"
    r"|(?:.{3,250}[.)»] )?Фото (?:автора|из (?:[^.!?]|\b[А-ЯЁ]\.){3,60}|с сайта [^!?]{3,40}"
    r"|пресс-служб\w+[^.!?]{0,60}|предоставлен\w+ [^.!?]{3,60}"
    r"|[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яёА-ЯЁ]+)\.?"
)
_AGENCIES = (
    "Reuters|AFP|AP|EPA|Xinhua|ТАСС|РИА Новости|Getty Images|globallookpress\\.com|Wikimedia(?: Commons)?"
)
_AGENCY = re.compile(
    rf"(?:©|\(c\)) .{{1,80}}|(?:{_AGENCIES})|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|ru|org|net|kz)",
    re.IGNORECASE,
)
_AGENCY_AT_END = re.compile(rf".*(?:  +| ?/ | © ?|\s\| ?)(?:{_AGENCIES})|.*[А-яё»] globallookpress\.com")


def invisible(page: Page, at: int) -> Verdict | None:
    """Zero-width or control characters alone."""
    if page.text(at):
        return None
    return Verdict("boilerplate", "nothing visible: only control or zero-width characters")


def stray_header(page: Page, at: int) -> Verdict | None:
    """``date 2025-11-13 USD 1.7000``, cut off or alone."""
    return Verdict("boilerplate", "stray header line of the web page") if page.pieces[at].stray else None


def navigation(page: Page, at: int) -> Verdict | None:
    """«1. Перейти к содержанию», «Пропустить раздел Еще по теме», «Новости | Фото | Видео»."""
    if _NAVIGATION.fullmatch(page.text(at)) or _MENU.fullmatch(page.text(at)):
        return Verdict("boilerplate", "navigation of the web page")
    return None


def info(page: Page, at: int) -> Verdict | None:
    """«14 июля, 12:30 | Общество | 👁 2304»."""
    parts = [part.strip() for part in re.split(r"[|·•]", page.text(at))]
    if len(parts) < 2 or len(page.text(at)) > _LONGEST_INFO:
        return None
    found = [_INFO.fullmatch(part) for part in parts]
    if all(found) and any(match and match["told"] for match in found):
        return Verdict("boilerplate", "what the page says of the text")
    return None


def see_also(page: Page, at: int) -> Verdict | None:
    """«Смотрите также:», «Еще по теме», «Читайте также: Кто победит?»."""
    text = page.text(at)
    if _SEE_ALSO.fullmatch(text) or _SEE_ALSO_TITLE.fullmatch(text):
        return Verdict("boilerplate", "leads to other texts")
    return None


def linked_text(page: Page, at: int) -> Verdict | None:
    """Under «Также по теме»: title and clipped first sentence of another text, caption of a gallery."""
    above = at - 1
    while above >= max(at - _LONGEST_LIST, 0) and not _SEE_ALSO.fullmatch(page.text(above)):
        asks = bool(_QUESTION_TITLE.fullmatch(page.text(above)))
        above = above - 1 if asks or above != page.last_sentence_before(above + 1) else -1
    if above < max(at - _LONGEST_LIST, 0):
        return None
    at_end = page.first_sentence_from(at) == len(page.pieces)
    near = at - above
    clipped = [page.text(place).endswith(("...", "…")) for place in (at, at + 1)]
    if (near <= 2 and clipped[0]) or (near == 1 and clipped[1]):
        return Verdict(
            "boilerplate", f"title or clipped beginning of another text, under «{page.text(above)}»"
        )
    is_title = not ends_sentence(page.text(at)) and _READ_ALSO.fullmatch(page.text(above))
    if (near == 1 or at_end) and (_QUESTION_TITLE.fullmatch(page.text(at)) or is_title):
        return Verdict("boilerplate", f"title of another text, under «{page.text(above)}»")
    if is_title and _in_list_of_titles(page, above, at):
        return Verdict("boilerplate", f"title of another text, under «{page.text(above)}»")
    if not ends_sentence(page.text(at)) and (near == 1 or at_end):
        return Verdict("caption", f"caption or title of something else, under «{page.text(above)}»")
    return None


def _in_list_of_titles(page: Page, above: int, at: int) -> bool:
    """Whether nothing but titles stands between «Читайте также» and a title; a heading has fewer words."""
    between = [page.text(place) for place in range(above + 1, at)]
    are_titles = all(not ends_sentence(text) or _QUESTION_TITLE.fullmatch(text) for text in between)
    return are_titles and len(page.text(at).split()) >= _WORDS_OF_TITLE


def address(page: Page, at: int) -> Verdict | None:
    """A web or mail address alone."""
    return Verdict("boilerplate", "an address alone") if _ADDRESS.fullmatch(page.text(at)) else None


def counter(page: Page, at: int) -> Verdict | None:
    """``01:44 646``, ``USD 1.7000``, ``* * *``; a year alone may be a heading."""
    text = page.text(at)
    if _LOWER_CASE.search(text):
        return None
    text = _CURRENCIES.sub("", text)
    if any(char.isalpha() for char in text) or _YEAR.fullmatch(text) or _DATELINE.fullmatch(text):
        return None
    if text.strip(" .").isdigit() and at + 1 < len(page.pieces) and page.pieces[at + 1].is_verse:
        return None
    is_number = any(char.isdigit() for char in text)
    return Verdict("boilerplate", "numbers alone (time, counter, rate)" if is_number else "no words")


def code(page: Page, at: int) -> Verdict | None:
    """``jwplayer.key="…";``: ends like a statement or block of a program, without Cyrillic."""
    text = page.text(at)
    if _CODE.fullmatch(text) or (("(" in text or "=" in text) and _STATEMENT.fullmatch(text)):
        return Verdict("boilerplate", "code of the web page")
    return None


def embedded_post(page: Page, at: int) -> Verdict | None:
    """``— Donald J. Trump (@realDonaldTrump)``, ``#biathlon``."""
    if _SIGNATURE.fullmatch(page.text(at)):
        return Verdict("byline", "signature of an embedded post")
    if _REACTIONS.fullmatch(page.text(at)):
        return Verdict("boilerplate", "how often it was read or liked")
    return Verdict("boilerplate", "hashtags or handles alone") if _HANDLES.fullmatch(page.text(at)) else None


def dateline(page: Page, at: int) -> Verdict | None:
    """«9 ноября 2023 г.», ``09.11.2023 12:30``; «г. Атырау» at the top."""
    text = page.text(at)
    if _DATELINE.fullmatch(text):
        return Verdict("dateline", "a date alone")
    if at < page.first_sentence and _TOWN.fullmatch(text):
        return Verdict("dateline", "a place alone")
    return None


def written(page: Page, at: int) -> Verdict | None:
    """«Семипалатинск, 1961» below verse."""
    is_last = 0 < at == len(page.pieces) - 1
    if not is_last or is_person(_YEAR_AT_END.sub("", page.text(at))):
        return None
    if page.pieces[at - 1].is_verse and _WRITTEN.fullmatch(page.text(at)):
        return Verdict("dateline", "where and when the verse was written")
    return None


def is_person(text: str) -> bool:
    """Whether two or three words are the name of a person: no word of them is known to be something else.

    >>> is_person("Мехрибан Алиева"), is_person("Реакция Польши")
    (True, False)
    """
    if not _NAME.fullmatch(text):
        return False
    known = [found for word in text.split() if (found := grammemes(word))]
    return all(_PERSONAL & found for found in known)


def is_place(text: str) -> bool:
    """Whether words are names of places: «Казань», «Розендаль (Норвегия) – Санкт-Петербург».

    >>> is_place("Санкт-Петербург"), is_place("Победа")
    (True, False)
    """
    words = re.split(r"[ –—(),]+", text.strip(" ()"))
    return bool(text) and text[0].isupper() and all("Geox" in grammemes(word) for word in words)


def place_alone(page: Page, at: int) -> Verdict | None:
    """«Казань» at the end: where the correspondent is."""
    if 0 < at == page.last and len(page.text(at)) <= _LONGEST_SIGNATURE and is_place(page.text(at)):
        return Verdict("dateline", "a place alone: the correspondent's")
    return None


def _may_be_person(text: str) -> bool:
    """Whether it is a given name and another word: «Илья Кроль»."""
    return bool(_NAME.fullmatch(text)) and "Name" in grammemes(text.split(maxsplit=1)[0])


def _is_at_end(page: Page, at: int) -> bool:
    """Whether nothing but navigation, tags and captions follows."""
    if at < page.last - _LONGEST_TAIL:
        return False
    after = range(at + 1, page.last + 1)
    return all(any(rule(page, to) for rule in (*NAVIGATION, caption)) for to in after)


def poet(page: Page, at: int) -> Verdict | None:
    """«Мария Волкова» above the title of verse."""
    is_above = at == 0 and len(page.pieces) > 2 and page.pieces[2].is_verse
    return (
        Verdict("byline", "the poet's name above the title") if is_above and is_person(page.text(0)) else None
    )


def byline(page: Page, at: int) -> Verdict | None:
    """«Рауф Керимли, собкор»; a name alone at the top or end, unless the article speaks of it."""
    text = page.text(at)
    at_end = _is_at_end(page, at)
    at_edge = at < page.first_sentence or at_end
    if at == page.last > 0 and page.pieces[at - 1].is_verse:
        text = _YEAR_AT_END.sub("", text)  # «Инна Громова, 2009»
    has_more = 0 < at < page.first_sentence and _NAME_WITH_MORE.fullmatch(text) and not page.names_again(at)
    if has_more or (at_edge and (_NAME_WITH_JOB.fullmatch(text) or (at > 0 and _CREDITED.fullmatch(text)))):
        return Verdict("byline", "names the author")
    if not at_edge or at == 0 or ends_sentence(text):
        return None
    if is_person(text) and not page.names_again(at):
        return Verdict("byline", "a name alone: the author's")
    if at_end and len(text) <= _LONGEST_SIGNATURE:
        names = re.split(r", | и ", text)
        if (is_person(names[0]) or _may_be_person(names[0])) and all(
            is_person(name) or is_place(name) for name in names[1:]
        ):
            return Verdict("byline", "names alone: the authors'")
    return None


def caption(page: Page, at: int) -> Verdict | None:
    """«… Фото: Reuters», ``© AFP``, and the line above that it repeats or belongs to."""
    text, below = page.text(at), page.text(at + 1)
    if (len(text) <= 200 and _PHOTO_CREDIT.search(text)) or (at > 0 and _PHOTO.fullmatch(text)):
        return Verdict("caption", "caption of a photo with its credit")
    if at > 0 and _AGENCY.fullmatch(text):
        return Verdict("caption", "credit of a photo")
    if at > 0 and len(text) <= 200 and _AGENCY_AT_END.fullmatch(text):
        return Verdict("caption", "caption of a photo with its credit")
    if below.startswith(text) and len(below) <= 200 and _PHOTO_CREDIT.search(below):
        return Verdict("caption", "first half of the doubled caption below")
    if at > 0 and len(text) <= 200 and not ends_sentence(text) and _AGENCY.fullmatch(below):
        return Verdict("caption", "caption above the credit of its photo")
    return None


def person_shown(page: Page, at: int) -> Verdict | None:
    """A name alone under the title, of a person the article speaks of."""
    text = page.text(at)
    if 0 < at < page.first_sentence and is_person(text) and page.names_again(at):
        return Verdict("caption", "a name alone: caption of a portrait")
    return None


def repetition(page: Page, at: int) -> Verdict | None:
    """Ten words or more, no full stop, that the text repeats: a pull quote, or a caption if changed.

    What is shorter, or all in quotation marks, is a heading that quotes the text below it; what stands
    above the first sentence is a subtitle; what has a full stop inside is no caption.
    """
    text = page.text(at)
    if at < page.first_sentence or ends_sentence(text) or len(text.split()) < 10:
        return None
    if _FULL_STOP.search(text) or (text[0] == "«" and text[-1] == "»"):
        return None
    share, holder = page.repeated(at)
    number = page.pieces[holder].number
    if share >= 0.95:
        return Verdict("pull_quote", f"repeats a sentence of block {number}")
    if share >= 0.6:
        return Verdict("caption", f"caption of a photo that repeats a phrase of block {number}")
    return None


NAVIGATION = (
    invisible,
    stray_header,
    navigation,
    info,
    see_also,
    linked_text,
    address,
    counter,
    code,
    embedded_post,
)
PEOPLE_AND_DATES = (dateline, written, place_alone, poet, byline)
CAPTIONS_AND_QUOTES = (caption, person_shown, repetition)
