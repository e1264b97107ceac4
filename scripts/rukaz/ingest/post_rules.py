"""Rules for what networks, forums and channels show around a post: its actions, counts, footers and appeals.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.page import Page, Verdict, but_statements, of_lines
from rukaz.ingest.pieces import ends_sentence

_ACTION = (
    r"(?:(?:Про)?комментировать|Оставить комментарий|Поделиться|Ответить(?: с цитатой)?|Пожаловаться"
    r"|Подписаться|Отписаться|Переслать|Цитировать|Сделать репост|Репост|Класс!?|(?:Не |Мне )?нравится"
    r"|Сохранить|В избранное|Показать (?:ответы|ещ[её]|перевод|все)|Перевести|Скрыть|Доступно всем"
    r"|Задать вопрос|Like|Comment|Share|Reply|Repost|Retweet|Follow"
    r"|\d+ (?:комментари\w+|ответ\w*|репост\w*|лайк\w*))"
)
_MOMENT = (
    r"(?:\d{1,2} (?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
    r"|вчера|сегодня|\d{1,2} ?(?:ч|мин|дн|д)\."
    r"|\d{1,2} (?:секунд|минут|час|день|дня|дней|недел|месяц|год|лет)\w* назад)"
)
_ACTIONS = re.compile(rf"(?:(?:{_ACTION}|{_MOMENT})(?!\w)|[\W\d_]){{2,}}", re.IGNORECASE)
_FIRST_ACTION = re.compile(rf"{_ACTION}(?!\w)", re.IGNORECASE)
_COUNTS = re.compile(
    r"(?=.*(?:[👁❤👍💬🔁]|просмотр|изменено|edited))"
    r"(?:(?:[👁❤👍💬🔁]\ufe0f?|просмотр\w*|изменено|edited|\d{1,2}:\d\d|[\d.,]+ ?[KКMМ]?)[ ,·|]*)+",
    re.IGNORECASE,
)
_LIKED = re.compile(
    r"Нравится:? [^!?]{2,60} и ещ[её] \d[\d ,.]*\w*"
    r"|(?:[^\w\s]\ufe0f? ?)*[^.!?]{2,80} и ещ[её] \d[\d ]* (?:человек|пользовател|друг|друз)\w*\.?"
)
_CHANNEL = re.compile(
    r"[^.!?]{2,80}[,·|•–—-]? ?\d[\d ,.]*[KКMМ]? (?:подписчик|участник|читател|subscriber|member)\w*"
    r"|(?:Закрепл[её]нн\w+ (?:сообщение|пост|запись)|Pinned message)\b.{0,80}",
    re.IGNORECASE,
)
_FORUM = re.compile(
    r"Страница:? \d+ из \d+.{0,20}|Модераторы: .{2,80}|Быстрый ответ|Сообщени[йя]: ?\d[\d ]*"
    r"|(?:Зарегистрирован\w*|На форуме с):? .{1,40}|(?:Регистрация|Репутация|Поблагодарили)(?::| \d).{1,40}"
    r"|Вернуться (?:к началу|наверх)|Тема закрыта|(?:phpBB\W+)?Текущее время: .{4,40}|Код: Выделить вс[её]"
    r"|Вложени[ея]: .{3,80}\b(?:Скачиваний|[КМ]Б)\b.{0,30}|(?:Кто )?Сейчас на (?:форуме|конференции): .{2,80}"
    r"|Кто сейчас на (?:форуме|конференции):? ?.{0,80}|Powered by (?:phpBB|Invision|vBulletin|IPB|SMF|XenForo"
    r"|WordPress)\b.{0,60}|\w[\w .-]{1,30} вне форума",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\w.-]{2,30}(?: [\w.-]{2,30})? (?:писал|сказал|написал)\(а\)(?: .{2,40})?:"
    r"|[\w.-]{2,30} wrote:|Цитата:? \(?[\w.-]{2,30}.{0,40}[:)]|Сообщение от [\w.-]{1,29}[\w-]"
)
_QUOTES = ("Цитата", "Сообщение от")
_MOOD = re.compile(
    r"(?:Откуда|Настроение|Музыка|Слушаю|Сейчас слушаю|Местонахождение"
    r"|(?:Current )?(?:Mood|Music)) ?: .{1,60}",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"[\w-]{2,30} \([\w-]{2,30}\) (?:wrote|пишет|написал\w*)\b.{0,80}")
_SIGNS_OF_SPONSORS = ("erid", "Erid", "ERID", "ИП ", "ООО ", "АО ")
_SPONSORED = re.compile(
    r"(?=.{0,180}\b(?:реклама|промокод)\b)(?=.{0,180}(?:\b(?:ИП|ООО|АО) |erid)).{10,200}", re.IGNORECASE
)
_APPEAL = re.compile(
    r"\W{0,4}(?:Хо(?:тите|чешь) [^.!?]{3,60}\? |Жазылыңыз(?:дар)?! )?"
    r"(?:Став(?:ь|ьте)|Жми(?:те)?|Подпи(?:сывайтесь|шитесь|шись)"
    r"|Сохраняй(?:те)?|(?:По)?дели(?:тесь|сь)|Оставляйте|Не забудьте|Пересылайте|Перешлите|Поддержите"
    r"|Понравил\w+ [^.!?]{3,30}\? \w+)\b"
    r".{0,60}\b(?:палец|лайк\w*|канал\w*|друзья\w*|комментари\w+|подпис\w+|колокольчик\w*|репост\w*|реакци\w+"
    r"|чтобы не потерять|нас|закладки|плюсик\w*)\b.{0,40}"
    r"|(?:Хо(?:тите|чешь) [^.!?]{3,60}\? )?(?:Оформ(?:и|ите)|Включ(?:и|ите)|Подключ(?:и|ите)|Куп(?:и|ите))"
    r" (?:нашу |push-|пуш-)?(?:подписк|уведомлени|рассылк)\w+.{0,60}"
    r"|Хо(?:тите|чешь) [^.!?]{3,60}\? (?:Зарегистрируй|Авторизуй|Подпиш|Войди|Напиш)\w+.{0,40}"
    r"|Жазылыңыз(?:дар)?!?(?: .{0,60})?",
    re.IGNORECASE,
)
_REPORTED = re.compile(r".*, (?!если)[а-яё]+л[аи]?(?:сь|ся)? [\w ]+\.")
"""«Поделитесь с друзьями, попросил он.»"""
_CHANNEL_LINKS = re.compile(r"[^.|!?]{2,40}[.:|] ?Подписаться(?: \| [^|.!?]{2,30})*", re.IGNORECASE)
_LINKS = re.compile(
    r"[^|.!?]{2,30}(?: \| [^|.!?]{2,30}){2,5}|[А-ЯЁA-Z][^·.!?]{1,30}(?: · [А-ЯЁA-Z][^·.!?]{1,30}){2,5}"
)
_UNDERLINE = re.compile(r"_{5,}")
_LONGEST_LINE, _LONGEST_TAIL = 200, 5


@of_lines
def actions(page: Page, at: int) -> Verdict | None:
    """«Класс Комментировать Поделиться», «19 июл Ответить Класс! 11», «Вы, Раиса и еще 58 человек»."""
    text = page.text(at)
    if len(text) > _LONGEST_LINE or text.endswith((".", "?", ":")):
        return None
    has_action = _ACTIONS.fullmatch(text) and _FIRST_ACTION.search(text)
    is_count = at in page.with_digits and (_COUNTS.fullmatch(text) or _LIKED.fullmatch(text))
    return Verdict("boilerplate", "what can be done with a post, or was") if has_action or is_count else None


@of_lines
@but_statements
def around_posts(page: Page, at: int) -> Verdict | None:
    """«Канал «Балкон», 1 284 подписчика», «Страница 1 из 2», «san-teh писал(а):», «Настроение: сонное»."""
    text = page.text(at)
    if len(text) > _LONGEST_LINE or text.endswith((".", "?")):
        return None
    is_above = at < page.first_sentence
    if is_above and _JOURNAL.fullmatch(text):
        return Verdict("byline", "who wrote the post")
    if (is_above and (_CHANNEL.fullmatch(text) or _MOOD.fullmatch(text))) or _FORUM.fullmatch(text):
        return Verdict("boilerplate", "what a site shows around posts")
    if (text[-1] == ":" or text.startswith(_QUOTES)) and _QUOTED.fullmatch(text):
        return Verdict("boilerplate", "who is quoted below")
    if page.text(at - 1)[:1] == "_" and _UNDERLINE.fullmatch(page.text(at - 1)) and not ends_sentence(text):
        return Verdict("boilerplate", "what a member puts below all posts")
    return None


@of_lines
def appeal(page: Page, at: int) -> Verdict | None:
    """«Ставьте лайк и подписывайтесь на канал», «Чат | Оплата | Отзывы», «Реклама, ИП Ступин, erid 4Mq»."""
    text = page.text(at)
    if len(text) > _LONGEST_LINE:
        return None
    if any(map(text.__contains__, _SIGNS_OF_SPONSORS)) and _SPONSORED.fullmatch(text):
        return Verdict("boilerplate", "advertisement")
    if at == 0 or at < page.last - _LONGEST_TAIL:
        return None
    has_links = (
        ("|" in text or "·" in text)
        and page.first_sentence_from(at) == len(page.pieces)
        and _LINKS.fullmatch(text)
    )
    if (
        has_links
        or _CHANNEL_LINKS.fullmatch(text)
        or (_APPEAL.fullmatch(text) and not _REPORTED.fullmatch(text))
    ):
        return Verdict("boilerplate", "asks to subscribe, share or look elsewhere")
    return None


POSTS = (actions, around_posts, appeal)
