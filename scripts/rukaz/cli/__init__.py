"""The command line: commands, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import sys
import tempfile
import traceback
import warnings
from importlib.metadata import version
from pickle import UnpicklingError
from typing import Any

import click

from rukaz.cli.agreement import agreement
from rukaz.cli.annotate import annotate
from rukaz.cli.bench import bench
from rukaz.cli.build import build
from rukaz.cli.check import check
from rukaz.cli.convert import convert
from rukaz.cli.diff import diff
from rukaz.cli.doctor import doctor
from rukaz.cli.evaluate import evaluate
from rukaz.cli.exit_codes import COULD_NOT, CRASHED, INTERRUPTED
from rukaz.cli.explore import explore
from rukaz.cli.init import init
from rukaz.cli.join import join
from rukaz.cli.next_steps import in_folder
from rukaz.cli.publish import publish
from rukaz.cli.review import review
from rukaz.cli.search import search
from rukaz.cli.stats import stats
from rukaz.cli.streams import make_streams_writable, unwritten
from rukaz.cli.train import train
from rukaz.cli.tree import tree
from rukaz.cli.words import words
from rukaz.errors import RukazError

SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Build a corpus": (build, init, check, join),
    "Annotate without a corpus": (annotate,),
    "Read and correct it": (explore, search, tree, words, stats, review, diff, agreement),
    "Share it": (convert, publish),
    "Models": (evaluate, bench, train),
    "Help": (doctor,),
}
"""The commands under the headings that ``rukaz --help`` gives them."""


class _Commands(click.Group):
    """The commands in their order; each ends with a code of :mod:`rukaz.cli.exit_codes`, whatever happens."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings."""
        width = max(map(len, self.commands))
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{one.name:{width}}", one.get_short_help_str(65)) for one in commands])

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line, with streams that can be written to."""
        output = make_streams_writable()
        try:
            return super().main(*args, **extra)
        except SystemExit:
            sys.stdout.flush()
            if (reason := unwritten(output)) is not None:
                _tell(f"the output could not be written: {reason}")
                sys.exit(COULD_NOT)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises becomes a message."""
        debug = bool(ctx.params.get("debug"))
        try:
            with warnings.catch_warnings():
                if not debug:  # those of libraries, which the user can do nothing about
                    warnings.simplefilter("ignore")
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _tell("stopped; repeat the command to continue where it stopped")
            sys.exit(INTERRUPTED)
        except Exception as error:  # the one place where an error becomes a message
            if debug:
                traceback.print_exc()
            message, code = _explained(error, debug=debug)
            _tell(message)
            sys.exit(code)


def _explained(error: Exception, *, debug: bool) -> tuple[str, int]:
    """What to say of an error, and the exit code; only what nobody foresaw is a crash."""
    if isinstance(error, RukazError):
        return str(error), COULD_NOT
    if isinstance(error, UnpicklingError):  # torch would advise to load the file at any risk
        return "a file of weights is damaged, or holds something other than weights", COULD_NOT
    if isinstance(error, MemoryError):
        return "there is not enough memory", COULD_NOT
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror, COULD_NOT
    details = "above" if debug else _kept_details()
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"this is an error in RuKaz; please report it ({what}); details: {details}", CRASHED


def _kept_details() -> str:
    """The file with the traceback of the error that is being handled, or how to see it."""
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="rukaz-error-",
            suffix=".txt",
            delete=False,
        ) as file:
            file.write(
                f"rukaz {version('rukaz')}, Python {sys.version}\n{sys.argv}\n{traceback.format_exc()}"
            )
            return file.name
    except OSError:
        return "the same command as rukaz --debug …"


def _tell(message: str) -> None:
    click.echo(f"rukaz: {message}", err=True)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    invoke_without_command=True,
    epilog="Without a command, rukaz says what you can do in the current folder.",
)
@click.version_option(package_name="rukaz", prog_name="rukaz")
@click.option("--debug", is_flag=True, help="If something fails, show the traceback.")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:
    """Build, check and correct annotated corpora of Russian text."""
    if ctx.invoked_subcommand is None:
        click.echo(in_folder())


for _section in SECTIONS.values():
    for _command in _section:
        main.add_command(_command)
