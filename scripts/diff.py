"""The same as `rukaz diff`."""

import sys

from rukaz.cli import main

main(["diff", *sys.argv[1:]])
