"""Who speaks, at the head of a line or on a line of its own: in interviews, transcripts and chats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rukaz.dictionary import grammemes, is_known
from rukaz.ingest.written_dates import MONTHS, SHORT_MONTHS

_MONTH = rf"(?:{MONTHS}|(?:{SHORT_MONTHS})\.?)"
_DAY = (
    r"(?:\d{1,2}\.\d\d\.\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}/\d\d/\d{2,4}"
    rf"|\d{{1,2}} {_MONTH} \d{{4}}(?: г\.)?)"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?: ?[AP]M)?"
_TIME = rf"\[?\(?{_CLOCK}(?: ?(?:[–—-]|-->) ?{_CLOCK})?\)?\]?"
_WHEN = rf"(?:\[?{_DAY},? (?:в )?\d{{1,2}}:\d\d(?::\d\d)?\]?|{_TIME})"
_CAPITALS = "А-ЯЁӘҒҚҢӨҰҮҺІ"
_WORD = rf"[A-Z{_CAPITALS}][\w.’'-]*"
_NAME = rf"(?:{_WORD}|«[^»]{{1,30}}»)(?: (?:{_WORD}|«[^»]{{1,30}}»|[а-яё]+\.?|\d{{1,2}})){{0,3}}"
_POST = r"(?: ?\([^()]{1,60}\)|(?P<post>, [а-яё][\w -]{2,40}))?"
_SPEAKER = re.compile(rf"(?:>>+ ?|[–—-] )?(?:{_WHEN}[ ,–—-]*)?(?P<name>{_NAME}){_POST}(?:,? {_WHEN})?\s?:\s*")
_SENDER = re.compile(
    rf"(?P<name>{_NAME}),?\s{{1,3}}\[?{_WHEN}\]?\s*$|{_WHEN} - (?P<second>{_NAME}):\s*"
    rf"|(?P<nick>[\w.-]{{2,30}}(?: [\w.-]+)?)(?: [–—-])? (?:Сегодня|Вчера|[Tt]oday|[Yy]esterday"
    rf"|\d\d\.\d\d\.\d{{4}}),? (?:(?:в|at) )?{_TIME}\s*$"
    rf"|[\[(]{_CLOCK}[\])] (?P<alone>{_NAME})\s*$"
    rf"|{_CLOCK}\s+(?:From|От)\s+(?P<participant>\S.{{0,50}}?)\s+(?:to|кому)\s+\S.{{0,60}}?:\s*"
)
_IN_BRACKETS = re.compile(
    rf"(?:\[?{_CLOCK}\]? )?<[@+%&~ ]?(?P<nick>[\w^`-][\w ^`|-]{{0,30}})>\s+"
    rf"|(?P<name>{_WORD}(?: {_WORD}){{0,2}}) ?(?:\[{_CLOCK}\]|\({_CLOCK}\))\s+(?=\S)"
)
_ASKING = re.compile(r"(?P<name>[Сс]прашивае\w+|[Оо]твечае\w+) [^:!?]{2,60}:\s*$")
_IN_CAPITALS = re.compile(
    rf"(?=[{_CAPITALS} ]{{3}})(?P<name>[{_CAPITALS}]+(?: [{_CAPITALS}]{{2,}}){{0,3}})"
    rf"(?:(?: [{_CAPITALS}]\.){{1,2}}|(?: \([^()]{{1,60}}\))?\.)\s+(?=[А-ЯЁ«—])"
    rf"|(?P<initials>[{_CAPITALS}]\. ?[{_CAPITALS}]\.) ?[–—-]\s+(?=[А-ЯЁ«])"
    rf"|(?:[{_CAPITALS}][а-яё-]{{3,}} )?(?P<surname>[{_CAPITALS}][а-яё-]{{2,20}})"
    rf" [{_CAPITALS}]\. ?[{_CAPITALS}]\.\s+(?=[А-ЯЁ«])"
)
_IS_CALLED = frozenset({"NOUN", "ADJF", "PRTF"})
_WITH_STOP = re.compile(
    r"(?:[–—-] )?(?P<name>[А-ЯЁ][а-яё-]{2,20}(?: [а-яё]{1,10}){0,2})(?:\.| [–—-])\s+(?=[А-ЯЁ«])"
)
_WITHOUT_STOP = re.compile(
    rf"(?P<name>[{_CAPITALS}]{{3,}}(?:[ -][{_CAPITALS}]{{2,}}| \d{{1,3}}){{0,2}}"
    rf"|[{_CAPITALS}]\. ?[{_CAPITALS}]\.)"
    r"\s+(?=[А-ЯЁ«—](?:[а-яё]| [а-яё]).*[.!?…»)]$)"
)
_SURNAME_ENDING = re.compile(r"(?:[оеё]в|ин|ын)а$")
"""Of surnames that the dictionary may know only as the genitive of a place."""
_ALONE = re.compile(rf"(?:{_WORD}(?: {_WORD}){{0,3}})(?<![,;!?])")
_AT_HEAD = re.compile(_WHEN)
_CERTAINLY = re.compile(r"[А-ЯЁ]{3,}(?: [А-ЯЁ]{2,})?|[А-ЯЁ][а-яё-]+ [А-ЯЁ]\. ?[А-ЯЁ]\.")

ASKS = frozenset({
    "корреспондент", "вопрос", "журналист", "журналистка", "ведущий", "ведущая", "интервьюер", "корр", "в",
    "q", "редакция", "реплика из зала", "вопрос из зала", "собеседник", "репортер", "репортёр", "спрашивает",
    "спрашивают",
})  # fmt: skip
_ANSWERS = frozenset({"ответ", "о", "a", "гость", "спикер", "эксперт", "отвечает", "отвечают"})
_SPEAKS = frozenset({
    "докладчик", "докладчица", "голос", "голос из зала", "из зала", "председатель", "председательствующий",
    "модератор", "лектор", "диктор", "голос за кадром", "за кадром", "судья", "адвокат", "прокурор",
    "свидетель", "студент", "студентка", "ученик", "ученица", "учитель", "учительница", "преподаватель",
    "слушатель", "слушательница",
})  # fmt: skip
"""What those are called who speak in public, but neither ask nor answer."""

_NO_NAMES = frozenset({
    "справка", "напомним", "кстати", "важно", "внимание", "источник", "источники", "фото", "видео", "итог",
    "итого", "голы", "судьи", "зрители", "предупреждения", "удаления", "составы", "адрес",
    "телефон", "тел", "цена", "дата", "время", "место", "автор", "авторы", "текст", "пример", "примечание",
    "категории", "категория", "теги", "контакты", "читайте также", "подробнее", "ссылка", "сайт", "счет",
    "счёт", "замены", "пенальти",
})  # fmt: skip
"""What may stand before a colon, and is nobody."""

_FEWEST_TURNS = 3
_LONGEST_NAME = 40


def speakers(lines: Sequence[str]) -> Mapping[int, int]:
    """Where the names of those who speak end, by the number of their line, if lines are a conversation.

    >>> speakers(["Вопрос: Когда?", "Ответ: Завтра.", "Вопрос: Где?"])
    {0: 8, 1: 7, 2: 8}
    """
    return (
        _headed(lines) or _headed_with_stops(lines) or speakers_alone(lines) or _headed_without_stops(lines)
    )


def asks(name: str) -> bool:
    """Whether somebody is called as those are who ask.

    >>> asks("вопрос читателя"), asks("петров")
    (True, False)
    """
    return name in ASKS or any(name.startswith(f"{one} ") for one in ASKS)


def speaker_label(line: str) -> str:
    """The head of a line that may name who speaks: «Айдос: »."""
    match = _sender(line)
    return match[0] if match else ""


def tells_time(line: str) -> bool:
    """Whether a line begins with who speaks and when.

    >>> tells_time("08:03 Ведущая: Доброе утро."), tells_time("1:0 Шевченко — 4:12")
    (True, False)
    """
    return ":" in line and bool(_AT_HEAD.search(speaker_label(line)))


def begins_with_time(line: str) -> str:
    """The time, or day and time, that a line begins with.

    >>> begins_with_time("[12.05.2024 09:02] Жанна: да"), begins_with_time("Жанна: да")
    ('[12.05.2024 09:02]', '')
    """
    match = _AT_HEAD.match(line) if line[:1] in "[(0123456789" else None
    return match[0] if match else ""


def speaker_name(label: str) -> str:
    """The name in a label of a speaker, in lower case and without a time.

    >>> speaker_name("[00:12] Сагинтаев (директор): ")
    'сагинтаев'
    """
    match = _sender(label) or _IN_CAPITALS.match(f"{label.strip()} Я") or _IN_BRACKETS.match(f"{label} Я")
    found = match.groupdict() if match else {"name": label}
    names = (
        found.get(key) for key in ("name", "second", "nick", "alone", "participant", "initials", "surname")
    )
    return next(filter(None, names), "").strip(" .:–—-").lower()


def _headed(lines: Sequence[str]) -> dict[int, int]:
    """Names before a colon, if they make up a conversation: some come again, or ask or answer by name."""
    heads = {at: match for at, line in enumerate(lines) if (match := _sender(line))}
    names = {at: speaker_name(match[0]) for at, match in heads.items()}
    names = {at: name for at, name in names.items() if name not in _NO_NAMES}
    times = Counter(names.values())
    names = {
        at: name
        for at, name in names.items()
        if times[name] > 1 or (_may_speak(name) and not heads[at].groupdict().get("post"))
    }
    written = {names[at] for at in names if _CERTAINLY.fullmatch(heads[at].groupdict().get("name") or "")}
    timed = {names[at] for at in names if _AT_HEAD.search(heads[at][0])}
    called = {name for name in times if asks(name) or name in _ANSWERS | _SPEAKS}
    certain = {name for name, count in times.items() if count > 1} | called | timed | written
    fewest = len(times) if called == set(times) else _FEWEST_TURNS
    if len(times) < 2 or sum(times[name] for name in certain) < fewest:
        return {}
    first = min(at for at, name in names.items() if name in certain)
    turns = sum(at >= first for at in names)
    if turns * 4 < len(lines) - first:
        return {}
    return {at: heads[at].end() for at in names if at >= first}


def _headed_with_stops(lines: Sequence[str]) -> dict[int, int]:
    """«Ведущая. Слово архитектору.»: two or more who speak so, nearly all lines from the first on."""
    stops = {at: match for at, line in enumerate(lines) if (match := _WITH_STOP.match(line))}
    if not stops or max(Counter(match["name"] for match in stops.values()).values()) < 2:
        return {}
    heads = {at: match for at, match in stops.items() if _is_called(match["name"].split(maxsplit=1)[0])}
    heads |= {at: match for at, line in enumerate(lines) if at not in stops and (match := _sender(line))}
    names = {at: speaker_name(match[0]) for at, match in heads.items()}
    times = Counter(names.values())
    turns = [at for at, name in sorted(names.items()) if _may_speak(name) or times[name] > 1]
    again = sum(count > 1 for count in times.values())
    if again < 2 or not turns or len(turns) * 3 < (len(lines) - turns[0]) * 2:
        return {}
    return {at: heads[at].end() for at in turns}


def _headed_without_stops(lines: Sequence[str]) -> dict[int, int]:
    """«ГАРАЖ 17 Шлагбаум …», «О. Я. Денис, с чего …»: two names or more that come again, in most lines."""
    heads = {at: match for at, line in enumerate(lines) if (match := _WITHOUT_STOP.match(line))}
    times = Counter(match["name"] for match in heads.values())
    first = min(heads, default=0)
    again = sum(count > 1 for count in times.values())
    if again < 2 or len(heads) * 3 < (len(lines) - first) * 2:
        return {}
    return {at: match.end() for at, match in heads.items()}


def _is_called(word: str) -> bool:
    return bool(_IS_CALLED & grammemes(word)) or not is_known(word)


def speakers_alone(lines: Sequence[str]) -> dict[int, int]:
    """«АННА ЛИ» above what she says: two names or more, each of them several times, above text."""
    times = Counter(line for line in lines if len(line) <= _LONGEST_NAME)
    if sum(count > 1 for count in times.values()) < 2:
        return {}
    again = [at for at, line in enumerate(lines[:-1]) if times[line] > 1 and _ALONE.fullmatch(line)]
    turns = [at for at in again if times[lines[at + 1]] < 2 and _is_speech(lines[at], lines[at + 1])]
    if len({lines[at] for at in turns}) < 2 or len(turns) != len(again):
        return {}
    if len(turns) * 4 < len(lines) - turns[0] or not all(_may_speak(lines[at].lower()) for at in turns):
        return {}
    return {at: len(lines[at]) for at in turns}


def _is_speech(name: str, text: str) -> bool:
    return len(text) > len(name) or text.endswith((".", "!", "?", "…"))


def _may_speak(name: str) -> bool:
    """Whether somebody is called so: the first word is a nominative, or no word of the dictionary.

    >>> _may_speak("голос из зала"), _may_speak("зимой легче")
    (True, False)
    """
    word = (name.split(maxsplit=1) or [""])[0].strip(".,«»")
    return not is_known(word) or "nomn" in grammemes(word) or bool(_SURNAME_ENDING.search(word))


def _sender(line: str) -> re.Match[str] | None:
    """The head of a line that names who speaks, with a space or nothing behind it."""
    patterns = (_SPEAKER, _SENDER, _ASKING, _IN_CAPITALS) if ":" in line else (_IN_CAPITALS,)
    for pattern in patterns:
        match = pattern.match(line)
        if match and _is_apart(line, match):
            return match  # «Динара 23:49» is no «Динара 23» with a colon
    match = _IN_BRACKETS.match(line) if "[" in line or "<" in line or "(" in line else None
    return match if match and _is_apart(line, match) else None


def _is_apart(line: str, head: re.Match[str]) -> bool:
    return head.end() == len(line) or line[head.end() - 1].isspace()
