"""A document as UIMA CAS XMI with the types of DKPro Core, which INCEpTION imports.

Sentences, tokens with lemma, class and features, dependencies and names stand at their places in the source.
Offsets of UIMA count UTF-16 code units. The head of the root is the root itself, as INCEpTION draws it.
Sources: https://docs.oasis-open.org/uima/v1.0/uima-v1.0.html and
https://inception-project.github.io/releases/38.2/docs/user-guide.html#sect_formats_uimaxmi.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from xml.sax.saxutils import quoteattr

from rukaz.records import Document, Sentence

WIKIDATA = "http://www.wikidata.org/entity/"

_API = "de.tudarmstadt.ukp.dkpro.core.api"
_ANNOTATION = "uima.tcas.Annotation"
_STRING = "uima.cas.String"

_METADATA = f"{_API}.metadata.type.DocumentMetaData"
_SENTENCE = f"{_API}.segmentation.type.Sentence"
_TOKEN = f"{_API}.segmentation.type.Token"
_LEMMA = f"{_API}.segmentation.type.Lemma"
_POS = f"{_API}.lexmorph.type.pos.POS"
_MORPH = f"{_API}.lexmorph.type.morph.MorphologicalFeatures"
_DEPENDENCY = f"{_API}.syntax.type.dependency.Dependency"
_NAME = f"{_API}.ner.type.NamedEntity"

TYPES: Mapping[str, Mapping[str, str]] = {
    _METADATA: {"documentTitle": _STRING, "documentId": _STRING},
    _SENTENCE: {"id": _STRING},
    _TOKEN: {"lemma": _LEMMA, "pos": _POS, "morph": _MORPH},
    _LEMMA: {"value": _STRING},
    _POS: {"PosValue": _STRING, "coarseValue": _STRING},
    _MORPH: {"value": _STRING},
    _DEPENDENCY: {"Governor": _TOKEN, "Dependent": _TOKEN, "DependencyType": _STRING, "flavor": _STRING},
    _NAME: {"value": _STRING, "identifier": _STRING},
}
"""The types that are written, with their features."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_xml(text: str) -> str:
    """``text`` with a space in the place of each character that no XML holds, so that offsets stay."""
    return _UNWRITABLE.sub(" ", text)


def type_system() -> str:
    """The file TypeSystem.xml, for readers that do not know the types."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">',
        "  <types>",
    ]
    for name, features in TYPES.items():
        above = "uima.tcas.DocumentAnnotation" if name == _METADATA else _ANNOTATION
        lines += ["    <typeDescription>", f"      <name>{name}</name>", "      <description/>"]
        lines += [f"      <supertypeName>{above}</supertypeName>", "      <features>"]
        for feature, kind in features.items():
            lines.append(
                f"        <featureDescription><name>{feature}</name><description/>"
                f"<rangeTypeName>{kind}</rangeTypeName></featureDescription>"
            )
        lines += ["      </features>", "    </typeDescription>"]
    return "\n".join([*lines, "  </types>", "</typeSystemDescription>", ""])


def xmi(document: Document, sentences: Sequence[Sentence]) -> str:
    """The text of ``ID.xmi``."""
    written = _Writer(document.text)
    title = {"documentTitle": document.title, "documentId": document.doc_id}
    written.add(_METADATA, 0, len(document.text), language=document.language, **title)
    for sentence in sentences:
        _write(written, sentence)
    return written.text()


def _write(written: _Writer, sentence: Sentence) -> None:
    written.add(_SENTENCE, sentence.start, sentence.end, id=sentence.sent_id)
    ids: list[int] = []
    for token in sentence.tokens:
        place = token.start, token.end
        lemma = written.add(_LEMMA, *place, value=token.lemma)
        pos = written.add(_POS, *place, PosValue=token.xpos or token.upos, coarseValue=token.upos)
        morph = written.add(_MORPH, *place, value=token.feats) if token.feats else None
        ids.append(written.add(_TOKEN, *place, lemma=lemma, pos=pos, morph=morph))
    for token, own in zip(sentence.tokens, ids, strict=True):
        head = ids[token.head - 1] if token.head else own
        place = token.start, token.end
        arc = {"Governor": head, "Dependent": own}
        written.add(_DEPENDENCY, *place, **arc, DependencyType=token.deprel, flavor="basic")
    for entity in sentence.entities:
        item = WIKIDATA + entity.wikidata if entity.wikidata else None
        written.add(_NAME, entity.start, entity.end, value=entity.label, identifier=item)


class _Writer:
    """The elements of an XMI file about one text."""

    _SOFA = 1

    def __init__(self, text: str) -> None:
        self._text = text
        units = accumulate((1 + (char > "\uffff") for char in text), initial=0)
        self._units = list(units) if any(char > "\uffff" for char in text) else None
        self._elements: list[str] = []

    def add(self, name: str, start: int, end: int, **features: str | int | None) -> int:
        """Add an annotation; returns its id. A feature that is None is left out."""
        number = self._SOFA + 1 + len(self._elements)
        begin, end = (self._units[start], self._units[end]) if self._units else (start, end)
        told = {"xmi:id": number, "sofa": self._SOFA, "begin": begin, "end": end, **features}
        self._elements.append(_element(_qualified(name), told))
        return number

    def text(self) -> str:
        """The whole file."""
        first, last = self._SOFA + 1, self._SOFA + len(self._elements)
        sofa: Mapping[str, str | int] = {
            "xmi:id": self._SOFA,
            "sofaNum": 1,
            "sofaID": "_InitialView",
            "mimeType": "text",
        }
        members = " ".join(map(str, range(first, last + 1)))
        return "".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"',
                ' xmlns:cas="http:///uima/cas.ecore"',
                *_namespaces(),
                ' xmi:version="2.0">\n',
                _element("cas:NULL", {"xmi:id": 0}),
                *self._elements,
                _element("cas:Sofa", {**sofa, "sofaString": self._text}),
                _element("cas:View", {"sofa": self._SOFA, "members": members}),
                "</xmi:XMI>\n",
            ]
        )


def _qualified(name: str) -> str:
    """A type as XML has it: the prefix of its package, which is unlike that of all others, and its name."""
    package, _, own = name.rpartition(".")
    return f"{_prefix(package)}:{own}"


def _prefix(package: str) -> str:
    return package.removeprefix(f"{_API}.").replace(".type", "").replace(".", "-")


def _namespaces() -> Iterator[str]:
    for package in dict.fromkeys(name.rpartition(".")[0] for name in TYPES):
        yield f' xmlns:{_prefix(package)}="http:///{package.replace(".", "/")}.ecore"'


def _element(name: str, attributes: Mapping[str, str | int | None]) -> str:
    known = {key: str(value) for key, value in attributes.items() if value is not None}
    shown = (f" {key}={quoteattr(in_xml(value))}" for key, value in known.items())
    return f"<{name}{''.join(shown)}/>\n"
