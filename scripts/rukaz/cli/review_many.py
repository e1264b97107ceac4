"""`rukaz review` for many sentences: what to look at first, and one change to all that a query finds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rukaz.cli.options import as_json_text, say
from rukaz.cli.tables import terminal_width
from rukaz.errors import RukazError
from rukaz.wording import counted

if TYPE_CHECKING:
    from rukaz.records import Sentence
    from rukaz.review.queue import Order, Queued


def list_queue(
    corpus: Path,
    order: str,
    query: str | None,
    other: Path | None,
    rule: str | None,
    limit: int,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Print the sentences that deserve a look first, and write their worksheet if ``out`` is given."""
    from rukaz.export.atomic_publish import recover
    from rukaz.export.manifest import read_manifest
    from rukaz.review.queue import queue

    recover(corpus)
    among = None if query is None else _matches(corpus, query)[1].keys()
    found = queue(corpus, cast("Order", order), other=other, among=among, rule=rule or "")
    first = found[:limit]
    counts = read_manifest(corpus)["annotation"]
    worksheets = [str(path) for path in _write(corpus, first, out, order)] if out and first else []
    if as_json:
        rows = [
            {
                "sent_id": one.sentence.sent_id,
                "weight": one.weight,
                "why": list(map(str, one.why)),
                "text": one.sentence.text,
            }
            for one in first
        ]
        click.echo(as_json_text({"queue": rows, "length": len(found), "worksheets": worksheets, **counts}))
        return
    width = terminal_width()
    for one in first:
        click.echo(one.sentence.sent_id)
        click.echo(_cut(f"  {one.sentence.text}", width))
        for why in one.why[:3]:
            click.echo(_cut(f"  ! {why}", width))
    reviewed, total = counts.get("reviewed", 0), sum(counts.values())
    say(f"{len(first):,} of {len(found):,}; {reviewed:,} of {total:,} sentences of the corpus are reviewed")
    for path in worksheets:
        click.echo(path)


def _write(corpus: Path, queued: Sequence[Queued], out: Path, name: str) -> list[Path]:
    """A worksheet of the sentences, in the order of the corpus, with what speaks for a look at each."""
    from rukaz.review.worksheet import readable, worksheet
    from rukaz.review.worksheet_files import corpus_documents, write_new

    why = {one.sentence.sent_id: list(map(str, one.why)) for one in queued}
    wanted = {one.sentence.doc_id for one in queued}
    sheets, texts = [], []
    for document, sentences in corpus_documents(corpus, wanted):
        some = [sentence for sentence in sentences if sentence.sent_id in why]
        sheets.append(worksheet(document, some, why))
        texts.append(readable(some, why))
    return write_new(corpus, {out / f"{name}.conllu": "".join(sheets), out / f"{name}.txt": "\n".join(texts)})


def change_matches(
    corpus: Path,
    query: str | None,
    changes: Sequence[str],
    limit: int,
    *,
    texts: Path | None,
    reviewer: str | None,
    as_json: bool,
) -> None:
    """Show what becomes of the matches of a query; keep it if there is a reviewer."""
    from rukaz.review.batch import accept_changed, changed_sentences, parse_change
    from rukaz.review.worksheet import changes as differences

    if query is None:
        raise RukazError("--set changes what a query finds", hint="Add: --where QUERY")
    nodes, matches = _matches(corpus, query)
    parsed = [parse_change(one, nodes) for one in changes]
    pairs = list(changed_sentences(corpus, matches, parsed))
    lines = list(differences([before for before, _ in pairs], [after for _, after in pairs]))
    automatic = sum(before.annotation == "auto" for before, _ in pairs)
    kept: list[str] = []
    if reviewer is not None and pairs:
        accepted = accept_changed(pairs, corpus, texts, reviewer=reviewer)
        kept = [str(path) for path in accepted.kept]
    if as_json:
        told = {"changes": lines, "sentences": len(pairs), "automatic": automatic, "kept": kept}
        click.echo(as_json_text(told))
        return
    texts_by_id = {after.sent_id: after for _, after in pairs}
    for line in lines[:limit]:
        click.echo(line)
        click.echo(_cut(f"  {_text(texts_by_id, line)}", terminal_width()))
    if len(lines) > limit:
        say(f"and {len(lines) - limit:,} more; --limit N shows more")
    say(f"{counted(len(lines), 'change')} in {counted(len(pairs), 'sentence')}, automatic: {automatic:,}")
    if kept:
        click.echo(f"kept in {', '.join(kept)}")
    elif pairs:
        say('Nothing was kept. What is kept counts as reviewed. Add: --accept --reviewer "your name"')


def _text(sentences: dict[str, Sentence], line: str) -> str:
    return sentences[line.partition(": ")[0]].text


def _matches(corpus: Path, query: str) -> tuple[list[str], dict[str, list[tuple[int, ...]]]]:
    """The names of the nodes of a query, and its matches by ``sent_id``."""
    from rukaz.query.matches import search

    with search(corpus, query) as found:
        for told in found.missing() if not found.count else ():
            say(f"  {told}")
        return list(found.nodes), found.by_sentence()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 2] + " …"
