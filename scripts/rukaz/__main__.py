"""The command ``rukaz``, also as ``python -m rukaz``: from the first moment on, in any locale."""

from __future__ import annotations

import codecs
import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run a command line; that of this process if no ``arguments`` are given.

    Python reads and writes names of files in the encoding of the locale. Where that is not UTF-8 it is
    started again, with UTF-8.
    """
    try:
        if sys.getfilesystemencoding() != "utf-8":
            _start_again()
        from rukaz.cli import main as run

        run(arguments, prog_name="rukaz")
    except KeyboardInterrupt:  # before there was a command
        sys.exit(130)


def _start_again() -> None:
    encoding = getattr(sys.stdout, "encoding", "ascii")
    if codecs.lookup(encoding).name != "ascii":
        os.environ.setdefault("PYTHONIOENCODING", encoding)  # what this terminal shows
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


if __name__ == "__main__":
    main()
