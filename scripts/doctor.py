"""The same as `rukaz doctor`."""

import sys

from rukaz.__main__ import main

main(["doctor", *sys.argv[1:]])
