"""What the UD validator says of the signatures that news has, so that a first build need not ask it all.

The file beside this module is for one version of udtools; with another, everything is asked.
``tests/campaigns/learn_signatures.py`` makes it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rukaz.repair.signatures import Signature

FILE = Path(__file__).with_name("known_signatures.json.gz")

Finding = tuple[int, bool, str, str]
"""Level, whether it is an error, test and message of an incident; NUL is what the signature lacks."""

Findings = Mapping[Signature, tuple[Finding, ...]]


def load(udtools: str, file: Path = FILE) -> dict[Signature, tuple[Finding, ...]]:
    """What a version of udtools says of the signatures in the file; nothing if the file is of another."""
    content = json.loads(gzip.decompress(file.read_bytes()))
    if content["udtools"] != udtools:
        return {}
    return {_tuples(signature): _tuples(findings) for signature, findings in content["signatures"]}


def save(known: Findings, udtools: str, file: Path = FILE) -> None:
    """Write the file: the same signatures give the same bytes."""
    rows = sorted([[signature, findings] for signature, findings in known.items()], key=json.dumps)
    text = json.dumps({"udtools": udtools, "signatures": rows}, ensure_ascii=False)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
