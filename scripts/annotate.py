"""The same as `rukaz annotate`."""

import sys

from rukaz.__main__ import main

main(["annotate", *sys.argv[1:]])
