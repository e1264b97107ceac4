"""Files whose text and roles were marked by hand, and how much of that ingest finds.

    python tests/ingest/marked_files.py [PART ...] [--errors] [--write]

All were marked before any rule had been run on them. The figures of the first reading of ``marked/last``,
taken when its errors had not been looked at, are the honest ones: docs/files.json keeps them. What
``marked/seen`` and ``marked/last`` show since may be mended. Each file of marks is a genre with several
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
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import get_args

import docx
import pypdf
from lxml import html

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from rukaz.ingest import ingest, read_project
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES, Document, Role
from tests.ingest.formats import as_pdf, as_zip

HERE = Path(__file__).parent / "marked"
FIGURES = Path(__file__).resolve().parents[2] / "docs" / "files.json"
_TAG = re.compile(rf"\[({'|'.join(get_args(Role))})\] ?")
_ELEMENT_TAG = re.compile(r' data-role="\w+"')
_WORD = re.compile(r"\w+")
_CUE = re.compile(r"\d+|.*-->.*|WEBVTT.*")

Segment = tuple[str, str]


@dataclass(frozen=True)
class Marked:
    """A text of the set.

    Attributes:
        segments: its marked stretches in their order.
        data: the file.
    """

    genre: str
    name: str
    segments: tuple[Segment, ...]
    data: bytes


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
            yield Marked(path.stem, name, tuple(_segments(name, source)), _file(name, source))


# -- marks --


def _segments(name: str, source: str) -> Iterator[Segment]:
    kind = name.rpartition(".")[2]
    if kind == "html":
        for element in html.document_fromstring(source).iter():
            if role := element.get("data-role"):
                yield role, " ".join(element.itertext())
        return
    if kind in ("csv", "jsonl"):
        source = "\n".join(_texts(kind, source))
    if kind in ("srt", "vtt"):
        source = re.sub(r"</?[iv][^>]*>", "", source)
        source = "\n".join(line for line in source.split("\n") if not _CUE.fullmatch(line))
    role = None
    for line in source.split("\n"):
        before, *tagged = _TAG.split(line)
        if not tagged and role is not None and before.strip():
            yield role, before
        for role, text in zip(tagged[::2], tagged[1::2], strict=True):
            yield role, text


def _texts(kind: str, source: str) -> list[str]:
    if kind == "csv":
        return [row[0] for row in list(csv.reader(io.StringIO(source), delimiter=";"))[1:]]
    return [json.loads(line)["text"] for line in source.splitlines()]


def _file(name: str, source: str) -> bytes:
    kind = name.rpartition(".")[2]
    plain = _TAG.sub("", _ELEMENT_TAG.sub("", source))
    make = {"docx": _docx, "pdf": _pdf, "epub": _epub}.get(kind)
    return make([line for line in plain.split("\n") if line]) if make else plain.encode()


_LINE = re.compile(r"(?P<level>#+) |(?P<item>- )|(?P<row>\| )|(?P<bold>\*\*)")


def _docx(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    table = None
    for line in lines:
        match = _LINE.match(line)
        mark = match.lastgroup if match else None
        text = line.removeprefix(match[0]) if match else line
        if mark == "row":
            cells = text.split(" | ")
            table = table or document.add_table(0, len(cells))
            for cell, value in zip(table.add_row().cells, cells, strict=True):
                cell.text = value
            continue
        table = None
        style = {"level": "Title" if line[:2] == "# " else "Heading 1", "item": "List Bullet"}.get(mark or "")
        paragraph = document.add_paragraph(style=style)
        for number, part in enumerate(text.split("**") if mark == "bold" else (text.replace(" / ", "\n"),)):
            paragraph.add_run(part).bold = (mark == "bold" and not number) or None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _epub(lines: Sequence[str]) -> bytes:
    body = ""
    for line in lines:
        match = _LINE.match(line)
        text = line.removeprefix(match[0]) if match else line
        name = f"h{len(match['level'])}" if match and match["level"] else "p"
        body += f"<{name}>{text.replace(' / ', '<br/>')}</{name}>"
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="book.opf"/></container>',
        "book.opf": (
            "<package><metadata/><manifest>"
            '<item id="one" href="1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="one"/></spine></package>'
        ),
        "1.xhtml": page,
    }
    return as_zip({name: text.encode() for name, text in files.items()})


def _pdf(lines: Sequence[str]) -> bytes:
    """Pages of 20 lines with a running head and a number; long words are divided at the ends of lines."""
    rows: list[tuple[int, int, str]] = []
    for line in lines:
        match = _LINE.match(line)
        size = 16 if match and match["level"] else 11
        text = re.sub(r"\*\*", "", line.removeprefix(match[0]) if match else line)
        for stanza_line in text.split(" / "):
            rows += [(size, 15, row) for row in _wrapped(stanza_line, 60 if size == 11 else 40)]
        rows[-1] = (size, 27, rows[-1][2])
    pages = []
    for number, start in enumerate(range(0, len(rows), 20), 1):
        page, y = [(9, 810, "Журнал «Степь и город», № 3")], 770
        for size, gap, text in rows[start : start + 20]:
            page.append((size, y, text))
            y -= gap
        pages.append([*page, (9, 40, str(number))])
    return as_pdf(pages)


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) < width:
            line += f" {word}" if line else word
            continue
        parts = re.fullmatch(r"(\w{3,}[аеиоуы])([бвгджзклмнпрст][аеиоуы]\w+\W?)", word)
        if parts and len(line) + len(parts[1]) + 2 < width:
            yield f"{line} {parts[1]}-"
            line = parts[2]
        else:
            yield line
            line = word
    if line:
        yield line


# -- measure --


def measured(marked: Marked) -> Found:
    """What ingest makes of a text, against its marks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / marked.name
        path.write_bytes(marked.data)
        documents = ingest(read_project(path)).documents
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
    return _WORD.findall(re.sub(r"(?<=\w)-\n(?=\w)", "", clean_text(text)))


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
            place = next((o.place for o in document.origins if o.start <= match.start() < o.end), None)
            lost += match[0] not in _at(marked, place if document.part is None else document.part)
    return lost, words


def _element(page: str, place: str) -> str:
    return str(html.document_fromstring(page).xpath(place)[0].text_content())


def _chapter(data: bytes, place: str) -> str:
    name, _, path = place.partition(" ")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _element(package.read(name).decode(), path)


def _pdf_page(data: bytes, place: str) -> str:
    return pypdf.PdfReader(io.BytesIO(data)).pages[_number(place) - 1].extract_text()


def _word_paragraph(data: bytes, place: str) -> str:
    return docx.Document(io.BytesIO(data)).paragraphs[_number(place) - 1].text


def _cue(data: bytes, place: str) -> str:
    blocks = data.decode().removeprefix("WEBVTT\n\n").split("\n\n")
    return [block for block in blocks if not block.startswith("NOTE")][_number(place) - 1]


def _lines(data: bytes, place: str) -> str:
    first, *last = map(int, re.findall(r"\d+", place))
    return "\n".join(data.decode().split("\n")[first - 1 : last[0] if last else first])


def _number(place: str) -> int:
    return int(re.findall(r"\d+", place)[0])


_PLACES: Mapping[str, Callable[[bytes, str], str]] = {
    "html": lambda data, place: _element(data.decode(), place),
    "epub": _chapter,
    "pdf": _pdf_page,
    "docx": _word_paragraph,
    "srt": _cue,
    "vtt": _cue,
    "md": _lines,
    "csv": lambda data, part: _texts("csv", data.decode())[_number(part) - 1],
    "jsonl": lambda data, part: _texts("jsonl", data.decode())[_number(part) - 1],
}
"""What a file of each kind holds at a place, read without the readers of RuKaz."""


@cache
def _at(marked: Marked, place: str | None) -> str:
    kind = marked.name.rpartition(".")[2]
    if kind == "txt":
        return marked.data.decode()
    return "" if place is None else _PLACES[kind](marked.data, place)


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
