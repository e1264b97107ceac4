"""Markdown, with tables and a header of YAML; every paragraph has its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.readers.extracted import Extracted, Passage, assemble, with_bold_questions
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.plain import decode_lines
from rukaz.records import Role

_FENCE = "---"
_DEEPEST = 1_000_000
"""Blocks in blocks. By default there are 20, and what is in deeper ones is passed over."""
_LONGEST_HEADER = 100_000
"""Characters of a header; a longer one is text."""
_SHARE_OF_LINK = 0.6
_LINK_ALONE: tuple[Role, str] = ("boilerplate", "a link alone")


def read_markdown(data: bytes, encoding: str) -> Extracted:
    """The text of a Markdown file.

    Raises:
        UnreadableError: it is in another encoding.
    """
    lines = decode_lines(data, encoding)
    header, first = _header(lines)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
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
    cells: list[str] = []
    is_row = False
    for token in tokens:
        place = _lines(token, first)
        match token.type:
            case "heading_open":
                role = "heading" if has_title or token.tag != "h1" else "title"
                has_title = has_title or role == "title"
            case "list_item_open" | "heading_close" | "list_item_close":
                role = "body" if token.type == "list_item_open" else None
            case "table_open":
                is_row = False
            case "tr_open":
                cells, row = [], place
            case "tr_close":
                yield Passage("\t".join(cells).strip(), row, "table", "row of a table", is_row)
                is_row, cells = True, []
            case "td_open" | "th_open":
                cells.append("")
            case "inline" if cells:
                cells[-1] = _text(token).replace("\n", " ").strip()
            case "inline" if token.children and all(one.type == "image" for one in token.children):
                yield Passage(_text(token).strip(), place, "caption", "description of a picture")
            case "inline":
                shown, why = _LINK_ALONE if role is None and _is_link(token) else (role, None)
                yield Passage(_text(token).strip(), place, shown, why, is_bold=_is_bold(token))
            case "fence" | "code_block":
                yield Passage(token.content.strip(), place, "boilerplate", "code")
            case "html_block":
                yield Passage(token.content.strip(), place, "boilerplate", "HTML")


def _text(token: Token) -> str:
    """The text of a line as it is shown."""
    shown = []
    for child in token.children or ():
        match child.type:
            case "softbreak":
                shown.append(" ")
            case "hardbreak":
                shown.append("\n")
            case "text" | "code_inline" | "image":
                shown.append(child.content)
    return "".join(shown)


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
