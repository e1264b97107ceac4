"""The same as `rukaz explore`."""

import sys

from rukaz.__main__ import main

main(["explore", *sys.argv[1:]])
