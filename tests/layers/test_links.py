"""A table of links of one's own: it wins over the packaged one, a reviewer over both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.layers.links import add_links, links_of, read_links
from rukaz.layers.names import add_names
from rukaz.layers.normal_forms import cased
from tests.trees import sentence

TABLE = "form\tlabel\twikidata\tsource\n# mine\nКазахстан\tLOC\tQ1\ta test\nТокаев\tPER\tQ2\ta test\n"
VISIT = (
    "Токаев/PROPN/2:nsubj/Case=Nom|NameType=Sur/B-PER вернулся/VERB/0:root в/ADP/4:case "
    "Казахстан/PROPN/2:obl/B-LOC"
)


def test_own_links_win_over_the_packaged_ones_and_reviewers_over_both() -> None:
    (visit,) = add_names([sentence(VISIT)])
    assert [entity.wikidata for entity in visit.entities] == [None, "Q232"]
    (own,) = add_links([visit], links_of(TABLE))
    assert [entity.wikidata for entity in own.entities] == ["Q2", "Q1"]
    reviewed = replace(visit, annotation="reviewed", reviewer="anna")
    assert add_links([reviewed], links_of(TABLE)) == [reviewed]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Казахстан\tLOC\tQ1", "3 columns instead of 4"),
        ("Казахстан\tGPE\tQ1\tmine", "the label 'GPE'"),
        ("Казахстан\tLOC\t232\tmine", "'232' is no item"),
        ("Казахстан\tLOC\tQ1\t", "its source is empty"),
        ("КАЗАХСТАН\tLOC\tQ3\tmine", "was Q1 before"),
    ],
)
def test_what_is_no_link_is_named_with_its_line(line: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "links.tsv").write_text(f"{TABLE}{line}\n", encoding="utf-8")
    with pytest.raises(RukazError, match=what) as error:
        read_links(tmp_path / "links.tsv")
    assert error.value.where.endswith("links.tsv, line 5")


@pytest.mark.parametrize(
    ("form", "word", "expected"),
    [
        ("КазМунайГаза", "казмунайгаз", "КазМунайГаз"),
        ("СИБУРом", "сибур", "СИБУР"),
        ("Ак-Орде", "ак-орда", "Ак-Орда"),
        ("ТОКАЕВА", "токаев", "Токаев"),
    ],
)
def test_a_normal_form_has_the_capitals_of_the_name(form: str, word: str, expected: str) -> None:
    assert cased(form, word) == expected
