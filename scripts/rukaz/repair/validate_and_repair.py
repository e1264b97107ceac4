"""What the UD validator finds in automatic annotation, repaired where UD's definitions leave one answer.

A repair answers one incident and is kept only if its sentence then has fewer errors and none of a new kind.
A sentence that still fails level 1, 2 or 4 is quarantined. Errors of level 3 and 5 (two subjects, say) have
no forced answer: they stay, are counted and listed. Reviewed sentences are never touched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rukaz.errors import RukazError
from rukaz.records import Quarantined, Sentence, Token
from rukaz.repair.signatures import FUNCTION_RELATIONS
from rukaz.repair.validation_cache import known_incidents
from rukaz.repair.validator import Incident
from rukaz.tree import Tree

_NOMINAL_MODIFIERS = frozenset({"acl", "amod", "appos", "compound", "det", "flat", "nmod", "nummod"})
_FATAL_LEVELS = frozenset({1, 2, 4})

Repair = Callable[[Sentence, Token, str], Sentence]
"""Of a sentence, the token an incident points to, and its message."""


def drop_feature(sentence: Sentence, token: Token, message: str) -> Sentence:
    """A feature that the language does not allow with the UPOS goes.

    вчера/ADV ``Degree=Pos|Gender=Masc`` → ``Degree=Pos``
    """
    feature = re.search(r"[Ff]eature (\S+)", message)
    if feature is None or token.feats is None:
        return sentence
    kept = [item for item in token.feats.split("|") if item.partition("=")[0] != feature[1]]
    return _with(sentence, replace(token, feats="|".join(kept) or None))


def strip_subtype(sentence: Sentence, token: Token, _message: str) -> Sentence:
    """A relation subtype unknown in the language goes: ``nmod:poss`` → ``nmod``."""
    return _with(sentence, replace(token, deprel=_universal(token)))


def label_punct(sentence: Sentence, token: Token, message: str) -> Sentence:
    """A punctuation mark is ``punct``, without dependents and projective: ,/PUNCT ``cc`` → ``punct``."""
    sentence = _with(sentence, replace(token, deprel="punct"))
    for child in _children(sentence, token.id):
        sentence = lift_dependent(sentence, child, message)
    return attach_mark(sentence, _word(sentence, token.id), message)


def lift_dependent(sentence: Sentence, token: Token, _message: str) -> Sentence:
    """A dependent of a function word goes to the nearest content word above.

    будет ← cop президентом, завтра → будет: завтра → президентом
    """
    for head in Tree(_heads(sentence)).ancestors(token.id):
        if _universal(_word(sentence, head)) not in FUNCTION_RELATIONS:
            return _with(sentence, replace(token, head=head))
    return sentence


def attach_mark(sentence: Sentence, token: Token, _message: str) -> Sentence:
    """A punctuation mark that crosses arcs goes to the nearest word that lets it be projective.

    Tried in this order: the words above its head, then the highest word above the word before the mark, then
    the highest above the word after it (universaldependencies.org/u/dep/punct.html).
    """
    tree = Tree(_heads(sentence))
    if token.head == 0 or not tree.crosses(token.id):
        return sentence
    candidates = tree.ancestors(token.id)
    for neighbour in (token.id - 1, token.id + 1):
        if 1 <= neighbour <= len(tree.heads):
            candidates += reversed([neighbour, *tree.ancestors(neighbour)])
    for head in candidates:
        if _universal(_word(sentence, head)) in FUNCTION_RELATIONS:
            continue
        moved = Tree([*tree.heads[: token.id - 1], head, *tree.heads[token.id :]])
        if token.id not in moved.ancestors(token.id) and not moved.crosses(token.id):
            return _with(sentence, replace(token, head=head))
    return sentence


def reverse_relation(sentence: Sentence, token: Token, _message: str) -> Sentence:
    """The head of ``flat``, ``fixed``, ``goeswith`` and ``appos`` is the first word.

    Владимир ← flat Путин: Владимир → flat Путин; what hung on the old head follows, but an apposition keeps
    its own modifiers.
    """
    if not token.id < token.head:
        return sentence
    old = _word(sentence, token.head)
    sentence = _with(sentence, replace(token, head=old.head, deprel=old.deprel))
    sentence = _with(sentence, replace(old, head=token.id, deprel=token.deprel))
    for child in _children(sentence, old.id):
        own = _universal(child) in _NOMINAL_MODIFIERS and child.id > token.id
        if _universal(token) != "appos" or child.deprel == token.deprel or not own:
            sentence = _with(sentence, replace(child, head=token.id))
    return sentence


def label_nmod(sentence: Sentence, token: Token, _message: str) -> Sentence:
    """A dependent of a nominal that is no predicate is not oblique: визит ``obl`` Россию → ``nmod``."""
    return _with(sentence, replace(token, deprel="nmod"))


REPAIRS: tuple[tuple[Repair, str], ...] = (
    (drop_feature, r"feature-((value-)?upos-)?not-permitted|feature-(value-)?unknown"),
    (strip_subtype, r"unknown-deprel"),
    (label_punct, r"upos-rel-punct"),
    (reverse_relation, r"right-to-left-(flat|fixed|goeswith|appos)"),
    (lift_dependent, r"leaf-(mark-case|aux-cop|det|clf|cc|fixed|goeswith|punct)"),
    (attach_mark, r"punct-(is|causes)-nonproj"),
    (label_nmod, r"obl-should-be-nmod"),
)
"""Each repair with the test ids it answers, in the order of trial."""


MOST_ATTEMPTS = 12
"""Repairs tried on one sentence; a tree that needs more is not worth mending, and each costs a validation."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """Sentences after validation and repair.

    Attributes:
        sentences: those that stay, in the given order.
        quarantine: those that failed level 1, 2 or 4, with the reason.
        repairs: number of incidents that each repair answered, by ``sent_id`` and name of the repair.
        incidents: of the sentences that stay: errors of level 3 and 5, and warnings.
    """

    sentences: tuple[Sentence, ...]
    quarantine: tuple[Quarantined, ...]
    repairs: Counter[tuple[str, str]]
    incidents: tuple[Incident, ...]


def validate_and_repair(
    sentences: Sequence[Sentence],
    *,
    language: str = "ru",
    files: Mapping[str, str] | None = None,
    reviewed_in: str = "the folder reviewed/ of the texts",
) -> Repaired:
    """Validates sentences, repairs what UD forces and sets aside what is still invalid.

    Args:
        sentences: many at once, since the validator is asked in turns.
        language: of the text, as an ISO 639 code.
        files: path of the source by ``doc_id``, for the quarantine.
        reviewed_in: where reviewed sentences are from, for errors.

    Raises:
        RukazError: a reviewed sentence has an error, an id stands twice, or the validator did not work.
    """
    _require_unique_ids(sentences)
    labelled = [label_root(sentence) for sentence in sentences]
    incidents = _validate(labelled, language)
    _refuse_reviewed(labelled, incidents, reviewed_in)
    repaired, repairs = _repair(labelled, incidents, language)
    for before, after in zip(sentences, labelled, strict=True):
        if before != after:
            repairs[after.sent_id, label_root.__name__] += 1
    kept, quarantine = [], []
    for sentence in repaired:
        fatal = [error for error in _errors(sentence, incidents) if error.level in _FATAL_LEVELS]
        if fatal:
            quarantine.append(_quarantined(sentence, fatal[0], files or {}))
        else:
            kept.append(sentence)
    stay = tuple(incident for sentence in kept for incident in incidents[sentence.sent_id])
    return Repaired(tuple(kept), tuple(quarantine), repairs, stay)


def label_root(sentence: Sentence) -> Sentence:
    """The word with head 0 is ``root``, and no other: мыла 0:``flat:foreign`` → 0:``root``, раму 2:``root`` →
    2:``dep``.

    The other repairs answer the validator; this one comes before it, because udtools 0.2.9 ends at a root
    that is ``flat:foreign``, and lets a second ``root`` pass as a matter of style.
    """
    if sentence.annotation != "auto":
        return sentence
    for token in sentence.tokens:
        if (token.head == 0) != (token.deprel == "root"):
            sentence = _with(sentence, replace(token, deprel="dep" if token.head else "root"))
    return sentence


def _require_unique_ids(sentences: Sequence[Sentence]) -> None:
    counts = Counter(sentence.sent_id for sentence in sentences)
    for sent_id, count in counts.items():
        if count > 1:
            raise RukazError(f"{count} sentences have the same id", where=sent_id)


_Incidents = defaultdict[str, list[Incident]]
_Candidate = tuple[Sentence, Repair]
_Tried = defaultdict[str, set[tuple[Repair, Incident]]]
"""What was tried on a sentence as it is now, by ``sent_id``."""


def _validate(sentences: Sequence[Sentence], language: str) -> _Incidents:
    """Incidents by ``sent_id``."""
    incidents: _Incidents = defaultdict(list)
    for incident in known_incidents(sentences, language=language):
        if incident.sent_id is None:
            raise RukazError(f"the UD validator finds something outside any sentence: {incident}")
        incidents[incident.sent_id].append(incident)
    return incidents


def _errors(sentence: Sentence, incidents: _Incidents) -> list[Incident]:
    return [incident for incident in incidents[sentence.sent_id] if incident.is_error]


def _refuse_reviewed(sentences: Sequence[Sentence], incidents: _Incidents, reviewed_in: str) -> None:
    reviewed = [sentence for sentence in sentences if sentence.annotation == "reviewed"]
    wrong = [f"{s.sent_id}: {error}" for s in reviewed for error in _errors(s, incidents)]
    if wrong:
        raise RukazError(
            "\n  ".join(["reviewed sentences are not valid Universal Dependencies:", *wrong]),
            hint=f"Correct them in {reviewed_in}; what was reviewed is never repaired.",
        )


def _repair(
    sentences: Sequence[Sentence], incidents: _Incidents, language: str
) -> tuple[list[Sentence], Counter[tuple[str, str]]]:
    """Tries the next repair of every wrong sentence, validates all candidates at once, keeps the better ones.

    ``incidents`` is brought up to date.
    """
    current = {sentence.sent_id: sentence for sentence in sentences}
    tried: _Tried = defaultdict(set)
    repairs: Counter[tuple[str, str]] = Counter()
    for _ in range(MOST_ATTEMPTS):
        candidates = _candidates(current.values(), incidents, tried)
        if not candidates:
            break
        after = _validate([sentence for sentence, _ in candidates], language)
        for sentence, repair in candidates:
            if _better(_errors(sentence, incidents), _errors(sentence, after)):
                current[sentence.sent_id] = sentence
                incidents[sentence.sent_id] = after[sentence.sent_id]
                repairs[sentence.sent_id, repair.__name__] += 1
                tried[sentence.sent_id].clear()
    return list(current.values()), repairs


def _candidates(sentences: Iterable[Sentence], incidents: _Incidents, tried: _Tried) -> list[_Candidate]:
    wrong = ((sentence, _errors(sentence, incidents)) for sentence in sentences)
    candidates = (
        _candidate(sentence, errors, tried[sentence.sent_id]) for sentence, errors in wrong if errors
    )
    return [candidate for candidate in candidates if candidate]


def _candidate(
    sentence: Sentence, errors: Sequence[Incident], tried: set[tuple[Repair, Incident]]
) -> _Candidate | None:
    """The next repair not yet tried that changes the sentence; each answers one incident."""
    for repair, testids in REPAIRS:
        for error in errors:
            attempt = (repair, error)
            if attempt in tried or not error.token_id or not re.fullmatch(testids, error.testid):
                continue
            tried.add(attempt)
            candidate = repair(sentence, _word(sentence, int(error.token_id)), error.message)
            if candidate != sentence and Tree(_heads(candidate)).is_whole:
                return candidate, repair
    return None


def _better(before: Sequence[Incident], after: Sequence[Incident]) -> bool:
    kinds = {error.testid for error in before}
    return len(after) < len(before) and all(error.testid in kinds for error in after)


def _quarantined(sentence: Sentence, error: Incident, files: Mapping[str, str]) -> Quarantined:
    return Quarantined(
        file=files.get(sentence.doc_id, ""),
        stage="check",
        reason=f"The sentence is not valid Universal Dependencies: {error}",
        doc_id=sentence.doc_id,
        block=sentence.block,
        start=sentence.start,
        end=sentence.end,
    )


def _heads(sentence: Sentence) -> list[int]:
    return [token.head for token in sentence.tokens]


def _word(sentence: Sentence, token_id: int) -> Token:
    return sentence.tokens[token_id - 1]


def _children(sentence: Sentence, token_id: int) -> list[Token]:
    return [token for token in sentence.tokens if token.head == token_id]


def _universal(token: Token) -> str:
    return token.deprel.partition(":")[0]


def _with(sentence: Sentence, token: Token) -> Sentence:
    """The sentence with ``token`` in the place of the one of the same id."""
    tokens = sentence.tokens
    return replace(sentence, tokens=(*tokens[: token.id - 1], token, *tokens[token.id :]))
