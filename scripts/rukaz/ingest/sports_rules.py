"""A rule for the protocols of contests: goals, line-ups, results, places."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from rukaz.ingest.page import Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.speaker_labels import tells_time
from rukaz.ingest.statements import states

_PROTOCOL = re.compile(
    r"(?:Голы|Гол|Шайбы|Голевые (?:моменты|передачи)|Предупреждени[яе]|Предупрежден[ыа]?"
    r"|Удалени[яе]|Замены|Судь[яи]|[ЖК]К"
    r"|Главный судья|Арбитры?|Зрители|Зрителей|Стадион|Стартовые составы?|Составы?(?: команд)?"
    r"|Запасные|Счет по \w+"
    r"|Счёт по \w+|Броски(?: в створ)?|Удары(?: в створ)?|Угловые|Штраф(?:ное время)?|Вратари"
    r"|Нереализованный пенальти"
    r"|Незабитый пенальти|Положение команд|Турнирная таблица|Результаты|Очки|Подборы|Передачи"
    r"|Владение мячом|Голкиперы"
    r"|Тренеры?|Главный тренер|Мячи|Сеты|Эйсы|Двойные ошибки|Время матча|Медалисты|Призеры|Призёры)"
    r"(?: \([^)]{1,30}\))?\s?[:–—-]\s?\S.*",
)
_MAY_SPEAK = ("Судья", "Арбитр", "Тренер", "Главный")
_GOALS = ("Гол", "Шайбы", "Предупрежд", "Состав")
_LINE_UP = re.compile(
    r"(?:«[^»]{2,40}»|[A-ZА-ЯЁ][\w -]{1,40})(?: \([^)]{1,30}\))?\s?[:–—-]\s(?P<names>.{20,})"
)
_PLAYER = re.compile(
    r"(?:\d{1,2}[. ]\s?)?[A-ZА-ЯЁ][\w’'-]+(?: [A-ZА-ЯЁ][\w.’'-]*){0,2}(?:\s?\([^)]{1,40}\)"
    r"|,? ?\d{1,3}['’]?)*\.?"
)

_TEAM = r"(?:«[^»]{2,40}»|[A-ZА-ЯЁ][\w.’'-]*(?: [A-ZА-ЯЁ«][\w.’'»-]*){0,3})(?: ?\([^)]{1,40}\))?"
_SCORE = re.compile(
    rf"(?:(?:\d/\d финала|[Пп]олуфинал|[Фф]инал|Группа \w|\d{{1,3}}(?:,\d)? \w+)[.:]? )?"
    rf"{_TEAM} ?[–—-] ?{_TEAM}(?: ?[–—:,-]| ?[–—-])? (?:\(?\d{{1,3}}:\d{{1,3}}|RSC|T?KO|WO|нокаут).{{0,80}}"
)
_SCORERS = re.compile(r"\([^()]*\d{1,2}[^()]*\)\.?")
_TABLE_HEAD = re.compile(r"(?:Положение(?: команд)?|Турнирная таблица):?")
_SCORED = re.compile(r" \d{1,3}\.?$")
_LISTED = re.compile(
    r"(?:(?:Положение|Лидеры|Бомбардиры|Результаты)[^:]{0,30}: )?(?:(?:«[^»]{2,40}»|[A-ZА-ЯЁ][\w.’' -]{1,40}"
    r"(?P<team> \(«?[^()]{2,40}\)))(?: ?[–—] (?:по )?\d{1,3}(?: очк\w+| гол\w*)?)[,;.] ?){2,}"
)
_STANDINGS = re.compile(r"(?:[^—–,]{2,40}(?:, [^—–,]{2,40})* ?[—–] (?:по )?\d{1,3}(?: очк\w+)?[,;.] ?){3,}")
_POINTS = re.compile(
    rf"(?:[А-ЯЁ][^:.!?]{{2,40}}: ?)?(?:{_TEAM} ?[–—-] \d{{1,4}}(?:[.,:]\d{{1,2}})?"
    r"(?: [а-я]{1,6}\.?)?[,;.]? ?){3,}"
)
_PLACE_WITH_TEAM = re.compile(r"\d{1,2}[.)] (?:[A-ZА-ЯЁ]\. ?)?[A-ZА-ЯЁ][\w’'-]+ \([^()]{2,40}\).{0,60}")
_MEDAL = re.compile(r"[\U0001f947-\U0001f949🏆🏅]\ufe0f?\s?.{2,80}")
_MINUTE = re.compile(r"\d{1,3}(?:\+\d{1,2})?(?:['’′]| ?мин\.?|-я минута[.:]?) .{3,150}")
_PAIR = re.compile(r"«[^»]{2,40}»(?: ?\([^)]{1,40}\))? ?[–—-] ?«[^»]{2,40}»(?: ?\([^)]{1,40}\))?")
_SCORE_ALONE = re.compile(r"Сч[её]т(?: матча| серии)? ?[:–—-] ?[\d:,.–—-]+.{0,30}")
_STATISTIC = re.compile(r"[А-ЯЁ][а-яё -]{2,40}: ?\d[\d.,%() ]*(?:[–—:-]| [–—-] )\d[\d.,%() ]*")
_PLACE = re.compile(
    r"\d{1,3}(?:[–-]\d{1,3})?[.)]? [A-ZА-ЯЁ«].{2,70}(?: ?[–—-] ?(?:по )?[\d:.,+]+| [+]?\d+[:.,][\d:.,]+)"
    r"(?: [а-я]{1,6}\.?)?(?: \([^()]{2,30}\))?[.;]?"
)
_PLACES = re.compile(
    r"(?:[^.:]{2,40}[.:] )?(?:\d{1,2}[.)] (?:[A-ZА-ЯЁ]\. ?)?[A-ZА-ЯЁ«][\w’' »-]{1,40}\.?(?: \([^()]{2,40}\))?"
    r"(?: ?[–—-]? ?\d[\d:.,]*)?[.,;] ?){2,}"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d\W{1,3}\S.{2,150}")
_PERIOD = re.compile(r"\d-[йя] (?:период|тайм|партия|четверть|сет)[.:] .*\d:\d.*")
_NUMBER_OF_ITEM = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]?\s")
_NUMBER = r"\d+[:,]\d|.*\D(?!(?:19|20)\d\d\b|\d+-[а-яё])\d"
_RECORD = re.compile(rf"(?=[\w«])(?!.*[а-яё]{{4,}}[.!] [А-ЯЁ])(?:{_NUMBER}).*[^?!]$")
_DIGIT = re.compile(r"\d")
_PROPERTY = re.compile(r"[А-ЯЁ][а-яё ]{2,30}: [^:!?]{1,40}(?<![а-яё]{3}\.)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NAME_OR_NUMBER = re.compile(r"\d+(?:[:.,]\d+)*|\b[A-ZА-ЯЁ][\w’'-]*")
_LOWER_WORD = re.compile(r"(?<![\w-])[a-zа-яё][\w-]*")
_MOMENT = re.compile(r"\d{1,3}(?:\+\d{1,2})?(?:['’′]| ?мин(?:\.|ута)?|-я минута)|\d{1,2}:\d\d")
_LONGEST_MOMENT, _FEWEST_MOMENTS = 12, 3
_WORDS_OF_VALUE = 4
_LONGEST_RECORD, _LONGEST_RESULT, _LONGEST_TEAM = 120, 300, 80
_OF_MATCH = re.compile(
    r"\b(?:гол|удар|угловой|пенальти|свисток|тайм|перерыв|шайба|период|сет)\b", re.IGNORECASE
)


def protocol(page: Page, at: int) -> Verdict | None:
    """«Голы: Томасов, 23 (1:0)», «"Астана": Эрич, Аничич, Постников…»: the protocol of a match."""
    why = _named(page, at) or _result(page, at) or _standings(page, at) or _line_up(page.text(at))
    return Verdict("table", why) if why else None


def _named(page: Page, at: int) -> str | None:
    """«Судья: А. Тен (Тараз)»; not in court, where «Судья:» speaks."""
    text = page.text(at)
    if text.startswith(_MAY_SPEAK):
        again = sum(piece.text.startswith(text[:6]) for piece in page.pieces) > 1
        if again and not any(piece.text.startswith(_GOALS) for piece in page.pieces):
            return None
    if not _PROTOCOL.fullmatch(text) or states(text):
        return None
    is_short = any(map(str.isdigit, text)) or text.count(",") > 1 or len(text) < 80
    return "protocol of a match" if is_short else None


def _result(page: Page, at: int) -> str | None:
    """«"Каспий" — "Окжетпес" — 4:0», and who scored below it; no title is one."""
    text = page.text(at)
    if (
        at == 0
        or len(text) > _LONGEST_RESULT
        or not (at in page.with_digits or text[:1] == "«" or "O" in text or "нокаут" in text)
    ):
        return None
    if _PERIOD.fullmatch(text):
        return "period of a match"
    if _SCORE.fullmatch(text) or _SCORE_ALONE.fullmatch(text) or _STATISTIC.fullmatch(text):
        return "result of a match"
    near = (page.text(at - 1), page.text(at + 1))
    if any(row.fullmatch(text) and any(map(row.fullmatch, near)) for row in (_MINUTE, _PAIR)):
        return "row of a protocol"
    if _CLOCK.fullmatch(text) and any(map(_CLOCK.fullmatch, near)) and _is_live(page):
        return "row of a protocol"
    return "who scored" if _SCORERS.fullmatch(text) and _SCORE.fullmatch(page.text(at - 1)) else None


@lru_cache(maxsize=1)
def _is_live(page: Page) -> bool:
    """Whether lines with the time of day follow a match."""
    lines = [piece.text for piece in page.pieces if _CLOCK.fullmatch(piece.text)]
    return sum(bool(_OF_MATCH.search(line)) for line in lines) > 1


def _standings(page: Page, at: int) -> str | None:
    """«Положение команд:» and «Сербия — 21, Ирландия — 19»; «1. Мусин (Караганда) — 2,30»; «🥇 Нурлы»."""
    text, above, below = page.text(at), page.text(at - 1), page.text(at + 1)
    if (_TABLE_HEAD.fullmatch(text) and _STANDINGS.fullmatch(below)) or (
        _TABLE_HEAD.fullmatch(above) and _STANDINGS.fullmatch(text)
    ):
        return "table of a league"
    if at in page.with_digits and (
        (text.count("–") + text.count("—") + text.count(" - ") > 2 and _POINTS.fullmatch(text))
        or _PLACES.fullmatch(text)
        or _LISTED.fullmatch(text)
    ):
        return "places of a contest"
    if text[:1].isdigit() and (
        (_PLACE.fullmatch(text) and (_PLACE.fullmatch(above) or _PLACE.fullmatch(below)))
        or (_PLACE_WITH_TEAM.fullmatch(text) and _PLACES.fullmatch(above))
    ):
        return "places of a contest"
    is_medal = (
        text > "\U0001f000"
        and _MEDAL.fullmatch(text)
        and (_MEDAL.fullmatch(above) or _MEDAL.fullmatch(below))
    )
    return "medals of a contest" if is_medal else None


@of_lines_with("few")
def moment(page: Page, at: int) -> Verdict | None:
    """«90+5'» or «18:02» alone above what happened then, three times or more."""
    return Verdict("marker", "when this happened") if at in _moments(page) else None


@lru_cache(maxsize=1)
def _moments(page: Page) -> frozenset[int]:
    found = frozenset(
        at
        for at in page.with_digits
        if len(page.text(at)) <= _LONGEST_MOMENT
        and _MOMENT.fullmatch(page.text(at))
        and page.first_sentence_from(at + 1) == at + 1
    )
    return found if len(found) >= _FEWEST_MOMENTS else frozenset()


@of_lines
def record(page: Page, at: int) -> Verdict | None:
    """Two lines or more of names and numbers: «1:0 Шевченко (Рымарев) — 4:12», «Золото: Сметов (60 кг)»."""
    if at in _properties(page):
        return Verdict("table", "properties and their values")
    if not _is_record(page, at) or not any(_is_record(page, near) for near in (at - 1, at + 1)):
        return None
    return Verdict("table", "names and numbers, as in a protocol")


@lru_cache(maxsize=1)
def _properties(page: Page) -> frozenset[int]:
    """Lines in a row such as «Плотность: 2,6 г/см³», each of another property, at least one with a number."""
    lines = [at for at, piece in enumerate(page.pieces) if at and _PROPERTY.fullmatch(piece.text)]
    found: set[int] = set()
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        places = [at for _, at in run]
        labels = {page.text(at).partition(":")[0] for at in places}
        values = [page.text(at).partition(":")[2] for at in places]
        has_number = any(map(_DIGIT.search, values))
        is_list = len(places) > 2 and all(value.count(" ") <= _WORDS_OF_VALUE for value in values)
        if len(labels) == len(places) > 1 and (has_number or is_list):
            found.update(places)
    return frozenset(found)


def _is_record(page: Page, at: int) -> bool:
    """Whether a line holds numbers, and besides, outside brackets, hardly more than names."""
    text = page.text(at)
    if at < 1 or at not in page.with_digits or len(text) > _LONGEST_RECORD:
        return False
    if not _RECORD.match(text) or page.is_document or text[-1] == ":" or (text.isupper() and text[-1] == "."):
        return False
    if page.pieces[at].is_verse or tells_time(text):
        return False
    bare = _IN_BRACKETS.sub("", _NUMBER_OF_ITEM.sub("", text))
    names, other = len(_NAME_OR_NUMBER.findall(bare)), len(_LOWER_WORD.findall(bare))
    return names > 1 and other * 2 <= names


def _line_up(text: str) -> str | None:
    match = _LINE_UP.fullmatch(text) if any(map(text[:_LONGEST_TEAM].__contains__, ":–—-")) else None
    if not match:
        return None
    whole = re.sub(r"\s?\([^()]*\)|\s[–—-](?= \d)", "", match["names"])
    names = [name for name in re.split(r"[,;]\s|\s[–—-]\s", whole) if name]
    players = sum(bool(_PLAYER.fullmatch(name.strip())) for name in names)
    fewest = 3 if all(map(_SCORED.search, names)) else 5
    return "line-up of a team" if len(names) >= fewest and players * 4 >= len(names) * 3 else None
