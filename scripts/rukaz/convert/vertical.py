"""Vertical text, which NoSketch Engine, KonText and CQPweb index: a token per line, structures as tags.

The columns are :data:`ATTRIBUTES`. ``<doc>``, ``<p>``, ``<s>`` and ``<name>`` have attributes, and ``<g/>``
stands where no space is. Source: https://www.sketchengine.eu/documentation/preparing-corpus-text and
https://www.sketchengine.eu/documentation/corpus-configuration-file-all-features.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

from rukaz.atomic_files import explaining_read_errors
from rukaz.conllu.files import DOCUMENT_COMMENTS, NEWDOC
from rukaz.convert.piece import Piece, sentence_of_forms, with_newdoc_comments
from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.records import ENTITY_LABELS, Entity, Sentence, Token

ATTRIBUTES = ("word", "lemma", "tag", "xpos", "feats", "id", "head", "deprel")

_TAG = re.compile(r"<(/?)(doc|p|s|g|name)((?:\s+\w+=\"[^\"<>]*\")*)\s*(/?)>")
_BREAKS = {ord(sign): f"&#{ord(sign)};" for sign in "\t\n\r"}
_PAIR = re.compile(r"(\w+)=\"([^\"]*)\"")
_FACT = re.compile(r"# (doc_\w+) = (.*)")


def write_vertical(path: Path, pieces: Iterable[Piece]) -> None:
    """Write the documents, paragraphs, sentences and tokens."""
    open_tags: list[str] = []
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            sentence = piece.sentence
            doc, paragraph = _doc(piece), _tag("p", id=f"{sentence.doc_id}-p{sentence.block}")
            if not open_tags or (piece.before[:1] and piece.before[0].startswith(NEWDOC)):
                file.write("</p>\n</doc>\n" if open_tags else "")
                file.write(f"{doc}\n{paragraph}\n")
            elif open_tags[1] != paragraph:
                file.write(f"</p>\n{paragraph}\n")
            open_tags = [doc, paragraph]
            file.write(_lines(sentence))
        file.write("</p>\n</doc>\n" if open_tags else "")


def _doc(piece: Piece) -> str:
    facts = filter(None, map(_FACT.fullmatch, piece.before))
    known = {fact[1]: fact[2] for fact in facts if fact[1] in DOCUMENT_COMMENTS}
    return _tag("doc", id=piece.sentence.doc_id, **known)


def _tag(name: str, **attributes: str | None) -> str:
    known = {key: escape(value).translate(_BREAKS) for key, value in attributes.items() if value is not None}
    shown = (f' {key}="{value}"' for key, value in known.items())
    return f"<{name}{''.join(shown)}>"


def _lines(sentence: Sentence) -> str:
    starts = {one.first_token: one for one in sentence.entities}
    ends = {one.last_token for one in sentence.entities}
    lines = [_tag("s", id=sentence.sent_id)]
    for token in sentence.tokens:
        if entity := starts.get(token.id):
            facts = {"id": entity.entity_id, "normal": entity.name, "wikidata": entity.wikidata}
            lines.append(_tag("name", type=entity.label, **facts))
        cells = (
            token.form,
            token.lemma,
            token.upos,
            token.xpos,
            token.feats,
            token.id,
            token.head,
            token.deprel,
        )
        lines.append("\t".join("" if cell is None else escape(str(cell), quote=False) for cell in cells))
        if token.id in ends:
            lines.append("</name>")
        if not token.space_after:
            lines.append("<g/>")
    return "\n".join([*lines, "</s>", ""])


def registry(paths: Sequence[Path]) -> str:
    """The configuration of a corpus of vertical files, for ``encodevert`` and ``compilecorp``."""
    attributes = "".join(f'ATTRIBUTE "{name}"\n' for name in ATTRIBUTES if name != "feats")
    feats = 'ATTRIBUTE "feats" {\n    MULTIVALUE "yes"\n    MULTISEP "|"\n}\n'
    facts = "".join(f'    ATTRIBUTE "{name}"\n' for name in ("id", *DOCUMENT_COMMENTS))
    of_names = "".join(f'    ATTRIBUTE "{name}"\n' for name in ("type", "id", "normal", "wikidata"))
    files = " ".join(path.name for path in paths)
    return (
        "# PATH is where the index goes; VERTICAL is read from the folder of this file.\n"
        'NAME "RuKaz"\nPATH "index"\nENCODING "utf-8"\nLANGUAGE "Russian"\n'
        f'VERTICAL "| cat {files}"\n{attributes}{feats}STRUCTURE "doc" {{\n{facts}}}\n'
        'STRUCTURE "p" {\n    ATTRIBUTE "id"\n}\nSTRUCTURE "s" {\n    ATTRIBUTE "id"\n}\n'
        f'STRUCTURE "name" {{\n{of_names}}}\n'
        'STRUCTURE "g" {\n    DISPLAYTAG 0\n    DISPLAYBEGIN "_EMPTY_"\n}\n'
    )


# -- reading --


def read_vertical(path: Path) -> Iterator[Piece]:
    """The sentences of a file that :func:`write_vertical` wrote; a file without ``<s>`` has none.

    Raises:
        RukazError: names the line that is wrong.
    """
    return with_newdoc_comments(_sentences(path))


def _sentences(path: Path) -> Iterator[Sentence]:
    doc_id, start = safe_name(path.stem), 0
    sent_id = ""
    tokens: list[Token] = []
    entities: list[Entity] = []
    with explaining_read_errors(path), path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            where = f"{path}, line {number}"
            tag = _TAG.fullmatch(line.rstrip("\r\n"))
            if not tag:
                tokens.append(_token(line.rstrip("\r\n"), len(tokens) + 1, where))
                continue
            attributes = {key: unescape(value) for key, value in _PAIR.findall(tag[3])}
            match tag[1] + tag[2]:
                case "doc":
                    doc_id = attributes.get("id", doc_id)
                case "s":
                    sent_id, tokens, entities = attributes.get("id", ""), [], []
                case "name":
                    entities.append(_entity(attributes, len(tokens) + 1, where))
                case "/name" if entities:
                    entities[-1] = replace(entities[-1], last_token=len(tokens))
                case "g" if tokens:
                    tokens[-1] = replace(tokens[-1], space_after=False)
                case "/s" if tokens:
                    name = sent_id or f"{doc_id}-p1-c{start}"
                    sentence = sentence_of_forms(
                        name, tokens, entities, doc_id=doc_id, start=start, where=where
                    )
                    yield sentence
                    start = sentence.end + 1


def _token(line: str, number: int, where: str) -> Token:
    cells = [unescape(cell) for cell in line.split("\t")]
    if len(cells) != len(ATTRIBUTES) or cells[5] != str(number) or not cells[6].isdecimal() or not cells[0]:
        hint = f"The columns of RuKaz are {', '.join(ATTRIBUTES)}; ids count from 1 in each <s>."
        raise RukazError("this is not a token of a vertical file", where=where, hint=hint)
    form, lemma, upos, xpos, feats, _, head, deprel = cells
    return Token(number, form, lemma, upos, feats or None, int(head), deprel, 0, 0, xpos=xpos or None)


def _entity(attributes: dict[str, str], first: int, where: str) -> Entity:
    label = attributes.get("type", "")
    if label not in ENTITY_LABELS:
        raise RukazError(
            f"{label!r} is not a label", where=where, hint=f"Labels are {' '.join(ENTITY_LABELS)}."
        )
    name, entity_id, wikidata = (attributes.get(fact) for fact in ("normal", "id", "wikidata"))
    return Entity(label, 0, 0, "", first, first, name=name, entity_id=entity_id, wikidata=wikidata)
