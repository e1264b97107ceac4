"""The Parquet files of a corpus as tables of a DuckDB database in memory; nothing is copied.

``token``: a row for each token, with ``s``, the number of its sentence (that of its first token in the
corpus), and ``id``, its position. ``place``: the same, with the anchor of each sentence at position 0.
``enhanced``: a row for each edge of the enhanced graphs: sentence ``s``, word ``id``, its ``head`` and the
relation, ``enhanced``.
``other``: what another corpus of the same texts says of the token at this place, if it has one there.
``sentence``: what is known of each sentence and its document, by ``sent_id``. ``mention_name``: the name that
a token is part of. ``coref_mention``: a row for each mention of coreference, by ``sent_id`` and ``id``, the
position of its head.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rukaz.errors import OtherTextsError, RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import Manifest, read_manifest
from rukaz.export.parquet_files import fits, open_parquet, parquet_paths
from rukaz.query.conditions import quoted
from rukaz.query.syntax import ANCHOR
from rukaz.records import SPLITS
from rukaz.schema import FIELDS, Config

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_OF_TOKEN = ("form", "lemma", "upos", "xpos", "feats", "head", "deprel", "ner", "entity", "doc", "sent_id")

_FACTS = ("title", "author", "publisher", "date")

_COLUMNS: dict[Config, tuple[str, ...]] = {
    "tokens": (
        "doc_id", "sent_id", "token_id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps",
        "ner", "entity_id", "space_after", "start", "end",
    ),
    "sentences": ("doc_id", "sent_id", "block", "role", "lang", "annotation", "reviewer", "text"),
    "entities": ("sent_id", "label", "text", "name", "first_token", "last_token"),
    "coreference": (
        "sent_id", "cluster_id", "entity_id", "etype", "kind", "first_token", "last_token", "head",
    ),
    "documents": ("doc_id", *_FACTS),
}  # fmt: skip
"""What is read; corpora of other versions may lack other columns."""


def open_corpus(corpus: Path, other: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database with the tables of a corpus.

    Args:
        other: another corpus of the same texts.

    Raises:
        RukazError: there is no corpus, or a file of it is missing, damaged or of another version.
    """
    import duckdb

    recover(corpus)
    _require_all_rows(corpus, read_manifest(corpus))
    # what does not fit in memory goes to a folder of its own, which DuckDB makes and removes
    overflow = Path(tempfile.gettempdir(), f"rukaz-{secrets.token_hex(8)}")
    database = duckdb.connect(config={"autoinstall_known_extensions": False, "temp_directory": str(overflow)})
    database.execute("SET preserve_insertion_order = false")
    for config in _COLUMNS:
        database.execute(f"CREATE VIEW {config} AS {_files(corpus, config)}")
    _create_views(database)
    if other is not None:
        recover(other)
        _require_all_rows(other, read_manifest(other))
        with explained_errors(other):
            _pair(database, other)
    return database


def _require_all_rows(corpus: Path, manifest: Manifest) -> None:
    """Make sure that no file is missing, so that counts are those of the whole corpus.

    Raises:
        RukazError: a split of a config has another number of rows than the manifest says.
    """
    for config in _COLUMNS:
        for split in SPLITS:
            listed = manifest["splits"].get(split, {}).get(config, 0)
            rows = 0
            for path in parquet_paths(corpus, config, split):
                with open_parquet(path) as file:
                    rows += file.metadata.num_rows
            if rows != listed:
                what = f"{config}, {split}: there are {rows:,} rows, and the manifest lists {listed:,}"
                raise RukazError(what, where=str(corpus), hint="Build or download the corpus again.")


def _files(corpus: Path, config: Config) -> str:
    """All rows of a config, with ``row`` and ``split``; rows are numbered through the files."""
    paths = [(split, path) for split in SPLITS for path in parquet_paths(corpus, config, split)]
    columns = ", ".join(f'"{name}"' for name in _COLUMNS[config])
    if not paths:
        kinds = {"int32": "INTEGER", "bool": "BOOLEAN"}
        empty = (f'NULL::{kinds.get(one.kind, "VARCHAR")} AS "{one.column}"' for one in FIELDS[config])
        return f"SELECT {', '.join(empty)}, NULL::BIGINT AS row, NULL::VARCHAR AS split WHERE false"
    firsts, count = [], 0
    for _, path in paths:
        with open_parquet(path) as file:
            _require_columns(file.schema_arrow, config, path)
            firsts.append(count)
            count += file.metadata.num_rows
    names = ", ".join(quoted(re.sub(r"[*?\[]", r"[\g<0>]", str(path))) for _, path in paths)  # no patterns
    splits = ", ".join(quoted(split) for split, _ in paths)
    file = "[(file_index + 1)::BIGINT]"
    return (
        f"SELECT {columns}, file_row_number + ({firsts}){file} AS row, ([{splits}]){file} AS split "
        f"FROM read_parquet([{names}], file_row_number = true)"
    )


def _require_columns(found: pa.Schema, config: Config, path: Path) -> None:
    import pyarrow as pa

    kinds = {"string": pa.string(), "int32": pa.int32(), "bool": pa.bool_()}
    for field in FIELDS[config]:
        if field.column not in _COLUMNS[config]:
            continue
        if field.column not in found.names:
            hint = "Another version of RuKaz may have built the corpus: build it again, or install that."
            raise RukazError(f"the column {field.column} is missing", where=str(path), hint=hint)
        kind = found.field(field.column).type
        if not fits(kind, kinds[field.kind]):
            raise RukazError(f"the column {field.column} is {kind}, not {field.kind}", where=str(path))


def _create_views(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(
        """CREATE VIEW token AS SELECT row - token_id + 1 AS s, token_id AS id, form, lemma, upos, xpos,
           feats, head, deprel, nullif(ner, 'O') AS ner, entity_id AS entity, doc_id AS doc, sent_id,
           sent_id AS sid, space_after FROM tokens"""
    )
    database.execute(
        """CREATE VIEW enhanced AS SELECT s, id, try_cast(split_part(edge, ':', 1) AS INTEGER) AS head,
           substr(edge, strpos(edge, ':') + 1) AS enhanced FROM (SELECT row - token_id + 1 AS s,
           token_id AS id, unnest(string_split(deps, '|')) AS edge FROM tokens)"""
    )
    nothing = ", ".join(f"NULL AS {name}" for name in _OF_TOKEN if name != "form")
    columns = ", ".join(name for name in _OF_TOKEN if name != "form")
    database.execute(
        f"""CREATE VIEW place AS SELECT s, id, form, {columns}, sid FROM token
            UNION ALL SELECT s, 0, {quoted(ANCHOR)}, {nothing}, sid FROM token WHERE id = 1"""
    )
    facts = ", ".join(f"d.{name}" for name in _FACTS)
    database.execute(
        f"""CREATE VIEW sentence AS SELECT s.sent_id, s.doc_id AS doc, s.block, s.role, s.annotation,
            s.reviewer, s.lang, s.split, s.text, {facts} FROM sentences s JOIN documents d USING (doc_id)"""
    )
    database.execute(
        """CREATE VIEW mention_name AS SELECT sent_id, unnest(range(first_token, last_token + 1)) AS id, name
           FROM entities"""
    )
    database.execute(
        """CREATE VIEW coref_mention AS SELECT sent_id, head AS id, coalesce(entity_id, cluster_id) AS coref,
           etype, kind AS mention, first_token, last_token FROM coreference"""
    )


def _pair(database: duckdb.DuckDBPyConnection, other: Path) -> None:
    """The table ``other``: words of the same form at the same place, but for those of multi-word tokens.

    Its heads are positions in the sentences of the corpus itself.
    """
    for name, source in (("mine", "tokens"), ("theirs", f"({_files(other, 'tokens')})")):
        database.execute(
            f"""CREATE VIEW {name} AS SELECT row - token_id + 1 AS s, token_id AS id, doc_id AS doc, form,
                start AS first, "end" AS last, lemma, upos, xpos, feats, head, deprel, ner FROM {source}"""
        )
        database.execute(
            f"""CREATE TEMP TABLE {name}_once AS SELECT doc, first, last, any_value(form) AS form,
                any_value(s) AS s, any_value(id) AS id FROM {name} GROUP BY doc, first, last
                HAVING count(*) = 1"""
        )
    if not database.sql("SELECT 1 FROM mine JOIN theirs USING (doc) LIMIT 1").fetchall():
        raise OtherTextsError(other)
    database.execute(
        """CREATE TEMP TABLE other AS
           SELECT m.s, m.id, t.form, t.lemma, t.upos, t.xpos, t.feats, t.deprel, nullif(t.ner, 'O') AS ner,
               CASE WHEN t.head = 0 THEN 0 WHEN h.s = m.s THEN h.id END AS head
           FROM mine_once m JOIN theirs_once o USING (doc, first, last, form)
               JOIN theirs t ON t.s = o.s AND t.id = o.id
               LEFT JOIN theirs_once th ON th.s = t.s AND th.id = t.head
               LEFT JOIN mine_once h ON h.doc = th.doc AND h.first = th.first AND h.last = th.last"""
    )


@contextmanager
def explained_errors(corpus: Path) -> Iterator[None]:
    """Raise what the database cannot do as a RukazError."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise RukazError(
            "the result does not fit in memory", hint="Narrow the query down, or add --limit."
        ) from error
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        what = str(error).partition("\n")[0][:200]
        raise RukazError(f"the corpus cannot be read: {what}", where=str(corpus)) from error
