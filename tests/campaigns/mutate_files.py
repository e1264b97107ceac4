"""Damage and forge files of every kind that RuKaz reads; each is read, or told in one message.

    python tests/campaigns/mutate_files.py --files 20000 --seed 1

A file is changed in one to three places (bytes, lines, cells, values of JSON, columns of Parquet) and goes
through what one of the commands does with such a file, in this process. Anything but an answer or a
RukazError is a failure; so is an answer that takes longer than a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import shutil
import signal
import sys
import tarfile
import tempfile
import traceback
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from rukaz import api
from rukaz.annotation.model_files import PROCESSORS, find_model
from rukaz.check.registry import check_corpus
from rukaz.compare.changes import compare
from rukaz.compare.report import as_text
from rukaz.conllu.files import conllu_paths
from rukaz.convert.convert import convert
from rukaz.errors import RukazError
from rukaz.explore.site import write_site
from rukaz.export.card import require_template
from rukaz.export.card_program import answer
from rukaz.export.manifest import Manifest, read_manifest
from rukaz.hub.cards import read_card
from rukaz.ingest import ingest
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.ingest.sources import read_project
from rukaz.measure.accuracy import unannotated
from rukaz.measure.gold_files import read_gold
from rukaz.measure.scores import score
from rukaz.records import Document, Sentence
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.overlay import read_reviewed
from rukaz.review.worksheet import worksheet
from tests.broken.corpora import good
from tests.conllu.foreign import FOREIGN
from tests.ingest.formats import FILES

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 60
"""Seconds after which a file counts as one that hangs."""

Read = Callable[[Path, Path], object]
"""What a command does with a file; the second path is an empty folder for its output."""

Mutate = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Kind:
    """A kind of file: one without faults, what changes it, and what reads it.

    Attributes:
        below: where the file belongs in the folder that is read, if it is not read alone.
    """

    original: bytes
    mutate: Mutate
    reads: Mapping[str, Read]
    suffix: str = ""
    folder: Path | None = None
    below: str = ""


# -- changes --

HOT = (
    "", "_", "#", "0", "-1", "99", "9" * 30, "1e999", "NaN", "null", "1-2", "3-1", "1.1", "0.1", "²", "٣",
    " ", "\t", "\n", "\n\n", "\r\n", "\0", "\u2028", "\ufeff", "\u0301", "\ud800", "a=b|c", "|", "=",
    "B-PER", "I-PER", "B-GPE", "../../x", "[" * 2000, "{", "}", "\\", "\\ud800", '"', "'", "TokenRange=9:3",
    "SpaceAfter=No", "# newdoc id = ", "# newpar", "# sent_id = x", "# text = ", "{{ 1 / 0 }}",
    "{% for a in b %}", "а" * 5000,
)  # fmt: skip
"""Pieces of text that have a meaning somewhere, or that programs stumble over."""

VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1.5, float("inf"), "", "x", "\ud800", "../x", "a\tb", "a\nb", [], [None], {},
    {"a": 1}, ["x"], [[]], "9" * 400,
)  # fmt: skip


def change_bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled, moved, put in, or the end cut off."""
    found = bytearray(data)
    first, last = sorted(chance.choices(range(len(found) + 1), k=2))
    last = min(last, first + chance.choice((1, 8, 200, 10_000)))
    match chance.randrange(6):
        case 0:
            for place in chance.choices(range(max(len(found), 1)), k=chance.choice((1, 4, 30))):
                found[place : place + 1] = bytes([chance.randrange(256)])
        case 1:
            del found[first:last]
        case 2:
            found[first:first] = found[first:last]
        case 3:
            del found[first:]
        case 4:
            found[first:first] = chance.randbytes(chance.choice((1, 16, 400)))
        case _:
            piece = bytes(found[first:last])
            del found[first:last]
            place = chance.randrange(len(found) + 1)
            found[place:place] = piece
    return bytes(found)


def change_text(data: bytes, chance: random.Random) -> bytes:
    """A line, a cell or a word left out, doubled, moved, or replaced."""
    lines = [line.split("\t") for line in data.decode(errors="surrogateescape").split("\n")]
    line = chance.choice(lines)
    cell = chance.randrange(len(line))
    match chance.randrange(8):
        case 0:
            line[cell] = chance.choice(HOT)
        case 1:
            place = chance.randrange(len(line[cell]) + 1)
            line[cell] = line[cell][:place] + chance.choice(HOT) + line[cell][place:]
        case 2:
            del line[cell]
        case 3:
            line.insert(cell, chance.choice(HOT))
        case 4:
            lines.remove(line)
        case 5:
            lines.insert(chance.randrange(len(lines)), list(chance.choice(lines)))
        case 6:
            chance.choice(lines)[:] = chance.choice(lines)
        case _:
            other = chance.choice(lines)
            line[cell] = chance.choice(other)
    return "\n".join(map("\t".join, lines)).encode(errors="surrogatepass")


def text_or_bytes(data: bytes, chance: random.Random) -> bytes:
    """Mostly what an editor might do."""
    return change_text(data, chance) if chance.random() < 0.8 else change_bytes(data, chance)


def change_value(value: Any, chance: random.Random) -> Any:
    """A value somewhere below replaced, left out or doubled."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.1:
        return chance.choice(VALUES)
    if isinstance(value, list):
        place = chance.randrange(len(value))
        inner = [change_value(value[place], chance)] if chance.random() < 0.8 else value[place:] * 2
        return [*value[:place], *inner, *value[place + 1 :]]
    key = chance.choice(list(value))
    if chance.random() < 0.2:
        return {name: one for name, one in value.items() if name != key}
    return {**value, key: change_value(value[key], chance)}


def json_or_text(data: bytes, chance: random.Random) -> bytes:
    """Another value in one of the lines of JSON, or what an editor might do."""
    if chance.random() < 0.3:
        return text_or_bytes(data, chance)
    try:
        value = change_value(json.loads(data), chance)
        return json.dumps(value, ensure_ascii=True).encode()
    except (ValueError, RecursionError):
        lines = data.split(b"\n")
        place = chance.randrange(len(lines))
        try:
            lines[place] = json.dumps(change_value(json.loads(lines[place]), chance)).encode()
        except (ValueError, RecursionError):
            return text_or_bytes(data, chance)
        return b"\n".join(lines)


def change_parquet(data: bytes, chance: random.Random) -> bytes:
    """A column left out, emptied or of other values, rows left out or shuffled; or bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if chance.random() < 0.4:
        return change_bytes(data, chance)
    out = io.BytesIO()
    try:
        pq.write_table(_changed(pq.read_table(io.BytesIO(data)), chance), out)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return change_bytes(data, chance)  # an earlier change left no table, or the value fits no column
    return out.getvalue()


def _changed(table: pa.Table, chance: random.Random) -> pa.Table:
    import pyarrow as pa

    name = chance.choice(table.column_names)
    place = table.column_names.index(name)
    column = table[name].combine_chunks()
    match chance.randrange(6):
        case 0:
            return table.drop_columns([name])
        case 1:
            return table.set_column(place, name, pa.nulls(len(table), column.type))
        case 2:
            return table.set_column(place, name, pa.array([1] * len(table)))
        case 3:
            return table.take([chance.randrange(len(table)) for _ in range(len(table))])
        case 4:
            return table.slice(0, chance.randrange(len(table) + 1))
    values = pa.array(change_value(column.to_pylist(), chance), type=column.type)
    return table.set_column(place, name, values)


def change_docbin(data: bytes, chance: random.Random) -> bytes:
    """Another value in what is packed in a DocBin; or bytes."""
    import srsly

    if chance.random() < 0.3:
        return change_bytes(data, chance)
    try:
        message = srsly.msgpack_loads(zlib.decompress(data))
        return zlib.compress(srsly.msgpack_dumps(change_value(message, chance)))
    except Exception:  # what an earlier change made is none any more
        return change_bytes(data, chance)


# -- kinds --


def evaluated(file: Path) -> None:
    """As ``rukaz evaluate``, with the gold file as the answer of the model."""
    _, sentences = read_gold(file)
    unannotated(sentences)
    score(sentences, sentences)


def converted(file: Path, out: Path) -> None:
    """As ``rukaz convert`` to CoNLL-U; what it writes can be read."""
    convert(file, out / "out.conllu")
    try:
        list(api.read(out / "out.conllu"))
    except RukazError as error:
        raise ValueError(f"what was written cannot be read: {error}") from error


def accepted(file: Path, document: Document) -> None:
    """As ``rukaz review --accept``, up to the UD validator."""
    for sheet in read_worksheet(file, {document.doc_id}).values():
        accept(sheet, document, reviewer="anna", file=file)


def kinds(work: Path) -> dict[str, Kind]:
    """All kinds, with their files below ``work``."""
    corpus = work / "corpus"
    draft = good()
    draft.write(corpus)
    made = {"manifest": below(corpus, "manifest.json", json_or_text, corpus_reads(work))}
    made["card"] = below(corpus, "README.md", text_or_bytes, corpus_reads(work))
    made["CoNLL-U in a corpus"] = below(
        corpus, name_of(corpus, "conllu/*-train*"), text_or_bytes, corpus_reads(work)
    )
    for config in ("sentences", "documents", "tokens"):
        name = name_of(corpus, f"{config}/train-*")
        made[f"Parquet, {config}"] = below(corpus, name, change_parquet, corpus_reads(work))
    return {
        **made,
        **annotation_kinds(work, corpus, *draft.documents[0]),
        **project_kinds(work, corpus),
        **text_kinds(work),
    }


def text_kinds(work: Path) -> dict[str, Kind]:
    """Texts of every format that is read, each alone in a folder."""
    found = {}
    for name, data in FILES.items():
        folder = work / f"text-{name}"
        folder.mkdir()
        (folder / name).write_bytes(data)
        mutate = change_parquet if name.endswith(".parquet") else text_or_bytes
        found[f"text, {name}"] = below(
            folder, name, mutate, {"build": lambda folder, _out: ingest(read_project(folder))}
        )
    return found


def name_of(corpus: Path, pattern: str) -> str:
    (file,) = corpus.glob(pattern)
    return file.relative_to(corpus).as_posix()


def annotation_kinds(
    work: Path, corpus: Path, document: Document, sentences: Sequence[Sentence]
) -> dict[str, Kind]:
    """Files that hold annotation, read alone."""
    (ours,) = conllu_paths(corpus, "train")
    others = work / "others.conllu"
    others.write_text(FOREIGN.replace("\tFW\t", "\tX\t"), encoding="utf-8")
    for suffix in ("jsonl", "spacy", "iob2", "vert", "json"):
        convert(ours, work / f"ours.{suffix}")
    convert(others, work / "others.jsonl")
    reads: dict[str, Read] = {
        "convert to jsonl": lambda file, out: convert(file, out / "out.jsonl"),
        "convert to docbin": lambda file, out: convert(file, out / "out.spacy"),
        "diff": lambda file, _out: as_text(compare(ours, file)),
        "read": lambda file, _out: list(api.read(file)),
        "evaluate": lambda file, _out: evaluated(file),
    }
    back: dict[str, Read] = {"convert": converted}
    review: dict[str, Read] = {"review": lambda file, _out: accepted(file, document)}
    build: dict[str, Read] = {"build": lambda folder, _out: read_reviewed(folder, [document])}
    (work / "reviewed").mkdir()
    reviewed = [one for one in sentences if one.reviewer]
    (work / "reviewed" / f"{document.doc_id}.conllu").write_text(worksheet(document, reviewed, {}), "utf-8")
    return {
        "CoNLL-U of ours": Kind(ours.read_bytes(), text_or_bytes, reads, ".conllu"),
        "CoNLL-U of others": Kind(others.read_bytes(), text_or_bytes, reads, ".conllu"),
        "JSON Lines": Kind((work / "ours.jsonl").read_bytes(), json_or_text, back, ".jsonl"),
        "JSON Lines of others": Kind((work / "others.jsonl").read_bytes(), json_or_text, back, ".jsonl"),
        "vertical": Kind((work / "ours.vert").read_bytes(), text_or_bytes, back, ".vert"),
        "Label Studio": Kind((work / "ours.json").read_bytes(), json_or_text, back, ".json"),
        "IOB2": Kind((work / "ours.iob2").read_bytes(), text_or_bytes, back, ".iob2"),
        "DocBin": Kind((work / "ours.spacy").read_bytes(), change_docbin, back, ".spacy"),
        "worksheet": Kind(worksheet(document, sentences, {}).encode(), text_or_bytes, review, ".conllu"),
        "reviewed": below(work / "reviewed", f"{document.doc_id}.conllu", text_or_bytes, build),
        "archive": Kind(archive(), change_bytes, {"evaluate": lambda file, _out: evaluated(file)}, ".tar.gz"),
    }


def project_kinds(work: Path, corpus: Path) -> dict[str, Kind]:
    """Files that say how a corpus is to be built."""
    write_texts(work / "texts")
    write_models(work / "models")
    write_resources(work / "stanza")
    model: dict[str, Read] = {"build": lambda folder, _out: find_model(str(folder))}
    plan: dict[str, Read] = {"build": lambda folder, _out: planned(folder)}
    manifest = read_manifest(corpus)
    return {
        "sources.toml": below(work / "texts", "sources.toml", text_or_bytes, plan),
        "models.json": below(work / "models", "models.json", json_or_text, model),
        "resources.json": below(work / "stanza", "resources.json", json_or_text, model),
        "card template": Kind(
            CARD.encode(), text_or_bytes, {"build": lambda file, _out: filled_in(file, manifest)}, ".md"
        ),
    }


def below(folder: Path, name: str, mutate: Mutate, reads: Mapping[str, Read]) -> Kind:
    """The kind of a file that is read with its folder."""
    return Kind((folder / name).read_bytes(), mutate, reads, folder=folder, below=name)


def corpus_reads(work: Path) -> dict[str, Read]:
    """What commands do with a corpus."""
    whole = work / "whole"
    if not whole.exists():
        shutil.copytree(work / "corpus", whole)
    return {
        "convert": lambda corpus, out: convert(corpus, out / "out", "jsonl"),
        "publish": lambda corpus, _out: read_card(corpus),
        "diff": lambda corpus, _out: as_text(compare(whole, corpus)),
        "read": lambda corpus, _out: list(api.read(corpus)),
        "explore": lambda corpus, out: write_site(corpus, out / "site"),
        "check": lambda corpus, _out: check_corpus(corpus, select=["T", "I", "O", "N", "S", "F"]),
    }


SOURCES = """\
[corpus]
name = "news"
title = "Новости"
version = "1.0.0"
language = "ru"
license = "CC-BY-4.0"

[[text]]
id = "one"
file = "one.txt"
encoding = "utf-8"
title = "Визит"
date = "2023-11-09"
url = "https://example.org/1"
split = "train"
"""

CARD = """\
---
license: cc-by-4.0
tags: [news]
---

# {{ corpus.title }}

{% for config in configs %}
- `{{ config }}`: {{ configs[config] }}
{% endfor %}

{{ total.tokens | number }} tokens
{% if figures %}{{ table(figures[0].columns, figures[0].rows) }}{% endif %}
"""


def write_texts(folder: Path) -> None:
    """A text and its sources.toml."""
    folder.mkdir()
    (folder / "one.txt").write_text("Визит\n\nПрезидент прилетел.\n", encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")


def planned(folder: Path) -> None:
    """As a build begins."""
    project = read_project(folder)
    require_template(project.info)
    list(ingest(project).documents)


def write_models(folder: Path) -> None:
    """A models.json with files that fit it."""
    folder.mkdir()
    files = {}
    for name in (*PROCESSORS, "pretrain"):
        (folder / f"{name}.pt").write_text(name)
        files[name] = {"path": f"{name}.pt", "sha256": hashlib.sha256(name.encode()).hexdigest()}
    described = {"name": "x", "version": "1", "language": "ru", "files": files, "training": {"pos": {}}}
    (folder / "models.json").write_text(json.dumps(described))


def write_resources(folder: Path) -> None:
    """A resources.json as Stanza has it, with its files."""
    digest = hashlib.md5(b"x", usedforsecurity=False).hexdigest()
    for name in PROCESSORS:
        (folder / "ru" / name).mkdir(parents=True)
        (folder / "ru" / name / "x.pt").write_bytes(b"x")
    listed = {name: {"x": {"md5": digest, "dependencies": []}} for name in PROCESSORS}
    packages = {"default": dict.fromkeys(PROCESSORS, "x")}
    (folder / "resources.json").write_text(json.dumps({"ru": {"packages": packages, **listed}}))


def filled_in(file: Path, manifest: Manifest) -> None:
    """Fill in a template as the program does that has a limit of time."""
    require_template(CorpusInfo("x", "x", "1.0.0", card=file))
    body = file.read_text(encoding="utf-8").partition("\n---\n")[2]
    json.dumps(answer({"body": body, "manifest": manifest, "configs": ["tokens"]}))


def archive() -> bytes:
    """factRuEval-2016 in small."""
    parts = {
        "txt": "Путин в Москве.\nДа.",
        "tokens": "1 0 5 Путин\n2 6 1 в\n3 8 6 Москве\n4 14 1 .\n\n5 16 2 Да\n6 18 1 .\n",
        "spans": "1 surname 0 5\n2 loc_name 8 6",
        "objects": "1 Person 1\n2 Location 2",
    }
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as tar:
        for suffix, text in parts.items():
            info = tarfile.TarInfo(f"testset/book_1.{suffix}")
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return data.getvalue()


# -- the campaign --


class HangError(BaseException):
    """A file has been read for a minute."""


@contextmanager
def in_time() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise HangError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)


def outcome(read: Read, path: Path) -> tuple[str, str]:
    """``read``, ``told``, ``traceback`` or ``hang``, and where the last two happened."""
    with tempfile.TemporaryDirectory() as out:
        try:
            with in_time():
                read(path, Path(out))
        except RukazError:
            return "told", ""
        except HangError as error:
            return "hang", _place(error)
        except Exception as error:  # a traceback is what is looked for
            return "traceback", f"{_place(error)}: {type(error).__name__}: {error!s:.120}"
    return "read", ""


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/rukaz/" in frame.filename] or frames
    return f"{ours[-1].filename.rpartition('/rukaz/')[2]}:{ours[-1].lineno}"


def campaign(files: int, *, seed: int, keep: Path | None = None) -> int:
    """Change so many files, all kinds in turn; how many of them led to a traceback or hung.

    Args:
        keep: a folder for the files that did.
    """
    chance = random.Random(seed)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    failures: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        every = kinds(Path(folder))
        for name, kind in every.items():
            for command, read in kind.reads.items():
                file = kind.folder / kind.below if kind.folder else Path(folder, f"mutated{kind.suffix}")
                file.write_bytes(kind.original)
                result = outcome(read, kind.folder or file)
                assert result == ("read", ""), f"{name}, {command}: {result}"
        for number in range(files):
            name = list(every)[number % len(every)]
            kind = every[name]
            data = kind.original
            for _ in range(chance.choice((1, 1, 2, 3))):
                data = kind.mutate(data, chance)
            file = kind.folder / kind.below if kind.folder else Path(folder, f"mutated{kind.suffix}")
            file.write_bytes(data)
            counts[name]["files"] += 1
            command = chance.choice(list(kind.reads))
            told, where = outcome(kind.reads[command], kind.folder or file)
            counts[name][told] += 1
            if where and where not in failures:
                failures.add(where)
                _show(f"{told} {name}, {command}: {where}", data, keep, number)
            if kind.folder:
                file.write_bytes(kind.original)
            if number % 1000 == 999:
                print(f"{number + 1} files", flush=True)
    print(f"{'':24}{'files':>8}{'read':>8}{'told':>8}{'traceback':>11}{'hang':>6}")
    for name, count in {**counts, "all": sum(counts.values(), Counter())}.items():
        print(f"{name:24}" + "".join(f"{count[key]:>{width}}" for key, width in COLUMNS))
    return sum(count["traceback"] + count["hang"] for count in counts.values())


COLUMNS = (("files", 8), ("read", 8), ("told", 8), ("traceback", 11), ("hang", 6))


def _show(line: str, data: bytes, keep: Path | None, number: int) -> None:
    print(line, flush=True)
    if keep:
        keep.mkdir(exist_ok=True)
        (keep / str(number)).write_bytes(data)


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="Folder for the files that lead to a failure.")
    arguments = parser.parse_args()
    sys.exit(bool(campaign(arguments.files, seed=arguments.seed, keep=arguments.keep)))


if __name__ == "__main__":
    main()
