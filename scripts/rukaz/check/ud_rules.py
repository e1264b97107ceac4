"""The UD validator's word on the CoNLL-U files (rules U7xx)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rukaz.check.corpus_reader import StoredCorpus
from rukaz.check.finding import Place
from rukaz.conllu.rows import read_rows
from rukaz.repair.validator import Incident, validate

_TREEBANK = re.compile(r"([a-z]{2,3})_[a-z0-9]+-ud-.*\.conllu")
"""How UD names the files of a treebank: ``ru_taiga-ud-test.conllu``."""

FATAL_LEVELS = frozenset({1, 2, 4})
"""CoNLL-U, UD format, labels of the language: a sentence that fails here is not published."""


def valid_format(corpus: StoredCorpus) -> Iterator[Place]:
    """The UD validator finds an error of level 1, 2 or 4."""
    for incident in _errors(corpus):
        # that an id stands twice is said by the rules for ids and splits
        if incident.level in FATAL_LEVELS and incident.testid != "non-unique-sent-id":
            yield _where(incident), str(incident)


def valid_review(corpus: StoredCorpus) -> Iterator[Place]:
    """The UD validator finds an error in a reviewed sentence."""
    rows = corpus.all_rows("sentences", "sent_id", "annotation")
    reviewed = {row["sent_id"] for _, row in rows if row["annotation"] == "reviewed"}
    for incident in _errors(corpus):
        if incident.sent_id in reviewed and incident.level not in FATAL_LEVELS:
            yield _where(incident), str(incident)


def listed_errors(corpus: StoredCorpus) -> Iterator[Place]:
    """The errors in the manifest are not those that the UD validator finds."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for incident in _errors(corpus):
        found[incident.level, incident.testid].append(incident.sent_id or "")
    listed = {
        (row["level"], row["test"]): row
        for row in corpus.manifest["ud_validator"]
        if row["severity"] == "error"
    }
    for level, test in sorted({*found, *listed}):
        have, row = found[level, test], listed.get((level, test), {"count": 0, "sentences": []})
        if len(have) != row["count"] or sorted(set(have)) != row["sentences"]:
            yield f"L{level} {test}", f"{len(have)} found, {row['count']} listed"


def valid_file(path: Path) -> Iterator[Place]:
    """The UD validator finds an error in a CoNLL-U file."""
    language = "ru"
    for number, raw in enumerate(read_rows(path)):  # names the line that is none of CoNLL-U
        if number == 0:
            named = _TREEBANK.match(path.name)
            language = raw.facts.get("doc_language") or (named[1] if named else language)
    for incident in validate(path, lang=language, warnings=False):
        yield f"{incident.sent_id or path.name}, line {incident.line}", str(incident)


def _errors(corpus: StoredCorpus) -> Iterator[Incident]:
    # a corpus of a few short sentences may have graphs that add nothing to their trees
    return (
        one for one in corpus.incidents if one.is_error and one.testid != "edeps-identical-to-basic-trees"
    )


def _where(incident: Incident) -> str:
    return incident.sent_id or "conllu"
