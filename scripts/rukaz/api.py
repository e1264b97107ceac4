"""What Python code does with RuKaz: annotate texts, read a corpus, build one.

Libraries and models are loaded by the first call that needs them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, overload

from rukaz.errors import RukazError
from rukaz.records import SPLITS, Document, Quarantined, Sentence, Split

if TYPE_CHECKING:
    from rukaz.annotation.model_files import Model
    from rukaz.export.manifest import Manifest
    from rukaz.query.matches import Matches

Place = str | os.PathLike[str]


@overload
def annotate(
    text: str, /, *, model: Place = ..., device: str = ..., abbreviations: Place | None = ...
) -> list[Sentence]: ...
@overload
def annotate(
    texts: list[str] | tuple[str, ...],
    /,
    *,
    model: Place = ...,
    device: str = ...,
    abbreviations: Place | None = ...,
) -> list[list[Sentence]]: ...


def annotate(
    text_or_texts: str | Sequence[str],
    /,
    *,
    model: Place = "accurate",
    device: str = "cpu",
    abbreviations: Place | None = None,
) -> list[Sentence] | list[list[Sentence]]:
    """Annotate a text, or several at once, as a build would: all five models, then the repairs UD forces.

    Every paragraph is annotated; nothing is taken for a caption or a byline. The models are loaded by the
    first call and kept. For more text than fits in memory, :func:`build` a corpus.

    >>> import rukaz
    >>> first, second = rukaz.annotate("Шёл дождь. Мы остались дома.")
    >>> second.text, second.sent_id
    ('Мы остались дома.', 'text-p1-c11')
    >>> [(token.form, token.lemma) for token in second.tokens]
    [('Мы', 'мы'), ('остались', 'остаться'), ('дома', 'дома'), ('.', '.')]
    >>> [len(sentences) for sentences in rukaz.annotate(["Шёл дождь. Мы остались дома.", ""])]
    [2, 0]

    Args:
        text_or_texts: offsets in the result are code points of its text. The ``doc_id`` is ``text``, or
            ``text-1``, ``text-2`` and so on if there are several.
        model: ``accurate``, ``fast``, ``hub:ru`` or a directory of models.
        device: as torch names it: ``cpu``, ``cuda``.
        abbreviations: a TOML file with abbreviations of your own, after which a sentence does not end; its
            lists are those of the packaged ``abbreviations.toml``.

    Returns:
        the sentences of the text; of several texts, a list for each.

    Raises:
        RukazError: the model is missing or damaged, or the file of abbreviations is no such table.

    Warns:
        UserWarning: a sentence could not be annotated; it is missing from the result.
    """
    if isinstance(text_or_texts, str):
        return _annotated([_document("text", text_or_texts)], model, device, abbreviations)[0]
    if isinstance(text_or_texts, bytes | bytearray | Mapping | Set) or not isinstance(
        text_or_texts, Iterable
    ):
        raise TypeError(f"texts are a str, or a list of them, not {type(text_or_texts).__name__}")
    documents = [_document(f"text-{number}", text) for number, text in enumerate(text_or_texts, 1)]
    return _annotated(documents, model, device, abbreviations)


def read(path: Place, *, split: Split | None = None) -> Iterator[Sentence]:
    """The sentences of a corpus, or of one of its CoNLL-U files, one after the other.

    >>> import rukaz
    >>> for sentence in rukaz.read("corpus", split="train"):
    ...     print(sentence.sent_id, sentence.text)
    news-p1-c0 Путин прилетел в Астану.
    news-p1-c25 Его встретил Токаев.

    Args:
        path: the folder of a corpus, or any CoNLL-U file; what that does not say (offsets, role) is set out
            from its forms, or neutral.
        split: of the corpus: train, validation or test; without it all of them, in this order.

    Raises:
        RukazError: there is no such corpus or file, a line or row of it is damaged, or a build replaced the
            corpus while it was read.
    """
    from rukaz.conllu.tolerant import read_any
    from rukaz.export.atomic_publish import recover

    place = Path(path)
    if not place.exists():
        recover(place)  # a build may be replacing it this moment
    if not place.exists():
        hint = "Name the folder of a corpus, or a CoNLL-U file."
        raise RukazError("there is nothing to read here", where=str(place), hint=hint)
    if place.is_dir():
        return _read_corpus(place, split)
    if split is not None:
        raise RukazError(
            "only a corpus has splits, and this is a file", where=str(place), hint="Leave split out."
        )
    return (parsed.sentence for parsed in read_any(place))


def build(  # noqa: PLR0913 - the options of a build are its parameters
    texts: Place | Sequence[Place],
    corpus: Place,
    *,
    model: Place = "accurate",
    encoding: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    keep_tokens: bool = False,
    split: str | None = None,
    split_by: str | None = None,
    device: str = "cpu",
    workers: int | None = None,
    threads: int | None = None,
    engine: Literal["local", "ray"] = "local",
    address: str | None = None,
    wait: bool = True,
    follow_links: bool = False,
    discard_edits: bool = False,
    say: Callable[[str], None] = print,
) -> Manifest:
    """Turn ``texts``, folders or files, into the corpus ``corpus``, as ``rukaz build`` does.

    >>> import rukaz
    >>> manifest = rukaz.build("TEXTS", "corpus")
    >>> manifest["splits"]["train"]["tokens"]
    9

    Args:
        model: ``accurate``, ``fast``, ``hub:ru`` or a directory of models.
        encoding: of texts that are not UTF-8.
        text_column, id_column, keep_tokens: of tables, what holds texts and ids; of CoNLL-U, keep tokens.
        split, split_by: ``80/10/10``; ``date``, or a column whose equal values are kept together.
        workers: processes, else 1, on a cluster 1 for each CPU; for more, guard the call by ``__main__``.
        device, threads: as torch names it (``cpu``, ``cuda``); of each process, without it torch decides.
        engine, address: ``ray`` for a cluster, at this address or else started here.
        wait: for another build of the same corpus, instead of an error.
        follow_links, discard_edits: links may lead out of ``texts``; edited files may be replaced.
        say: is told of notices and progress, line by line.

    Returns:
        what manifest.json says of the corpus.

    Raises:
        RukazError: something concerns the whole project; nothing was published.
    """
    from rukaz.executor.work import Execution
    from rukaz.ingest.sources import InputOptions
    from rukaz.ingest.splits import parse_splitting
    from rukaz.pipeline.build import Options
    from rukaz.pipeline.build import build as run

    divide = parse_splitting(split, split_by)
    inputs = InputOptions(encoding, text_column, id_column, divide, follow_links, keep_tokens)
    execution = Execution(workers, threads, engine, address)
    options = Options(os.fspath(model), inputs, device, execution, wait, discard_edits)
    places = [texts] if isinstance(texts, str | os.PathLike) else texts
    return run([os.fspath(one) for one in places], Path(corpus), options, say=say)


def search(corpus: Place, query: str, *, whether: str | None = None, other: Place | None = None) -> Matches:
    """The matches of a query in a corpus, in the language of the explorer's page Search.

    >>> import rukaz
    >>> with rukaz.search("corpus", "pattern { V [upos=VERB]; V -[nsubj]-> S }") as found:
    ...     print(len(found), found.count_by("V.lemma").to_pylist()[0])
    ...     print(found.table("S.form", "V.form", limit=1).to_pylist())
    2 {'V.lemma': 'встретить', 'count': 1}
    [{'S.form': 'Путин', 'V.form': 'прилетел'}]

    Args:
        corpus: the folder of a corpus; its Parquet files are searched as they are, with DuckDB.
        query: a word, as form or lemma; a row of words, ``[upos=ADJ] [lemma="газ"]``; or a pattern of trees.
        whether: clauses; whether they hold of a match is a field of it.
        other: another corpus of the same texts, whose words have features such as ``other.upos``.

    Returns:
        the matches, as rows of fields, counts and lines; a context manager.

    Raises:
        RukazError: there is no such corpus, or the query cannot be read; the message shows where.
    """
    from rukaz.query.matches import search

    return search(Path(corpus), query, whether=whether, other=None if other is None else Path(other))


def _document(doc_id: str, text: str) -> Document:
    """The text as a document: each of its paragraphs is a block of role body."""
    import hashlib

    from rukaz.ingest.pieces import split_pieces
    from rukaz.records import Block

    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}")
    try:
        digest = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        what = f"the text holds half a character (a surrogate) at {error.start}"
        raise RukazError(what, where=doc_id, hint="Decode it from its bytes again.") from error
    blocks = (
        Block(piece.number, "body", piece.start, piece.end) for piece in split_pieces(text) if piece.text
    )
    return Document(doc_id, doc_id, digest, text, "train", tuple(blocks))


def _annotated(
    documents: Sequence[Document], model: Place, device: str, abbreviations: Place | None
) -> list[list[Sentence]]:
    from rukaz.annotation.annotator import loaded_annotator
    from rukaz.annotation.segmentation.abbreviations import read_table
    from rukaz.pipeline.annotate import add_layers, annotate_documents

    table = "" if abbreviations is None else read_table(Path(abbreviations))
    with _one_at_a_time:  # each model keeps what it learns of words
        annotator = loaded_annotator(_model(os.fspath(model)), device=device)
        annotations = annotate_documents(annotator, documents, abbreviations=table)
    _warn([row for annotation in annotations for row in annotation.quarantined])
    completed = (add_layers(one, document) for one, document in zip(annotations, documents, strict=True))
    return [list(annotation.sentences) for annotation in completed]


_one_at_a_time = Lock()


@cache
def _model(spec: str) -> Model:
    from rukaz.annotation.model_files import find_model

    return find_model(spec)


def _warn(quarantined: Sequence[Quarantined]) -> None:
    for row in quarantined:
        # the level at which the user called annotate
        warnings.warn(f"{row.doc_id}, {row.start}:{row.end} left out: {row.reason}", stacklevel=4)


def _read_corpus(corpus: Path, split: Split | None) -> Iterator[Sentence]:
    from rukaz.export.atomic_publish import recover
    from rukaz.export.manifest import read_manifest
    from rukaz.export.parquet_files import read_sentences

    if split is not None and split not in SPLITS:
        raise RukazError(f"there is no split {split!r}", hint=f"Splits are {', '.join(SPLITS)}.")
    recover(corpus)
    manifest = read_manifest(corpus)
    splits = SPLITS if split is None else (split,)
    sentences = (sentence for one in splits for _, found in read_sentences(corpus, one) for sentence in found)
    return _of_one_corpus(sentences, corpus, manifest)


def _of_one_corpus(sentences: Iterator[Sentence], corpus: Path, manifest: Manifest) -> Iterator[Sentence]:
    """The sentences, and an error if they may be of two corpora, because a build replaced the files."""
    from rukaz.export.atomic_publish import recover
    from rukaz.export.manifest import read_manifest

    failure: Exception | None = None
    try:
        yield from sentences
    except (RukazError, OSError) as error:
        failure = error
    recover(corpus)
    if read_manifest(corpus) != manifest:
        what = "a build replaced the corpus while it was read"
        raise RukazError(what, where=str(corpus), hint="Read it again.") from failure
    if failure is not None:
        raise failure
