"""Markdown, with tables and a header of YAML; every paragraph has its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.readers.cells import holds_text
from rukaz.ingest.readers.extracted import Extracted, Passage, assemble, with_bold_questions
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.html_fragments import fragment_passages
from rukaz.ingest.readers.plain import decode_lines
from rukaz.records import Role

_FENCE = "---"
_DEEPEST = 1_000_000
"""Blocks in blocks. By default there are 20, and what is in deeper ones is passed over."""
_LONGEST_HEADER = 100_000
"""Characters of a header; a longer one is text."""
_SHARE_OF_LINK = 0.6
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\](?!:)")
_BOX = re.compile(r"^\[[ xXхХ]\]\s+")
_CONTAINER = re.compile(r" {0,3}:{3,}\s*(?:[\w-]+\s*)?(?:\{[^}]*\})?\s*")
"""The line that opens or closes a block such as «:::note»."""
_LINK_ALONE: tuple[Role, str] = ("boilerplate", "a link alone")


def read_markdown(data: bytes, encoding: str) -> Extracted:
    """The text of a Markdown file.

    Raises:
        UnreadableError: it is in another encoding, or the library for the HTML in it is not installed.
    """
    lines = decode_lines(data, encoding)
    header, first = _header(lines)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    tokens = parser.parse("\n".join(lines[first:]))
    facts, metadata = known_facts(header)
    return assemble(with_bold_questions(list(_passages(tokens, first))), facts, metadata)


def _header(lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The YAML between two lines of hyphens at the top, and the line below it."""
    if lines[0].rstrip() != _FENCE or _FENCE not in (rest := [line.rstrip() for line in lines[1:]]):
        return {}, 0
    end = rest.index(_FENCE)
    written = "\n".join(rest[:end])
    if len(written) > _LONGEST_HEADER:
        return {}, 0
    try:
        header = yaml.safe_load(written)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, 0
    return (header, end + 2) if isinstance(header, dict) else ({}, 0)


def _passages(tokens: Sequence[Token], first: int) -> Iterator[Passage]:
    """Paragraphs, headings, items, rows of tables and code, with the lines they stand on."""
    role: Role | None = None
    has_title = False
    table: list[Token] = []
    for token in tokens:
        if table or token.type == "table_open":
            table.append(token)
            if token.type == "table_close":
                yield from _rows(table, first)
                table = []
            continue
        place = _lines(token, first)
        match token.type:
            case "heading_open":
                role = "heading" if has_title or token.tag != "h1" else "title"
                has_title = has_title or role == "title"
            case "list_item_open" | "heading_close" | "list_item_close":
                role = "body" if token.type == "list_item_open" else None
            case "inline":
                yield _paragraph(token, place, role)
            case "fence" | "code_block":
                yield Passage(token.content.strip(), place, "boilerplate", "code")
            case "html_block":
                for one in _of_html(token.content, place):
                    is_second = has_title and one.role == "title"
                    yield replace(one, role="heading" if is_second else one.role or role)
                    has_title = has_title or one.role == "title"


def _paragraph(token: Token, place: str, role: Role | None) -> Passage:
    """A paragraph, heading or item, whose role is told by the blocks around it if it is told at all."""
    text = _text(token).strip()
    if token.children and all(one.type == "image" for one in token.children):
        return Passage(text, place, "caption", "description of a picture")
    if _NOTE.match(text):
        return Passage(text, place, "boilerplate", "a note")
    if role is None and _is_link(token):
        return Passage(text, place, *_LINK_ALONE)
    return Passage(_BOX.sub("", text) if role == "body" else text, place, role, is_bold=_is_bold(token))


def _rows(table: Sequence[Token], first: int) -> Iterator[Passage]:
    """The rows of a table; below the first one, the cells of running text, each for itself."""
    rows: list[tuple[list[str], str]] = []
    for token in table:
        if token.type == "tr_open":
            rows.append(([], _lines(token, first)))
        elif token.type == "inline":
            rows[-1][0].append(_text(token).strip())
    is_layout = holds_text([cells for cells, _ in rows[1:]])
    for number, (cells, place) in enumerate(rows):
        if number and is_layout:
            yield from (Passage(cell, place) for cell in cells)
        else:
            text = "\t".join(cells).replace("\n", " ").strip()
            yield Passage(text, place, "table", "row of a table", is_row=number > 0)


def _of_html(content: str, place: str) -> list[Passage]:
    """What a block of HTML shows, or the block where that is nothing, as with comments and single tags."""
    if not any(map(str.isalnum, _MARKUP.sub("", content))):
        return [Passage(content.strip(), place, "boilerplate", "HTML")]
    return fragment_passages(content, place)


def _text(token: Token) -> str:
    """The text of a line as it is shown."""
    shown = []
    for child in _within_containers(token):
        match child.type:
            case "softbreak":
                shown.append(" ")
            case "hardbreak":
                shown.append("\n")
            case "html_inline" if _BREAK.fullmatch(child.content):
                shown.append("\n")
            case "text":
                shown.append(_NOTE_MARK.sub("", child.content))
            case "code_inline" | "image":
                shown.append(child.content)
    return "".join(shown)


def _within_containers(token: Token) -> list[Token]:
    """The children of a paragraph without the lines that open and close a block such as «:::note»."""
    lines: list[list[Token]] = [[]]
    for child in token.children or ():
        lines[-1].append(child)
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
    shown = [line for line in lines if not (line[:1] and _CONTAINER.fullmatch(line[0].content))]
    return [child for line in shown for child in line]


def _is_bold(token: Token) -> bool:
    """Whether all of a paragraph is in bold type."""
    kinds = [child.type for child in token.children or () if child.content or child.nesting]
    return kinds[:1] == ["strong_open"] and kinds.index("strong_close") == len(kinds) - 1


def _is_link(token: Token) -> bool:
    """Whether a paragraph is a link and little else, and no sentence."""
    depth = linked = 0
    for child in token.children or ():
        depth += child.nesting if child.type.startswith("link_") else 0
        linked += len(child.content.strip()) if depth else 0
    text = _text(token).strip()
    return linked > _SHARE_OF_LINK * len(text) and not ends_sentence(text)


def _lines(token: Token, first: int) -> str:
    if not token.map:
        return ""
    start, end = (number + first for number in token.map)
    return f"line {start + 1}" if end <= start + 1 else f"lines {start + 1}-{end}"
