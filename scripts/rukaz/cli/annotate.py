"""`rukaz annotate`."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import command, model_option, option, refuse_options, say
from rukaz.cli.streams import nobody_reads
from rukaz.errors import RukazError

if TYPE_CHECKING:
    from rukaz.pipeline.stream import Paragraphs
    from rukaz.records import Quarantined, Sentence

FORMAT_NAMES = ("conllu", "json", "tsv", "trees")
STANDARD_INPUT = Path("-")


@command()
@click.argument("files", type=click.Path(path_type=Path, allow_dash=True), nargs=-1)
@option(
    "--to", type=click.Choice(FORMAT_NAMES), default="conllu", show_default=True, help="Write this format."
)
@option(
    "--lines", is_flag=True, help="Treat each line of standard input as a paragraph, and answer it at once."
)
@option(
    "--encoding", default="utf-8", show_default=True, help="Read the texts in this encoding.", group="Texts"
)
@model_option
@option(
    "--device",
    default="cpu",
    show_default=True,
    help="Run the models on this PyTorch device.",
    group="Models",
)
def annotate(files: tuple[Path, ...], to: str, lines: bool, encoding: str, model: str, device: str) -> None:
    """Annotate texts to standard output, without a corpus.

    FILES are text files. Without any, and for -, standard input is read, where an empty line ends a
    paragraph. The sentences of a paragraph are written as soon as it has been read. Every paragraph is
    annotated; nothing is left out as a caption or byline. With --to json, each sentence is one line of JSON.

    \b
    Example: rukaz annotate note.txt > note.conllu
             echo "Шёл дождь." | rukaz annotate --to trees
             tail -f news.log | rukaz annotate --lines --to json
    """
    from rukaz.repair.validator import start_validator

    if files and STANDARD_INPUT not in files:
        refuse_options("without standard input", "lines")
    if files.count(STANDARD_INPUT) > 1:
        raise RukazError("standard input can be read only once", hint="Name - once.")
    if sys.stdin is None and STANDARD_INPUT in (files or (STANDARD_INPUT,)):
        raise RukazError("standard input is closed", hint="Name a file.")

    Thread(target=start_validator, daemon=True).start()  # while the models are loaded
    writer = _Writer(to)
    failed = False
    for sentences, refused in _annotated(_read([*files] or [STANDARD_INPUT], encoding, lines), model, device):
        for sentence in sentences:
            click.echo(writer.text(sentence), nl=False)
        sys.stdout.flush()
        for row in refused:
            failed = True
            place = f", {row.start}:{row.end}: left out" if row.end else ""
            say(f"{row.file}{place}: {row.reason}")
        if nobody_reads():
            break
    sys.exit(FOUND_SOMETHING if failed else FINE)


def _read(files: list[Path], encoding: str, lines: bool) -> Iterator[Paragraphs | Quarantined]:
    from rukaz.pipeline.stream import decoded_lines, document_ids, paragraphs_of_file, paragraphs_of_lines

    for path, doc_id in zip(files, document_ids(files), strict=True):
        if path == STANDARD_INPUT:
            try:
                stream = io.TextIOWrapper(sys.stdin.buffer, encoding=encoding, newline="")
            except LookupError as error:
                hint = "Name one such as utf-8 or cp1251."
                raise RukazError(f"there is no encoding {encoding!r} of texts", hint=hint) from error
            each_line = lines or sys.stdin.isatty()
            yield from paragraphs_of_lines(decoded_lines(stream, encoding), doc_id, each_line=each_line)
        else:
            yield from paragraphs_of_file(path, doc_id, encoding)


def _annotated(
    paragraphs: Iterator[Paragraphs | Quarantined], model: str, device: str
) -> Iterator[tuple[list[Sentence], list[Quarantined]]]:
    gc.disable()  # what is loaded is kept, and to look for garbage in it takes a tenth of the start
    try:
        from rukaz.annotation.annotator import loaded_annotator
        from rukaz.annotation.model_files import find_model
        from rukaz.pipeline.stream import annotate_paragraphs

        annotator = loaded_annotator(find_model(model), device=device)
    finally:
        gc.enable()
    return annotate_paragraphs(annotator, paragraphs)


class _Writer:
    """Writes the sentences in one format; knows where documents and paragraphs begin."""

    def __init__(self, to: str) -> None:
        self._to = to
        self._place = ("", "")

    def text(self, sentence: Sentence) -> str:
        """The sentence, with what stands before it."""
        last, self._place = self._place, (sentence.doc_id, sentence.block)
        before = []
        if last[0] != sentence.doc_id:
            before.append(f"# newdoc id = {sentence.doc_id}")
        if last != self._place:
            before.append(f"# newpar id = {sentence.doc_id}-p{sentence.block}")
        if self._to == "conllu":
            from rukaz.conllu.files import sentence_to_conllu

            return sentence_to_conllu(sentence, before=before)
        if self._to == "json":
            from rukaz.convert.jsonl import to_row
            from rukaz.convert.piece import Piece

            return json.dumps(to_row(Piece(sentence, tuple(before))), ensure_ascii=False) + "\n"
        if self._to == "tsv":
            return _tsv(sentence, header=not last[0])
        return _tree(sentence)


def _tsv(sentence: Sentence, *, header: bool) -> str:
    """A line for each token, with the columns of the configuration ``tokens``."""
    from rukaz.export.parquet_rows import columns
    from rukaz.records import Document

    cells = columns("tokens", Document("", "", "", "", "train", ()), [sentence])
    lines = ["\t".join(cells)] if header else []
    lines += [
        "\t".join("" if cell is None else str(cell) for cell in row)
        for row in zip(*cells.values(), strict=True)
    ]
    return "\n".join(lines) + "\n"


def _tree(sentence: Sentence) -> str:
    """The text of the sentence, and its tree with the features and names of the words."""
    from rukaz.drawing.tree_lines import tree_lines

    return "\n".join([click.style(sentence.text, bold=True), *tree_lines(sentence), "", ""])
