"""The exit codes of all commands, as README has them."""

from __future__ import annotations

FINE = 0
"""All is well; ``diff``: equal."""

FOUND_SOMETHING = 1
"""It was done, but something was left in quarantine or found wrong; ``diff``: different."""

COULD_NOT = 2
"""It could not be done, or could not be checked."""

CRASHED = 70
"""An error in RuKaz itself (EX_SOFTWARE of sysexits.h), never a result."""

INTERRUPTED = 130
"""Stopped with Ctrl-C, as shells have it: 128 and the number of the signal."""
