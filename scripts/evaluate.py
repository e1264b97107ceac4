"""The same as `rukaz evaluate`."""

import sys

from rukaz.cli import main

main(["evaluate", *sys.argv[1:]])
