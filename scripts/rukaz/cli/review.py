"""`rukaz review`."""

from __future__ import annotations

import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click

from rukaz.cli.options import (
    CORPUS,
    FOLDER,
    MODELS,
    as_json_text,
    command,
    is_given,
    option,
    refuse_options,
    say,
)
from rukaz.cli.review_many import change_matches, list_queue
from rukaz.errors import RukazError
from rukaz.records import Document, Sentence
from rukaz.wording import build_command, counted, on_corpus, quoted


@command()
@click.argument("document", required=False)
@option(
    "--out",
    type=FOLDER,
    default=Path("review"),
    show_default=True,
    help="Write the worksheet to this folder.",
    group="Write a worksheet",
)
@option(
    "--second",
    is_flag=True,
    help="Mark the words on which slovnet disagrees. Needs the extra train.",
    group="Write a worksheet",
)
@option(
    "--accept",
    is_flag=True,
    help="Keep the corrections of a worksheet; DOCUMENT is its file.",
    group="Accept a worksheet",
)
@option(
    "--reviewer",
    metavar="NAME",
    default=None,
    help="With --accept or --serve: record this person as the reviewer. Required.",
    group="Accept a worksheet",
)
@option(
    "--seeds",
    "texts",
    type=FOLDER,
    default=None,
    help="Keep the review with the texts in this folder.  [default: the folder that the corpus was built "
    "from]",
    group="Accept a worksheet",
)
@option(
    "--serve",
    is_flag=True,
    help="Serve the explorer to browsers on this machine; what you accept there is kept at once.",
    group="Review in the browser",
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8642,
    show_default=True,
    help="Serve at this port; 0 takes any that is free.",
    group="Review in the browser",
)
@option("--open", "show", is_flag=True, help="Open the page in your browser.", group="Review in the browser")
@option(
    "--model",
    default=None,
    help=f"Build with these models: {MODELS}.  [default: those of the corpus]",
    group="Review in the browser",
)
@option(
    "--order",
    type=click.Choice(["document", "confidence", "rules", "disagreement", "rarity"]),
    default=None,
    help="List automatic sentences in this order: as in the document; those of which the models are least "
    "sure first; those in which the UD validator or the guidelines find something; those on which another "
    "corpus disagrees; or those with the rarest features and relations.",
    group="What to look at first",
)
@option(
    "--where",
    "query",
    default=None,
    metavar="QUERY",
    help="Take only the sentences that this query finds, including reviewed ones.",
    group="What to look at first",
)
@option(
    "--other",
    type=FOLDER,
    default=None,
    metavar="CORPUS",
    help="With --order disagreement or --serve: compare with this corpus of the same texts.",
    group="What to look at first",
)
@option(
    "--rule",
    default=None,
    metavar="CODE",
    help="With --order rules: use only the rules whose codes begin like this.",
    group="What to look at first",
)
@option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="List at most this many sentences. With --out, also write them as a worksheet.",
    group="What to look at first",
)
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help="With --where: show what each match becomes with another value, such as V.upos=AUX, Case=Nom or "
    "S.head=V. With --accept, keep it.",
    group="Change many sentences at once",
)
@option("--corpus", type=FOLDER, default=CORPUS, show_default=True, help="Review this corpus.")
@option("--json", "as_json", is_flag=True, help="Print the files and the changes as JSON.")
def review(
    document: str | None,
    accept: bool,
    reviewer: str | None,
    corpus: Path,
    texts: Path | None,
    out: Path,
    second: bool,
    serve: bool,
    port: int,
    show: bool,
    model: str | None,
    order: str | None,
    query: str | None,
    other: Path | None,
    rule: str | None,
    limit: int,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Correct a document: in the browser, or with a worksheet.

    A worksheet is a CoNLL-U file for any editor. Correct it, delete the sentences that you did not read,
    and accept it: every later build keeps the corrections. DOCUMENT is the id of a document, or of a
    sentence, which then gets a worksheet of its own; with --accept, it is the file of a worksheet. With
    --serve, you correct and accept sentences in the browser.

    \b
    Example: rukaz review --serve --reviewer "A. B." --open
             rukaz review dw-20231109
             rukaz review rasykh-vizit-p8-c88
             rukaz review --accept review/dw-20231109.conllu --reviewer "A. B."
             rukaz review --order rules --limit 50 --out review
             rukaz review --where '[lemma="около", upos=ADV]' --set upos=ADP
    """
    if serve:
        refuse_options("with --serve", "document", "accept", "out", "second", "as_json", "query", "changes")
        refuse_options("with --serve", "order", "rule", "limit")
        _serve(corpus, texts, _required(reviewer), model, other, port, show)
        return
    refuse_options("without --serve", "port", "show", "model")
    if changes:
        refuse_options("with --set", "document", "out", "second", "order", "other", "rule")
        kept_by = _required(reviewer) if accept else None
        change_matches(corpus, query, changes, limit, texts=texts, reviewer=kept_by, as_json=as_json)
    elif order or query:
        refuse_options("with --order and --where", "document", "accept", "second", "reviewer", "texts")
        folder = out if is_given("out") else None
        list_queue(corpus, order or "document", query, other, rule, limit, folder, as_json=as_json)
    elif document is None:
        raise RukazError("no document was given", hint=_two_ways(corpus))
    else:
        refuse_options("with a document", "other", "rule", "limit")
        if accept:
            refuse_options("with --accept", "out", "second")
            _accept(Path(document), corpus, texts, _required(reviewer), as_json=as_json)
        else:
            refuse_options("without --accept", "reviewer", "texts")
            _write(document, corpus, out, second=second, as_json=as_json)


def _two_ways(corpus: Path) -> str:
    ways = ("rukaz review DOCUMENT", "rukaz review --serve --reviewer NAME")
    return "Type: " + ", or: ".join(on_corpus(way, corpus) for way in ways)


def _required(reviewer: str | None) -> str:
    if not reviewer:
        raise RukazError("no reviewer was given", hint='Add: --reviewer "your name"')
    return reviewer


def _write(document: str, corpus: Path, out: Path, *, second: bool, as_json: bool) -> None:
    from rukaz.export.atomic_publish import recover
    from rukaz.measure.peer import require_peer
    from rukaz.review.worksheet_files import write_worksheets

    recover(corpus)
    if second:
        require_peer("slovnet")
    opinion = _slovnet if second else None
    worksheets = [str(path) for path in write_worksheets(corpus, document, out, second=opinion)]
    click.echo(as_json_text({"worksheets": worksheets}) if as_json else "\n".join(worksheets))
    if not as_json:
        accept = on_corpus(f"rukaz review --accept {quoted(Path(worksheets[0]))}", corpus)
        say("Correct the first file, delete what you did not read, and type:")
        say(f'  {accept} --reviewer "your name"')


def _accept(file: Path, corpus: Path, texts: Path | None, reviewer: str, *, as_json: bool) -> None:
    from rukaz.export.atomic_publish import recover
    from rukaz.review.worksheet_files import accept_worksheet

    recover(corpus)
    accepted = accept_worksheet(file, corpus, texts, reviewer=reviewer)
    kept = [str(path) for path in accepted.kept]
    if as_json:
        click.echo(as_json_text({"kept": kept, "changes": list(accepted.changes)}))
        return
    for line in accepted.changes:
        click.echo(line)
    click.echo(f"{counted(len(accepted.changes), 'change')}, kept in {', '.join(kept) or 'no file'}")
    if kept:
        click.echo(f"Next, type: {_next_command(file, corpus, accepted.texts)}")


def _serve(
    corpus: Path,
    texts: Path | None,
    reviewer: str,
    model: str | None,
    other: Path | None,
    port: int,
    show: bool,
) -> None:
    from rukaz.review_server.serving import serve

    def ready(address: str) -> None:
        click.echo(address)
        say("Whoever has this address can correct the corpus. Ctrl+C ends the server; nothing is lost.")
        if show and not _open(address):
            say("no browser could be started; open the address in one")

    serve(corpus, texts, reviewer=reviewer, model=model, other=other, port=port, ready=ready)


def _open(address: str) -> bool:
    """Open an address that the list of processes must not show: by a page that leads there."""
    folder = Path(tempfile.mkdtemp(prefix="rukaz-"))  # for this user alone
    page = folder / "open.html"
    page.write_text(f'<meta http-equiv="refresh" content="0; url={address}">', encoding="ascii")
    return webbrowser.open(page.as_uri())


def _next_command(file: Path, corpus: Path, texts: Path) -> str:
    command = build_command(texts, corpus)
    # what was corrected in the corpus itself is replaced by the same corrections from the review
    return f"{command} --discard-edits" if file.resolve().is_relative_to(corpus.resolve()) else command


def _slovnet(document: Document, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    from rukaz.measure.peer import annotate_with_peer

    return annotate_with_peer("slovnet", [document], sentences)
