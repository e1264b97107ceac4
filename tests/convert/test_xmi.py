"""UIMA CAS XMI as dkpro-cassis reads it, which is INCEpTION's own reader in Python."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rukaz.cli import main
from rukaz.convert.uima_xmi import WIKIDATA, type_system, xmi
from rukaz.export.parquet_files import read_sentences
from tests.trees import document

CORPUS = Path(__file__).parents[2] / "corpus"
TYPES = "de.tudarmstadt.ukp.dkpro.core.api"


def cas(text: str, types: str) -> Any:
    import cassis

    return cassis.load_cas_from_xmi(text, typesystem=cassis.load_typesystem(types), lenient=False)


def selected(read: Any, name: str) -> list[Any]:
    return list(read.select(f"{TYPES}.{name}"))


@pytest.mark.dev
def test_all_that_is_written_is_read(tmp_path: Path) -> None:
    command = ["convert", str(CORPUS), str(tmp_path / "cas"), "--to", "xmi", "--split", "test"]
    assert CliRunner().invoke(main, command).exit_code == 0
    types = (tmp_path / "cas" / "TypeSystem.xml").read_text(encoding="utf-8")
    for one, sentences in read_sentences(CORPUS, "test"):
        read = cas((tmp_path / "cas" / f"{one.doc_id}.xmi").read_text(encoding="utf-8"), types)
        assert read.sofa_string == one.text
        [metadata] = selected(read, "metadata.type.DocumentMetaData")
        assert (metadata.documentId, metadata.language) == (one.doc_id, one.language)
        found = selected(read, "segmentation.type.Sentence")
        assert [(s.begin, s.end, s.id) for s in found] == [(s.start, s.end, s.sent_id) for s in sentences]
        tokens = [token for sentence in sentences for token in sentence.tokens]
        assert [
            (t.begin, t.end, t.lemma.value, t.pos.coarseValue, t.morph and t.morph.value)
            for t in selected(read, "segmentation.type.Token")
        ] == [(t.start, t.end, t.lemma, t.upos, t.feats) for t in tokens]
        heads = [(s, t, s.tokens[t.head - 1] if t.head else t) for s in sentences for t in s.tokens]
        arcs = selected(read, "syntax.type.dependency.Dependency")
        assert [(a.Governor.begin, a.Dependent.begin, a.DependencyType) for a in arcs] == [
            (head.start, token.start, token.deprel) for _, token, head in heads
        ]
        names = [entity for sentence in sentences for entity in sentence.entities]
        assert [(n.begin, n.end, n.value, n.identifier) for n in selected(read, "ner.type.NamedEntity")] == [
            (n.start, n.end, n.label, WIKIDATA + n.wikidata if n.wikidata else None) for n in names
        ]


@pytest.mark.dev
def test_any_sign_may_stand_in_a_text() -> None:
    """Signs of two UTF-16 units, signs of XML, and signs that no XML holds."""
    one, [sentence] = document("letter", "Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть")
    text = "😀 <\"&'\x00\t\r\n" + one.text
    shift = len(text) - len(one.text)
    tokens = [replace(t, start=t.start + shift, end=t.end + shift) for t in sentence.tokens]
    moved = replace(sentence, start=shift, end=shift + sentence.end, tokens=tuple(tokens))
    read = cas(xmi(replace(one, text=text), [moved]), type_system())
    assert read.sofa_string == text.replace("\x00", " ")
    assert [t.get_covered_text() for t in selected(read, "segmentation.type.Token")] == ["Мама", "мыла"]
    written = xmi(replace(one, text=text), [moved])
    assert f'begin="{shift + 1}"' in written  # as UIMA counts
