"""Blocks of text with gold or silver token and sentence ends: what the tokenizer learns from."""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rukaz.conllu.rows import read_rows
from rukaz.train.token_rules import Span, SplitSentence, join_abbreviations, split, tokenize

INSIDE, TOKEN_END, SENTENCE_END = 0, 1, 2
LONGEST_BLOCK = 1200  # characters
POETRY = "poetry"
# tokens (each ends with a bar) whose convention plain news shows too seldom to be learned from it
RARE = (
    "C5+1|", "G7|", "B5+1|", "5G|", "H2O|", "18|+|", "№| 5|", "№|17|", "$|3|-|4| млн|", "10|-|15| %|",
    "20|-|36|%|", "1,5|-|2| тыс.|", "600|-|800|", "2012|-|2014| гг.|", "20|:|55|", "9|.|11|.|2023|",
    "10 000|", "125 400|", "Север|-|Юг|", "Запад|-|Восток|", "Россия|-|НАТО|", "Москва|-|Астана|",
    "Пекин|-|Шанхай|", "Ростов-на-Дону|", "Су-35|", "Союз-5|", "МиГ-29|", "Ту-154|", "Бук-М1|",
    "Формула-1|", "1990-х|", "44-ФЗ|", "Касым-Жомарт|", "торгово-|", "авиа-|", "(|Ред.|)|",
    "(|прим.| ред.|)|", "(|Ивановым|.| -| Ред.|)|", "news.az|", "lenta.ru|", "tengrinews.kz|",
    "Газета.Ru|", "www.rbc.ru|", "https://bit.ly/4Xyz|", "info@mail.kz|", "А.| С.| Пушкин|",
    "А.|С.| Пушкин|", "им.| Горького|", "ул.| Ленина|", "д.| 5|", "т.| е.|", "и| др.|", "км|/|ч|",
    "и|/|или|",
)  # fmt: skip
_FINAL = re.compile(r"[.!?…][»”\"')\]]*$")
_QUOTES = {"``": "«", "&#39;&#39;": "»", "''": "»", "&quot;": '"'}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block of text; `labels` has INSIDE, TOKEN_END or SENTENCE_END for each character."""

    text: str
    labels: bytes

    @classmethod
    def of(cls, text: str, sentences: Iterable[SplitSentence]) -> Labelled:
        """Label each token's last character, and each sentence's."""
        labels = bytearray(len(text))
        for sentence in sentences:
            for _, end in sentence.tokens:
                labels[end - 1] = TOKEN_END
            labels[sentence.tokens[-1][1] - 1] = SENTENCE_END
        return cls(text, bytes(labels))


def silver_blocks(articles: Iterable[list[str]]) -> Iterator[Labelled]:
    """Paragraphs of raw news, split by rule."""
    for paragraphs in articles:
        for paragraph in paragraphs:
            if 3 <= len(paragraph) <= LONGEST_BLOCK and (sentences := split(paragraph)):
                yield Labelled.of(paragraph, sentences)


def treebank_blocks(path: Path, rng: random.Random, *, typeset: bool = True) -> list[Labelled]:
    """Runs of one to six sentences of a treebank in their order, joined as running text is.

    A sentence that has no final punctuation ends its block, as it would end its paragraph.
    Verse is left out.

    Args:
        typeset: write «» for the ASCII stand-ins of quotation marks that GSD has.
    """
    blocks: list[Labelled] = []
    run: list[list[tuple[str, bool]]] = []
    length = rng.randint(1, 6)
    for words in _treebank_sentences(path, _QUOTES if typeset else {}):
        run.append(words)
        if len(run) == length or not _FINAL.search("".join(form for form, _ in words)):
            blocks.append(_join(run))
            run, length = [], rng.randint(1, 6)
    return blocks + ([_join(run)] if run else [])


def factrueval_blocks(archive: Path, part: str) -> list[Labelled]:
    """Paragraphs of factRuEval-2016 with its sentence ends and tokens by rule.

    factRuEval ends some sentences at a colon or comma before a quotation; those ends are not
    ours and are taken back.

    Args:
        part: "devset" or "testset".
    """
    blocks = []
    with tarfile.open(archive) as files:
        names = [n for n in files.getnames() if re.fullmatch(rf"(.*/)?{part}/.*\.tokens", n)]
        for name in sorted(names):
            text = _read(files, name.removesuffix("tokens") + "txt")
            ends = _factrueval_ends(_read(files, name), text)
            blocks += [_cut(text, m.span(), ends) for m in re.finditer(r"\S[^\n]*", text)]
    return [block for block in blocks if SENTENCE_END in block.labels]


def varied(block: Labelled, rng: random.Random) -> Labelled:
    """The same block as another hand would write it, and now and then with a rare token in it."""
    block = _with_other_marks(block, rng)
    text, labels = block.text, block.labels
    if rng.random() < 0.12:
        text, labels = _with_rare_token(text, labels, rng)
    if rng.random() < 0.03 and text[0].isupper():
        item = f"{rng.randint(1, 20)}. "
        inner = bytes(len(item) - 3) + bytes([TOKEN_END, TOKEN_END, INSIDE])
        text, labels = item + text, inner + labels
    if rng.random() < 0.02 and text[-1] in ".?!" and len(text) > 1 and labels[-2] == TOKEN_END:
        text, labels = f"{text[:-1]} {text[-1]}", labels[:-1] + bytes([INSIDE, labels[-1]])
    return Labelled(text, labels)


def _with_other_marks(block: Labelled, rng: random.Random) -> Labelled:
    """Other quotation marks and dashes, an opening dash, or no final stop."""
    text = block.text
    marks = rng.choice(["«»", "«»", '""', '""', "“”", "„“"])
    text = text.translate(str.maketrans("«»", marks))
    dash = rng.choice("———–-")
    text = re.sub(r"(?<=\s)[—–-](?=\s)", dash, text)
    labels = block.labels
    if rng.random() < 0.05 and text[0].isupper():
        text, labels = f"{dash} {text}", bytes([TOKEN_END, INSIDE]) + labels
    if rng.random() < 0.05 and len(text) > 1 and text[-1] == "." and labels[-2] == TOKEN_END:
        text, labels = text[:-1], labels[:-2] + bytes([SENTENCE_END])
    return Labelled(text, labels)


def _with_rare_token(text: str, labels: bytes, rng: random.Random) -> tuple[str, bytes]:
    """A rare token, its digits drawn anew, between two words of one sentence."""
    places = [i for i, c in enumerate(text) if c == " " and i and labels[i - 1] == TOKEN_END]
    if not places:
        return text, labels
    marked = re.sub(r"[1-9]", lambda _: rng.choice("123456789"), rng.choice(RARE))
    added, ends = " ", bytearray([INSIDE])
    for part in marked.split("|")[:-1]:
        added += part
        ends += bytes(len(part) - 1) + bytes([TOKEN_END])
    place = rng.choice(places)
    return text[:place] + added + text[place:], labels[:place] + bytes(ends) + labels[place:]


def _treebank_sentences(path: Path, quotes: dict[str, str]) -> Iterator[list[tuple[str, bool]]]:
    """Sentences as (form, followed by a space), with hyphens and quotes in our convention."""
    for raw in read_rows(path):
        words = [(quotes.get(row[1], row[1]), "SpaceAfter=No" not in row[9]) for _, row in raw.words()]
        if words and raw.facts.get("genre") != POETRY:
            yield _rejoin_hyphens(words)


def _rejoin_hyphens(words: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Бук - М1 written without spaces is one token by our rules: Бук-М1."""
    joined: list[tuple[str, bool]] = []
    index = 0
    while index < len(words):
        here = words[index : index + 3]
        text = "".join(form for form, _ in here)
        close = len(here) == 3 and here[1][0] == "-" and not (here[0][1] or here[1][1])
        if close and tokenize(text) == [(0, len(text))]:
            words = [*words[:index], (text, here[2][1]), *words[index + 3 :]]
            continue
        joined.append(words[index])
        index += 1
    return joined


def _join(run: list[list[tuple[str, bool]]]) -> Labelled:
    text, sentences = "", []
    for words in run:
        text = f"{text.rstrip()} " if text else ""
        tokens: list[Span] = []
        for form, space in words:
            tokens.append((len(text), len(text) + len(form)))
            text += form + (" " if space else "")
        sentences.append(SplitSentence(tokens))
    return Labelled.of(text.rstrip(), sentences)


def _factrueval_ends(tokens: str, text: str) -> list[int]:
    ends, last = [], None
    for line in [*tokens.split("\n"), ""]:
        if line.strip():
            _, start, length, *_ = line.split()
            last = int(start) + int(length)
        elif last is not None:
            final = _FINAL.search(text[:last]) or re.match(r"\s*(\n|•|\d+\.|$)", text[last:])
            ends += [last] if final else []
            last = None
    return ends


def _cut(text: str, block: Span, ends: list[int]) -> Labelled:
    start, stop = block
    inner = sorted({e for e in ends if start < e < stop} | {stop})
    sentences = []
    for left, right in zip([start, *inner], inner, strict=False):
        spans = [(left - start + a, left - start + b) for a, b in tokenize(text[left:right])]
        if spans:
            sentences.append(SplitSentence(join_abbreviations(text[start:stop], spans)))
    return Labelled.of(text[start:stop], sentences)


def _read(files: tarfile.TarFile, name: str) -> str:
    member = files.extractfile(name)
    assert member is not None
    return member.read().decode("utf-8")
