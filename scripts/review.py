"""The same as `rukaz review`."""

import sys

from rukaz.cli import main

main(["review", *sys.argv[1:]])
