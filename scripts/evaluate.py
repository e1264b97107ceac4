"""The same as `rukaz evaluate`."""

import sys

from rukaz.__main__ import main

main(["evaluate", *sys.argv[1:]])
