"""Near-duplicate blocks, and which of two stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.ingest import trigram_hashes, trigram_sets
from rukaz.ingest.duplicates import (
    DuplicateSearch,
    LongBlocks,
    long_blocks,
    mark_duplicates,
)
from rukaz.ingest.page import trigrams
from rukaz.ingest.trigram_hashes import trigrams_of
from rukaz.records import Block, Document, Split

PARAGRAPH = (
    "В столицу Казахстана президент прилетел чуть раньше восьми утра, что несколько необычно, поскольку "
    "по уже сложившейся традиции высокие гости прилетают в Астану ближе к обеду или вечером."
)
CHANGED_AT_THE_END = PARAGRAPH.replace("или вечером", "или ночью")
REWRITTEN = (
    PARAGRAPH.replace("прилетел", "прибыл").replace("необычно", "странно").replace("традиции", "привычке")
)
SHORT = "Президент прибыл в Астану с официальным визитом."


def document(doc_id: str, split: Split, *paragraphs: str) -> Document:
    text = "\n".join(paragraphs)
    starts = [text.index(paragraph) for paragraph in paragraphs]
    blocks = tuple(
        Block(str(n), "body", start, start + len(paragraph))
        for n, (start, paragraph) in enumerate(zip(starts, paragraphs, strict=True), 1)
    )
    return Document(
        doc_id=doc_id, file=f"{doc_id}.txt", sha256="0" * 64, text=text, split=split, blocks=blocks
    )


def copies(*documents: Document) -> dict[str, str | None]:
    """The blocks marked as copies, as doc_id-block, with their reasons."""
    with DuplicateSearch() as search:
        for one in documents:
            search.add(one.doc_id, one.split, long_blocks(one))
        found = search.copies()
    return {
        f"{marked.doc_id}-{block.block}": block.reason
        for marked in (mark_duplicates(one, found.get(one.doc_id, {})) for one in documents)
        for block in marked.blocks
        if block.role == "duplicate"
    }


def blocks(texts: list[list[str]]) -> LongBlocks:
    return LongBlocks(tuple(map(str, range(len(texts)))), *trigrams_of([*map(" ".join, texts)], 3))


def test_the_training_data_gives_way() -> None:
    found = copies(document("a", "train", PARAGRAPH), document("b", "validation", SHORT, CHANGED_AT_THE_END))
    assert found == {"a-1": "nearly the same as block 2 of b"}


def test_then_the_later_id_gives_way() -> None:
    found = copies(document("b", "train", PARAGRAPH), document("a", "train", PARAGRAPH))
    assert found == {"b-1": "nearly the same as block 1 of a"}


def test_a_text_may_repeat_itself() -> None:
    found = copies(document("a", "train", PARAGRAPH + " ", SHORT, CHANGED_AT_THE_END))
    assert found == {"a-3": "nearly the same as block 1 of this text"}


def test_what_is_rewritten_or_short_stays() -> None:
    assert not copies(document("a", "train", PARAGRAPH, SHORT), document("b", "train", REWRITTEN, SHORT))


def test_what_is_left_out_is_no_original() -> None:
    quoted = document("a", "test", PARAGRAPH)
    quoted = replace(quoted, blocks=(replace(quoted.blocks[0], role="pull_quote", reason="repeats"),))
    assert not copies(quoted, document("b", "train", PARAGRAPH))


@given(st.lists(st.text("аБ-ё_ .1\n", max_size=40), max_size=5), st.sampled_from([8, 1 << 18]))
def test_trigrams_are_those_of_the_words(texts: list[str], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(trigram_hashes, "_AT_ONCE", at_once)
        sizes, hashes = trigrams_of(texts, 3)
    sets = [set(trigrams(text)) for text in texts]
    assert sizes == tuple(map(len, sets))
    assert len(set(hashes.tolist())) == len(set[object]().union(*sets))


@given(
    st.lists(st.lists(st.sampled_from("абвг"), min_size=3, max_size=14), max_size=12),
    st.sampled_from([4, 1 << 18]),
)
def test_the_index_finds_what_comparing_all_pairs_finds(texts: list[list[str]], at_once: int) -> None:
    sets = [set(zip(text, text[1:], text[2:], strict=False)) for text in texts]
    expected: dict[int, int] = {}
    for at, own in enumerate(sets):
        earlier = (n for n in range(at) if n not in expected)
        first = next((n for n in earlier if len(own & sets[n]) / len(own | sets[n]) >= 4 / 5), None)
        if first is not None:
            expected[at] = first
    with DuplicateSearch() as search, pytest.MonkeyPatch.context() as patched:
        patched.setattr(trigram_sets, "_READ_AT_ONCE", at_once)
        patched.setattr(trigram_sets, "_SORTED_AT_ONCE", at_once)
        search.add("a", "train", blocks(texts))
        assert dict(search.pairs()) == expected
