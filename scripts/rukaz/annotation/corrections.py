"""What the models say of a sentence, corrected where a dictionary and rules know better."""

from __future__ import annotations

from collections.abc import Sequence

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.entity_rules import entity_tags
from rukaz.annotation.lemma_rules import correct


def corrected(forms: Sequence[str], analyses: Sequence[Analysis]) -> list[Analysis]:
    """The analyses with lemmas that are words and entities that can be.

    Args:
        forms: of the tokens, as the models read them.
        analyses: of the tokens.
    """
    tags = entity_tags(forms, analyses)
    return [
        analysis._replace(lemma=correct(form, analysis.upos, analysis.feats, analysis.lemma), ner=tag)
        for form, analysis, tag in zip(forms, analyses, tags, strict=True)
    ]
