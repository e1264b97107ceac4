"""Gold annotation of other people's files as records: treebanks and named-entity corpora, as they are."""

from __future__ import annotations

import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from rukaz.annotation.assemble import tree_fault
from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.iob2 import decode
from rukaz.records import ENTITY_LABELS, UNKNOWN, Block, Document, Entity, Sentence, Token

FACTRUEVAL_PART = "testset"
TESTS = (
    "treebanks/ru_grameval2020-lenta-news.conllu",
    "treebanks/ru_gsd-ud-test.conllu",
    "treebanks/ru_taiga-ud-test.conllu",
    "ner/factrueval-2016.tar.gz",
)
"""The files of the folder of training data that models are measured on, and never trained."""

_DAMAGES = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, LookupError)
_SENTENCE_FINAL = re.compile(r"[.!?…][»”\"')>\]]*$")
_AUTHORS_WORDS = re.compile(r"[-–—]+\s*[a-zа-яё]|[a-zа-яё]")


def gold_files(path: Path) -> list[Path]:
    """The file, or of a folder that is laid out as `rukaz train` takes it the tests.

    Raises:
        RukazError: a test is missing in the folder.
    """
    if not path.is_dir():
        return [path]
    files = [path / name for name in TESTS]
    if missing := [str(file) for file in files if not file.is_file()]:
        raise RukazError("a test file is missing", where=missing[0], hint="Name the files one by one.")
    return files


def read_gold(path: Path) -> tuple[list[Document], list[Sentence]]:
    """Documents with their blocks, and the gold sentences with offsets into them.

    Args:
        path: a CoNLL-U file (blocks at newpar; entities from ``NE=`` or ``NER=`` in MISC), or the archive of
            factRuEval-2016 (its test set; a document a text). What factRuEval cuts off before the author's
            words and before quoted speech is joined again, for no treebank ends a sentence there.

    Raises:
        RukazError: it is neither, is damaged, or has no sentence; of a sentence that is no tree, its line.
    """
    if path.name.endswith(".conllu"):
        documents, sentences = _treebank(path)
    elif path.name.endswith((".tar.gz", ".tgz")):
        with _explained(path):
            documents, sentences = _factrueval(path)
    else:
        raise RukazError(
            "this is not a readable file with gold annotation",
            where=str(path),
            hint="Give a .conllu file, or the archive of factRuEval-2016 (.tar.gz).",
        )
    if not sentences:
        raise RukazError("there are no sentences in it", where=str(path))
    return documents, sentences


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Whatever a damaged archive, or one of other contents, raises, as a :class:`RukazError`."""
    try:
        yield
    except _DAMAGES as error:
        what = f"this is not the archive of factRuEval-2016, or it is damaged ({error!r:.200})"
        raise RukazError(what, where=str(path), hint="Download it again.") from error


def genres(path: Path, sentences: Sequence[Sentence]) -> list[str]:
    """The kind of text of each gold sentence, by the comment ``genre`` of Taiga; empty if a file has none."""
    if not path.name.endswith(".conllu"):
        return []
    known = [parsed.raw.facts.get("genre") or "" for parsed in read_any(path, ranges=False)]
    return known if len(known) == len(sentences) and len(set(known)) > 1 else []


def document(doc_id: str, text: str, blocks: Sequence[tuple[int, int]]) -> Document:
    """A document of body text, for annotation only."""
    return Document(
        doc_id=doc_id,
        file=doc_id,
        sha256="",
        text=text,
        split="test",
        blocks=tuple(Block(str(n), "body", start, end) for n, (start, end) in enumerate(blocks, 1)),
    )


def _treebank(path: Path) -> tuple[list[Document], list[Sentence]]:
    documents: list[Document] = []
    sentences: list[Sentence] = []
    names: set[str] = set()
    for number, (name, group) in enumerate(groupby(_gold_sentences(path), key=lambda one: one.doc_id)):
        doc_id = name if name not in names else f"{name}#{number}"  # two texts all the same
        names.add(doc_id)
        text = block = ""
        blocks: list[tuple[int, int]] = []
        for sentence in group:
            gap = sentence.start - len(text)
            text += (" " if sentence.block == block else "\n") * gap + sentence.text
            if sentence.block == block:
                blocks[-1] = (blocks[-1][0], len(text))
            else:
                block = sentence.block
                blocks.append((sentence.start, len(text)))
            sentences.append(replace(sentence, doc_id=doc_id, block=str(len(blocks))))
        documents.append(document(doc_id, text, blocks))
    return documents, sentences


def _gold_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a file, whose heads are a tree or not annotated."""
    for parsed in read_any(path, ranges=False):
        heads = [row[6] for _, row in parsed.raw.words()]
        fault = None if "_" in heads else tree_fault(list(map(int, heads)))
        if fault:
            raise RukazError(
                fault, where=f"{path}, line {parsed.raw.line}", hint="A gold sentence is a tree."
            )
        yield parsed.sentence


def entities_of(sentence: Sentence, tags: Sequence[str]) -> tuple[Entity, ...]:
    """The entities that IOB2 or BIOES tags mark on the tokens of a sentence."""
    places = [(token.start - sentence.start, token.end - sentence.start) for token in sentence.tokens]
    return tuple(
        Entity(
            label=label,
            start=sentence.tokens[first].start,
            end=sentence.tokens[last].end,
            text=sentence.text[places[first][0] : places[last][1]],
            first_token=first + 1,
            last_token=last + 1,
        )
        for label, first, last in decode(tags)
        if label in ENTITY_LABELS
    )


def _factrueval(path: Path) -> tuple[list[Document], list[Sentence]]:
    from rukaz.train.ner_data import factrueval

    documents: list[Document] = []
    sentences: list[Sentence] = []
    segmentation = _factrueval_sentences(path)
    for (doc_id, spans), (text, names) in zip(segmentation, factrueval(path, FACTRUEVAL_PART), strict=True):
        blocks = [m.span() for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
        documents.append(document(doc_id, text, blocks))
        for tokens in _sentences_joined(text, spans):
            start, end = tokens[0][0], tokens[-1][1]
            inside = [n for n in names if start <= n.start < end]
            sentences.append(
                Sentence(
                    doc_id=doc_id,
                    sent_id=f"{doc_id}-{start}",
                    block="1",
                    role="body",
                    start=start,
                    end=end,
                    text=text[start:end],
                    tokens=tuple(_bare(text, n, span) for n, span in enumerate(tokens, 1)),
                    entities=tuple(
                        Entity(n.label, n.start, n.end, text[n.start : n.end], 0, 0)  # type: ignore[arg-type]  # as above
                        for n in inside
                    ),
                )
            )
    return documents, sentences


def _factrueval_sentences(path: Path) -> Iterator[tuple[str, list[list[tuple[int, int]]]]]:
    """The token spans of each sentence of each text, as factRuEval has them."""
    with tarfile.open(path) as files:
        wanted = re.compile(rf"(?:.*/)?{FACTRUEVAL_PART}/(\w+)\.tokens")
        for name in sorted(n for n in files.getnames() if wanted.fullmatch(n)):
            member = files.extractfile(name)
            if member is None:
                raise ValueError(f"{name} is no file")
            chunks = re.split(r"\n\s*\n", member.read().decode("utf-8").strip())
            rows = [[line.split() for line in chunk.split("\n") if line.strip()] for chunk in chunks]
            spans = [[(int(r[1]), int(r[1]) + int(r[2])) for r in chunk] for chunk in rows if chunk]
            yield name.rpartition("/")[2].removesuffix(".tokens"), spans


def _sentences_joined(
    text: str, sentences: Sequence[list[tuple[int, int]]]
) -> Iterator[list[tuple[int, int]]]:
    """Sentences without the ends before the author's words and before quoted speech."""
    joined: list[tuple[int, int]] = []
    for tokens in sentences:
        if joined:
            end, start = joined[-1][1], tokens[0][0]
            final = _SENTENCE_FINAL.search(text[:end]) and not _AUTHORS_WORDS.match(text, start)
            if final or "\n" in text[end:start]:
                yield joined
                joined = []
        joined = joined + tokens
    if joined:
        yield joined


def _bare(text: str, number: int, span: tuple[int, int]) -> Token:
    start, end = span
    return Token(number, text[start:end], UNKNOWN, UNKNOWN, None, 0, UNKNOWN, start, end)
