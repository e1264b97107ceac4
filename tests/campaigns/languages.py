"""How many sentences of treebanks in other languages are told from Russian ones, and how many Russian ones.

    python tests/campaigns/languages.py kk=kk_ktb-ud-test.conllu en=en_pud-ud-test.conllu

Sentences of less than four words are left out. ``told`` counts those that are taken for another language
than Russian, ``named`` those whose language is right. With ``--library`` the library answers alone, without
letters and dictionary.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path

from rukaz.annotation.language import FEWEST_WORDS, RUSSIAN, foreign_language, library_language

WORD = re.compile(r"[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*")


def measure(file: Path, language: str, tell: Callable[[str], str | None]) -> dict[str, float]:
    """Sentences of a CoNLL-U file, and the share of them, in per cent, that is told and named."""
    texts = re.findall(r"^# text = (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    texts = [text for text in texts if len(WORD.findall(text)) >= FEWEST_WORDS]
    found = [tell(text) or RUSSIAN for text in texts]
    return {
        "sentences": len(texts),
        "told": 100 * sum(one != RUSSIAN for one in found) / len(texts),
        "named": 100 * sum(one == language for one in found) / len(texts),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="LANGUAGE=FILE")
    parser.add_argument("--library", action="store_true")
    arguments = parser.parse_args()
    tell = library_language if arguments.library else foreign_language
    pairs = [argument.split("=", 1) for argument in arguments.files]
    print(json.dumps({language: measure(Path(file), language, tell) for language, file in pairs}, indent=1))
