"""The same as `rukaz check`."""

import sys

from rukaz.__main__ import main

main(["check", *sys.argv[1:]])
