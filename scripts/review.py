"""The same as `rukaz review`."""

import sys

from rukaz.__main__ import main

main(["review", *sys.argv[1:]])
