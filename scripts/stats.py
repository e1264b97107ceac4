"""The same as `rukaz stats`."""

import sys

from rukaz.__main__ import main

main(["stats", *sys.argv[1:]])
