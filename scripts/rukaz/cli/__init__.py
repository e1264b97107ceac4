"""The command line: commands, exit codes, and the one place where an error becomes a message.

Exit codes: 0 all is well; 1 it was done, but something was left in quarantine or found wrong; 2 it could
not be done, or could not be checked.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any

import click

from rukaz.cli.bench import bench
from rukaz.cli.build import build
from rukaz.cli.check import check
from rukaz.cli.convert import convert
from rukaz.cli.diff import diff
from rukaz.cli.evaluate import evaluate
from rukaz.cli.explore import explore
from rukaz.cli.init import init
from rukaz.cli.join import join
from rukaz.cli.options import COULD_NOT, INTERRUPTED
from rukaz.cli.publish import publish
from rukaz.cli.review import review
from rukaz.cli.train import train
from rukaz.errors import RukazError


class _Commands(click.Group):
    """Shows a RukazError as what, where and what to do, in the order of the commands below."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RukazError as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            click.echo(f"rukaz: {error}", err=True)
            sys.exit(COULD_NOT)
        except KeyboardInterrupt:
            click.echo("rukaz: stopped; the same command goes on where this one was", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="rukaz", prog_name="rukaz")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Build, check and correct annotated corpora of Russian text."""


for _command in (build, init, check, review, evaluate, bench, explore, convert, diff, publish, join, train):
    main.add_command(_command)
