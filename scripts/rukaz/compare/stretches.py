"""What changed in the quotes, dates and mentions of two versions of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from rukaz.records import DateExpression, Mention, Quote, Sentence

_LAYERS: Mapping[str, str] = {
    "kind": "quote kind",
    "cue_start": "quote cue",
    "speaker_start": "quote speaker",
    "speaker_end": "quote speaker",
    "speaker_id": "quote speaker id",
    "value": "date value",
    "part": "date part",
    "cluster": "cluster",
    "etype": "mention type",
    "head": "mention head",
}
"""The layer that each attribute of a quote, date or mention belongs to."""

Unit = Literal["quotes", "dates", "mentions"]


def stretch_changes(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[tuple[str, str, Sentence]]:
    """Layer, what it became, and sentence of each change; one with another end was removed and added."""
    for unit in get_args(Unit):
        before, after = _by_place(old, unit), _by_place(new, unit)
        for place, (sentence, one) in after.items():
            if place not in before:
                yield unit, "added", sentence
            else:
                for layer, what in _differences(before[place][1], one).items():
                    yield layer, what, sentence
        for place, (sentence, _) in before.items():
            if place not in after:
                yield unit, "removed", sentence


def _by_place(
    sentences: Sequence[Sentence], unit: Unit
) -> dict[tuple[int, int], tuple[Sentence, Quote | DateExpression | Mention]]:
    return {
        (one.start, one.end): (sentence, one) for sentence in sentences for one in getattr(sentence, unit)
    }


def _differences(
    old: Quote | DateExpression | Mention, new: Quote | DateExpression | Mention
) -> dict[str, str]:
    """The layers that differ, each once; offsets are not shown."""
    found: dict[str, str] = {}
    for attribute, layer in _LAYERS.items():
        was, now = getattr(old, attribute, None), getattr(new, attribute, None)
        if was != now:
            shown = "changed" if attribute.endswith(("start", "end")) else f"{was or '_'} → {now or '_'}"
            found.setdefault(layer, shown)
    return found
