"""How fast `rukaz search` is: ``python tests/campaigns/search_at_size.py FOLDER --tokens 10000000``.

Repeats the rows of corpus/ under other ids until there are so many tokens, one long word in twelve with
another ending, so that the vocabulary grows as it does in texts. A file holds some million tokens in one row
group, as a shard does. Then asks the queries, and prints seconds from each to its count, and of all CPUs.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from rukaz.export.manifest import read_manifest, write_manifest
from rukaz.query.matches import search

CORPUS = Path(__file__).parents[2] / "corpus"
TOKENS_PER_FILE = 1_000_000
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
QUERIES = (
    "казах*",
    "[upos=ADJ] [upos=NOUN]",
    '[lemma="в"] [upos="NOUN"]',
    "pattern { X [Case=Gen, Number=Plur] }",
    "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }",
    "pattern { V [upos=VERB]; V -[obj]-> O; O << V }",
    "pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A } without { N -[det]-> D }",
    "pattern { A -[conj]-> B; A.Case <> B.Case }",
    "global { role=title } pattern { X [upos=PROPN] }",
    "pattern { V [lemma=/.*ся/]; V -[nsubj]-> S; length(V, S) > 3 }",
    "pattern { V [upos=VERB]; V ->> L; L [ner=LOC] }",
    "pattern { X [upos]; Y [upos]; X -> Y }",
)
ENDING = f"'{LETTERS}'[1 + (hash({{0}}, n, row) // 12 % 32)::INT]"


def write_large(folder: Path, tokens: int) -> None:
    """Write the four configs, as training data."""
    database = duckdb.connect()
    times = -(-tokens // database.sql(f"SELECT count(*) FROM '{CORPUS}/tokens/*.parquet'").fetchall()[0][0])
    files = -(-tokens // TOKENS_PER_FILE)
    rows: dict[str, int] = {}
    for config in ("tokens", "sentences", "entities", "documents"):
        (folder / config).mkdir(parents=True)
        for number in range(files):
            query = f"""SELECT * REPLACE ({_renamed(config)}) FROM (
                SELECT *, file_row_number AS row FROM read_parquet('{CORPUS}/{config}/*.parquet',
                file_row_number = true)), range({number}, {times}, {files}) t(n) ORDER BY n, row"""
            table = database.sql(
                f"SELECT * EXCLUDE (n, row, file_row_number) FROM ({query})"
            ).to_arrow_table()
            path = folder / config / f"train-{number:05d}-of-{files:05d}.parquet"
            pq.write_table(table, path, compression="zstd", row_group_size=len(table))
        rows[config] = database.sql(f"SELECT count(*) FROM '{folder}/{config}/*.parquet'").fetchall()[0][0]
    write_manifest(folder, {**read_manifest(CORPUS), "splits": {"train": rows}})


def _renamed(config: str) -> str:
    names = {"sentences": ["sent_id"], "tokens": ["sent_id"], "entities": ["sent_id"], "documents": []}
    ids = [f"'{{}}' || n || '-' || {name} AS {name}".format("r") for name in ["doc_id", *names[config]]]
    if config == "tokens":
        ids += [
            f"CASE WHEN length({name}) > 5 AND hash({name}, n, row) % 12 = 0 "
            f"THEN {name}[:-2] || {ENDING.format(name)} ELSE {name} END AS {name}"
            for name in ("form", "lemma")
        ]
    return ", ".join(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tokens", type=int, default=10_000_000)
    arguments = parser.parse_args()
    if not arguments.folder.exists():
        write_large(arguments.folder, arguments.tokens)
    for query in QUERIES:
        start, spent = time.perf_counter(), time.process_time()
        with search(arguments.folder, query) as found:
            count = found.count
        seconds = time.perf_counter() - start, time.process_time() - spent
        print(f"{seconds[0]:6.2f} s {seconds[1]:6.2f} s CPU {count:>10,}  {query}", flush=True)


if __name__ == "__main__":
    main()
