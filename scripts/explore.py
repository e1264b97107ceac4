"""The same as `rukaz explore`."""

import sys

from rukaz.cli import main

main(["explore", *sys.argv[1:]])
