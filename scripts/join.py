"""The same as `rukaz join`."""

import sys

from rukaz.__main__ import main

main(["join", *sys.argv[1:]])
