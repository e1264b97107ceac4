"""The same as `rukaz agreement`."""

import sys

from rukaz.__main__ import main

main(["agreement", *sys.argv[1:]])
