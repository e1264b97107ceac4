"""Files of every kind, made from sources that people can read: Word, PDF, e-books, tables, CoNLL-U, archives.

A line ``@ name=value …`` at the head of a source says how its file is made. Word, PDF and e-books are made of
lines: ``# `` a title or heading, ``**…**`` bold type, ``- `` an item of a list, ``| … |`` a row, `` / `` a
new line. Word has besides ``^ `` (caption), ``~ `` (line of the contents), ``= `` (head of all pages), and
within a line ``{+…+}`` inserted, ``{-…-}`` deleted, ``{^…^}`` footnote, ``{!…!}`` comment, ``{@…@}`` link. In
a PDF, ``_ `` is a note at the foot of the page. ``--- NAME …`` heads a chapter of a book or a file of an
archive. A line of CoNLL-U is a sentence: ``|.`` has no space before it, ``=`` parts a multi-word token from
its words, ``∅`` is an empty node, ``~ `` stands before a sentence without ``# text``.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.ingest.formats import as_pdf, as_zip

Options = Mapping[str, str]

_LINE = re.compile(r"(?P<level>#+) |(?P<item>- )|(?P<row>\| )|(?P<bold>\*\*)|(?P<sign>[\^~=_]) ")
_CHANGE = re.compile(r"\{([+^!@-])(.*?)\1\}")
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def options_of(source: str) -> tuple[Options, str]:
    """What the first line of a source says of its file, and the rest of it."""
    if not source.startswith("@ "):
        return {}, source
    head, _, rest = source.partition("\n")
    return dict(part.split("=", 1) for part in shlex.split(head[2:])), rest


def made_file(name: str, source: str) -> bytes:
    """The file of a source without marks."""
    options, rest = options_of(source)
    suffix = "." + name.partition(".")[2].rpartition(".")[2]
    if name.endswith((".zip", ".tar", ".tar.gz", ".tar.xz")):
        return _archive(name, rest)
    if suffix in _MAKERS:
        return _MAKERS[suffix](options, [line for line in rest.split("\n") if line])
    if suffix in (".parquet", ".arrow"):
        return _columnar(suffix, rest)
    text = "\ufeff" + rest if "bom" in options else rest
    text = text.replace("\n", "\r\n") if "crlf" in options else text
    return text.encode(options.get("encoding", "utf-8"))


def shown(name: str, source: str) -> str:
    """What a reader of a file made of lines sees: without what was deleted, notes and heads of pages."""
    lines = options_of(source)[1].split("\n")
    if name.endswith(".conllu"):
        rows = [line.removeprefix("~ ") for line in lines if not line.startswith("#")]
        return "\n".join(re.sub(r"(?<==)\S+|=|∅ ", "", row).replace(" |", "") for row in rows)
    if not name.endswith(".docx"):
        return "\n".join(lines)
    kept = "\n".join(line for line in lines if not line.startswith("= "))
    return _CHANGE.sub(lambda match: match[2] if match[1] in "+@" else "", kept)


def parts_of(source: str, mark: str = "---") -> Iterator[tuple[list[str], str]]:
    """The head and the contents of each file of an archive, or chapter of a book."""
    _, *parts = re.split(rf"^{mark} (.+)\n", options_of(source)[1], flags=re.MULTILINE)
    for head, contents in zip(parts[::2], parts[1::2], strict=True):
        yield shlex.split(head), contents


def _read(line: str) -> tuple[str, str]:
    """What a line is (``""``, ``#``, ``##``, ``item``, ``row``, ``bold`` or a sign), and its text."""
    match = _LINE.match(line)
    if match is None:
        return "", line
    kind = match["level"] or match["sign"] or match.lastgroup or ""
    return kind, line[match.end() :]


# -- Word --


def _docx(_options: Options, lines: Sequence[str]) -> bytes:
    document = docx.Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    notes: list[str] = []
    table: Any = None
    for line in lines:
        kind, text = _read(line)
        if kind == "row":
            cells = [cell.strip() for cell in text.split("|")] if text.endswith("|") else text.split(" | ")
            cells = cells[:-1] if text.endswith("|") else cells
            table = table or document.add_table(0, len(cells))
            for cell, value in zip(table.add_row().cells, cells, strict=True):
                cell.text = value
            continue
        table = None
        if kind == "=":
            document.sections[0].header.paragraphs[0].text = text
            continue
        styles = {"#": "Title", "##": "Heading 1", "###": "Heading 2", "item": "List Bullet", "^": "Caption"}
        paragraph = document.add_paragraph(style={**styles, "~": "toc 1"}.get(kind))
        for number, part in enumerate(text.split("**") if kind == "bold" else (text.replace(" / ", "\n"),)):
            _add_runs(document, paragraph, part, notes, is_bold=kind == "bold" and not number)
    if notes:
        body = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
                       for n, note in enumerate(notes, 1))  # fmt: skip
        xml = f"<w:footnotes {nsdecls('w')}>{body}</w:footnotes>".encode()
        content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        footnotes = Part(PackURI("/word/footnotes.xml"), content, xml, document.part.package)
        document.part.relate_to(footnotes, _FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_runs(document: Any, paragraph: Any, text: str, notes: list[str], *, is_bold: bool) -> None:
    """Add the runs of a paragraph, with what is inserted, deleted or noted in it."""
    at = 0
    for match in [*_CHANGE.finditer(text), None]:
        plain = text[at : match.start() if match else len(text)]
        if plain:
            paragraph.add_run(plain).bold = is_bold or None
        if match is None:
            return
        sign, inner = match.groups()
        at = match.end()
        spaced = f'xml:space="preserve">{inner}'
        if sign == "^":
            notes.append(inner)
            run = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{len(notes)}"/></w:r>'
        elif sign == "!":
            document.add_comment(paragraph.runs[-1:], text=inner, author="Редактор")
            continue
        elif sign == "-":
            deleted = f"<w:r><w:delText {spaced}</w:delText></w:r>"
            run = f'<w:del {nsdecls("w")} w:id="1" w:author="Р">{deleted}</w:del>'
        else:
            tag = "ins" if sign == "+" else "hyperlink"
            run = f"<w:{tag} {nsdecls('w')}><w:r><w:t {spaced}</w:t></w:r></w:{tag}>"
        paragraph._p.append(parse_xml(run))


# -- e-books --


def _epub(_options: Options, lines: Sequence[str]) -> bytes:
    """A book of the chapters of its source, or of one chapter made of lines."""
    source = "\n".join(lines)
    chapters = list(parts_of(source)) or [(["1.xhtml"], "".join(map(_element, lines)))]
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="OEBPS/book.opf"/></container>',
    }
    items, spine = [], []
    for number, ((name, *attributes), body) in enumerate(chapters):
        said = dict(one.split("=", 1) for one in attributes)
        properties = f' properties="{said["properties"]}"' if "properties" in said else ""
        linear = f' linear="{said["linear"]}"' if "linear" in said else ""
        items.append(f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"{properties}/>')
        spine.append(f'<itemref idref="c{number}"{linear}/>')
        files[f"OEBPS/{name}"] = (
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
            f"<head><title>{name}</title></head><body>{body}</body></html>"
        )
    files["OEBPS/book.opf"] = (
        f"<package><metadata/><manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine></package>"
    )
    return as_zip({name: text.encode() for name, text in files.items()})


def _element(line: str) -> str:
    kind, text = _read(line)
    tag = f"h{len(kind)}" if kind.startswith("#") else "p"
    return f"<{tag}>{text.removeprefix('**').replace(' / ', '<br/>')}</{tag}>"


# -- PDF --


def _pdf(options: Options, lines: Sequence[str]) -> bytes:
    """Pages with a running head and a number; long words are divided at the ends of lines.

    Of the options, ``columns`` and ``rows`` say how many there are on a page, ``head`` and ``foot`` what
    stands at its edges (``{}`` is its number), ``gap`` how far paragraphs are apart, ``indent`` how far their
    first lines are set in, ``hyphen`` what divides words, and ``words`` that each is set by itself.
    """
    columns, rows = int(options.get("columns", 1)), int(options.get("rows", 20))
    gap, indent = int(options.get("gap", 12)), int(options.get("indent", 0))
    width = 60 // columns
    set_lines: list[tuple[int, int, int, str]] = []  # size, space below, place from the left, text
    notes: list[str] = []
    for line in lines:
        kind, text = _read(line)
        if kind == "_":
            notes += _wrapped(text, 80, "-")
            continue
        size = {"#": 16, "##": 16 if "head" not in options else 13}.get(kind, 11)
        text = re.sub(r"\*\*", "", text)
        if kind == "row":
            cells = text.strip(" |").split(" | ")
            set_lines += [(size, 0, 150 * n, cell) for n, cell in enumerate(cells[:-1])]
            set_lines.append((size, 15, 150 * (len(cells) - 1), cells[-1]))
            continue
        for stanza_line in text.split(" / "):
            found = list(_wrapped(stanza_line, width if size == 11 else 40, options.get("hyphen", "-")))
            for number, row in enumerate(found):
                set_lines.append((size, 15, 0 if number or size > 11 else indent, row))
        set_lines[-1] = (size, 15 + gap, set_lines[-1][2], set_lines[-1][3])
    pages = []
    for number, start in enumerate(range(0, len(set_lines), rows * columns), 1):
        head, foot = options.get("head", "Журнал «Степь и город», № 3"), options.get("foot", "{}")
        page: list[tuple[int, int, str, int]] = [(9, 810, head.format(number), 50)] if head else []
        for column in range(columns):
            y = 770
            first = start + column * rows
            for size, below, left, text in set_lines[first : min(first + rows, start + rows * columns)]:
                x = 50 + column * 260 + left
                if "words" in options:
                    for word in text.split(" "):
                        page.append((size, y, f"{word} ", x))
                        x += (len(word) + 1) * size // 2
                else:
                    page.append((size, y, text, x))
                y -= below
        if start + rows * columns >= len(set_lines):
            page += [(8, 90 - 10 * at, note, 50) for at, note in enumerate(notes)]
        pages.append([*page, (9, 40, foot.format(number), 280)] if foot else page)
    return as_pdf(pages)


def _wrapped(text: str, width: int, hyphen: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) < width:
            line += f" {word}" if line else word
            continue
        parts = re.fullmatch(r"(\w{3,}[аеиоуы])([бвгджзклмнпрст][аеиоуы]\w+\W?)", word)
        if parts and len(line) + len(parts[1]) + 2 < width and hyphen != "none":
            yield f"{line} {parts[1]}{hyphen}"
            line = parts[2]
        else:
            yield line
            line = word
    if line:
        yield line


# -- files of many documents --


def _columnar(suffix: str, source: str) -> bytes:
    table = pa.Table.from_pylist([json.loads(line) for line in source.splitlines()])
    out = io.BytesIO()
    if suffix == ".parquet":
        pq.write_table(table, out)
        return out.getvalue()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def _conllu(_options: Options, lines: Sequence[str]) -> bytes:
    """Sentences with the forms of their tokens, and nothing else."""
    out: list[str] = []
    for line in lines:
        if line.startswith("#"):
            out.append(line)
            continue
        bare = line.removeprefix("~ ")
        if bare == line:
            out.append(f"# text = {shown('a.conllu', line)}")
        tokens = bare.split(" ")
        number = 0
        for token, after in zip(tokens, [*tokens[1:], ""], strict=True):
            misc = "SpaceAfter=No" if after.startswith("|") and after != "|" else "_"
            form, _, words = token.removeprefix("|").partition("=")
            rest = "\t_" * 7
            if form == "∅":
                out.append(f"{number}.1\tесть{rest}\t_")
            elif words:
                parts = words.split("+")
                out.append(f"{number + 1}-{number + len(parts)}\t{form}{rest}\t{misc}")
                out += [f"{number + at}\t{part}{rest}\t_" for at, part in enumerate(parts, 1)]
                number += len(parts)
            else:
                number += 1
                out.append(f"{number}\t{form}{rest}\t{misc}")
        out.append("")
    return ("\n".join(out) + "\n").encode()


def _archive(name: str, source: str) -> bytes:
    files = {head[0]: made_file(head[0], contents) for head, contents in parts_of(source)}
    out = io.BytesIO()
    if name.endswith(".zip"):
        return as_zip(files)
    mode = {"gz": "w:gz", "xz": "w:xz"}.get(name.rpartition(".")[2], "w:")
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for path, data in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


_MAKERS: Mapping[str, Callable[[Options, Sequence[str]], bytes]] = {
    ".docx": _docx,
    ".epub": _epub,
    ".pdf": _pdf,
    ".conllu": _conllu,
}
