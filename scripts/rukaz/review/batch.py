"""One change to many sentences at once: what a search has found gets other values.

A sentence that is changed counts as reviewed, all of it; so what is changed is shown before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rukaz.conllu.files import sentence_to_conllu
from rukaz.errors import RukazError
from rukaz.export.manifest import read_manifest
from rukaz.records import Document, Sentence, Token
from rukaz.review.kept_reviews import annotation_of, is_as_built, review_path
from rukaz.review.overlay import overlapping, read_reviewed_file
from rukaz.review.texts_folder import find_texts_folder, require_texts
from rukaz.review.worksheet_files import Accepted, accept_worksheet, corpus_documents
from rukaz.tree import Tree
from rukaz.wording import build_command

FIELDS = ("lemma", "upos", "deprel", "feats", "head")

_CHANGE = re.compile(r"(?:(?P<node>[^\W\d]\w*\$?)\.)?(?P<field>[A-Za-z][\w\[\]]*)=(?P<value>.*)", re.DOTALL)

Positions = Sequence[int]
"""The ids of the words that the nodes of a query found, in the order of the query."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another value for the word of a node.

    Attributes:
        node: its number in the query.
        field: one of :data:`FIELDS`, or a feature such as ``Case``.
        value: the new one; of a feature, nothing removes it. The head is the number of a node.
    """

    node: int
    field: str
    value: str


def parse_change(text: str, nodes: Sequence[str]) -> Change:
    """A change as it is typed: ``upos=ADJ``, ``V.Case=Nom``, ``V.Case=``, ``S.head=V``.

    Args:
        nodes: names of the nodes of the query; the first is meant where none is named.

    Raises:
        RukazError: there is no such node or field.
    """
    found = _CHANGE.fullmatch(text)
    if not found or not (found["field"] in FIELDS or found["field"][0].isupper()):
        hint = f"Write NODE.FIELD=VALUE; fields are {', '.join(FIELDS)}, and features such as Case."
        raise RukazError(f"this is not a change: {text!r}", hint=hint)
    names = [found["node"] or nodes[0], *([found["value"]] if found["field"] == "head" else [])]
    for name in names:
        if name not in nodes:
            raise RukazError(f"the query has no node {name}", hint=f"It has {', '.join(nodes)}.")
    if found["field"] not in ("feats", "head") and not found["field"][0].isupper() and not found["value"]:
        raise RukazError(f"{found['field']} cannot be empty", hint="Write a value after =.")
    value = str(nodes.index(found["value"])) if found["field"] == "head" else found["value"]
    return Change(nodes.index(names[0]), found["field"], value)


def changed(sentence: Sentence, matches: Sequence[Positions], changes: Sequence[Change]) -> Sentence:
    """The sentence with the changes made to all matches in it.

    Raises:
        RukazError: the heads would be no tree.
    """
    tokens = list(sentence.tokens)
    for positions in matches:
        for change in changes:
            if position := positions[change.node]:  # 0 is the anchor, which is no word
                tokens[position - 1] = _with(tokens[position - 1], change, positions)
    moved = [(t.head, t.deprel) for t in tokens] != [(t.head, t.deprel) for t in sentence.tokens]
    if moved:  # enhanced dependencies follow from the others, so they do not outlive a change of those
        tokens = [replace(token, deps=None) for token in tokens]
    if not Tree([token.head for token in tokens]).is_whole:
        raise RukazError("the changed heads do not form a tree", where=sentence.sent_id)
    return replace(sentence, tokens=tuple(tokens))


def _with(token: Token, change: Change, positions: Positions) -> Token:
    if change.field == "head":
        return replace(token, head=positions[int(change.value)])
    if change.field == "feats":
        return replace(token, feats=None if change.value in ("", "_") else change.value)
    if change.field in FIELDS:
        values: dict[str, Any] = {change.field: change.value}
        return replace(token, **values)
    return replace(token, feats=with_feature(token.feats, change.field, change.value))


def with_feature(feats: str | None, name: str, value: str) -> str | None:
    """FEATS with another value of a feature, in the order of UD; nothing removes it.

    >>> with_feature("Case=Acc|Number=Sing", "Animacy", "Inan")
    'Animacy=Inan|Case=Acc|Number=Sing'
    >>> with_feature("Case=Acc", "Case", "")
    """
    items = [one for one in (feats or "").split("|") if one and one.partition("=")[0] != name]
    items += [f"{name}={value}"] if value else []
    return "|".join(sorted(items, key=lambda one: one.partition("=")[0].lower())) or None


def changed_sentences(
    corpus: Path, matches: Mapping[str, Sequence[Positions]], changes: Sequence[Change]
) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences of a corpus that the changes change, before and after.

    Args:
        matches: of the query, by ``sent_id``.
    """
    for _, sentences in corpus_documents(corpus):
        for sentence in sentences:
            if sentence.sent_id in matches:
                after = changed(sentence, matches[sentence.sent_id], changes)
                if after != sentence:
                    yield sentence, after


def accept_changed(
    pairs: Sequence[tuple[Sentence, Sentence]], corpus: Path, texts: Path | None, *, reviewer: str
) -> Accepted:
    """Keep changed sentences as a worksheet would be; all of them or none.

    Args:
        pairs: as :func:`changed_sentences` gives them.

    Raises:
        RukazError: names the first document with a sentence that is not valid, or a sentence that was
            corrected since the corpus was built, which the change knows nothing of.
    """
    documents = [one for one, _ in corpus_documents(corpus, {after.doc_id for _, after in pairs})]
    texts = find_texts_folder(corpus, documents) if texts is None else require_texts(texts, documents)
    known = {after.sent_id: before for before, after in pairs}

    def require_as_built(document: Document, sentences: Sequence[Sentence]) -> None:
        path = review_path(texts, document.doc_id, where=str(corpus))
        if is_as_built(path, read_manifest(corpus)) or not path.exists():
            return
        kept = read_reviewed_file(path, document)
        for one in sentences:
            now = overlapping(kept, one)
            before = known[one.sent_id]
            if now and [annotation_of(was) for was in now] != [annotation_of(before)]:
                what = "this sentence was corrected since the corpus was built"
                hint = f"Type: {build_command(texts, corpus)}\n  Then change what it has."
                raise RukazError(what, where=one.sent_id, hint=hint)

    with TemporaryDirectory(prefix="rukaz-") as folder:
        sheet = Path(folder, "changed.conllu")
        written = (sentence_to_conllu(after) for _, after in pairs)
        sheet.write_text("".join(written), encoding="utf-8", newline="\n")
        return accept_worksheet(sheet, corpus, texts, reviewer=reviewer, require=require_as_built)
