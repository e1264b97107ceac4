"""The same as `rukaz join`."""

import sys

from rukaz.cli import main

main(["join", *sys.argv[1:]])
