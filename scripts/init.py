"""The same as `rukaz init`."""

import sys

from rukaz.__main__ import main

main(["init", *sys.argv[1:]])
