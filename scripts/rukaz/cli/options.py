"""What the commands share: options under headings, folders, and how they speak."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from rukaz.errors import RukazError
from rukaz.wording import DEFAULT_CORPUS, DEFAULT_TEXTS

FOLDER = click.Path(path_type=Path)
SEEDS, CORPUS = Path(DEFAULT_TEXTS), Path(DEFAULT_CORPUS)
MODELS = "accurate, fast or stanza (in the package), hub:ru (Stanza's, from the network), or a directory"
"""What ``--model`` may be."""


class Option(click.Option):
    """An option that help shows under a heading.

    Args:
        group: the heading; options without one stand under "Options".
    """

    def __init__(self, *names: Any, group: str = "Options", **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.group = group


class Command(click.Command):
    """A command whose help has its options in groups, in the order in which they were declared."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, one section for each heading."""
        for heading, options in option_groups(self, ctx).items():
            records = [one.get_help_record(ctx) for one in options]
            with formatter.section(heading):
                formatter.write_dl([record for record in records if record])


def option_groups(command: click.Command, ctx: click.Context) -> dict[str, list[click.Option]]:
    """The options of a command by their headings; "Options", where --help is, comes last."""
    groups: dict[str, list[click.Option]] = {}
    for one in command.get_params(ctx):
        if isinstance(one, click.Option) and not one.hidden:
            groups.setdefault(getattr(one, "group", "Options"), []).append(one)
    if (others := groups.pop("Options", None)) is not None:
        groups["Options"] = others
    return groups


command = partial(click.command, cls=Command)
"""``click.command`` for a command with groups of options."""

option = partial(click.option, cls=Option)
"""``click.option`` with ``group``."""

corpus_before = click.argument("corpus", nargs=-1, type=FOLDER, metavar="[CORPUS]")
"""A corpus that may be left out before another argument, to be read with :func:`corpus_and`."""


def corpus_and(corpus: tuple[Path, ...], value: str | None) -> tuple[Path, str | None]:
    """The arguments of a command line ``[CORPUS] VALUE``, of which the first may be left out.

    An only argument that names a corpus is CORPUS, and VALUE is missing.

    Raises:
        UsageError: there are more than two arguments.
    """
    if len(corpus) > 1:
        raise click.UsageError("Too many arguments. If one of them has spaces, put it in quotes.")
    if not corpus and value is not None and _is_corpus(Path(value)):
        return Path(value), None
    return (corpus or (CORPUS,))[0], value


def required(name: str, value: str | None) -> str:
    """The argument ``name``.

    Raises:
        UsageError: it is missing.
    """
    if value is None:
        raise click.UsageError(f"Missing argument '{name}'.")
    return value


def _is_corpus(path: Path) -> bool:
    from rukaz.export.manifest import MANIFEST

    try:
        return (path / MANIFEST).is_file() or (path.suffix == ".conllu" and path.is_file())
    except OSError:  # too long for a name
        return False


model_option = option(
    "--model",
    default="accurate",
    show_default=True,
    help=f"Annotate with these models: {MODELS}.",
    group="Models",
)
"""``--model`` of the commands that annotate."""


def refuse_options(beside: str, *names: str) -> None:
    """Refuse options, by the names of their variables, that would have no effect.

    Raises:
        RukazError: one of them was given.
    """
    for parameter in click.get_current_context().command.params:
        if parameter.name in names and is_given(parameter.name):
            name = (
                parameter.human_readable_name if isinstance(parameter, click.Argument) else parameter.opts[0]
            )
            raise RukazError(f"{name} has no effect {beside}", hint="Leave one of them out.")


def is_given(name: str) -> bool:
    """Whether an option, by the name of its variable, was typed; else it has its default."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def as_json_text(value: object) -> str:
    """``value`` as JSON to read; in ASCII where the output could not hold every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(value, ensure_ascii=not encoding.lower().startswith("utf"), indent=2)


def say(message: str) -> None:
    """Tell of notices and progress, apart from the result."""
    click.echo(message, err=True)
