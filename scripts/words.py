"""The same as `rukaz words`."""

import sys

from rukaz.__main__ import main

main(["words", *sys.argv[1:]])
