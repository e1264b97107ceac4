"""The same as `rukaz diff`."""

import sys

from rukaz.__main__ import main

main(["diff", *sys.argv[1:]])
