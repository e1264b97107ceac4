"""Build corpora of texts that nobody wrote; each must end as documents and quarantine rows, to the character.

    python tests/campaigns/raw_texts.py --texts 100000 --seed 1
    python tests/campaigns/raw_texts.py --texts 5000 --seed 2 --networks

Texts are random bytes, random code points, odd shapes and damaged sentences. Without ``--networks`` the
models are replaced by a stand-in that cuts and labels at random (always the same for the same text), which
goes where trained models never would. A failure is a build that raises anything or takes a minute; the text
that is to blame is found by halving, and printed.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.long_sentences import Span
from rukaz.export.manifest import Manifest
from rukaz.pipeline.build import build
from rukaz.records import UPOS_TAGS

SECONDS = 60
"""A text that takes longer hangs."""

SENTENCES = (
    "Президент России Владимир Путин 9 ноября прибыл с визитом в Казахстан.",
    "«Мы договорились о поставках газа», — сказал К.-Ж. Токаев (цитата по ТАСС).",
    "В 2023 г. товарооборот вырос на 12,5% и составил 27 млрд долл. США; в т. ч. экспорт — 10 000,4.",
    "– Что дальше? – спросил он. – Ничего... Ждём-с!",
    "Қазақстан Республикасының Президенті Астанада сөз сөйледі.",
    "Читайте: https://example.com/a?b=1&c=2#d, пишите на a.b@example.com, тел. +7 (777) 123-45-67.",
)
MARKS = "\u0306\u0308\u0301\u0338\u0f71\u0f72\u0f73\u0f74\u0f75\u0f81\u1161\u11a8\u3099\u20dd\ufe0f"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\u202c\u2066\u2069\u180e\u061c"
SPACES = " \t\n\r\v\f\x1c\x1d\x1e\x85\u00a0\u1680\u2000\u2007\u2009\u2028\u2029\u202f\u205f\u3000"
ODD = "\x01\x07\x7f\ufffd\ufffe\U0001fffe\U000e0041🔥👍🏽🇰🇿\U0010ffff#=|_\\<>&\"'«»„“”()[]{}…—–-‑"
PIECES = (
    *"{}()[]«»\"'.,!?…-—_=|#*~^`\\/<>&%$@+а",
    *MARKS,
    *(
        "Да. ",
        "д. ",
        "1 ",
        "1.",
        "т.е.",
        "А. Б. ",
        "http://",
        "<b>",
        "👍🏽",
        "\u200d",
        "я\u0306",
        "(а",
        "а)",
        "— ",
    ),
    *("\n", "\r\n", " \n", "* ", "– а\n"),
)


# -- texts --


def random_bytes(chance: random.Random) -> bytes:
    """Bytes of a file that is perhaps no text at all."""
    size = chance.randrange(200)
    if chance.random() < 0.3:
        return chance.randbytes(size)
    encoding = chance.choice(["cp1251", "koi8-r", "utf-16", *["utf-8", "utf-8-sig"] * 3])
    damaged = bytearray(_sentences(chance).encode(encoding, errors="replace"))
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged[chance.choice([0, 0, 1]) :])


def code_points(chance: random.Random) -> bytes:
    """Characters from all of Unicode, the troublesome ones more often."""
    pools: Sequence[Callable[[], str]] = (
        lambda: chance.choice("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГД"),
        lambda: chance.choice("abcXYZ0123456789.,!?;:"),
        lambda: chance.choice(MARKS),
        lambda: chance.choice(INVISIBLE),
        lambda: chance.choice(SPACES),
        lambda: chance.choice(ODD),
        lambda: chr(chance.randrange(0xD800)),
        lambda: chr(chance.randrange(0xE000, 0x110000)),
        lambda: unicodedata.normalize("NFD", chr(chance.randrange(0xAC00, 0xD7A4))),
    )
    weights = [chance.random() ** 2 for _ in pools]
    return "".join(pool() for pool in chance.choices(pools, weights, k=chance.randrange(150))).encode()


def shapes(chance: random.Random) -> bytes:
    """One thing again and again, with little between: brackets, marks, words without end, lines."""
    piece = chance.choice(PIECES)
    between = chance.choice(["", "", " ", "\n", "\u00a0", "слово ", "\u0301"])
    (times,) = chance.choices([1, 2, 3, 30, 300, 1001, 10_000], [200, 200, 200, 300, 80, 20, 1])
    before, after = (chance.choice(["", *SENTENCES]) for _ in range(2))
    return (before + chance.choice(["", " "]) + between.join([piece] * times) + after).encode()


def damaged_sentences(chance: random.Random) -> bytes:
    """Sentences with some characters inserted, doubled, lost or exchanged, in composed form or not."""
    text = list(_sentences(chance))
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text))
        odd = chance.choice(MARKS + INVISIBLE + SPACES + ODD)
        text[at] = chance.choice([text[at] + odd, odd, text[at] * 2, "", text[at].upper(), odd + text[at]])
    return unicodedata.normalize(chance.choice(["NFC", "NFD", "NFKD"]), "".join(text)).encode()


def _sentences(chance: random.Random) -> str:
    parts = (
        chance.choice(SENTENCES) + chance.choice(["", " ", "\n", "\n\n"])
        for _ in range(chance.choice([1, 1, 2]))
    )
    return "".join(parts)


KINDS: Mapping[str, Callable[[random.Random], bytes]] = {
    "bytes": random_bytes,
    "code points": code_points,
    "shapes": shapes,
    "damaged sentences": damaged_sentences,
}


# -- a stand-in for the networks --


class StandIn:
    """Cuts texts into sentences and tokens anywhere, and labels them with little sense.

    It stands where :class:`rukaz.annotation.processors.Stages` does; rules go on with what it says.
    """

    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        return [list(self._cut(text)) for text in texts]

    def _cut(self, text: str) -> Iterator[list[Span]]:
        chance = random.Random(f"cut {text}")
        size = chance.choice([1, 2, 5, 10])
        tokens: list[Span] = []
        at = 0
        while at < len(text):
            end = min(len(text), at + chance.randrange(1, size + 1))
            start = at
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                tokens.append((start, end))
            at = max(end, at + 1)
            if tokens and chance.random() < 0.08:
                yield tokens
                tokens = []
        if tokens:
            yield tokens

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        return [self._labels(forms) for forms in sentences]

    def _labels(self, forms: Sequence[str]) -> list[Analysis]:
        chance = random.Random(f"label {forms}")
        wild = chance.random() < 0.1
        root = chance.randrange(len(forms)) + 1
        return [
            Analysis(
                lemma=chance.choice([form.lower(), form, form[:1], "а"]) if wild else form.lower(),
                upos=chance.choice(UPOS_TAGS) if wild else "PUNCT" if not form[0].isalnum() else "NOUN",
                feats=chance.choice([None, "Case=Nom", "Degree=Pos|Gender=Masc"]) if wild else None,
                head=0 if number == root else chance.choice([root, max(1, number - 1)]) if wild else root,
                deprel=chance.choice(RELATIONS) if wild else _relation(form, number == root),
                ner=chance.choice(["O", "O", "B-PER", "I-PER", "E-LOC", "S-ORG", "I-MISC"]),
            )
            for number, form in enumerate(forms, 1)
        ]


RELATIONS = (
    "root",
    "nsubj",
    "flat",
    "fixed",
    "goeswith",
    "appos",
    "punct",
    "case",
    "obl:tmod",
    "flat:foreign",
)


def _relation(form: str, is_root: bool) -> str:
    return "root" if is_root else "nmod" if form[0].isalnum() else "punct"


# -- the campaign --


@dataclass
class Tally:
    """What became of the texts of one kind.

    Attributes:
        failures: texts that stopped a build, with what it said.
    """

    texts: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[bytes, str]] = field(default_factory=list)


def campaign(texts: int, seed: int, *, networks: bool = False, at_once: int = 250) -> dict[str, Tally]:
    """Build ``texts`` texts of each kind in turn, so many at once."""
    tallies = {kind: Tally() for kind in KINDS}
    with stand_in(networks), tempfile.TemporaryDirectory(prefix="rukaz-texts-") as folder:
        build_texts(["Шёл дождь.".encode()] * 2, Path(folder))  # loads the models
        for first in range(0, texts, at_once * len(KINDS)):
            for kind, make in KINDS.items():
                numbers = range(first, min(first + at_once, first + texts // len(KINDS) or 1))
                batch = [make(random.Random(f"{seed} {kind} {number}")) for number in numbers]
                tallies[kind].texts += len(batch)
                _build(batch, Path(folder), tallies[kind])
            print(f"{min(first + at_once * len(KINDS), texts):,} texts", file=sys.stderr, flush=True)
    return tallies


@contextmanager
def stand_in(networks: bool) -> Iterator[None]:
    """Within it the stand-in annotates, unless the networks are wanted."""
    if networks:
        yield
        return
    with (
        mock.patch.dict("rukaz.annotation.annotator._loaded", clear=True),
        mock.patch("rukaz.annotation.annotator.load_pipeline"),
        mock.patch("rukaz.annotation.processors.JointStages", lambda *_: StandIn()),
    ):
        yield


def _build(batch: Sequence[bytes], folder: Path, tally: Tally) -> None:
    """Build a batch; if that fails, its halves, down to the texts that are to blame."""
    try:
        manifest = build_texts(batch, folder)
    except (Exception, TimeoutError) as error:
        if len(batch) == 1:
            tally.failures.append((batch[0], f"{type(error).__name__}: {error}"))
            return
        for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
            _build(half, folder, tally)
        return
    tally.counts["documents"] += sum(split["documents"] for split in manifest["splits"].values())
    tally.counts["sentences"] += sum(split["sentences"] for split in manifest["splits"].values())
    for row in manifest["quarantine"]:
        tally.counts["files refused" if row["stage"] == "ingest" else "sentences refused"] += 1


def build_texts(batch: Sequence[bytes], folder: Path) -> Manifest:
    """The manifest of a corpus of these texts; every character is accounted for.

    Raises:
        Exception: whatever the build raises.
        AssertionError: something is not accounted for.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        texts = Path(place, "texts")
        texts.mkdir()
        for number, data in enumerate(batch):
            (texts / f"{number:05}.txt").write_bytes(data)
        with at_most(SECONDS if len(batch) == 1 else SECONDS + 4 * len(batch)):
            manifest = build(texts, Path(place, "corpus"), say=lambda _message: None)
    for units in manifest["stages"].values():
        for account in units.values():
            assert account["in"] == account["out"] + account["left_out"] + account["quarantined"], account
    files = manifest["stages"]["ingest"]["files"]
    assert files["in"] == len(batch), files
    return manifest


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


COLUMNS = ("documents", "files refused", "sentences", "sentences refused")


def table(tallies: Mapping[str, Tally]) -> str:
    """What became of the texts, as Markdown."""
    lines = [f"| texts | tried | {' | '.join(COLUMNS)} | failures |", "|---" * (len(COLUMNS) + 3) + "|"]
    for kind, tally in tallies.items():
        cells = [tally.texts, *(tally.counts[column] for column in COLUMNS), len(tally.failures)]
        lines.append(f"| {kind} | {' | '.join(f'{cell:,}' for cell in cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", action="store_true", help="annotate with the models in the package")
    arguments = parser.parse_args()
    begun = time.monotonic()
    tallies = campaign(arguments.texts, arguments.seed, networks=arguments.networks)
    print(table(tallies))
    failures = [failure for tally in tallies.values() for failure in tally.failures]
    for data, said in failures[:50]:
        print(f"{data[:200]!r}\n    {said[:1000]}")
    print(f"{len(failures)} failures (seed {arguments.seed}, {time.monotonic() - begun:.0f} s)")
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
