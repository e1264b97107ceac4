"""Rules for what machines write: programs, markup, templates, commands and their output, logs, errors.

A line of code is told by its signs, in a Cyrillic text also by the lines of code beside it. A sentence with
code in it stays: what counts is what is left without strings and comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from rukaz.ingest.markup import without_markup
from rukaz.ingest.page import Page, Verdict, is_paragraph, of_lines
from rukaz.ingest.pieces import ends_sentence

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]")
_STRINGS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_COMMENTS = re.compile(r"/\*.*?\*/|<!--.*?-->|(?:^|(?<=\s))//\s.*$|(?<=\S)\s#\s.*$")
_COMMENT_ALONE = re.compile(r"(?://|#|--|/?\*+|;|'|REM\b|<!--|\"\"\")\s.*")
_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+\S*|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[@#]\w+")

_ASSIGNED = re.compile(r"[\w.$]+\s*=\s*[\"'\[{(].*[\"'\]})];?|<[^<>]+>")
_STATEMENT = re.compile(r"[^А-яЁё]*[;{}]")
_SCRIPT = re.compile(
    r"(?:(?:var|let|const) \w+ ?=|function\b ?\w*\(|return ?[{(\[]|\(function|window\.|document\.|jQuery|\$\("
    r"|googletag|dataLayer|_gaq|if ?\(.*\) ?\{|for ?\(.*;.*;|else ?\{|[}\])]+[;,)]|\}, ?\w+ ?:|@media|@import"
    r"|#include|import \w+ from|\{\{|<\?php|<!--|-->|\w[\w.$-]*\([^а-яё]*\);?$"
    r"|[.#][\w-]+(?:[ ,>]+[.#]?[\w-]+)* ?\{|[\w-]+ ?: ?[^а-яё;]{1,80};(?: [\w-]+ ?: ?[^;]{1,80};)*\}?$"
    r"|</?[a-z][\w-]*(?: [^<>]*)?>.*|\"?[\w@$-]+\"? ?: ?[\[{].*|\{ ?\"[\w@]+\" ?:.*)",
)
"""Lines of scripts, styles and their data, whatever words are in them."""

_IN_RUSSIAN = re.compile(
    r"=[A-ZА-ЯЁ]{2,}[\w.]*\(.*\)"
    r"|\|\s?[\w ()-]{1,40}\s?=.*|\{\{[^{}]{1,60}|\{\|.*|\|[-}].*|\[\[(?:Файл|Изображение|File|Image):.*"
    r"|\\[a-z]+\*?(?:\[[^\[\]]*\])?\{[^{}]*\}.{0,40}"
    r"|(?:&?НаКлиенте|&?НаСервере\w*|(?:Процедура|Функция) [А-ЯЁ]\w+ ?\([\w, =.]*\)(?: Экспорт)?"
    r"|Конец(?:Процедуры|Функции|Цикла|Если);?"
    r"|\"[A-Za-z_@$][\w-]*\"\s?:\s?(?:\".*\"|[\d.]+|true|false|null),?"
    r"|(?:алг|нц|цел|вещ|ввод|вывод) .{1,60}|нач|кон|кц|алг"
    r"|(?:Если|ИначеЕсли) .{1,120} Тогда|(?:Для каждого|Пока) .{1,120} Цикл|\w+ = Новый \w+.*"
    r"|[\w.]+ = [^;=]{1,80};|ВЫБРАТЬ(?: (?:РАЗЛИЧНЫЕ|РАЗРЕШЕННЫЕ|ПЕРВЫЕ \d+|\w+\.\w.*))?"
    r"|(?:СГРУППИРОВАТЬ|УПОРЯДОЧИТЬ) ПО(?: \w+\.\w.*)?)"
)
"""Formulas of spreadsheets, fields of wiki templates, LaTeX, lines of 1C and of the language of schools."""

_MESSAGE = re.compile(
    r"(?:PHP )?(?:Warning|Notice|Deprecated|(?:Fatal|Parse|Syntax) error|Strict Standards): .*(?: in /"
    r"| in [A-Z]:| on line \d|\w\(\)).*|undefined|null|NaN|\$ [a-z./~].*|\[object Object\]"
    r"|File \".*\", line \d+.*|(?:Uncaught|Unhandled|Caused by|Exception in|Traceback \(most"
    r"|Segmentation fault|Core dumped)\b.*|Error (?:\d{3}|0x[0-9a-f]+)\b[^.!?]{0,60}|\d{3} (?:Not Found"
    r"|Forbidden|Bad Gateway|Internal Server Error|Service Unavailable|Gateway Time-?out|Unauthorized"
    r"|Moved Permanently)\b.*|(?:Error establishing a database connection"
    r"|You have an error in your SQL syntax)\b.*|(?:MIME-Version|Content-[A-Z][\w-]+|X-[A-Z][\w-]+"
    r"|Message-I[Dd]|Received|Return-Path|DKIM-Signature|User-agent|Disallow): .*|(?:HTTP/\d\S*|GET|POST|PUT"
    r"|HEAD|DELETE) (?:\d{3}\b|/).*|\d{3}[ -](?:[\w-]+\.)+[a-z]{2,}\b.*|\d{3}-[A-Z]{4,}.*|@@ .* @@.*"
    r"|diff --git .*|(?:\+\+\+|---) [ab]/\S*|End (?:Sub|Function|If|With|Select)|--=?_\S+|-{3} Log (?:opened"
    r"|closed) .*|\d\d:\d\d(?::\d\d)? -!- .*"
    r"|\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d[.,]\d{3,6}\]?[^\u0400-\u04ff]+"
    r"|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[?\w.*|SQLSTATE\[.*|<{7} \S+|>{7} \S+|={7}"
    r"|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*\s[^\u0400-\u04ff]*[A-Za-z]{3}[^\u0400-\u04ff]*"
    r"|(?:\d{1,3}\.){3}\d{1,3} - .*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec) +\d{1,2} \d\d:\d\d:\d\d [^\u0400-\u04ff]+|\[?(?:INFO|WARN|WARNING|ERROR|DEBUG|FATAL|TRACE"
    r"|CRITICAL)\]?[ :][^\u0400-\u04ff]+"
)
"""Messages of programs and servers, lines of logs, heads of MIME."""

_COMMANDS = (
    r"sudo|apt|apt-get|dnf|yum|pacman|brew|pip3?|npm|npx|yarn|git|cd|ls|mkdir|rm|cp|mv|chmod|chown|cat|grep"
    r"|sed|awk|tar|unzip|curl|wget|ssh|scp|ping|telnet|traceroute|tracert|ipconfig|ifconfig|nslookup|docker"
    r"|systemctl|service|python3?|node|java|javac|gcc|make|cmake|bash|echo|export|netsh|sfc|chkdsk|dism"
    r"|diskpart|xcopy|mysql|psql|sqlite3|crontab|nano|vim|adb|fastboot|kubectl|composer|php|ffmpeg|rsync"
    r"|mount|kill|touch"
)
_SIGNS = re.compile(
    rf"[{{}}]|^(?!(?:[A-Za-z']+[ ,]+){{3}}).*;$|\b[A-Za-z_]\w*\((?![sSRcC]\))|(?<!\w)(?:==|!=|&&|\|\||=>|:="
    rf"|\+=|</|/>|\$[{{(_])|\w(?:==|!=|\+=|::|:=)"
    r"|^[a-z_$][A-Za-z0-9_.$\[\]'-]+\s?(?:[+*/:-]?=|<-)\s?\S|^[A-Z][A-Z0-9_]{2,}=\S|^\w\s?=\s?['\"\[{]|(?:^"
    r"|[\s=('>])(?:~|\.{1,2})?/[\w.*$-]+/[\w.*$/-]*|(?:^|\s)(?:~|\.{1,2})/[\w.-]+|\b[A-Z]:\\|\\\\\w"
    r"|^[a-z./$][^.!?]*\w\s-{1,2}[a-z][\w-]*(?=[\s=]|$)|(?<=[a-z0-9_)])\s[|>]{1,2}\s(?=[a-z/])|^(?:\$|>>>|>|#"
    r"|PS>|C:\\.*>|[\w-]+@[\w-]+:\S*[$#]) ?(?=[a-z./~'\[(\"]|[A-Za-z]\w*[.(=])"
    r"|(?<![@#\w/.-])[a-z]{2,}[A-Z][a-z]\w*|\b[A-Za-z]\w*(?:Exception|Error)\b|\s[a-z]+_\w+|[a-z]\w*_\w+\s"
    r"|^(?:if|elif|while|for|else|try|except|def|class|with|switch|case)\b.*:$|^(?:Dim|Set|Const) \w+ (?:As"
    r"|=)\s|\^\(|\)\$|;base64,|^[\w-]+(?:\s[\w-]+)?\s?\{$|^#!|\b0x[0-9A-Fa-f]{4,}|^\[HKEY_|^(?:FROM|RUN|COPY"
    r"|CMD|ENV|WORKDIR|EXPOSE|ENTRYPOINT)\s[a-z\[./\"0-9]|^\d+\s(?:PRINT|LET|GOTO|INPUT|FOR|NEXT|IF|REM"
    r"|END)\b|^(?:mov|push|pop|jmp|call|lea)\s\w+|^#(?:include|define|ifn?def|endif|pragma)\b|^@(?:media"
    r"|import|font-face|[A-Z][a-z]+$)"
    rf"|^(?:{_COMMANDS})\s\S|^(?:import|from|def|class|package|using|namespace)\s[\w.]+(?:;|:|$|\s(?:import"
    rf"|as)\b)"
    r"|^(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|DROP TABLE)\s"
    r"|^(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9+/=_-]{40,}$|^[0-9a-f]{32,}$|^(?:[0-9A-Fa-f]{2}\s){8,}"
    r"|^(?:[\d*/,-]+\s){5}\S|^[\w./-]*[A-Za-z]\.\w+:\d+(?::\d+)?: "
)
"""What no line of Latin letters has that is not code."""
_GOES_ON = re.compile(r"[a-z_$%\W\d]|[A-Z]{2,}\b|.*(?:[,:;(){}\[\]=]|\w\(.*\))$", re.DOTALL)
_PROSE = re.compile(r"(?:\b[a-z'’]+[,;:]? ){5}")
"""English, which tweets are written in."""
_OF_SIGNATURES = "©–—@"
_LONGEST = 4000
_QUOTING = "«„“—–"
_MARKS = tuple("{}=<>;$#(")
_HIDING = ('"', "'", "`", "/", "#", "<")
"""What strings and comments begin with."""
_IN_RUSSIAN_WORDS = (
    "Конец", "Если ", "Пока ", "Для каждого ", "НаСервере", "НаКлиенте", "алг", "нач", "нц", "кц", "кон",
    "ввод ", "вывод ", "ВЫБРАТЬ", "СГРУППИРОВАТЬ ПО", "УПОРЯДОЧИТЬ ПО",
)  # fmt: skip
_FIELD = re.compile(
    r"(?:(?:[А-ЯЁ][А-яЁё]*\()?[А-ЯЁ][А-яЁё]+(?:\.[А-ЯЁ][А-яЁё]+)+\)?(?: КАК \w+)?(?:,\s+|,?$))+"
    r"|ИЗ|ГДЕ|(?:ЛЕВОЕ|ПРАВОЕ|ВНУТРЕННЕЕ|ПОЛНОЕ) СОЕДИНЕНИЕ .*"
)
"""«КОЛИЧЕСТВО(Накладная.Номер) КАК Строк»: what goes on with a query of 1C."""
_PROMPT = re.compile(r"(?:\$|>>>|PS>|C:\\.*>|[\w-]+@[\w-]+:\S*[$#]) ?\S")
_LONGEST_OUTPUT = 3
_BRACKETS = frozenset({"{", "}", "(", ")", "[", "]", "};", "});", "})", ");", "],", "},"})


@of_lines
def code(page: Page, at: int) -> Verdict | None:
    """``jwplayer.key="…";``, ``{% endif %}``, ``$ gcc hello.c``, ``Fatal error: … on line 203``."""
    return Verdict("boilerplate", "code of the web page") if at in code_places(page) else None


@lru_cache(maxsize=1)
def code_places(page: Page) -> frozenset[int]:
    """Where code stands: what has its signs, and lines beside it that may go on with it."""
    texts = [piece.text for piece in page.pieces]
    is_russian = any(_CYRILLIC.match(text) and ends_sentence(text) for text in texts)
    found = {at for at, text in enumerate(texts) if is_code(text, is_russian=is_russian)}
    if not (found and is_russian):
        return frozenset(found)
    last = len(texts) - 1
    for places, step in ((range(last + 1), -1), (range(last, -1, -1), 1)):
        for at in places:
            if at not in found and at + step in found and _may_go_on(texts[at]):
                found.add(at)
    between = {
        at
        for at in range(1, last)
        if {at - 1, at + 1} <= found and (_is_foreign(texts[at]) or _is_comment(texts[at]))
    }
    return frozenset(found | between | _output(texts))


def _output(texts: Sequence[str]) -> set[int]:
    """What a command said in the lines below it, sentences too: «Automatic merge failed; fix conflicts»."""
    found: set[int] = set()
    for at in range(len(texts)):
        above = range(max(at - _LONGEST_OUTPUT, 0), at)
        prompt = next((place for place in above if _PROMPT.match(texts[place])), at)
        if prompt < at and all(map(_is_foreign, texts[prompt + 1 : at + 1])):
            found.add(at)
    return found


def is_code(text: str, *, is_russian: bool = True) -> bool:
    """Whether a line is code by itself.

    Args:
        is_russian: it stands in a Russian text, in which a line without Cyrillic letters needs fewer signs.

    >>> is_code("chmod +x /opt/run.sh"), is_code("Функция main() запускает программу.")
    (True, False)
    """
    if not text or is_paragraph(text) or (len(text) > _LONGEST and _CYRILLIC.match(text)):
        return False
    if text[0] in "<{[&_#%$!" and _is_markup(text):
        return True
    if (_CYRILLIC.match(text) or text[0] in _QUOTING) and not any(map(text.__contains__, _MARKS)):
        return text.startswith(_IN_RUSSIAN_WORDS) and bool(_IN_RUSSIAN.fullmatch(text))
    if _IN_RUSSIAN.fullmatch(text) or _MESSAGE.fullmatch(text) or _is_script(text):
        return True
    if not is_russian or text[0] in _OF_SIGNATURES or "(@" in text or not _is_foreign(text):
        return False
    bare = _bare(text)
    return len(_SIGNS.findall(bare)) > bool(_PROSE.search(bare))


def _is_markup(text: str) -> bool:
    """Whether a line is tags, templates or shortcodes, and nothing else."""
    shown = unescape(unescape(text))
    left = without_markup(shown)
    return left != text and not _LETTER.search(left)


def _is_script(text: str) -> bool:
    """A line of a script, with whatever in its strings: ``var title = 'Новость';``."""
    if _ASSIGNED.fullmatch(text) or (("(" in text or "=" in text) and _STATEMENT.fullmatch(text)):
        return True
    if not (
        text.endswith(")")
        or text.startswith(("import ", "jQuery"))
        or any(map(text.__contains__, "{}=<>;$#"))
    ):
        return False
    bare = _STRINGS.sub("''", text)
    if bare.startswith(("//", "}, ")) and sum(char in "{}()[]:;'\"," for char in bare) * 20 >= len(bare):
        return True
    if not _SCRIPT.match(bare) or re.search(r"[а-яё]{3,} [а-яё]{3,} [а-яё]{3,}", bare):
        return False
    return sum(char in "{}()[]<>=;:/\\\"'_$#|&+*.," for char in text) * 12 >= len(bare)


def _bare(text: str) -> str:
    """The text without strings, comments and addresses."""
    return _ADDRESS.sub("", _COMMENTS.sub("", _STRINGS.sub("''", text))).strip()


def _is_foreign(text: str) -> bool:
    """Whether a line has letters, none of them Cyrillic but in strings and comments."""
    if _CYRILLIC.search(text) and (_CYRILLIC.match(text) or not any(map(text.__contains__, _HIDING))):
        return False
    bare = _bare(text)
    return not _CYRILLIC.search(bare) and bool(_LATIN.search(bare) or "''" in bare)


def _is_comment(text: str) -> bool:
    return bool(_COMMENT_ALONE.fullmatch(text))


def _may_go_on(text: str) -> bool:
    """Whether a line beside code may belong to it: it begins or ends as no name and no sentence does."""
    if text[0] in _OF_SIGNATURES or _PROSE.search(text):
        return False
    if _FIELD.fullmatch(text):
        return True
    return bool(_GOES_ON.match(text)) and (_is_foreign(text) or text.strip() in _BRACKETS)
