"""The same as `rukaz train`."""

import sys

from rukaz.cli import main

main(["train", *sys.argv[1:]])
