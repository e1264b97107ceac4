"""The same as `rukaz publish`."""

import sys

from rukaz.__main__ import main

main(["publish", *sys.argv[1:]])
