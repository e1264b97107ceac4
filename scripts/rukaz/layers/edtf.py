"""Which values of dates are valid: ISO 8601 with ``X`` for what is unknown, seasons and intervals of EDTF.

>>> [is_edtf(value) for value in ("2023-11-09", "XXXX-11-01", "2014-21", "2018-W05", "2023-01/2023-08")]
[True, True, True, True, True]
>>> is_edtf("2023-02-29"), is_edtf("9.11.2023")
(False, False)
"""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(
    r"(?P<year>[0-9X]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?|-2[1-4]|-W(?P<week>[0-9]{2}))?"
)
_LEAP_YEAR = 2000


def is_edtf(value: str) -> bool:
    """Whether a value is a date, or an interval of two."""
    return all(map(_is_date, value.split("/", 1)))


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if not match:
        return False
    if match["week"]:
        return 1 <= int(match["week"]) <= 53
    if not match["day"]:
        return True
    year = _LEAP_YEAR if "X" in match["year"] else int(match["year"])
    try:
        date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return True
