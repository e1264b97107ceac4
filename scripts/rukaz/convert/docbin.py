"""spaCy's DocBin (``.spacy``): one Doc per document, for ``spacy train`` and for what its pipelines predict.

Forms, spaces, lemmas, tags, features, trees, entities and their ids stand where spaCy looks for them. The
ids of the sentences are in ``doc.user_data["sent_ids"]``. A DocBin is one object: the file of a split is
built in memory (about 400 bytes per token), unlike the other formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rukaz.conllu.parser import SENT_ID
from rukaz.convert.objects import to_spacy
from rukaz.convert.piece import Piece, sentence_of_forms, with_newdoc_comments
from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.ingest.ids import safe_name
from rukaz.records import ENTITY_LABELS, UPOS_TAGS, Entity, EntityLabel, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

ATTRIBUTES = ("TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID")
"""What is stored of each token besides its form and the space after it."""

SENT_IDS, DOC_ID = "sent_ids", "doc_id"
"""Where in ``doc.user_data`` the ids are."""


def write_docbin(path: Path, pieces: Iterable[Piece]) -> None:
    """Write a DocBin.

    Raises:
        RukazError: spaCy is not installed.
    """
    spacy = _spacy()
    vocab = spacy.vocab.Vocab()
    docbin = spacy.tokens.DocBin(attrs=ATTRIBUTES, store_user_data=True)
    for _, group in groupby((piece.sentence for piece in pieces), key=lambda one: one.doc_id):
        sentences = list(group)
        doc = to_spacy(sentences, vocab=vocab)
        doc.user_data[SENT_IDS] = [sentence.sent_id for sentence in sentences]
        doc.user_data[DOC_ID] = sentences[0].doc_id
        docbin.add(doc)
    docbin.to_disk(path)


def read_docbin(path: Path) -> Iterator[Piece]:
    """The sentences of a DocBin, ours or another's; what it does not say is ``X``, ``_`` and a flat tree.

    Raises:
        RukazError: spaCy is not installed, or the file is no DocBin, or it has labels that are not ours.
    """
    spacy = _spacy()
    with _explained(path):
        docbin = spacy.tokens.DocBin().from_disk(path)
        docs = docbin.get_docs(spacy.vocab.Vocab())
    return with_newdoc_comments(_sentences(docs, path))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Whatever zlib, msgpack and spaCy make of bytes that are no DocBin, as a :class:`RukazError`."""
    try:
        yield
    except RukazError:
        raise
    except Exception as error:  # each of the three has errors of its own, and of all kinds
        raise RukazError(f"this is not a DocBin of spaCy ({error!r:.200})", where=str(path)) from error


def _spacy() -> Any:
    require_extra("downstream")
    import spacy
    import spacy.tokens
    import spacy.vocab

    return spacy


def _sentences(docs: Iterable[Doc], path: Path) -> Iterator[Sentence]:
    stem = safe_name(path.stem)
    number = 0
    iterator = iter(docs)
    while True:
        number += 1
        with _explained(path):  # a DocBin is decoded document by document
            doc = next(iterator, None)
            sentences = [] if doc is None else list(_of_doc(doc, f"{stem}-{number}", path))
        if doc is None:
            return
        yield from sentences


def _of_doc(doc: Doc, name: str, path: Path) -> Iterator[Sentence]:
    """The sentences of a Doc; ``name`` is its id if it has none."""
    spans = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
    ids = doc.user_data.get(SENT_IDS, [])
    if len(ids) != len(spans) or not all(isinstance(one, str) for one in ids):
        ids = [f"{name}-p1-c{span.start_char}" for span in spans]  # not ours, or cut anew by a pipeline
    ours = SENT_ID.fullmatch(ids[0])
    doc_id = doc.user_data.get(DOC_ID) or (ours["doc_id"] if ours else name)
    for sent_id, span in zip(ids, spans, strict=True):
        yield sentence_of_forms(
            sent_id,
            _tokens(span, path),
            _entities(span, path),
            doc_id=str(doc_id),
            start=span.start_char,
            where=str(path),
        )


def _tokens(span: Span, path: Path) -> list[Token]:
    has_tree = span.doc.has_annotation("DEP")
    tokens = []
    for number, word in enumerate(span, 1):
        upos = word.pos_ or "X"
        if upos not in UPOS_TAGS or not word.text.strip():
            hint = "spaCy makes tokens of double spaces; take these out of the text first."
            raise RukazError(f"{word.text!r} ({upos}) cannot be a CoNLL-U word", where=str(path), hint=hint)
        root = word.head.i == word.i if has_tree else number == 1
        head = word.head.i - span.start + 1 if has_tree else 1
        relation = word.dep_ if has_tree else "dep"
        tokens.append(
            Token(
                id=number,
                form=word.text,
                lemma=word.lemma_ or "_",
                upos=upos,
                xpos=word.tag_ if word.tag_ not in ("", upos) else None,
                feats=_feats(str(word.morph)),
                head=0 if root else head,
                deprel="root" if root else relation,
                start=0,
                end=0,
                space_after=bool(word.whitespace_),
            )
        )
    return tokens


def _feats(morph: str) -> str | None:
    """FEATS in the order of UD, which does not tell small letters from capitals; spaCy's does."""
    return "|".join(sorted(morph.split("|"), key=str.lower)) or None


def _entities(span: Span, path: Path) -> Sequence[Entity]:
    for entity in span.ents:
        if entity.label_ not in ENTITY_LABELS:
            hint = f"The labels are {' '.join(ENTITY_LABELS)}."
            raise RukazError(f"{entity.label_} is not an entity label of RuKaz", where=str(path), hint=hint)
    return [
        Entity(
            label=cast(EntityLabel, entity.label_),
            start=0,
            end=0,
            text="",
            first_token=entity.start - span.start + 1,
            last_token=entity.end - span.start,
            entity_id=entity.kb_id_ or None,
        )
        for entity in span.ents
    ]
