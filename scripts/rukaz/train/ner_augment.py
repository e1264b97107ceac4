"""What silver names lack: MISC by rule, and the names of Kazakhstan in place of Russian ones.

The teacher knows no MISC, and news of 2016-2018 from Moscow says little of Kazakhstan. Both are added
by rules that are right where they fire; sentences with other possible names are left out elsewhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from rukaz.train.ner_data import Name, Tagged

SHARE = 0.15  # of the sentences that have a replaceable name

# a noun before a quoted title that makes it a work, event, product, vehicle or project
_CUES = (
    r"(?:фильм|картин[аеуы]|кинокартин|мультфильм|сериал|роман|книг|повест|пьес|спектакл|песн|альбом|клип|балет"
    r"|шоу|программ|проект|операци|акци|форум|конкурс|фестивал|выставк|преми|орден|медал|ракет|комплекс"
    r"|истребител|самол[её]т|вертол[её]т|корабл|крейсер|эсмин|фрегат|подлодк|танк|беспилотник|автомобил|лимузин"
    r"|внедорожник|вирус|препарат|инициатив|стратеги|доктрин|турнир|марафон|газопровод|нефтепровод"
    r"|трубопровод|маршрут|коридор|концепци|космодром|спутник)[а-яё]*"
)
_QUOTED = re.compile(rf"(?<![А-Яа-яё-])(?i:{_CUES}) [«\"]([А-ЯЁA-Z0-9][^«»\"]{{1,50}})[»\"]")
_VEHICLE = re.compile(
    r"(?<![\w-])(?:(?:Су|МиГ|Ту|Ил|Ан|Як|Ка|Ми|Т|С|Х|РС|БМП|БТР|Союз|Прогресс|Протон|F|B|A|MQ|RQ)-\d{1,4}\w{0,3}"
    r"|Boeing[ -]7\d7|Airbus A\d{3}|Lada(?: [A-Z]\w+)?|Mercedes-Benz|Mercedes|iPhone(?: \d+)?|iPad"
    r"|Android|Windows(?: \d+)?"
    r"|КамАЗ|УАЗ|Tesla Model \w)(?![\w-])"
)
_EVENT = re.compile(
    r"Олимпиад\w*(?:-\d{4})?|(?:зимн\w+ |летн\w+ )?Олимпийск\w+ игр\w*|Паралимпийск\w+ игр\w*|Паралимпиад\w*"
    r"|Евровидени\w+(?:-\d{4})?|Евро-\d{4}|ЧМ-\d{4}"
    r"|Куб\w+ (?:мира|Гагарина|конфедераций|Дэвиса|УЕФА|России|Стэнли)"
    r"|Лиг\w+ (?:чемпионов|Европы)|Перв\w+ миров\w+(?: войн\w+)?|Втор\w+ миров\w+(?: войн\w+)?"
    r"|Велик\w+ Отечественн\w+(?: войн\w+)?|ПМЭФ(?:-\d{4})?|ВЭФ(?:-\d{4})?"
    r"|(?:[XVI]+ )?[А-ЯЁ][а-яё-]+ск(?:ий|ого|ому|ом|им|ая|ой|ую) "
    r"(?:[а-яё-]+(?:ый|ий|ой|ого|его|ому|ему|ом|ем|ым|им|ая|ую) ){0,3}"
    r"(?:форум|саммит|кинофестивал|фестивал|конференци|конгресс)\w*(?: по безопасности)?"
)

_KAZAKHSTAN: dict[str, tuple[str, ...]] = {
    "РФ": ("РК",), "Россия": ("Казахстан",), "России": ("Казахстана", "Казахстане"),
    "Россией": ("Казахстаном",), "Россию": ("Казахстан",),
    "Москва": ("Астана", "Алматы", "Акорда", "Караганда"),
    "Москвы": ("Астаны", "Алматы", "Акорды", "Шымкента"),
    "Москве": ("Астане", "Алматы", "Костанае", "Ак-Орде"), "Москву": ("Астану", "Алматы", "Ак-Орду"),
    "Москвой": ("Астаной", "Нур-Султаном"), "Украины": ("Узбекистана", "Кыргызстана"),
    "Украине": ("Узбекистане", "Кыргызстане"), "Украина": ("Узбекистан", "Кыргызстан"),
    "Украиной": ("Узбекистаном", "Туркменистаном"), "Путин": ("Токаев", "Назарбаев"),
    "Путина": ("Токаева", "Назарбаева"), "Путину": ("Токаеву", "Назарбаеву"),
    "Путиным": ("Токаевым", "Назарбаевым"), "Владимир": ("Касым-Жомарт", "Нурсултан", "Серик"),
    "Владимира": ("Касым-Жомарта", "Нурсултана", "Ерлана"),
    "Владимиром": ("Касым-Жомартом", "Нурсултаном"), "Владимиру": ("Касым-Жомарту", "Нурсултану"),
    "Газпром": ("Казатомпром", "КазМунайГаз", "QazaqGaz"), "Газпрома": ("Казатомпрома", "КазМунайГаза"),
    "Роснефть": ("Казахтелеком", "Самрук-Казына"), "Госдума": ("Мажилис",), "Госдумы": ("Мажилиса",),
    "Госдуме": ("Мажилисе",), "Трамп": ("Макрон", "Мирзиёев"), "Трампа": ("Макрона", "Мирзиёева"),
    "Трампом": ("Макроном", "Мирзиёевым"), "ТАСС": ("Казинформ", "Tengrinews"),
}  # fmt: skip


def with_misc(text: str, names: Iterable[Name]) -> list[Name]:
    """The names, and those MISC that the rules find; a rule's name ousts what it overlaps."""
    found = [Name(m.start(1), m.end(1), "MISC") for m in _QUOTED.finditer(text)]
    for pattern in (_VEHICLE, _EVENT):
        found += [Name(m.start(), m.end(), "MISC") for m in pattern.finditer(text)]
    misc: list[Name] = []
    for name in sorted(found, key=lambda n: (n.start, -n.end)):
        if not misc or name.start >= misc[-1].end:
            misc.append(name)
    kept = [n for n in names if all(n.end <= m.start or m.end <= n.start for m in misc)]
    return sorted([*kept, *misc], key=lambda n: n.start)


def in_kazakhstan(sentences: Iterable[Tagged], rng: random.Random) -> Iterator[Tagged]:
    """The sentences, some of them with names of Kazakhstan and its neighbours in place of others."""
    for sentence in sentences:
        if rng.random() < SHARE and any(form in _KAZAKHSTAN for form in sentence.forms):
            forms = tuple(_replaced(f, t, rng) for f, t in zip(sentence.forms, sentence.tags, strict=True))
            yield Tagged(forms, sentence.tags)
        else:
            yield sentence


def _replaced(form: str, tag: str, rng: random.Random) -> str:
    choices = _KAZAKHSTAN.get(form)
    return rng.choice(choices) if choices and tag != "O" and tag[2:] != "MISC" else form
