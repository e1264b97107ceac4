"""The same as `rukaz bench`."""

import sys

from rukaz.cli import main

main(["bench", *sys.argv[1:]])
