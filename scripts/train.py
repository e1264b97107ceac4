"""The same as `rukaz train`."""

import sys

from rukaz.__main__ import main

main(["train", *sys.argv[1:]])
