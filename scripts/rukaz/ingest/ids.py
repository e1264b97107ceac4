"""Ids of documents, made of names of files."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
_LATIN_LETTERS = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia a g q n o u u h i"
)
_LATIN = {
    cyrillic: latin.strip("_") for cyrillic, latin in zip(_CYRILLIC, _LATIN_LETTERS.split(), strict=True)
}


def safe_name(name: str) -> str:
    """``name`` in the letters of ids: Cyrillic transliterated, accents dropped, a hyphen for all else.

    >>> safe_name("Статья 5 (új).v2")
    'statia-5-uj-.v2'
    """
    composed = unicodedata.normalize("NFC", name)
    latin = composed if name.isascii() else "".join(_LATIN.get(char, char) for char in composed.casefold())
    bare = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9._]+", "-", bare).strip("-.") or "text"


def unique_id(name: str, taken: set[str], place: str) -> str:
    """An id made of ``name`` that is not in ``taken``, and is entered there.

    >>> unique_id("News", {"news"}, "News.txt") == "News"
    False

    Args:
        taken: ids in lower case; files named after ids must differ where case does not count, as on Windows
            and macOS.
        place: of the text; where its name is taken, a digest of it is added.
    """
    doc_id = safe_name(name)
    while doc_id.lower() in taken:
        doc_id += "-" + hashlib.sha256(os.fsencode(place)).hexdigest()[:8]
    taken.add(doc_id.lower())
    return doc_id
