"""The same as `rukaz init`."""

import sys

from rukaz.cli import main

main(["init", *sys.argv[1:]])
