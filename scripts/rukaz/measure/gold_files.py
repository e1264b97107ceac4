"""Gold annotation of other people's files as records: treebanks and named-entity corpora, as they are."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rukaz.conllu.tolerant import ForeignSentence, read_foreign
from rukaz.errors import RukazError
from rukaz.records import ENTITY_LABELS, Block, Document, Entity, Sentence, Token

UNKNOWN = "_"
FACTRUEVAL_PART = "testset"
_PARAGRAPH = ("# newpar", "# newdoc")
_NAME = re.compile(r"(?:^|\|)(?:NE|NER|ner)=([BIES]-[A-Z]+)")


def read_gold(path: Path) -> tuple[list[Document], list[Sentence]]:
    """Documents with their blocks, and the gold sentences with offsets into them.

    Args:
        path: a CoNLL-U file (one document; blocks at newpar and newdoc; entities from ``NE=`` or ``NER=`` in
            MISC), or the archive of factRuEval-2016 (its test set; a document a text).

    Raises:
        RukazError: it is neither, or has no sentence.
    """
    if path.name.endswith(".conllu"):
        document, sentences = _treebank(path)
        documents = [document]
    elif path.name.endswith((".tar.gz", ".tgz")):
        documents, sentences = _factrueval(path)
    else:
        raise RukazError(
            "not a file with gold annotation that can be read",
            where=str(path),
            hint="Give a .conllu file, or the archive of factRuEval-2016 (.tar.gz).",
        )
    if not sentences:
        raise RukazError("there is no sentence in it", where=str(path))
    return documents, sentences


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


def _treebank(path: Path) -> tuple[Document, list[Sentence]]:
    text, start = "", 0
    blocks: list[tuple[int, int]] = []
    sentences: list[Sentence] = []
    for foreign in read_foreign(path):
        if text and any(c.startswith(_PARAGRAPH) for c in foreign.comments):
            blocks.append((start, len(text.rstrip())))
            text = text.rstrip() + "\n\n"
            start = len(text)
        sentence, text = _sentence(path.stem, foreign, text)
        sentences.append(replace(sentence, block=str(len(blocks) + 1)))
    blocks.append((start, len(text.rstrip())))
    return document(path.stem, text.rstrip(), blocks), sentences


def _sentence(doc_id: str, foreign: ForeignSentence, text: str) -> tuple[Sentence, str]:
    """The sentence, and the text with it at its end."""
    start = len(text)
    tokens: list[Token] = []
    names: list[str] = []
    for row in foreign.rows:
        if not row[0].isdigit():
            continue
        space = "SpaceAfter=No" not in row[9]
        tokens.append(_token(row, len(text), space))
        names.append(row[9])
        text += row[1] + (" " if space else "")
    end = tokens[-1].end
    sent_id = next((c.partition("=")[2].strip() for c in foreign.comments if c.startswith("# sent_id")), "")
    bare = Sentence(doc_id, sent_id, "1", "body", start, end, text[start:end], tuple(tokens))
    return replace(bare, entities=entities_of(bare, [_name(column) for column in names])), text


def _name(misc: str) -> str:
    match = _NAME.search(misc)
    return match.group(1) if match else "O"


def _token(row: tuple[str, ...], start: int, space: bool) -> Token:
    return Token(
        id=int(row[0]),
        form=row[1],
        lemma=row[2],
        upos=row[3],
        feats=None if row[5] == "_" else row[5],
        head=int(row[6]) if row[6].isdigit() else 0,
        deprel=row[7],
        start=start,
        end=start + len(row[1]),
        xpos=None if row[4] == "_" else row[4],
        misc=None if row[9] == "_" else row[9],
        space_after=space,
    )


def entities_of(sentence: Sentence, tags: Sequence[str]) -> tuple[Entity, ...]:
    """The entities that IOB2 or BIOES tags mark on the tokens of a sentence."""
    found: list[Entity] = []
    before = "O"
    for token, tag in zip(sentence.tokens, tags, strict=True):
        prefix, _, label = tag.partition("-")
        if label in ENTITY_LABELS:
            goes_on = prefix in "IE" and before == label and bool(found)
            first = found.pop().first_token if goes_on else token.id
            start = sentence.tokens[first - 1].start
            text = sentence.text[start - sentence.start : token.end - sentence.start]
            found.append(Entity(label, start, token.end, text, first, token.id))
        before = label
    return tuple(found)


def _factrueval(path: Path) -> tuple[list[Document], list[Sentence]]:
    from rukaz.train.ner_data import factrueval

    documents: list[Document] = []
    sentences: list[Sentence] = []
    segmentation = _factrueval_sentences(path)
    for (doc_id, spans), (text, names) in zip(segmentation, factrueval(path, FACTRUEVAL_PART), strict=True):
        blocks = [m.span() for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
        documents.append(document(doc_id, text, blocks))
        for tokens in spans:
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
                        Entity(n.label, n.start, n.end, text[n.start : n.end], 0, 0)  # type: ignore[arg-type]
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
            assert member is not None
            chunks = re.split(r"\n\s*\n", member.read().decode("utf-8").strip())
            rows = [[line.split() for line in chunk.split("\n") if line.strip()] for chunk in chunks]
            spans = [[(int(r[1]), int(r[1]) + int(r[2])) for r in chunk] for chunk in rows if chunk]
            yield name.rpartition("/")[2].removesuffix(".tokens"), spans


def _bare(text: str, number: int, span: tuple[int, int]) -> Token:
    start, end = span
    return Token(number, text[start:end], UNKNOWN, UNKNOWN, None, 0, UNKNOWN, start, end)
