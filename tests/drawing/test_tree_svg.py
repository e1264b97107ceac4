"""Trees as SVG and LaTeX: well formed, complete, and with nothing over anything else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given

import rukaz
from rukaz.cli import main
from rukaz.drawing.tree_layout import AROUND_LABEL, layout_words, text_width
from rukaz.drawing.tree_svg import CORE, SERVING, tree_svg
from rukaz.drawing.tree_tikz import tree_tikz
from rukaz.records import Sentence, Token
from tests.drawing.test_tree_lines import sentence, trees

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
SVG = "{http://www.w3.org/2000/svg}"
SAMPLE = "rasykh-vizit-p8-c88"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["tree", *arguments])


@given(trees())
def test_words_and_labels_have_room(heads: list[int]) -> None:
    words = sentence(heads)
    layout = layout_words(words.tokens)
    edges = [
        (middle - width / 2, middle + width / 2)
        for middle, width in zip(layout.middles, layout.widths, strict=True)
    ]
    assert all(one[1] < other[0] for one, other in pairwise(edges))
    for arc in layout.arcs:
        start, end = map(layout.x, arc.stretch)
        assert end - start >= text_width(arc.label, "label") + 2 * AROUND_LABEL - 0.01
    for arc in layout.arcs:
        for other in layout.arcs:
            if arc is not other and arc.level == other.level:
                assert arc.right <= other.left or other.right <= arc.left


def test_all_that_is_known_is_in_the_picture() -> None:
    for one in rukaz.read(CORPUS, split="test"):
        shown = ElementTree.fromstring(tree_svg(one).encode())
        texts = [element.text for element in shown.iter(f"{SVG}text")]
        expected = [value for token in one.tokens for value in (token.form, token.upos, token.lemma)]
        expected += [token.deprel for token in one.tokens] + [entity.label for entity in one.entities]
        assert sorted(map(str, texts)) == sorted(expected)


def test_relations_are_of_the_kinds_that_the_explorer_has() -> None:
    source = (ROOT / "scripts/rukaz/explore/assets/glossary.js").read_text(encoding="utf-8")
    for name, relations in (("CORE", CORE), ("SERVING", SERVING)):
        listed = source.partition(f"const {name} = new Set([")[2].partition("]")[0]
        assert set(listed.replace('"', "").split(", ")) == relations


def test_latex_has_every_word_and_arc() -> None:
    [one] = [one for one in rukaz.read(CORPUS) if one.sent_id == SAMPLE]
    text = tree_tikz(one)
    for token in one.tokens:
        arc = rf"\depedge{{{token.head}}}{{{token.id}}}" if token.head else rf"\deproot{{{token.id}}}"
        assert f"{arc}{{{token.deprel}}}" in text


@pytest.mark.parametrize(
    ("to", "starts"), [("text", "Кремль"), ("svg", "<?xml"), ("tikz", "%"), ("conllu", "# global.Entity")]
)
def test_the_command_draws_in_each_format(to: str, starts: str, tmp_path: Path) -> None:
    assert run(str(CORPUS), SAMPLE, "--to", to).stdout.startswith(starts)


def test_a_sentence_of_a_file_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "one.conllu").write_text("1\tДа\tда\tPART\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    assert run(str(tmp_path / "one.conllu"), "1").stdout.endswith("─╼ Да PART root\n")
    told = run(str(tmp_path / "one.conllu"), "2")
    assert (told.exit_code, "there is no sentence 2" in told.stderr) == (2, True)


def test_control_characters_leave_it_xml() -> None:
    token = Token(1, "\x1b[2J", "\0", "X", None, 0, "root", 0, 0)
    ElementTree.fromstring(tree_svg(Sentence("a", "a-1", "1", "body", 0, 0, "\x07", (token,))))
