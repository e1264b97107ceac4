"""``--keep-tokens``: the sentences and tokens of CoNLL-U go through a build as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import rukaz
from rukaz.ingest import InputOptions, ingest, read_project
from rukaz.records import Sentence
from tests.campaigns.raw_texts import stand_in

# a stop within a sentence, Север-Юг as one word, two words in one token, an empty node, a false text
TREEBANK = """\
# newdoc id = inn
# newpar
# text = Он сказал: «Север-Юг. Дай-ка».
1	Он	_	_	_	_	_	_	_	_
2	сказал	_	_	_	_	_	_	_	SpaceAfter=No
3	:	_	_	_	_	_	_	_	_
4	«	_	_	_	_	_	_	_	SpaceAfter=No
5	Север-Юг	_	_	_	_	_	_	_	SpaceAfter=No
6	.	_	_	_	_	_	_	_	_
6.1	возьми	_	_	_	_	_	_	_	_
7-8	Дай-ка	_	_	_	_	_	_	_	SpaceAfter=No
7	Дай	_	_	_	_	_	_	_	_
8	-ка	_	_	_	_	_	_	_	_
9	»	_	_	_	_	_	_	_	SpaceAfter=No
10	.	_	_	_	_	_	_	_	_

# text = Совсем другие слова
1	Ушел	_	_	_	_	_	_	_	_

# newpar
1	1.	_	_	_	_	_	_	_	_
2	Фото	_	_	_	_	_	_	_	SpaceAfter=No
3	:	_	_	_	_	_	_	_	_
4	Reuters	_	_	_	_	_	_	_	_

"""
WORDS = [
    ["Он", "сказал", ":", "«", "Север-Юг", ".", "Дай", "-ка", "»", "."],
    ["Ушел"],
    ["1.", "Фото", ":", "Reuters"],
]


def built(folder: Path, *, keep_tokens: bool) -> list[Sentence]:
    (folder / "texts").mkdir()
    (folder / "texts" / "inn.conllu").write_text(TREEBANK, encoding="utf-8")
    with stand_in(networks=False):
        rukaz.build(folder / "texts", folder / "corpus", keep_tokens=keep_tokens, say=lambda _: None)
    return list(rukaz.read(folder / "corpus"))


def test_sentences_and_tokens_are_kept(tmp_path: Path) -> None:
    found = built(tmp_path, keep_tokens=True)
    assert [[token.form for token in sentence.tokens] for sentence in found] == WORDS
    assert [sentence.text for sentence in found[1:]] == ["Ушел", "1. Фото: Reuters"]
    assert [sentence.block for sentence in found] == ["1", "1", "2"]
    (both,) = found[0].multiword_tokens
    assert (both.first, both.last, both.form) == (7, 8, "Дай-ка")
    assert {(token.start, token.end) for token in found[0].tokens[6:8]} == {(both.start, both.end)}
    assert [token.space_after for token in found[0].tokens[5:9]] == [True, False, False, False]


def test_they_are_made_anew_without_it(tmp_path: Path) -> None:
    assert [[token.form for token in one.tokens] for one in built(tmp_path, keep_tokens=False)] != WORDS


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("3\tдождь", "line 2 is not the word 2"),
        ("2-3\tнадождь\n2\tна", "lacks the word 3"),
        ("2\t\u200b", "the word of line 2 holds nothing visible"),
        ("дождь", "line 2 is not the word 2"),
        ("\n# text = Снег.", "the sentence of line 3 has no words"),
    ],
)
def test_what_is_no_sentence_is_one_row(row: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(f"1\tШёл\n{row}\n\n", encoding="utf-8")
    ingested = ingest(read_project(tmp_path, InputOptions(keep_tokens=True)))
    assert [reason in one.reason for one in ingested.quarantine] == [True], ingested
