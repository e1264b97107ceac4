"""The same as `rukaz publish`."""

import sys

from rukaz.cli import main

main(["publish", *sys.argv[1:]])
