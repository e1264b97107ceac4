"""The files of a corpus against its manifest and its card (rules F61x), and the manifest itself (F62x)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rukaz.atomic_files import read_text
from rukaz.check.corpus_reader import StoredCorpus
from rukaz.check.finding import Place
from rukaz.dataset_features import arrow_schema
from rukaz.export.card import CARD, split_card
from rukaz.export.card_header import dataset_yaml
from rukaz.export.manifest import MANIFEST, digest_tree
from rukaz.export.parquet_files import config_files, open_parquet, parquet_paths
from rukaz.records import SPLITS
from rukaz.schema import CONFIGS

_LOCAL = re.compile(r"(^|[\s'\"=])(/(?!/)\S|~/|[A-Za-z]:\\|file://)|\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

_QUOTING = ("quarantine.reason", "corpus.title")  # words of a text or of a person may look like a path


def listed_files(corpus: StoredCorpus) -> Iterator[Place]:
    """A file that the manifest lists is missing or has changed."""
    found = digest_tree(corpus.folder)
    for name, digest in corpus.manifest["outputs"].items():
        if found.get(name) != digest:
            yield name, "missing" if name not in found else f"sha256 {found[name]}, listed {digest}"


def only_listed_files(corpus: StoredCorpus) -> Iterator[Place]:
    """The folder contains a file that the manifest does not list."""
    for path in sorted(corpus.folder.rglob("*")):
        name = path.relative_to(corpus.folder).as_posix()
        if not path.is_dir() and name not in corpus.manifest["outputs"] and name != MANIFEST:
            yield name, f"{path.stat().st_size} bytes"


def counted_rows(corpus: StoredCorpus) -> Iterator[Place]:
    """A count in the manifest differs from that of the rows."""
    for split, counts in corpus.manifest["splits"].items():
        for config in CONFIGS:
            rows = _row_count(corpus, config, split)
            if rows and counts.get(config, 0) not in (0, rows):
                yield f"{config}/{split}", f"{rows} rows, listed {counts[config]}"
    for config, column, key in (("sentences", "annotation", "annotation"), ("entities", "label", "entities")):
        found = Counter(row[column] for _, row in corpus.all_rows(config, column))
        if found != {name: count for name, count in corpus.manifest[key].items() if count}:
            yield config, f"{column} {dict(found)}, listed {corpus.manifest[key]}"


def same_schema(corpus: StoredCorpus) -> Iterator[Place]:
    """The columns, types, label names or embedded features of a Parquet file are not those of its config."""
    for config in CONFIGS:
        schema = arrow_schema(config)
        for split in SPLITS:
            for path in parquet_paths(corpus.folder, config, split):
                with open_parquet(path) as file:
                    found = file.schema_arrow
                if not found.equals(schema) or found.metadata != schema.metadata:
                    yield f"{config}/{path.name}", _schema_difference(schema, found)


def card_header(corpus: StoredCorpus) -> Iterator[Place]:
    """The YAML header of the card does not describe the Parquet files."""
    version = str(corpus.manifest["corpus"]["version"])
    wanted = dataset_yaml(config_files(corpus.folder, corpus.digests), version=version)
    header, _ = split_card(read_text(corpus.folder / CARD))
    for key, value in wanted.items():
        for want in value:
            name = want["config_name"]
            have: dict[str, Any] = next(
                (item for item in header.get(key) or () if item.get("config_name") == name), {}
            )
            if want != have:
                wrong = [part for part in {**want, **have} if want.get(part) != have.get(part)]
                yield CARD, f"{key} of {name}: {', '.join(wrong)}"
        if len(header.get(key) or ()) > len(value):
            yield CARD, f"{key} describes more configs than there are"


def nothing_local(corpus: StoredCorpus) -> Iterator[Place]:
    """The manifest names a path of the machine or a time, so that equal builds would differ."""
    for key, text in _strings(corpus.manifest):
        if _LOCAL.search(text) and key not in _QUOTING:
            yield MANIFEST, f"{key}: {text}"


def balanced_stages(corpus: StoredCorpus) -> Iterator[Place]:
    """A stage of the build lost something: in is not out + left out + quarantined."""
    for stage, units in corpus.manifest["stages"].items():
        for unit, count in units.items():
            if count["in"] != count["out"] + count["left_out"] + count["quarantined"]:
                yield MANIFEST, f"{stage}, {unit}: {count}"


def known_inputs(corpus: StoredCorpus) -> Iterator[Place]:
    """The sha256 of a source text is not the one of the manifest's inputs."""
    for _, row in corpus.all_rows("documents", "doc_id", "file", "sha256"):
        listed = corpus.manifest["inputs"].get(row["file"])
        if listed != row["sha256"]:
            yield row["doc_id"], f"{row['file']} has {row['sha256']}, listed {listed}"


def _row_count(corpus: StoredCorpus, config: Any, split: Any) -> int:
    rows = 0
    for path in parquet_paths(corpus.folder, config, split):
        with open_parquet(path) as file:
            rows += file.metadata.num_rows
    return rows


def _schema_difference(schema: Any, found: Any) -> str:
    if not found.equals(schema):
        wrong = [f.name for f in schema if f.name not in found.names or not f.equals(found.field(f.name))]
        wrong += [name for name in found.names if name not in schema.names]
        return f"columns {', '.join(wrong)}" if wrong else f"order of columns {', '.join(found.names)}"
    return "the features that `datasets` reads from it"


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value, keys included, with the way to it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield key, name
            yield from _strings(item, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, key)
