"""Which sentences of a Russian text are not Russian.

Its letters and the dictionary make a sentence suspect, then a library (py3langid) names the language. Each
alone is wrong too often: the library takes one Russian sentence in two hundred for Bulgarian or Ukrainian,
and all letters of Bulgarian are Russian. A sentence of less than four words goes with those around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rukaz.annotation.assemble import Analysis
from rukaz.dictionary import is_known

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

RUSSIAN = "ru"

FEWEST_WORDS = 4
"""Words of a sentence that is judged by itself."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:[@#]|://|www\.|\w\.[a-z]{2,})\S*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u04ff]")
_FEWEST_STRANGE = 0.2  # share of the words with letters that Russian has not
_MOST_UNKNOWN = 0.4  # share of the words that the dictionary may not know in a Russian sentence
_ENOUGH = 6  # words in Russian letters, all known, with which a Russian sentence begins
_FEWEST_LATIN = 0.8  # share of the words of a sentence in Latin letters
_CANDIDATES = (
    "ru", "kk", "ky", "uk", "be", "bg", "mk", "sr", "mn", "tg", "tt", "az", "uz", "tr", "en", "de", "fr",
    "es", "it", "pt", "nl", "sv", "no", "da", "fi", "et", "lv", "lt", "pl", "cs", "sk", "hu", "ro", "hr",
    "sl", "la",
)  # fmt: skip


@lru_cache(maxsize=10_000)
def foreign_language(text: str) -> str | None:
    """The language of a sentence, as an ISO 639-1 code; None if it is Russian or too short to tell.

    >>> foreign_language("Бүгін Алматы қаласында жаңа кітапхана ашылды.")
    'kk'
    >>> foreign_language("Where does all her energy come from?")
    'en'
    >>> foreign_language("Компания Apple показала iPhone 15 Pro Max и Apple Watch.") is None
    True
    """
    words = _WORD.findall(_ADDRESS.sub(" ", text))
    if len(words) < FEWEST_WORDS or not _is_suspect(words):
        return None
    language = library_language(text)
    return None if language == RUSSIAN else language


def library_language(text: str) -> str:
    """What the library alone says."""
    return str(_identifier().classify(text)[0])


def languages(sentences: Sequence[str], usual: str = RUSSIAN) -> list[str]:
    """The language of each sentence of a text; those that cannot be judged go with those around them.

    >>> languages(["Бүгін Алматы қаласында жаңа кітапхана ашылды.", "Иә, рас.", "Да, это так."])
    ['kk', 'kk', 'ru']

    Args:
        sentences: in the order of the text.
        usual: the language that most of the text is in.
    """
    found = [foreign_language(sentence) for sentence in sentences]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            beside = found[at - order.step]
            if found[at] is None and beside is not None and _may_be_foreign(sentences[at]):
                found[at] = beside
    if usual == RUSSIAN:
        return [language or RUSSIAN for language in found]
    return [
        language or (usual if _may_be_foreign(sentence) else RUSSIAN)
        for language, sentence in zip(found, sentences, strict=True)
    ]


def unparsed(forms: Sequence[str]) -> list[Analysis]:
    """What is said of the tokens of a sentence that no model has learned to parse: foreign words in a row."""
    words = [any(map(str.isalnum, form)) for form in forms]
    root = words.index(True) if any(words) else 0
    return [
        Analysis(
            lemma=form,
            upos="X" if word else "PUNCT",
            feats="Foreign=Yes" if word else None,
            head=0 if at == root else root + 1,
            deprel="root" if at == root else "flat:foreign" if word and at > root else "punct",
            ner="O",
        )
        for at, (form, word) in enumerate(zip(forms, words, strict=True))
    ]


def _is_suspect(words: Sequence[str]) -> bool:
    """Whether a sentence of these words is probably not Russian."""
    cyrillic = [word for word in words if _CYRILLIC.search(word)]
    if len(words) - len(cyrillic) >= _FEWEST_LATIN * len(words):
        return sum(word.islower() for word in words) >= 2  # not only names
    if not any(map(_NOT_RUSSIAN.search, words)) and all(
        is_known(word.lower()) for word in cyrillic[:_ENOUGH]
    ):
        return False
    unknown = [word for word in cyrillic if not is_known(word.lower())]
    common = [word for word in unknown if word.islower()]  # names are unknown in Russian sentences too
    strange = sum(bool(_NOT_RUSSIAN.search(word)) for word in unknown)
    if strange >= 2 and strange >= _FEWEST_STRANGE * len(words):
        return 4 * len(common) >= sum(map(str.islower, cyrillic))
    return len(unknown) > _MOST_UNKNOWN * len(cyrillic) and len(common) >= 2


def _may_be_foreign(sentence: str) -> bool:
    """Whether a sentence that was not judged foreign is no Russian one for certain."""
    words = _WORD.findall(sentence)
    if any(_NOT_RUSSIAN.search(word) for word in words):
        return True
    return len(words) < FEWEST_WORDS and not any(is_known(word.lower()) for word in words)


@cache
def _identifier() -> LanguageIdentifier:
    """The library's model (5 MB), loaded when a sentence is first suspected."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([language for language in _CANDIDATES if language in identifier.labels])
    return identifier
