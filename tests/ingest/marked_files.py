"""Files whose text and roles were marked by hand, and how much of that ingest finds.

    python tests/ingest/marked_files.py [PART ...] [--errors] [--write]

All were marked before any rule had been run on them. The figures of the first reading of ``marked/last``,
taken when its errors had not been looked at, are the honest ones: docs/files.json keeps them. The errors in
``marked/seen`` were mended as far as a rule was found. Each file of marks is a genre with several
texts, headed by ``=== NAME.KIND``. ``[role]`` stands before a stretch of that role, ``data-role`` in the
elements of a web page; what has neither belongs to the page. Word, PDF and e-books are made from lines: ``#
`` a title or heading, ``**…**`` bold type, ``- `` an item of a list, ``| … |`` a row, `` / `` a new line.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import get_args

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
from lxml import html

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from rukaz.ingest import InputOptions, ingest, read_project
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES, Document, Role
from tests.ingest.made_files import Options, made_file, options_of, parts_of, shown

HERE = Path(__file__).parent / "marked"
FIGURES = Path(__file__).resolve().parents[2] / "docs" / "files.json"
_TAG = re.compile(rf"\[({'|'.join(get_args(Role))})\] ?")
_ELEMENT_TAG = re.compile(r' data-role="\w+"')
_WORD = re.compile(r"\w+")
_DIVIDED = re.compile(r"(?<=\w)-\n(?=\w)")
_CUE = re.compile(r"\d+|.*-->.*|WEBVTT.*|NOTE.*")
_TABLES = ("csv", "tsv", "jsonl", "parquet", "arrow")
_COLUMNS = ("text", "текст", "content", "message", "сообщение")

Segment = tuple[str, str]


@dataclass(frozen=True)
class Marked:
    """A text of the set.

    Attributes:
        segments: its marked stretches in their order.
        data: the file.
        options: how it was made.
    """

    genre: str
    name: str
    segments: tuple[Segment, ...]
    data: bytes
    options: Options = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Found:
    """What ingest made of a text, in numbers of words and of segments.

    Attributes:
        errors: segments with other roles than the marked one, for a person to read.
        lost: words of the text kept whose place in the file does not hold them.
    """

    genre: str
    kind: str
    marked: int
    kept: int
    shared: int
    segments: int
    right: int
    words: int
    lost: int
    errors: tuple[str, ...]


def marked_files(part: str) -> Iterator[Marked]:
    """The texts of a part, ``seen`` or ``last``."""
    for path in sorted((HERE / part).glob("*.txt")):
        _, *parts = re.split(r"^=== (\S+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, source in zip(parts[::2], parts[1::2], strict=True):
            yield Marked(path.stem, name, *_marked(name, source))


# -- marks --


def _marked(name: str, source: str) -> tuple[tuple[Segment, ...], bytes, Options]:
    """Segments, file and options of a source with marks."""
    plain = _TAG.sub("", _ELEMENT_TAG.sub("", source))
    return tuple(_segments(name, source)), made_file(name, plain), options_of(source)[0]


def _segments(name: str, source: str) -> Iterator[Segment]:
    kind = name.rpartition(".")[2]
    if kind in ("zip", "tar", "gz", "xz"):
        for (path, *_), contents in sorted(parts_of(source)):
            yield from _segments(path, contents)
        return
    if "data-role" in source:
        source = re.sub(r'<a epub:type="noteref".*?</a>', "", source)
        pages = [contents for _, contents in parts_of(source)] or [source]
        for element in (one for page in pages for one in html.document_fromstring(page).iter()):
            if role := element.get("data-role"):
                yield role, " ".join(element.itertext())
        return
    source = shown(name, source)
    if kind in _TABLES:
        source = "\n".join(_texts(kind, source))
    if kind in ("srt", "vtt"):
        source = re.sub(r"</?[a-z][^>]*>|<[\d:.]+>|\{\\[^}]*\}", "", source)
        source = "\n".join(line for line in source.split("\n") if not _CUE.fullmatch(line))
    source = re.sub(r"\]\([^()\s]*\)", "]", source) if kind == "md" else _DIVIDED.sub("", source)
    role = None
    for line in source.split("\n"):
        before, *tagged = _TAG.split(line)
        if not tagged and role is not None and before.strip():
            yield role, before
        for role, text in zip(tagged[::2], tagged[1::2], strict=True):
            yield role, text


def _texts(kind: str, source: str) -> list[str]:
    """The texts of a table, whose column comes first or is called so."""
    source = source.removeprefix("\ufeff")
    if kind not in ("csv", "tsv"):
        rows = [json.loads(line) for line in source.splitlines() if line.strip()]
        return [next(row[name] for name in _COLUMNS if row.get(name)) for row in rows]
    head, *cells = csv.reader(io.StringIO(source), delimiter="\t" if kind == "tsv" else _delimiter(source))
    column = next((head.index(name) for name in _COLUMNS if name in head), 0)
    return [row[column] for row in cells if row]


def _delimiter(source: str) -> str:
    return max(",;", key=source.partition("\n")[0].count)


# -- measure --


def measured(marked: Marked) -> Found:
    """What ingest makes of a text, against its marks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / marked.name
        path.write_bytes(marked.data)
        options = InputOptions(
            encoding=marked.options.get("encoding"), keep_tokens="keep_tokens" in marked.options
        )
        documents = ingest(read_project(path, options)).documents
    found = [pair for document in documents for pair in _words_with_roles(document)]
    gold = [(word, role, at) for at, (role, text) in enumerate(marked.segments) for word in _words(text)]
    kept = [word for word, role in found if role in TEXT_ROLES]
    wanted = [word for word, role, _ in gold if role in TEXT_ROLES]
    roles: defaultdict[int, Counter[Role | None]] = defaultdict(Counter)
    matched: dict[int, int] = {}
    for one, other, size in _matcher([w for w, *_ in gold], [w for w, _ in found]).get_matching_blocks():
        matched.update((one + step, other + step) for step in range(size))
    for place, (_, _, at) in enumerate(gold):
        roles[at][found[matched[place]][1] if place in matched else None] += 1
    errors = [
        f"{marked.name}: {marked.segments[at][0]} is {dict(counts)}: {marked.segments[at][1].strip()[:90]}"
        for at, counts in roles.items()
        if set(counts) != {marked.segments[at][0]}
    ]
    extra = [word for word, role in found if role in TEXT_ROLES and word not in set(wanted)]
    if extra:
        errors.append(f"{marked.name}: kept besides: {' '.join(extra)[:200]}")
    lost = [_lost(marked, document) for document in documents]
    return Found(
        marked.genre,
        marked.name.rpartition(".")[2],
        len(wanted),
        len(kept),
        sum(size for *_, size in _matcher(wanted, kept).get_matching_blocks()),
        len(roles),
        sum(set(counts) == {marked.segments[at][0]} for at, counts in roles.items()),
        sum(words for _, words in lost),
        sum(missing for missing, _ in lost),
        tuple(errors),
    )


def _matcher(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(_DIVIDED.sub("", clean_text(text)))


def _words_with_roles(document: Document) -> Iterator[tuple[str, Role]]:
    for block in document.blocks:
        for word in _words(document.text[block.start : block.end].replace("\r", "")):
            yield word, block.role


def _lost(marked: Marked, document: Document) -> tuple[int, int]:
    """How many words of the text kept are not where their origins say, and how many there are."""
    lost = words = 0
    for block in document.blocks:
        if block.role not in TEXT_ROLES:
            continue
        for match in _WORD.finditer(document.text, block.start, block.end):
            words += 1
            place = next((o.place for o in document.origins if o.start <= match.start() < o.end), "")
            lost += match[0] not in _at(marked, document.part or "", place)
    return lost, words


def _element(page: str, place: str) -> str:
    return str(html.document_fromstring(page).xpath(place)[0].text_content())


def _chapter(data: bytes, place: str) -> str:
    name, _, path = place.partition(" ")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _element(package.read(f"OEBPS/{name}").decode(), path)


def _pdf_page(data: bytes, place: str) -> str:
    return pypdf.PdfReader(io.BytesIO(data)).pages[_number(place) - 1].extract_text()


def _word_paragraph(data: bytes, place: str) -> str:
    document = docx.Document(io.BytesIO(data))
    if "row" in place:
        table, row = map(int, re.findall(r"\d+", place)[:2])
        return "\t".join(cell.text for cell in document.tables[table - 1].rows[row - 1].cells)
    paragraph = document.paragraphs[_number(place) - 1]._p
    return "".join(one.text or "" if one.tag.endswith("}t") else "\n" for one in paragraph.iter(*_SHOWN))


def _cue(data: bytes, place: str) -> str:
    blocks = re.split(r"\n{2,}", _decoded(data).replace("\r\n", "\n"))
    return [block for block in blocks if "-->" in block][_number(place) - 1]


def _lines(data: bytes, place: str) -> str:
    first, *last = map(int, re.findall(r"\d+", place))
    return "\n".join(data.decode().split("\n")[first - 1 : last[0] if last else first])


def _sentence(data: bytes, place: str) -> str:
    lines = data.decode().split("\n")[_number(place) - 1 :]
    return "\n".join(lines[: lines.index("")])


def _row(marked: Marked, kind: str, part: str) -> str:
    if kind in ("csv", "tsv", "jsonl"):
        return _texts(kind, _decoded(marked.data))[_number(part) - 1]
    data = io.BytesIO(marked.data)
    table = pq.read_table(data) if kind == "parquet" else pa.ipc.open_stream(data).read_all()
    row: str = table.to_pylist()[_number(part) - 1]["text"]
    return row


def _number(place: str) -> int:
    return int(re.findall(r"\d+", place)[0])


_SHOWN = [f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}" for tag in ("t", "br")]
_PLACES: Mapping[str, Callable[[bytes, str], str]] = {
    "html": lambda data, place: _element(_decoded(data), place),
    "epub": _chapter,
    "pdf": _pdf_page,
    "docx": _word_paragraph,
    "srt": _cue,
    "vtt": _cue,
    "md": _lines,
    "conllu": _sentence,
}
"""What a file of each kind holds at a place, read without the readers of RuKaz."""


def _decoded(data: bytes) -> str:
    """A text in one of two encodings."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251")


@cache
def _at(marked: Marked, part: str, place: str) -> str:
    kind = marked.name.rpartition(".")[2]
    if kind in ("zip", "tar", "gz", "xz"):
        path, _, inner = part.partition(", ")
        entry = Marked("", path, (), _entry(marked, path), {})
        return _at(entry, inner, place)
    if kind in _TABLES:
        return _row(marked, kind, part)
    if kind == "txt":
        return _decoded(marked.data)
    return _PLACES[kind](marked.data, place) if place else ""


def _entry(marked: Marked, path: str) -> bytes:
    if marked.name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(marked.data)) as package:
            return package.read(path)
    with tarfile.open(fileobj=io.BytesIO(marked.data)) as archive:
        file = archive.extractfile(path)
        assert file is not None
        return file.read()


def figures(found: Sequence[Found]) -> dict[str, float | int]:
    """Figures of some texts, in per cent."""
    marked, kept, shared = (sum(getattr(one, name) for one in found) for name in ("marked", "kept", "shared"))
    segments, right = sum(one.segments for one in found), sum(one.right for one in found)
    return {
        "texts": len(found),
        "words": marked,
        "precision": round(100 * shared / kept, 1),
        "recall": round(100 * shared / marked, 1),
        "f1": round(200 * shared / (kept + marked), 1),
        "segments": segments,
        "roles": round(100 * right / segments, 1),
    }


def report(part: str) -> Mapping[str, Mapping[str, float | int]]:
    """Figures of a part by genre, and of all of it."""
    found = [measured(marked) for marked in marked_files(part)]
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[one.genre].append(one)
    return {**{name: figures(group) for name, group in sorted(groups.items())}, "all": figures(found)}


def main(arguments: Sequence[str]) -> None:
    parts = [name for name in arguments if not name.startswith("--")] or ["seen", "last"]
    reports = {part: report(part) for part in parts}
    for part, rows in reports.items():
        for name, row in rows.items():
            print(f"{part:8}{name:14}", *(f"{key} {value:6}" for key, value in row.items()))
    if "--errors" in arguments:
        for part in parts:
            for marked in marked_files(part):
                print("".join(f"{error}\n" for error in measured(marked).errors), end="")
    if "--write" in arguments:
        written = json.loads(FIGURES.read_text(encoding="utf-8")) | reports
        FIGURES.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
