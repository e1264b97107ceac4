"""Tasks of Label Studio: the sentences with their names, to be corrected there and read back.

Reviewed names are ``annotations``, automatic ones ``predictions``. ``data`` has the forms and the spaces
after them, so that what comes back is cut into the same tokens. The project needs :data:`CONFIG` as its
labelling interface. Source: https://labelstud.io/guide/tasks.html#Basic-Label-Studio-JSON-format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from rukaz.atomic_files import explaining_read_errors
from rukaz.convert.iob2 import bare_token
from rukaz.convert.piece import Piece, sentence_of_forms, with_newdoc_comments
from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.records import ENTITY_LABELS, Entity, EntityLabel, Sentence, Token

CONFIG = (
    '<View><Labels name="label" toName="text">'
    + "".join(f'<Label value="{label}"/>' for label in ENTITY_LABELS)
    + '</Labels><Text name="text" value="$text"/></View>'
)


def write_label_studio(path: Path, pieces: Iterable[Piece]) -> None:
    """Write a list of tasks, one for each sentence."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, piece in enumerate(pieces):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(_task(piece.sentence), ensure_ascii=False))
        file.write("\n]\n")


def _task(sentence: Sentence) -> dict[str, Any]:
    text, places = _set_out(sentence.tokens)
    result = []
    for entity in sentence.entities:
        start, end = places[entity.first_token - 1][0], places[entity.last_token - 1][1]
        value = {"start": start, "end": end, "text": text[start:end], "labels": [entity.label]}
        region = {"from_name": "label", "to_name": "text", "type": "labels", "value": value}
        result.append({"id": f"{sentence.sent_id}-{entity.first_token}", **region})
    data = {
        "text": text,
        "sent_id": sentence.sent_id,
        "doc_id": sentence.doc_id,
        "forms": [token.form for token in sentence.tokens],
        "spaces": [token.space_after for token in sentence.tokens],
    }
    made = "annotations" if sentence.annotation == "reviewed" else "predictions"
    return {"data": data, made: [{"result": result}]}


def _set_out(tokens: Sequence[Token]) -> tuple[str, list[tuple[int, int]]]:
    """The text that Label Studio shows, and where each token is in it."""
    text, places = "", []
    for token in tokens:
        places.append((len(text), len(text) + len(token.form)))
        text += token.form + " " * token.space_after
    return text, places


def read_label_studio(path: Path) -> Iterator[Piece]:
    """The sentences of tasks of ours, as Label Studio exports them (JSON); the first annotation counts
    that was not skipped.

    Raises:
        RukazError: it is no such file, or a region does not begin and end with words.
    """
    return with_newdoc_comments(_sentences(path))


def _sentences(path: Path) -> Iterator[Sentence]:
    with explaining_read_errors(path):
        try:
            tasks = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(tasks, list):
                raise ValueError("the file is no list of tasks")
        except (ValueError, RecursionError) as error:
            raise RukazError(f"this is no JSON export of Label Studio: {error}", where=str(path)) from error
    start = 0
    for number, task in enumerate(tasks, 1):
        where = f"{path}, task {number}"
        try:
            sentence = _sentence(task, safe_name(path.stem), start, where)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            hint = "It is a task that `rukaz convert` wrote, as Label Studio gives it back."
            raise RukazError(f"this is not a task: {error!r:.200}", where=where, hint=hint) from error
        yield sentence
        start = sentence.end + 1


def _sentence(task: dict[str, Any], stem: str, start: int, where: str) -> Sentence:
    data = task["data"]
    tokens = []
    for number, (form, space) in enumerate(zip(data["forms"], data["spaces"], strict=True), 1):
        if not isinstance(form, str):
            raise ValueError(f"{form!r:.60} is no form")
        tokens.append(replace(bare_token(number, form), space_after=bool(space)))
    if not tokens:
        raise ValueError("there are no forms")
    _, places = _set_out(tokens)
    annotations = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    made = annotations or task.get("predictions") or [{"result": []}]
    regions = [one["value"] for one in made[0]["result"] if one.get("type") == "labels"]
    entities = [_entity(value, places, where) for value in sorted(regions, key=lambda one: one["start"])]
    doc_id = str(data.get("doc_id") or stem)
    sent_id = str(data.get("sent_id") or f"{stem}-p1-c{start}")
    return sentence_of_forms(sent_id, tokens, entities, doc_id=doc_id, start=start, where=where)


def _entity(value: dict[str, Any], places: Sequence[tuple[int, int]], where: str) -> Entity:
    [label] = value["labels"]
    starts = [place[0] for place in places]
    ends = [place[1] for place in places]
    if label not in ENTITY_LABELS or value["start"] not in starts or value["end"] not in ends:
        what = f"{label} at {value['start']}:{value['end']} is no name of whole words"
        raise RukazError(what, where=where, hint="Begin and end it with a word, and use the labels of RuKaz.")
    first, last = starts.index(value["start"]) + 1, ends.index(value["end"]) + 1
    return Entity(cast(EntityLabel, label), 0, 0, "", first, last)
