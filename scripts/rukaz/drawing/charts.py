"""Charts as SVG: bars, and columns over lengths or time, each with its numbers as text; any SVG as PNG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rukaz.drawing.tree_svg import INK, MUTED, escape
from rukaz.extras import require_extra

WIDTH = 760
MARGIN = 24
TITLE = 40
"""Pixels that the title of a chart takes."""

ROW = 24
COLUMNS = 200
"""Pixels that columns are high at most."""

COLOUR = "#0b5d78"
MOST_LABELS = 12
CLASSES = 40
"""Columns that a distribution has at most."""

_STEPS = [digit * 10**power for power in range(9) for digit in (1, 2, 5)]
"""Widths that a class may have."""

SCALE = 2
"""Pixels of PNG for one of SVG."""

_SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_LETTER = 7.2
"""Pixels that a letter of a label is wide, about."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a figure: its title, its height below the title in pixels, and its shapes as SVG."""

    title: str
    height: float
    shapes: tuple[str, ...]


def bars(title: str, rows: Sequence[tuple[str, float]]) -> Chart:
    """A bar for each label with its value, one below the other; the longest is as wide as the room."""
    most = max((value for _, value in rows), default=0) or 1
    labels = min(WIDTH * 0.4, max((len(label) for label, _ in rows), default=0) * _LETTER + 12)
    room = (
        WIDTH - 2 * MARGIN - labels - max((len(_number(value)) for _, value in rows), default=0) * _LETTER - 8
    )

    def shapes() -> Iterator[str]:
        for i, (label, value) in enumerate(rows):
            y = i * ROW
            length = value / most * room
            yield _text(0, y + 16, _cut(label, labels - 8))
            yield _rect(labels, y + 4, length, ROW - 8)
            yield _text(labels + length + 6, y + 16, _number(value), colour=MUTED)

    return Chart(title, len(rows) * ROW, tuple(shapes()))


def columns(title: str, rows: Sequence[tuple[str, float]], unit: str) -> Chart:
    """A column for each label with its value, side by side; ``unit`` is said of the labels."""
    most = max((value for _, value in rows), default=0) or 1
    room = WIDTH - 2 * MARGIN
    step = room / max(1, len(rows))
    widest = max((len(label) for label, _ in rows), default=1) * _LETTER + 8
    every = max(1, -(-len(rows) // min(MOST_LABELS, max(1, int(room / widest)))))

    def shapes() -> Iterator[str]:
        for i, (label, value) in enumerate(rows):
            height = value / most * (COLUMNS - 16)
            x, y = i * step, COLUMNS - height
            yield _rect(x + step * 0.08, y, step * 0.84, height, said=f"{label}: {_number(value)}")
            if value == most:
                yield _text(x + step / 2, y - 4, _number(value), anchor="middle", colour=MUTED)
            if i % every == 0:
                yield _text(x + step / 2, COLUMNS + 16, label, anchor="middle", colour=MUTED)
        yield f'<path d="M0 {COLUMNS + 0.5}H{room}" stroke="{MUTED}"/>'
        yield _text(room, COLUMNS + 34, unit, anchor="end", colour=MUTED)

    return Chart(title, COLUMNS + 40, tuple(shapes()))


def distribution(title: str, counts: Mapping[int, int], unit: str) -> Chart:
    """How often each whole number occurs, in classes of one width, with the median in the title."""
    if not counts:
        return columns(title, [], unit)
    step = next(width for width in _STEPS if max(counts) < width * CLASSES)
    classes = [0] * (max(counts) // step + 1)
    for number, times in counts.items():
        classes[number // step] += times
    labels = [str(i) if step == 1 else f"{i * step}–{(i + 1) * step - 1}" for i in range(len(classes))]
    rows = [(label, float(times)) for label, times in zip(labels, classes, strict=True)]
    return columns(f"{title} (median {_median(counts)})", rows, unit)


def _median(counts: Mapping[int, int]) -> int:
    half = sum(counts.values()) / 2
    numbers = sorted(counts)
    sums = accumulate(counts[number] for number in numbers)
    return next(number for number, sum_ in zip(numbers, sums, strict=True) if sum_ >= half)


def figure(charts: Sequence[Chart]) -> str:
    """The file of some charts, one below the other."""
    height = MARGIN + sum(TITLE + chart.height + MARGIN for chart in charts)
    y = float(MARGIN)
    groups = []
    for chart in charts:
        title = _text(0, 16, chart.title, size=15, weight=600)
        shapes = "\n".join(chart.shapes)
        groups.append(
            f'<g transform="translate({MARGIN} {y:g})">\n{title}\n'
            f'<g transform="translate(0 {TITLE})">\n{shapes}\n</g>\n</g>'
        )
        y += TITLE + chart.height + MARGIN
    body = "\n".join(groups)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH} {height:g}">\n'
        f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def png(svg: str) -> bytes:
    """The picture of an SVG, two pixels for one, with the fonts of the system.

    Raises:
        RukazError: the extra ``pictures`` is not installed.
    """
    require_extra("pictures")
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=SCALE))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"


def _cut(label: str, room: float) -> str:
    most = int(room / _LETTER)
    return label if len(label) <= most else label[: most - 1] + "…"


def _rect(x: float, y: float, width: float, height: float, said: str = "") -> str:
    title = f"<title>{escape(said)}</title>" if said else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{max(height, 0.5):.1f}" '
        f'rx="1.5" fill="{COLOUR}">{title}</rect>'
    )


def _text(  # noqa: PLR0913 - the attributes of the element
    x: float,
    y: float,
    content: str,
    *,
    anchor: str = "start",
    colour: str = INK,
    size: int = 13,
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="{_SANS}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(content)}</text>'
    )
