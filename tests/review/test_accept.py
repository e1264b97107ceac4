"""A corrected worksheet, from any editor, becomes reviewed sentences with the offsets of the source."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.parser import parse_conllu
from rukaz.errors import RukazError
from rukaz.records import Sentence
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.overlay import require_fit
from rukaz.review.worksheet import changes, readable, worksheet
from tests.trees import document, mention

SOURCE, AUTOMATIC = document(
    "doc",
    "Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root ./PUNCT/2:punct\n"
    "Путин/PROPN/2:nsubj/B-PER ждал/VERB/0:root его/PRON/2:obj ./PUNCT/2:punct",
    "Конец/NOUN/0:root",
)
SHEET = worksheet(SOURCE, AUTOMATIC, {AUTOMATIC[0].sent_id: ["1 Токаев: rare"]})


def corrected(tmp_path: Path, sheet: str) -> list[Sentence]:
    file = tmp_path / "doc.conllu"
    file.write_text(sheet, encoding="utf-8")
    ((_, found),) = read_worksheet(file, [SOURCE.doc_id]).items()
    return accept(found, SOURCE, reviewer="A. B.", file=file)


def test_an_untouched_worksheet_is_the_same_reviewed(tmp_path: Path) -> None:
    reviewed = [replace(one, annotation="reviewed", reviewer="A. B.") for one in AUTOMATIC]
    assert corrected(tmp_path, SHEET) == reviewed


def test_a_worksheet_without_comments_and_offsets(tmp_path: Path) -> None:
    bare = "\n".join(
        line.split("\tNE=")[0] if "TokenRange" not in line else line for line in SHEET.split("\n")
    )
    bare = "\n".join(line for line in bare.split("\n") if not line.startswith("#"))
    reviewed = corrected(tmp_path, bare)
    assert [one.sent_id for one in reviewed] == [one.sent_id for one in AUTOMATIC]


def test_the_mentions_of_a_worksheet_are_kept(tmp_path: Path) -> None:
    first, *others = AUTOMATIC
    referred = replace(first, mentions=(mention(first, "doc_e1", (1, 1), 1),))
    (accepted, *_) = corrected(tmp_path, worksheet(SOURCE, [referred, *others], {}))
    assert accepted.mentions == referred.mentions
    assert list(changes([first], [accepted])) == [f"{first.sent_id}: other mentions"]


def test_two_sentences_joined_into_one(tmp_path: Path) -> None:
    head, _, rest = SHEET.partition("\n\n")
    joined = (
        head
        + "\n"
        + "\n".join(
            "\t".join(
                [
                    str(int(cells[0]) + 3),
                    *cells[1:6],
                    str(int(cells[6]) + 3) if cells[6] != "0" else "2",
                    "conj" if cells[6] == "0" else cells[7],
                    *cells[8:],
                ]
            )
            for cells in (
                line.split("\t") for line in rest.partition("\n\n")[0].split("\n") if not line.startswith("#")
            )
        )
        + "\n\n"
    )
    (one,) = corrected(tmp_path, joined)
    assert one.text == "Токаев прибыл. Путин ждал его."
    assert [entity.text for entity in one.entities] == ["Токаев", "Путин"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("Токаев\t", "Такаев\t", 10, "no word «Такаев» here, but «Токаев»"),
        ("прибыл\t", "убыл\t", 11, "no word «убыл» here, but «прибыл"),
        ("прибыл\tVERB\t_\t_\t0", "прибыл\tVERB\t_\t_\t1", 10, "0 roots"),
        ("\t2\tpunct", "\t0\troot", 12, "2 roots"),
        ("ждал\tVERB\t_\t_\t0", "ждал\tVERB\t_\t_\t_", 19, "not a number"),
        ("15:20", "15:20|NE=B-PER", 18, "NE"),
        ("1\tТокаев", "1.1\tТокаев", 10, "ID 1.1 where 1 is due"),
        ("2\tприбыл", "1.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n2\tприбыл", 11, "an empty node"),
    ],
)
def test_errors_name_the_line(old: str, new: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match=message) as caught:
        corrected(tmp_path, SHEET.replace(old, new, 1))
    assert caught.value.where.endswith(f"doc.conllu, line {line}")


def test_a_cycle_is_named_where_it_is(tmp_path: Path) -> None:
    """«его» and the full stop of the second sentence hang on each other."""
    lines = SHEET.split("\n")
    lines[19] = lines[19].replace("\t2\tobj", "\t4\tobj")
    lines[20] = lines[20].replace("\t2\tpunct", "\t3\tpunct")
    with pytest.raises(RukazError, match="cycle") as caught:
        corrected(tmp_path, "\n".join(lines))
    assert caught.value.where.endswith("doc.conllu, line 20")


@pytest.mark.parametrize("kept", ["newdoc id", "sent_id", "nothing"])
def test_the_document_is_named_in_the_file(kept: str, tmp_path: Path) -> None:
    """A worksheet may have any name; without comments its name says whose it is."""
    lines = [line for line in SHEET.split("\n") if not line.startswith("#") or line.startswith(f"# {kept} =")]
    file = tmp_path / ("doc.conllu" if kept == "nothing" else "corrected by Anna (2).conllu")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert list(read_worksheet(file, ["other", "doc"])) == ["doc"]


def test_a_file_that_names_no_document(tmp_path: Path) -> None:
    file = tmp_path / "download.conllu"
    file.write_text("1\tДа\tда\tPART\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    with pytest.raises(RukazError, match="no document 'download'") as caught:
        read_worksheet(file, ["doc"])
    assert "# newdoc id = doc" in caught.value.hint


def test_words_are_put_together_to_a_multiword_token(tmp_path: Path) -> None:
    his, stop = next(lines for lines in pairwise(SHEET.split("\n")) if lines[0].startswith("3\tего\t"))
    lines = [
        "3-4\tего" + "\t_" * 7 + "\tSpaceAfter=No",
        his.replace("его", "е"),
        "4\tго\tго\tPART\t_\t_\t3\tfixed\t_\t_",
        f"5{stop[1:]}",
    ]
    (_, reviewed, *_) = corrected(tmp_path, SHEET.replace(f"{his}\n{stop}", "\n".join(lines)))
    assert [token.form for token in reviewed.tokens] == ["Путин", "ждал", "е", "го", "."]
    assert [unit.form for unit in reviewed.surface] == ["Путин", "ждал", "его", "."]
    require_fit([reviewed], SOURCE, "")
    (read,) = parse_conllu(sentence_to_conllu(reviewed))
    assert read.sentence == reviewed


def test_what_changed(tmp_path: Path) -> None:
    reviewed = corrected(tmp_path, SHEET.replace("\tobj\t", "\tiobj\t").replace("NE=B-PER", "NE=B-ORG", 1))
    assert list(changes(AUTOMATIC, reviewed)) == [
        "doc-p1-c0: entities Токаев/PER -> Токаев/ORG",
        "doc-p1-c15: 3 его: deprel obj -> iobj",
    ]


def test_the_readable_view_shows_the_looks() -> None:
    text = readable(AUTOMATIC, {AUTOMATIC[0].sent_id: ["1 Токаев: rare"]})
    assert "  ! 1 Токаев: rare" in text
    assert "nsubj < прибыл" in text
