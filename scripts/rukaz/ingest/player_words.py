"""Words that the player of a video leaves in a text: its controls, and their messages."""

from __future__ import annotations

import re

_CLOCK = r"-?\d{1,2}:\d\d(?::\d\d)?"
_PLAYER = re.compile(
    r"(?:(?:воспроизвести|запустить|остановить|проиграть)(?: (?:видео|аудио|ролик|запись))?|(?:видео|аудио"
    r"|ролик) (?:недоступно|не поддерживается|удалено|загружается).*"
    r"|(?:включит[ье]|выключить|отключить) (?:звук|субтитры)|(?:субтитры|звук|автоплей): (?:вкл|выкл)\w*\.?"
    r"|загрузка плеера\W*|[+–−-]\d{1,2} сек\w*"
    r"|(?:this|the) (?:video|content) is (?:not available|unavailable|private).*"
    r"|без звука|громкость:? \d{1,3} ?%|(?:по)?смотреть (?:на|в) (?:youtube|rutube|vk(?: видео)?"
    r"|вконтакте|дзене?)|смотреть (?:позже|видео)|(?:следующ\w+ (?:видео|ролик)|реклама"
    r"|пропустить)\b.{0,20}\b(?:через )?\d{1,2}(?: ?сек\w*| ?с)?|пропустить рекламу|повторить видео"
    r"|сейчас (?:играет|воспроизводится)\b.{0,60}|код для вставки|скопировать ссылку|ссылка скопирована"
    r"|размер плеера|автовоспроизведение|(?:полноэкранный|оконный) режим|(?:на весь|во весь) экран"
    r"|картинка в картинке|поделиться видео|(?:скорость|качество|speed"
    r"|quality)(?: воспроизведения)?:? (?:\d(?:[.,]\d+)?[xх×]|\d{3,4}p|авто\w*)|(?:(?:auto"
    r"|авто)\W{0,3})?(?:\d{3,4}p\W{0,3})+|(?:\d[.,]?\d{0,2}[xх×]\W{0,3})+"
    rf"|(?:(?:слушать|прослушать|послушать|смотреть)(?: (?:\w+ )?\w+)? )?{_CLOCK}(?: (?:/|из) {_CLOCK})"
    rf"|(?:слушать|прослушать|послушать) (?:(?:стать|новост|текст|подкаст|запис)\w+(?:,? {_CLOCK})?|{_CLOCK})"
    r"|ваш браузер не поддерживает.*|your browser does not support.*|please enable javascript.*"
    r"|(?:для \w+ )?включите javascript.*|embed|share|video player(?: is loading)?|play video|(?:un)?mute"
    r"|skip ad|загрузка\.{3}|loading\.{3}|(?:(?:current|remaining) time|duration|loaded:|progress:"
    r"|stream type|playback rate|chapters|descriptions|captions|subtitles|audio track|picture-in-picture"
    r"|fullscreen|seek to live)\b[^а-яёё]{1,160}|(?:this is a modal window|beginning of dialog window"
    r"|close modal dialog|end of dialog window|это модальное окно|начало диалогового окна"
    r"|закрыть модальное окно|конец диалогового окна)\b.{0,160}|escape (?:will|отменит).{0,60}"
    r"|\[/?(?:embed|video|audio|gallery|caption)[^\]]*\].*)\.?",
)
"""In small letters, as what they are compared with."""


def is_player(text: str) -> bool:
    """Whether a line is a control of a player.

    >>> is_player("0:00 / 3:45"), is_player("Видео показали в суде")
    (True, False)
    """
    return bool(_PLAYER.fullmatch(text.lower()))
