"""What is said of whole sentences: the braces of ``global``, or alone, as in ``split=test``."""

from __future__ import annotations

from rukaz.query.scanner import Scanner
from rukaz.query.syntax import Constraint


def parse_facts(text: str) -> tuple[Constraint, ...]:
    """What is said of sentences, as it stands in ``global { … }``; braces may be left out.

    Raises:
        QueryError: it cannot be read.
    """
    scanner = scanner_in_braces(text)
    found = global_clauses(scanner)
    scanner.need_end()
    return tuple(found)


def scanner_in_braces(text: str) -> Scanner:
    """A scanner of ``text``, with braces around it if it has none."""
    scanner = Scanner(text if text.lstrip().startswith("{") else f"{{{text}\n}}")
    scanner.space()
    return scanner


def global_clauses(scanner: Scanner) -> list[Constraint]:
    """Read from { to }."""
    scanner.need("{", "{ is expected after global")
    found: list[Constraint] = []
    while True:
        while scanner.skip(";"):
            pass
        if scanner.skip("}"):
            return found
        found.append(scanner.constraint(is_global=True))
