"""CoNLL-U in one canonical form, written and read without loss (universaldependencies.org/format).

A document begins with ``# newdoc id`` and what is known of it (``# doc_title = ...``), a block with
``# newpar id``, a sentence with ``# sent_id``, ``# text``, ``# annotation``, ``# reviewer``, ``# role``,
``# lang``, ``# speaker``, in this order. ``# text`` is the text letter for letter.
:mod:`rukaz.conllu.misc_column` tells what MISC holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from operator import attrgetter
from pathlib import Path
from string import ascii_lowercase

from rukaz.atomic_files import explaining_read_errors
from rukaz.conllu.entity_brackets import KEY, SCHEME
from rukaz.conllu.misc_column import misc_of, multiword_misc
from rukaz.conllu.parser import parse_conllu, parse_raw
from rukaz.conllu.rows import COLUMNS, read_rows
from rukaz.errors import RukazError
from rukaz.records import Document, Sentence, Split, Token
from rukaz.safe_paths import require_name
from rukaz.schema import DOCUMENT_FACTS, FIELDS

FILE_SPLITS: Mapping[Split, str] = {"train": "train", "validation": "dev", "test": "test"}
"""The names of the splits in CoNLL-U files, as UD and the readers of UD treebanks have them."""

DOCUMENT_COMMENTS: Mapping[str, str] = {f"doc_{fact}": fact for fact in DOCUMENT_FACTS}
"""Comment key and attribute of ``Document`` of what a file says of a document."""

NEWDOC = "# newdoc id = "

WORD_ATTRIBUTES = (
    "id",
    *(
        field.attribute
        for field in FIELDS["sentences"]
        if field.record == "Token" and field.conllu in COLUMNS
    ),
)
"""The attributes of ``Token`` in the first nine columns."""


def conllu_path(corpus: Path, split: Split, *, language: str, name: str, part: str = "") -> Path:
    """Where the CoNLL-U of a split belongs: ``conllu/ru_rukaz-ud-dev.conllu``; a part ends in its letter.

    Raises:
        RukazError: language or name cannot be part of a file name.
    """
    for each in (language, name):
        require_name(each, where=str(corpus))
    suffix = f"-{part}" if part else ""
    return corpus / "conllu" / f"{language}_{name}-ud-{FILE_SPLITS[split]}{suffix}.conllu"


def part_letters(parts: int) -> list[str]:
    """What tells the files of a large split apart, as in UD's large treebanks; sorted, they are in order.

    >>> part_letters(1), part_letters(3), part_letters(27)[:2]
    ([''], ['a', 'b', 'c'], ['aa', 'ab'])
    """
    if parts == 1:
        return [""]
    width = 1
    while len(ascii_lowercase) ** width < parts:
        width += 1
    return list(islice(map("".join, product(ascii_lowercase, repeat=width)), parts))


def conllu_paths(corpus: Path, split: Split) -> list[Path]:
    """The CoNLL-U files of a split of a corpus, in order; empty if the split has none."""
    names = re.compile(rf".*-ud-{FILE_SPLITS[split]}(-[a-z]+)?\.conllu")
    return sorted(path for path in (corpus / "conllu").glob("*.conllu") if names.fullmatch(path.name))


# -- writing --


def sentence_to_conllu(sentence: Sentence, *, before: Sequence[str] = ()) -> str:
    """The lines of a sentence and the empty line that ends it; ``before`` are comments to begin with."""
    comments = {
        "sent_id": sentence.sent_id,
        "text": sentence.text,
        "annotation": sentence.annotation,
        "reviewer": sentence.reviewer,
        "role": sentence.role,
        "lang": sentence.lang,
        "speaker": sentence.speaker,
    }
    lines = [*before, *(f"# {key} = {value}" for key, value in comments.items() if value is not None)]
    multiword = {mwt.first: mwt for mwt in sentence.multiword_tokens}
    for token, misc in zip(sentence.tokens, misc_of(sentence), strict=True):
        if token.id in multiword:
            mwt = multiword[token.id]
            cells = [f"{mwt.first}-{mwt.last}", mwt.form, *"_" * 7, str(multiword_misc(mwt, sentence.tokens))]
            lines.append("\t".join(cells))
        lines.append(_word_line(token, misc))
    return "\n".join(lines) + "\n\n"


def extract_to_conllu(sentence: Sentence, *, before: Sequence[str] = ()) -> str:
    """The same of a sentence without its document, with the comment that tools ask for where mentions are."""
    opening = [f"# {KEY} = {SCHEME}"] if sentence.mentions else []
    return sentence_to_conllu(sentence, before=[*before, *opening])


_word_cells = attrgetter(*WORD_ATTRIBUTES)


def _word_line(token: Token, misc: str | None) -> str:
    cells = [*_word_cells(token), misc]
    return "\t".join("_" if cell is None else str(cell) for cell in cells)


def document_to_conllu(document: Document, sentences: Sequence[Sentence]) -> str:
    """The part of a file that one document makes; nothing if it has no sentences.

    Raises:
        RukazError: something of it would not come back from the file as it is.
    """
    text = document_lines(document, sentences)
    _prove_lossless(text, document, sentences)
    return text


def document_lines(document: Document, sentences: Sequence[Sentence]) -> str:
    """The same, without the proof that it can be read back."""
    parts: list[str] = []
    block = None
    for sentence in sentences:
        before = [] if parts else _document_comments(document, sentences)
        if sentence.block != block:
            before.append(f"# newpar id = {document.doc_id}-p{sentence.block}")
            block = sentence.block
        parts.append(sentence_to_conllu(sentence, before=before))
    return "".join(parts)


def _document_comments(document: Document, sentences: Sequence[Sentence]) -> list[str]:
    lines = [f"{NEWDOC}{document.doc_id}"]
    for key, attribute in DOCUMENT_COMMENTS.items():
        value = getattr(document, attribute)
        if value is None:
            continue
        if not value or value != value.strip() or set("\r\n") & set(value):
            raise RukazError(
                f"{key} is empty or holds a line break or outer white space",
                where=f"document {document.doc_id}",
                hint="Correct it in sources.toml.",
            )
        lines.append(f"# {key} = {value}")
    if any(sentence.mentions for sentence in sentences):
        lines.append(f"# {KEY} = {SCHEME}")
    return lines


def _prove_lossless(text: str, document: Document, sentences: Sequence[Sentence]) -> None:
    """Read ``text`` again; RukazError if it does not say the same."""
    place = f"document {document.doc_id} as CoNLL-U"
    back = (parsed.sentence for parsed in parse_conllu(text, where=place))
    for parsed, sentence in zip(back, sentences, strict=True):
        if parsed != sentence:
            raise RukazError(f"{sentence.sent_id} would not come back from the file as it is", where=place)


class ConlluWriter:
    """Writes a file document by document; without a sentence there is no file. A context manager.

    Raises:
        RukazError: a document cannot be written without loss.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> ConlluWriter:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()
        if not self._path.stat().st_size:
            self._path.unlink()

    def write(self, document: Document, sentences: Sequence[Sentence]) -> None:
        """Add a document."""
        self._file.write(document_to_conllu(document, sentences))


# -- reading --


def read_conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a file in canonical form, one after the other.

    Raises:
        RukazError: names the file and line that is not CoNLL-U as described above, or would be changed by
            reading and writing it with the ``conllu`` library.
    """
    for raw in read_rows(path, strict=True):
        yield parse_raw(raw, str(path)).sentence


def document_parts(path: Path) -> Iterator[tuple[str, str]]:
    """The ``newdoc id`` and the exact text of each document of a file of ours, however wrong it is.

    Raises:
        RukazError: the file cannot be read, or is not UTF-8.
    """
    doc_id = ""
    lines: list[str] = []
    with explaining_read_errors(path), path.open(encoding="utf-8", newline="") as file:
        for line in file:
            if line.startswith(NEWDOC):
                if lines:
                    yield doc_id, "".join(lines)
                doc_id, lines = line.removeprefix(NEWDOC).rstrip("\n"), []
            lines.append(line)
    if lines:
        yield doc_id, "".join(lines)
