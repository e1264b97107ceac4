"""A corpus as graphANNIS keeps it, in GraphML and zipped, which ANNIS imports.

Tokens are ordered within their document. Sentences and names are nodes that cover their tokens; arcs of the
trees are edges of the type ``dep``. Each feature is an annotation of its own, so that AQL can ask for it::

    upos="VERB" ->dep[deprel="nsubj"] Case="Nom"
    ner="PER" _o_ upos="PROPN"
    sent_id _i_ lemma="мыть"

Sources: https://korpling.github.io/graphANNIS/docs/v2/data-model.html and the files that graphANNIS exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rukaz.atomic_files import atomic_file, explaining_os_errors
from rukaz.convert.targets import new_target
from rukaz.convert.uima_xmi import in_xml
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence, Split
from rukaz.schema import DOCUMENT_FACTS
from rukaz.tree import features

CONFIGURATION = """\
[context]
default = 10
sizes = [0, 5, 10, 20, 50]

[[visualizers]]
vis_type = "kwic"
display_name = "kwic"
visibility = "permanent"

[[visualizers]]
element = "edge"
layer = "ud"
vis_type = "arch_dependency"
display_name = "tree"
visibility = "visible"

[visualizers.mappings]
node_key = "tok"

[[visualizers]]
element = "node"
layer = "ud"
vis_type = "grid"
display_name = "sentence and names"
visibility = "hidden"
"""
"""How ANNIS shows a match."""

_LAYER = "ud"
_TOKEN = "annis::tok"
_SPACE = "annis::tok-whitespace-after"
_TYPE = "annis::node_type"

Annotations = Mapping[str, str | None]
"""Of a node or an edge, by qualified name; what is None is left out."""

_Pair = tuple[Document, Sequence[Sentence]]
_Edge = tuple[str, str, str, Annotations]


def convert_annis(corpus: Path, target: Path, *, split: Split | None = None) -> list[Path]:
    """Write a ZIP file for *Administration*, *Import Corpus* in ANNIS.

    Returns:
        the file that was written.

    Raises:
        RukazError: there is no corpus, or ``target`` exists.
    """
    recover(corpus)
    name = read_manifest(corpus)["corpus"]["name"]
    pairs = (pair for one in SPLITS if split in (None, one) for pair in read_sentences(corpus, one))
    inside = ZipInfo(f"{name}.graphml", date_time=(1980, 1, 1, 0, 0, 0))
    inside.compress_type = ZIP_DEFLATED
    with (
        new_target(target, single=True) as written,
        explaining_os_errors(target),
        atomic_file(target, replace=False) as part,
    ):
        with ZipFile(part, "w") as archive, archive.open(inside, "w", force_zip64=True) as file:
            for line in graphml(name, pairs):
                file.write(f"{line}\n".encode())
        written.append(target)
    return [target]


def graphml(name: str, pairs: Iterable[_Pair]) -> Iterator[str]:
    """The lines of the GraphML file: nodes first, then edges.

    Args:
        name: of the corpus.
    """
    keys = _Keys()
    nodes: list[str] = []
    edges: list[_Edge] = []
    root = quote(name)
    nodes += _node(keys, root, {_TYPE: "corpus"})
    for document, sentences in pairs:
        place = f"{root}/{quote(document.doc_id)}"
        facts = {fact: getattr(document, fact) for fact in (*DOCUMENT_FACTS, "split", "language")}
        nodes += _node(keys, place, {_TYPE: "corpus", **facts})
        edges.append((place, root, "PartOf/annis/", {}))
        for node, told in _nodes(place, sentences):
            nodes += _node(keys, node, {_TYPE: "node", "annis::layer": _LAYER, **told})
            edges.append((node, place, "PartOf/annis/", {}))
        edges += _edges(place, sentences)
    arcs = [line for number, edge in enumerate(edges) for line in _edge(keys, number, edge)]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<graphml>"
    yield '<key id="configuration" for="graph" attr.name="configuration" attr.type="string"/>'
    yield from keys.declared()
    yield (
        '<graph edgedefault="directed" parse.order="nodesfirst" parse.nodeids="free" '
        'parse.edgeids="canonical">'
    )
    yield f'<data key="configuration"><![CDATA[{CONFIGURATION}]]></data>'
    yield from nodes
    yield from arcs
    yield "</graph>"
    yield "</graphml>"


def _nodes(place: str, sentences: Sequence[Sentence]) -> Iterator[tuple[str, Annotations]]:
    """The nodes of a document below it."""
    for number, sentence in enumerate(sentences):
        for token in sentence.tokens:
            values = {"lemma": token.lemma, "upos": token.upos, "xpos": token.xpos, "deprel": token.deprel}
            yield (
                _token(place, number, token.id),
                {
                    _TOKEN: token.form,
                    _SPACE: " " if token.space_after else None,
                    **_qualified({**values, **features(token)}),
                },
            )
        facts = {name: getattr(sentence, name) for name in ("sent_id", "role", "annotation", "reviewer")}
        yield f"{place}#s{number}", _qualified(facts)
        for at, entity in enumerate(sentence.entities):
            told = {name: getattr(entity, name) for name in ("entity_id", "name", "wikidata")}
            yield f"{place}#s{number}n{at}", _qualified({"ner": entity.label, **told})


def _edges(place: str, sentences: Sequence[Sentence]) -> Iterator[_Edge]:
    """The order of the tokens of a document, what covers them, and their trees."""
    before: str | None = None
    for number, sentence in enumerate(sentences):
        ids = {token.id: _token(place, number, token.id) for token in sentence.tokens}
        for token in sentence.tokens:
            if before:
                yield before, ids[token.id], "Ordering/annis/", {}
            before = ids[token.id]
            if token.head:
                arc = _qualified({"deprel": token.deprel})
                yield ids[token.head], ids[token.id], f"Pointing/{_LAYER}/dep", arc
        spans = [(f"{place}#s{number}", range(1, len(sentence.tokens) + 1))]
        spans += [
            (f"{place}#s{number}n{at}", range(entity.first_token, entity.last_token + 1))
            for at, entity in enumerate(sentence.entities)
        ]
        for node, covered in spans:
            for token_id in covered:
                yield node, ids[token_id], f"Coverage/{_LAYER}/", {}


def _token(place: str, sentence: int, token: int) -> str:
    return f"{place}#s{sentence}t{token}"


def _qualified(annotations: Annotations) -> Annotations:
    return {f"{_LAYER}::{name}": value for name, value in annotations.items()}


class _Keys:
    """The names of annotations, which GraphML declares at its top; nodes and edges have their own."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}

    def data(self, of: str, annotations: Annotations) -> Iterator[str]:
        """The annotations of a node or an edge."""
        for name, value in annotations.items():
            if value is not None:
                key = self._ids.setdefault((of, name), f"k{len(self._ids)}")
                yield f'<data key="{key}">{escape(in_xml(value))}</data>'

    def declared(self) -> Iterator[str]:
        """A line for each name that was used."""
        for (of, name), key in self._ids.items():
            yield f'<key id="{key}" for="{of}" attr.name={quoteattr(name)} attr.type="string"/>'


def _node(keys: _Keys, name: str, annotations: Annotations) -> Iterator[str]:
    yield f"<node id={quoteattr(name)}>"
    yield from keys.data("node", annotations)
    yield "</node>"


def _edge(keys: _Keys, number: int, edge: _Edge) -> Iterator[str]:
    source, target, component, annotations = edge
    yield f'<edge id="e{number}" source={quoteattr(source)} target={quoteattr(target)} label="{component}">'
    yield from keys.data("edge", annotations)
    yield "</edge>"
