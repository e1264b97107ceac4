"""Silver annotation: raw news articles tagged, parsed and searched for names by slovnet.

slovnet (github.com/natasha/slovnet, MIT) is the teacher. Its output is kept as it is, in its own
tokens and labels, one CoNLL-U shard per `SHARD` articles, so that a killed pass resumes and the
rules of `treebanks` can change without annotating again.
"""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rukaz.conllu.training_sentences import TrainingSentence, Word, is_tree, write_trees

SHARD = 200  # articles
SEED = 20261122
BATCH = 64  # sentences
SHORTEST, LONGEST = 3, 60  # tokens
CYRILLIC_SHARE = 0.7

_DATE = re.compile(r"(\d{1,2})(\.)(\d{1,2})(\.)(\d{2,4})")
_CLOCK = re.compile(r"(\d{1,2})(:)(\d{2})")
_SPACE = re.compile(r"[\s\u00ad\u200b\ufeff]+")


@dataclass(frozen=True)
class Segment:
    """A sentence of raw text with the (start, end) of its tokens."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def tokens(self) -> list[str]:
        """The forms of the tokens."""
        return [self.text[start:end] for start, end in self.spans]


class Teacher:
    """slovnet's three news models over navec's vectors, all from the natasha wheel."""

    def __init__(self) -> None:
        from importlib.util import find_spec

        from navec import Navec
        from slovnet import NER, Morph, Syntax

        spec = find_spec("natasha")
        assert spec is not None and spec.origin is not None
        data = Path(spec.origin).parent / "data"
        vectors = Navec.load(str(data / "emb/navec_news_v1_1B_250K_300d_100q.tar"))

        def load(model: Any, name: str) -> Any:
            return model.load(str(data / "model" / name), batch_size=BATCH).navec(vectors)

        self._morph = load(Morph, "slovnet_morph_news_v1.tar")
        self._syntax = load(Syntax, "slovnet_syntax_news_v1.tar")
        self._ner = load(NER, "slovnet_ner_news_v1.tar")

    def trees(self, tokens: list[list[str]]) -> list[TrainingSentence]:
        """Tag and parse tokenised sentences; the lemma is left empty."""
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        ordered = [tokens[i] for i in order]
        trees: list[TrainingSentence] = [[] for _ in tokens]
        for i, tags, arcs in zip(order, self._morph.map(ordered), self._syntax.map(ordered), strict=True):
            trees[i] = [
                Word(tag.text, "_", tag.pos, dict(tag.feats), int(arc.head_id), arc.rel)
                for tag, arc in zip(tags.tokens, arcs.tokens, strict=True)
            ]
        return trees

    def names(self, segments: list[Segment]) -> list[list[str]]:
        """Return IOB2 labels (PER, LOC, ORG) for the tokens of each sentence."""
        order = sorted(range(len(segments)), key=lambda i: len(segments[i].text))
        labels: list[list[str]] = [[] for _ in segments]
        markups = self._ner.map([segments[i].text for i in order])
        for i, markup in zip(order, markups, strict=True):
            labels[i] = _iob2(segments[i].spans, markup.spans)
        return labels


def annotate_raw_news(raw: Path, shards: Path, *, articles: int | None = None) -> int:
    """Annotate the articles under `raw` into CoNLL-U shards; return how many shards are new.

    Args:
        raw: folder of zip files with one JSON object (title, summary, content) per line.
        shards: output folder; a shard that is there already is not made again.
        articles: how many articles at most, taken in a fixed random order.
    """
    shards.mkdir(parents=True, exist_ok=True)
    texts = read_articles(raw)[:articles]
    teacher: Teacher | None = None
    made = 0
    for start in range(0, len(texts), SHARD):
        path = shards / f"silver-{start // SHARD:04d}.conllu"
        if path.exists():
            continue
        teacher = teacher or Teacher()
        write_trees(path, _annotated(teacher, texts[start : start + SHARD]))
        made += 1
    return made


def read_articles(raw: Path) -> list[list[str]]:
    """Return the paragraphs of every article, the articles shuffled by a fixed seed."""
    articles = []
    for path in sorted(raw.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                lines = archive.read(name).decode("utf-8").split("\n")
                articles += [_paragraphs(json.loads(line)) for line in lines if line.strip()]
    random.Random(SEED).shuffle(articles)
    return articles


def segment(paragraph: str) -> Iterator[Segment]:
    """Split a paragraph into sentences and tokens by razdel, dates and clock times further.

    >>> [s.tokens for s in segment("Встреча 20.04.2012 в 20:55.")]
    [['Встреча', '20', '.', '04', '.', '2012', 'в', '20', ':', '55', '.']]
    """
    from razdel import sentenize, tokenize

    for sentence in sentenize(paragraph):
        spans: list[tuple[int, int]] = []
        for token in tokenize(sentence.text):
            spans += _split_numbers(token.text, token.start)
        yield Segment(sentence.text, tuple(spans))


def is_running_text(tokens: list[str]) -> bool:
    """Tell whether a sentence is worth annotating: Russian, of usual length, not a table row."""
    if not SHORTEST <= len(tokens) <= LONGEST:
        return False
    text = "".join(tokens)
    letters = sum(character.isalpha() for character in text)
    cyrillic = sum("а" <= character <= "я" or character == "ё" for character in text.lower())
    return letters >= 0.6 * len(text) and cyrillic >= CYRILLIC_SHARE * max(letters, 1)


def _annotated(teacher: Teacher, articles: list[list[str]]) -> Iterator[TrainingSentence]:
    segments = [s for paragraphs in articles for text in paragraphs for s in segment(text)]
    segments = [s for s in segments if is_running_text(s.tokens)]
    trees = teacher.trees([s.tokens for s in segments])
    for sentence, tree, names in zip(segments, trees, teacher.names(segments), strict=True):
        if is_tree(tree):
            _set_misc(tree, sentence, names)
            yield tree


def _set_misc(tree: TrainingSentence, sentence: Segment, names: list[str]) -> None:
    following = [start for start, _ in sentence.spans[1:]] + [-1]
    for word, (_, end), start, name in zip(tree, sentence.spans, following, names, strict=True):
        if end == start:
            word.misc["SpaceAfter"] = "No"
        if name != "O":
            word.misc["NE"] = name


def _paragraphs(article: dict[str, Any]) -> list[str]:
    text = "\n".join(str(article.get(key) or "") for key in ("title", "summary", "content"))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _split_numbers(text: str, start: int) -> list[tuple[int, int]]:
    match = _DATE.fullmatch(text) or _CLOCK.fullmatch(text)
    if match is None:
        return [(start, start + len(text))]
    groups = range(1, len(match.groups()) + 1)
    return [(start + match.start(group), start + match.end(group)) for group in groups]


def _iob2(spans: tuple[tuple[int, int], ...], names: list[Any]) -> list[str]:
    labels = ["O"] * len(spans)
    for name in names:
        inside = [i for i, (start, end) in enumerate(spans) if name.start <= start and end <= name.stop]
        for position, i in enumerate(inside):
            labels[i] = f"{'I' if position else 'B'}-{name.type}"
    return labels
