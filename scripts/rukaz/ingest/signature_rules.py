"""Rules for who signed a text below its last sentence: officials, referees, committees, writers of mails.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes
from rukaz.ingest.page import Page, Verdict, of_lines

_INITIALS = r"(?:[А-ЯЁ]\. ?){1,2}"
_SURNAME = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)(?:-[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+))?"
_SIGNED = re.compile(
    rf"(?:^|[\s_/«(:.–—-])(?:{_INITIALS}{_SURNAME}|{_SURNAME} (?:[А-ЯЁ]\. ?)?[А-ЯЁ]\.)\)?,?$"
)
_STOP_WITHIN = re.compile(r"(?<![\s.][А-ЯЁа-яё])(?<!\b[Зз]ам)(?<!\bвр)(?<!\bим)(?<!\bгл)[.!?…] ")
_NO_SIGNATURE = re.compile(
    r"(?:Фото|Снимок|Кадр|Рис\.|Рисунок|Иллюстраци|Источник|Видео|Коллаж|[Тт]ел\."
    r"|\d|[•*–—-] |©|📷|📸|На (?:фото|снимке)).*"
)
_LINE_TO_SIGN = re.compile(r".{0,80}_{3,}.{0,60}|(?:Подпись|М\. ?П\.)\W*")
_LONGEST_SIGNATURE, _MOST_SIGNERS = 120, 4


def is_signed(text: str) -> bool:
    """Whether a line ends in a surname with initials, and no sentence ends within.

    >>> is_signed("Зам. директора по учебной работе И. К. Паламарчук"), is_signed("Наш дом")
    (True, False)
    """
    return bool(_SIGNED.search(text)) and not _STOP_WITHIN.search(text)


@of_lines
def signature(page: Page, at: int) -> Verdict | None:
    """«Главный судья П. Р. Штром», «А. Медников, / наш внештатный корр.» below the last sentence."""
    text = page.text(at)
    if "_" in text and _LINE_TO_SIGN.fullmatch(text) and any(map(str.isalpha, text)):
        return Verdict("byline", "a line to sign on")
    if at <= page.first_sentence or page.first_sentence_from(at + 1) < len(page.pieces):
        return None
    if _is_signature(text) and page.times[text] == 1:
        signed = sum(_is_signature(page.text(near)) for near in range(at - _MOST_SIGNERS, at + _MOST_SIGNERS))
        return Verdict("byline", "who signed the text") if signed <= _MOST_SIGNERS else None
    above = page.text(at - 1)
    if above.endswith(",") and _is_signature(above) and text[:1].islower() and text.count(" ") < 5:
        return Verdict("byline", "the post of who signed the text")
    return None


def _is_signature(text: str) -> bool:
    """Whether a line names a post and a person, or a person alone, and says nothing of them."""
    if len(text) > _LONGEST_SIGNATURE or not is_signed(text) or _NO_SIGNATURE.match(text):
        return False
    return not any("VERB" in (found := grammemes(word)) and "NOUN" not in found for word in text.split())
