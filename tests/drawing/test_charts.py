"""Charts: each value is drawn and said, the file is XML, and PNG is a picture of it."""

from __future__ import annotations

from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from rukaz.cli import main
from rukaz.drawing.charts import SCALE, WIDTH, bars, columns, distribution, figure, png

CORPUS = Path(__file__).parents[2] / "corpus"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*charts: object) -> ElementTree.Element:
    return ElementTree.fromstring(figure(charts).encode())  # type: ignore[arg-type]  # charts of any kind


def heights(svg: ElementTree.Element) -> list[float]:
    return [float(one.attrib["height"]) for one in svg.iter(f"{SVG}rect")][1:]


def test_bars_are_as_long_as_their_values() -> None:
    svg = drawn(bars("Words", [("год <1>", 40), ("слово", 10)]))
    long, short = (float(one.attrib["width"]) for one in list(svg.iter(f"{SVG}rect"))[1:])
    assert long == pytest.approx(4 * short, rel=0.01)
    assert {"год <1>", "40", "слово", "10"} <= {one.text for one in svg.iter(f"{SVG}text")}


def test_columns_stand_in_their_order() -> None:
    rows = [("2022-01", 5.0), ("2022-02", 10.0), ("2022-03", 0.0)]
    one, two, none = heights(drawn(columns("Trend", rows, "per million")))
    assert two == pytest.approx(2 * one, rel=0.01)
    assert none == 0.5


@pytest.mark.parametrize("longest", [1, 12, 39, 40, 200, 5000])
def test_a_distribution_counts_each_number_once(longest: int) -> None:
    counts = dict.fromkeys(range(longest + 1), 1)
    svg = drawn(distribution("Lengths", counts, "words"))
    said = [one.text or "" for one in svg.iter(f"{SVG}title")]
    assert sum(int(one.split(": ")[1].replace(",", "")) for one in said) == longest + 1
    assert len(said) <= 40
    assert f"median {longest // 2}" in figure([distribution("Lengths", counts, "words")])


def test_nothing_can_be_drawn() -> None:
    assert drawn(bars("Words", []), columns("Trend", [], "words"), distribution("Lengths", {}, "words"))


def test_png_is_twice_as_wide() -> None:
    picture = png(figure([bars("Слова", [("год", 3)])]))
    assert picture.startswith(b"\x89PNG")
    assert unpack(">I", picture[16:20])[0] == SCALE * WIDTH


@pytest.mark.parametrize(
    "arguments",
    [
        ("stats", str(CORPUS), "--by", "doc", "--plot"),
        ("words", str(CORPUS), "год", "--plot"),
        ("words", str(CORPUS), "--by", "upos", "--plot"),
        ("tree", str(CORPUS), "1", "--out"),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:]),
)
def test_commands_draw(arguments: tuple[str, ...], tmp_path: Path) -> None:
    for name, begins in (("plot.svg", b"<?xml"), ("plot.png", b"\x89PNG")):
        done = CliRunner().invoke(main, [*arguments, str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).read_bytes().startswith(begins)
    if "--plot" in arguments:
        done = CliRunner().invoke(main, [*arguments, str(tmp_path / "plot.pdf")])
        assert done.exit_code == 2 and "svg, png" in done.output
