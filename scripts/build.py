"""The same as `rukaz build`."""

import sys

from rukaz.__main__ import main

main(["build", *sys.argv[1:]])
