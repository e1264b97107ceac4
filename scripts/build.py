"""The same as `rukaz build`."""

import sys

from rukaz.cli import main

main(["build", *sys.argv[1:]])
