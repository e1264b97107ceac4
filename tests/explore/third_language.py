"""A third language of the site, English in wide letters, to see that every text stands in a table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

CODE = "kk"
NAME = "Қазақша"

Texts = Mapping[str, str | Mapping[str, str]]
"""A text for each key, or one for each plural category."""

TABLES = """() => {
    const chosen = rukaz.language.code();
    const tables = {};
    for (const [code] of rukaz.language.all()) {
        rukaz.language.choose(code);
        const { keys, message } = rukaz.language;
        tables[code] = Object.fromEntries(keys("").map((key) => [key, message(key)]));
    }
    rukaz.language.choose(chosen);
    return tables;
}"""

CATEGORIES = """(code) => {
    const rules = new Intl.PluralRules(code);
    return [...new Set(Array.from({ length: 200 }, (_, number) => rules.select(number)))].sort();
}"""
"""The plural categories of the whole numbers in a language."""

NARROW = """() => {
    const DATA = "bdi, code, kbd, pre, [lang]:not(html), svg, .w, .kwic td, .chip, .card-text, .times, mark,"
        + " option, script, style, noscript, .feature, .popover b, .tiles small, #name, a[rel],"
        + " .frequencies thead, .accuracy";
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (/[a-z]{2}/.test(data) && !parentElement.closest(DATA)) found.add(data);
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
        for (const name of ["aria-label", "placeholder", "title"]) {
            const said = one.getAttribute(name) ?? "";
            const isText = name !== "title" || said.includes(" "); // else the id of a sentence
            const isWide = /[\\uFF21-\\uFF5A]/.test(said);
            if (/[a-z]{2}/.test(said) && isText && !isWide && !one.closest(DATA)) found.add(said);
        }
    }
    return [...found];
}"""
"""What a page shows in letters of this width, but for what is data."""


def table(page: Any) -> str:
    """The file of the language."""
    categories = page.evaluate(CATEGORIES, CODE)
    texts = {key: _wide(text, categories) for key, text in page.evaluate(TABLES)["en"].items()}
    added = f"{json.dumps(CODE)}, {json.dumps(NAME)}, {json.dumps(texts)}, 'ru'"
    return f'"use strict";\nvar rukaz = globalThis.rukaz || {{}};\nrukaz.language.add({added});\n'


def _wide(text: str | Mapping[str, str], categories: list[str]) -> str | dict[str, str]:
    if isinstance(text, str):
        return re.sub(r"\{[a-zA-Z]+\}|[a-zA-Z]", _wide_letter, text)
    return {category: str(_wide(text["other"], categories)) for category in categories}


def _wide_letter(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else chr(ord(found[0]) + 0xFEE0)


def speak(page: Any) -> None:
    """Let a page that is open have the language, as if its file had been there, and speak it."""
    page.evaluate(table(page))
    page.evaluate(
        """(code) => {
            const list = document.querySelector("#language");
            list.append(new Option(code, code));
            list.value = code;
            list.dispatchEvent(new Event("change"));
        }""",
        CODE,
    )
    page.wait_for_function("code => document.documentElement.lang === code", arg=CODE)
