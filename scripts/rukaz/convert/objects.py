"""Sentences as the objects of other libraries: Stanza, spaCy, pandas.

Each function takes what :func:`rukaz.annotate` and :func:`rukaz.read` give, and loads its library when it
is called. Stanza is imported here, besides where it annotates and is trained, because only Stanza can make a
Stanza document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.records import UNKNOWN, Document, Entity, Sentence, Token
from rukaz.tree import Tree, with_tree

if TYPE_CHECKING:
    import pandas as pd
    import spacy.tokens
    import spacy.vocab
    import stanza.models.common.doc


def to_stanza(sentences: Iterable[Sentence]) -> stanza.models.common.doc.Document:
    """One Stanza document of all sentences, with words, trees, named entities and character offsets.

    ``start_char`` and ``end_char`` count in the text of the Stanza document, which is the text of the
    sentences put together; the offsets in the source are in ``misc``, as ``TokenRange``.

    >>> import rukaz
    >>> document = rukaz.to_stanza(rukaz.annotate("Президент прилетел в Астану."))
    >>> [(word.text, word.head, word.deprel) for word in document.sentences[0].words[:2]]
    [('Президент', 2, 'nsubj'), ('прилетел', 0, 'root')]
    >>> [(entity.text, entity.type, entity.start_char) for entity in document.ents]
    [('Астану', 'LOC', 21)]
    """
    import warnings

    from stanza.models.common.doc import Document as StanzaDocument
    from stanza.utils.conll import CoNLL

    from rukaz.conllu.files import sentence_to_conllu

    sentences = list(sentences)
    if not sentences:
        return StanzaDocument([])
    lines = [sentence_to_conllu(one, before=[f"# doc_id = {one.doc_id}"]) for one in sentences]
    with warnings.catch_warnings():
        # two spaces, or one that does not break: SpaceAfter cannot say so, and Stanza rightly trusts the text
        warnings.filterwarnings("ignore", message=".*whitespace after token")
        document = CoNLL.conll2doc(input_str="".join(lines), reconstruct_text=True)
    for ours, theirs in zip(sentences, document.sentences, strict=True):
        for token, tag in zip(theirs.tokens, _bioes(ours), strict=True):
            token.ner = tag
    document.build_ents()
    return document


def _bioes(sentence: Sentence) -> list[str]:
    """The tag of each surface token; that of a multi-word token is the tag of its first word."""
    from stanza.models.ner.utils import bio2_to_bioes

    inner = {i for mwt in sentence.multiword_tokens for i in range(mwt.first + 1, mwt.last + 1)}
    tags = [tag for number, tag in enumerate(sentence.ner_tags, 1) if number not in inner]
    return list(bio2_to_bioes(tags))


def to_spacy(sentences: Iterable[Sentence], *, vocab: spacy.vocab.Vocab | None = None) -> spacy.tokens.Doc:
    """One spaCy Doc of all sentences: words, lemmas, tags, morphology, trees and named entities.

    As in spaCy's own reading of CoNLL-U, ``tag_`` is the UPOS where there is no XPOS, and the relation of a
    root is ``ROOT``. The id of an entity is its ``kb_id_``. A multi-word token is represented by its words; a
    sentence without a tree has a flat one below its first word.

    >>> import rukaz
    >>> doc = rukaz.to_spacy(rukaz.annotate("Президент прилетел в Астану. Его встретили."))
    >>> [(token.text, token.lemma_, token.dep_) for token in doc[:2]]
    [('Президент', 'президент', 'nsubj'), ('прилетел', 'прилететь', 'ROOT')]
    >>> [entity.text for entity in doc.ents], len(list(doc.sents))
    (['Астану'], 2)

    Args:
        vocab: of the pipeline that is to read the Doc; by default that of ``spacy.blank("ru")``.

    Raises:
        RukazError: spaCy is not installed, or a Doc cannot hold a sentence: its heads are no tree, or its
            part of speech or features are not UD's.
    """
    require_extra("downstream")
    import spacy
    from spacy.tokens import Doc, Span

    sentences = [with_tree(sentence) for sentence in sentences]
    _require_trees(sentences)
    tokens = [token for sentence in sentences for token in sentence.tokens]
    try:
        doc = Doc(
            spacy.blank("ru").vocab if vocab is None else vocab,
            words=[token.form for token in tokens],
            spaces=[token.space_after for token in tokens],
            tags=[_tag(token) for token in tokens],
            pos=[_known(token.upos) for token in tokens],
            morphs=[token.feats or "" for token in tokens],
            lemmas=[token.lemma for token in tokens],
            heads=_heads(sentences),
            deps=["ROOT" if token.head == 0 else token.deprel for token in tokens],
        )
    except ValueError as error:
        where = f"document {sentences[0].doc_id}"
        raise RukazError(f"spaCy cannot hold this annotation: {error}", where=where) from error
    doc.set_ents(
        [
            Span(doc, first, last, entity.label, kb_id=entity.entity_id or "")
            for first, last, entity in _entities(sentences)
        ]
    )
    return doc


def _require_trees(sentences: Sequence[Sentence]) -> None:
    for sentence in sentences:
        if not Tree([token.head for token in sentence.tokens]).is_whole:
            hint = "A Doc of spaCy holds trees only; `rukaz check FILE` names what is wrong with them."
            raise RukazError("the heads do not form a tree", where=sentence.sent_id, hint=hint)


def _known(upos: str) -> str:
    return "" if upos == UNKNOWN else upos


def _tag(token: Token) -> str:
    return token.xpos or _known(token.upos)


def _heads(sentences: Sequence[Sentence]) -> list[int]:
    """The position in the Doc of the head of each token; a root is its own head."""
    return [
        before + (token.head or token.id) - 1
        for before, sentence in _numbered(sentences)
        for token in sentence.tokens
    ]


def _entities(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Entity]]:
    """Where in the Doc each entity starts and, exclusive, ends."""
    for before, sentence in _numbered(sentences):
        for entity in sentence.entities:
            yield before + entity.first_token - 1, before + entity.last_token, entity


def _numbered(sentences: Sequence[Sentence]) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with the number of tokens before it."""
    before = 0
    for sentence in sentences:
        yield before, sentence
        before += len(sentence.tokens)


_NO_DOCUMENT = Document("", "", "", "", "train", ())
"""The columns of tokens say nothing of their document that their sentence does not say."""


def to_pandas(sentences: Iterable[Sentence]) -> pd.DataFrame:
    """A data frame with one row per token: the columns and types of the configuration ``tokens``.

    >>> import rukaz
    >>> tokens = rukaz.to_pandas(rukaz.annotate("Президент прилетел в Астану."))
    >>> tokens[["form", "lemma", "upos", "ner"]].iloc[3].to_list()
    ['Астану', 'Астана', 'PROPN', 'B-LOC']
    """
    import pyarrow as pa

    from rukaz.dataset_features import features
    from rukaz.export.parquet_rows import columns

    rows = columns("tokens", _NO_DOCUMENT, list(sentences))
    frame: pd.DataFrame = pa.table(rows, schema=features("tokens").arrow_schema).to_pandas()
    return frame
