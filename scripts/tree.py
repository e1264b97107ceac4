"""The same as `rukaz tree`."""

import sys

from rukaz.__main__ import main

main(["tree", *sys.argv[1:]])
