"""What a manifest must hold so that all commands can use it; see :mod:`rukaz.export.manifest`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, TypeAdapter

from rukaz.json_files import Shape

Counts = dict[str, int]


class _Corpus(Shape):
    name: str
    title: str
    version: str
    language: str
    license: str | None
    conventions: str | None


class _Model(Shape):
    name: str
    digest: str
    files: dict[str, str]
    provenance: dict[str, Any]


class _Account(Shape):
    incoming: int = Field(alias="in")
    out: int
    left_out: int
    quarantined: int


class _Result(Shape):
    severity: Literal["error", "warning"]
    level: int
    test: str
    count: int
    sentences: list[str]


class _Quarantined(Shape):
    file: str
    stage: str
    reason: str
    doc_id: str | None
    block: str | None
    start: int
    end: int


class _Figure(Shape):
    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str


class _WithoutTexts(Shape):
    outputs: dict[str, str]
    texts: dict[str, str]


class _Manifest(Shape):
    corpus: _Corpus
    versions: dict[str, str]
    model: _Model
    options: dict[str, Any]
    inputs: dict[str, str]
    splits: dict[Literal["train", "validation", "test"], Counts]
    annotation: Counts
    reviewers: Counts = Field(default_factory=dict)
    entities: Counts
    stages: dict[str, dict[str, _Account]]
    left_out: dict[str, Counts]
    cleaned: Counts = Field(default_factory=dict)
    foreign: dict[str, Counts] = Field(default_factory=dict)
    not_annotated: list[str] = Field(default_factory=list)
    repairs: Counts
    ud_validator: list[_Result]
    quarantine: list[_Quarantined]
    automatic_layer: str
    figures: list[_Figure]
    outputs: dict[str, str]
    read: dict[str, Counts] = Field(default_factory=dict)
    not_read: Counts | None = None
    set_aside: Counts | None = None
    without_texts: _WithoutTexts | None = None


MANIFEST_SHAPE: TypeAdapter[Any] = TypeAdapter(_Manifest)
