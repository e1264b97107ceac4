"""The same as `rukaz check`."""

import sys

from rukaz.cli import main

main(["check", *sys.argv[1:]])
