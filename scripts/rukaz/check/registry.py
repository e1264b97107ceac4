"""``rukaz check``: the rules that a finished corpus keeps.

A rule is a function with a code. The first line of its docstring says what is wrong where it is broken; it
yields each such place. Codes never change their meaning: T trees, I ids, O offsets and text, N names, quotes,
dates and mentions, S splits, F files, U the UD validator, C consistency of the review, X what could not be
checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import groupby
from pathlib import Path

from rukaz.check import coreference, files, graphs, identity, quotes_and_dates, rows, spans, trees, ud_rules
from rukaz.check.corpus_reader import StoredCorpus, StoredDocument
from rukaz.check.finding import Finding, Place
from rukaz.check.guidelines.consistency import CONSISTENCY_RULES, CORPUS_CONSISTENCY_RULES
from rukaz.errors import RukazError
from rukaz.export.manifest import Manifest, read_manifest
from rukaz.records import Document, Sentence
from rukaz.wording import quoted

SENTENCE_RULES: Mapping[str, Callable[[Document, Sequence[Sentence]], Iterator[Place]]] = {
    "T101": trees.one_root,
    "T102": trees.heads_in_range,
    "T103": trees.no_cycle,
    "T104": trees.root_relation,
    "T105": trees.known_deprel,
    "T106": trees.well_formed_feats,
    "T107": spans.foreign_is_unparsed,
    "T108": graphs.rooted_graph,
    "T109": graphs.known_enhanced_relation,
    "I201": identity.safe_doc_id,
    "I202": identity.sent_id_of_its_place,
    "I203": identity.unique_sent_id,
    "I204": identity.reviewer_named,
    "O301": spans.form_is_source,
    "O302": spans.text_is_source,
    "O303": spans.tokens_in_order,
    "O304": spans.tokens_spell_text,
    "O305": spans.no_space_in_token,
    "O306": spans.sentences_in_blocks,
    "O307": spans.blocks_cover_source,
    "O308": spans.reason_for_leaving_out,
    "O310": spans.no_word_cut,
    "N406": spans.possible_entities,
    "N407": quotes_and_dates.whole_words,
    "N408": quotes_and_dates.known_speakers,
    "N409": quotes_and_dates.valid_dates,
    "N410": spans.wikidata_items,
    "N411": coreference.nested_mentions,
    "N412": coreference.clusters_of_one,
    **CONSISTENCY_RULES,
}
"""What is true of a document and its sentences as records."""

ROW_RULES: Mapping[str, Callable[[StoredDocument], Iterator[Place]]] = {
    "O309": rows.article_in_sentences,
    "N401": rows.valid_iob2,
    "N402": rows.entity_is_source,
    "N403": rows.entities_apart,
    "N404": rows.agreeing_entities,
    "F601": rows.equal_lists,
    "F602": rows.known_label_ids,
    "F603": rows.agreeing_columns,
    "F604": rows.agreeing_configs,
    "F605": rows.agreeing_conllu,
    "F607": rows.possible_confidence,
}
"""What is true of the rows and lines that one document has in the different files."""


def _of_reviewed(
    rule: Callable[[Iterable[Sentence]], Iterator[Place]],
) -> Callable[[StoredCorpus], Iterator[Place]]:
    @wraps(rule)
    def of_corpus(corpus: StoredCorpus) -> Iterator[Place]:
        return rule(corpus.reviewed)

    return of_corpus


CORPUS_RULES: Mapping[str, Callable[[StoredCorpus], Iterator[Place]]] = {
    "I205": identity.unique_doc_id,
    "N405": identity.one_meaning_per_entity,
    "N413": coreference.clusters_of_one_document,
    "S501": identity.one_split_per_document,
    "S502": identity.no_near_duplicates,
    "S503": identity.complete_splits,
    "F606": identity.same_documents_everywhere,
    "F611": files.listed_files,
    "F612": files.only_listed_files,
    "F613": files.same_schema,
    "F614": files.card_header,
    "F621": files.counted_rows,
    "F622": files.nothing_local,
    "F623": files.balanced_stages,
    "F624": files.known_inputs,
    "U701": ud_rules.valid_format,
    "U702": ud_rules.valid_review,
    "U703": ud_rules.listed_errors,
    **{code: _of_reviewed(rule) for code, rule in CORPUS_CONSISTENCY_RULES.items()},
}
"""What is true of a corpus as a whole."""

FILE_RULES: Mapping[str, Callable[[Path], Iterator[Place]]] = {"U704": ud_rules.valid_file}
"""What is true of a single CoNLL-U file, whoever wrote it."""

OF_A_PART = frozenset({"I205", "F606", "F613", "F621"})
"""Rules for a corpus that are as true of each part of it, and so are checked part by part in a build.

Not U701 to U703: the validator has spoken of each sentence before it was written (:mod:`rukaz.repair`), and
the writer proves that the file gives the sentence back.
"""

OF_ALL_PARTS = frozenset(
    {"N405", "N413", "S501", "S503", "F612", "F614", "F622", "F623", "F624", *CORPUS_CONSISTENCY_RULES}
)
"""Rules that a build checks when the parts are together.

S502 it has followed when it marked duplicates, and F611 since the workers have digested what they wrote.
"""

NOT_CHECKED = "X901"
"""The code of what could not be checked; it never counts as right."""

CONVENTIONS = "rukaz"
"""What ``[corpus] conventions`` says where reviewed sentences are held to the rules of class C."""

_CONSISTENCY = CONSISTENCY_RULES.keys() | CORPUS_CONSISTENCY_RULES.keys()

_REPEATING = {"U701", "U702", *_CONSISTENCY}  # they repeat what the other rules for sentences say better


def check_corpus(corpus: Path, select: Sequence[str] = ()) -> list[Finding]:
    """All findings, sorted by code and place; none means that everything was checked and is right.

    Args:
        select: beginnings of codes (``T``, ``F60``); all rules if empty.

    Raises:
        RukazError: the folder is no corpus or has no texts, or ``select`` fits no rule.
    """
    stored = StoredCorpus(corpus, read_manifest(corpus))
    if "without_texts" in stored.manifest:
        hint = f"Put the two together first: rukaz join {quoted(corpus)} TEXTS --corpus OUT"
        raise RukazError("this is annotation without its texts", where=str(corpus), hint=hint)
    return _check(stored, _selected(select))


def check_part(folder: Path, manifest: Manifest) -> list[Finding]:
    """What is wrong with the files of one part of a corpus.

    Args:
        manifest: what it would say of a corpus of this part alone: corpus, counts, ud_validator, quarantine.
    """
    rules = frozenset({*SENTENCE_RULES, *ROW_RULES, *OF_A_PART})
    return _check(StoredCorpus(folder, manifest), rules)


def check_assembled(corpus: Path) -> list[Finding]:
    """What is wrong with a corpus each part of which was checked."""
    manifest = read_manifest(corpus)
    return _check(StoredCorpus(corpus, manifest, manifest["outputs"]), OF_ALL_PARTS)


def require_clean(findings: Sequence[Finding]) -> None:
    """Make sure that a build found nothing wrong with what it made.

    Raises:
        RukazError: tells of the first findings.
    """
    if findings:
        shown = "".join(f"\n  {finding}" for finding in findings[:20])
        raise RukazError(
            f"the corpus fails {len(findings)} of its checks; nothing was published{shown}",
            hint="This is an error in RuKaz or in a reviewed sentence; the first line says which.",
        )


def _check(stored: StoredCorpus, selected: frozenset[str]) -> list[Finding]:
    if stored.manifest["corpus"]["conventions"] != CONVENTIONS:
        selected -= _CONSISTENCY
    findings = {*_check_documents(stored, selected), *_check_whole(stored, selected)}
    telling = (finding for finding in findings if finding.code not in CORPUS_RULES.keys() | _CONSISTENCY)
    told = set(map(_place, telling))
    return sorted(
        finding for finding in findings if finding.code not in _REPEATING or _place(finding) not in told
    )


def check_file(path: Path, select: Sequence[str] = ()) -> list[Finding]:
    """All findings in a CoNLL-U file of anybody, in the order of its lines.

    Args:
        select: beginnings of codes, as for :func:`check_corpus`.

    Raises:
        RukazError: it is no CoNLL-U, or ``select`` fits no rule for files.
    """
    selected = _selected(select) & FILE_RULES.keys()
    if not selected:
        hint = f"The codes for files are {', '.join(FILE_RULES)}."
        raise RukazError("none of these rules applies to a single file", where=str(path), hint=hint)
    return [Finding(code, *place) for code in sorted(selected) for place in FILE_RULES[code](path)]


def message(code: str) -> str:
    """What is wrong where the rule ``code`` is broken: the first line of its docstring."""
    if code == NOT_CHECKED:
        return "Something could not be checked."
    rules: Mapping[str, object] = {**SENTENCE_RULES, **ROW_RULES, **CORPUS_RULES, **FILE_RULES}
    return (rules[code].__doc__ or "").partition("\n")[0]


def codes() -> list[str]:
    """All codes, in order."""
    return sorted([*SENTENCE_RULES, *ROW_RULES, *CORPUS_RULES, *FILE_RULES, NOT_CHECKED])


def check_table() -> str:
    """The rules as a table in Markdown."""
    messages = {code: message(code).replace("``", "`").replace("|", "\\|") for code in codes()}
    lines = [f"| {code} | {text} |" for code, text in messages.items()]
    return "\n".join(["| code | what is wrong |", "|---|---|", *lines]) + "\n"


def _place(finding: Finding) -> str:
    return finding.where.partition(",")[0]


def _selected(select: Sequence[str]) -> frozenset[str]:
    for beginning in select:
        if not any(code.startswith(beginning) for code in codes()):
            raise RukazError(f"no rule has the code {beginning}", hint=f"The codes are {_ranges()}.")
    return frozenset(code for code in codes() if not select or code.startswith(tuple(select)))


def _ranges() -> str:
    """The first and the last code of each class."""
    classes = (list(members) for _, members in groupby(codes(), key=lambda code: code[0]))
    return ", ".join("-".join(dict.fromkeys([members[0], members[-1]])) for members in classes)


def _check_documents(stored: StoredCorpus, selected: frozenset[str]) -> Iterator[Finding]:
    """One pass over all documents for all rules that look at one document at a time."""
    if selected.isdisjoint({*SENTENCE_RULES, *ROW_RULES}):
        return
    try:
        for document in stored.documents():
            for code in sorted(selected & SENTENCE_RULES.keys()):
                places = SENTENCE_RULES[code](document.document, document.sentences)
                yield from _findings(code, places, document.document.doc_id)
            for code in sorted(selected & ROW_RULES.keys()):
                yield from _findings(code, ROW_RULES[code](document), document.document.doc_id)
    except Exception as error:  # a file can be wrong in any way, and what was not checked is not right
        yield _not_checked("documents", error)


def _check_whole(stored: StoredCorpus, selected: frozenset[str]) -> Iterator[Finding]:
    for code in sorted(selected & CORPUS_RULES.keys()):
        yield from _findings(code, CORPUS_RULES[code](stored), "corpus")


def _findings(code: str, places: Iterator[Place], where: str) -> Iterator[Finding]:
    try:
        for place, detail in places:
            yield Finding(code, place or where, detail)  # an id may be missing in the file
    except Exception as error:  # a file can be wrong in any way, and what was not checked is not right
        yield _not_checked(where, error)


def _not_checked(where: str, error: Exception) -> Finding:
    detail = str(error) if isinstance(error, RukazError) else f"{type(error).__name__}: {error}"
    return Finding(NOT_CHECKED, where, detail)
