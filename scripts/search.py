"""The same as `rukaz search`."""

import sys

from rukaz.__main__ import main

main(["search", *sys.argv[1:]])
