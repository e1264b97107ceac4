"""The same as `rukaz bench`."""

import sys

from rukaz.__main__ import main

main(["bench", *sys.argv[1:]])
