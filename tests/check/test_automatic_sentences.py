"""What a build would refuse never leaves the annotation: a sentence is quarantined, an entity dropped."""

from __future__ import annotations

from rukaz.check.automatic_sentences import quarantine_unsound
from tests.trees import document

POEM = "Читали/VERB/0:root Мороз/PROPN/1:obj/B-MISC ./PUNCT/1:punct/I-MISC"


def test_an_entity_that_ends_with_a_mark_is_dropped_and_its_sentence_kept() -> None:
    one, sentences = document("poem", POEM)
    assert [entity.text for entity in sentences[0].entities] == ["Мороз."]
    (kept,), refused = quarantine_unsound(one, sentences)
    assert (kept.tokens, kept.entities, refused) == (sentences[0].tokens, (), [])
