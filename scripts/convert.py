"""The same as `rukaz convert`."""

import sys

from rukaz.cli import main

main(["convert", *sys.argv[1:]])
