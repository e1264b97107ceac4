"""One change to many sentences, as pages ask for it: what it would change, and keeping that.

It is ``rukaz review --where QUERY --set CHANGE``, but for the sentences that the reader has left out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rukaz.explore.data_files import sentence_columns
from rukaz.query.matches import search
from rukaz.records import Sentence
from rukaz.review.batch import accept_changed, changed_sentences, parse_change
from rukaz.review.worksheet_files import corpus_documents
from rukaz.review_server.session import RefusedError, ReviewSession
from rukaz.wording import on_corpus

MOST_CHANGED = 2_000
"""Sentences that a page shows."""

Pairs = list[tuple[Sentence, Sentence]]


def preview(session: ReviewSession, query: str, changes: Sequence[str]) -> dict[str, Any]:
    """The sentences as they would be; ``left_out`` counts those that were corrected since the build.

    Raises:
        RukazError: query or changes cannot be read, heads would be no tree, or there are too many sentences.
    """
    pairs, left_out = _changed(session, query, changes)
    if len(pairs) > MOST_CHANGED:
        typed = on_corpus("rukaz review --where QUERY --set CHANGE", session.corpus)
        hint = f"Ask for less, or type it: {typed}"
        what = f"this changes {len(pairs):,} sentences, more than {MOST_CHANGED:,}"
        raise RefusedError("too-many", what, hint=hint, most=MOST_CHANGED)
    after = [one for _, one in pairs]
    return {"ids": [one.sent_id for one in after], "left_out": left_out, **sentence_columns(after)}


def accept(
    session: ReviewSession, query: str, changes: Sequence[str], sent_ids: Collection[str]
) -> dict[str, Any]:
    """Keep those of the changed sentences; all of them, or none and what is found in which.

    Raises:
        RukazError: query or changes cannot be read, or a sentence was corrected meanwhile.
    """
    with session.lock:
        pairs = [pair for pair in _changed(session, query, changes)[0] if pair[1].sent_id in sent_ids]
        if len(pairs) != len(set(sent_ids)):
            what = "some of these sentences were corrected meanwhile"
            raise RefusedError("meanwhile", what, hint="Look again.")
        if findings := _errors(session, [after for _, after in pairs]):
            return {"saved": False, "findings": findings}
        accepted = accept_changed(pairs, session.corpus, session.texts, reviewer=session.reviewer)
    return {"saved": True, "changes": len(accepted.changes), "sentences": len(pairs)}


def _changed(session: ReviewSession, query: str, changes: Sequence[str]) -> tuple[Pairs, int]:
    with search(session.corpus, query) as found:
        parsed = [parse_change(one, found.nodes) for one in changes]
        matches = found.by_sentence()
    pending = list(session.all_pending())
    waiting = {sentence.sent_id for one in pending for sentence in one.sentences}
    waiting.update(sent_id for one in pending for sent_id in one.recut)
    left_out = waiting & matches.keys()
    rest = {sent_id: found for sent_id, found in matches.items() if sent_id not in left_out}
    return list(changed_sentences(session.corpus, rest, parsed)), len(left_out)


def _errors(session: ReviewSession, sentences: Sequence[Sentence]) -> dict[str, list[dict[str, Any]]]:
    """What the validator and the guidelines find in sentences that may not be kept."""
    found: dict[str, list[dict[str, Any]]] = {}
    for document, _ in corpus_documents(session.corpus, {one.doc_id for one in sentences}):
        own = [one for one in sentences if one.doc_id == document.doc_id]
        found |= session.findings(document, own)
    return {sent_id: told for sent_id, told in found.items() if any(one["error"] for one in told)}
