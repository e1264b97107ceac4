"""The same as `rukaz convert`."""

import sys

from rukaz.__main__ import main

main(["convert", *sys.argv[1:]])
