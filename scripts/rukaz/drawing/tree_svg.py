"""A dependency tree as SVG, in the shapes and colours of the explorer's light page, on white."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from rukaz.drawing.tree_layout import SIZES, Arc, Layout, layout_words, shortened, text_width
from rukaz.records import Entity, Sentence
from rukaz.tree import with_tree

MARGIN = 14
STEP = 25
"""Pixels from one level of arcs to the next."""

CORNER = 11
ABOVE_WORDS = 8
"""Pixels between the tips of the arrows and the words."""

INK, MUTED, ARC, SERVING_ARC = "#1d1b18", "#625c53", "#8d867a", "#b9b2a5"
KINDS = {
    "PER": ("#a2420a", "#fbe6d6"),
    "ORG": ("#0a55a0", "#dfebf8"),
    "LOC": ("#09674b", "#d9f0e4"),
    "MISC": ("#873273", "#f5e1ef"),
}
"""Line and ground of the box of a name."""

CORE = frozenset({"root", "nsubj", "obj", "iobj", "csubj", "ccomp", "xcomp"})
SERVING = frozenset({"punct", "case", "cc", "mark", "det", "aux", "cop", "fixed", "goeswith"})

_SERIF = "'PT Serif', 'Noto Serif', Georgia, 'DejaVu Serif', serif"
_SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_FONTS = {
    "form": f'font-family="{_SERIF}"',
    "lemma": f'font-family="{_SERIF}" font-style="italic"',
    "upos": f'font-family="{_SANS}"',
    "label": f'font-family="{_SANS}"',
}


def tree_svg(sentence: Sentence) -> str:
    """The file of a sentence; words that nobody made a tree of get a flat one."""
    whole = with_tree(sentence)
    layout = layout_words(whole.tokens)
    top = MARGIN + (layout.levels + 1) * STEP + ABOVE_WORDS
    under = top + 59
    width = round(layout.width + 2 * MARGIN)
    height = under + (20 if whole.entities else 0) + 6
    shapes = [
        *(shape for entity in whole.entities for shape in _entity(entity, layout, top, under)),
        *(shape for arc in layout.arcs for shape in _arc(arc, layout, top - ABOVE_WORDS + 2)),
        *_root(whole, layout, top - ABOVE_WORDS + 2),
        *(shape for index in range(len(whole.tokens)) for shape in _word(whole, index, layout, top)),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">\n'
        f"<title>{escape(sentence.sent_id)}</title>\n<desc>{escape(sentence.text)}</desc>\n"
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f'<g transform="translate({MARGIN} 0)">\n' + "\n".join(shapes) + "\n</g>\n</svg>\n"
    )


def escape(text: str) -> str:
    """``text`` in XML, which has no control characters at all."""
    return html.escape(re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text))


def relation_colours(deprel: str) -> tuple[str, float, str, int]:
    """Colour and width of the line of a relation, colour and weight of its label."""
    relation = deprel.partition(":")[0]
    if relation in CORE:
        return INK, 1.4, INK, 600
    return SERVING_ARC if relation in SERVING else ARC, 1.25, MUTED, 400


def _text(  # noqa: PLR0913, PLR0917 - the attributes of the element
    x: float, y: float, content: str, font: str, colour: str, weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" {_FONTS[font]} font-weight="{weight}" '
        f'font-size="{SIZES[font]:g}" fill="{colour}">{escape(content)}</text>'
    )


def _tip(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:.1f} {y + 3:.1f}l-3.5 -7.5h7Z" fill="{colour}"/>'


def _arc(arc: Arc, layout: Layout, bottom: float) -> Iterator[str]:
    colour, width, label_colour, weight = relation_colours(arc.label)
    left = layout.middles[arc.left] + arc.left_offset
    right = layout.middles[arc.right] + arc.right_offset
    y = bottom - arc.level * STEP
    r = min(CORNER, (right - left) / 2)
    yield (
        f'<path d="M{left:.1f} {bottom}V{y + r:.1f}Q{left:.1f} {y} {left + r:.1f} {y}H{right - r:.1f}'
        f'Q{right:.1f} {y} {right:.1f} {y + r:.1f}V{bottom}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )
    yield _tip(left if arc.dependent == arc.left else right, bottom, colour)
    middle = sum(map(layout.x, arc.stretch)) / 2
    around = text_width(arc.label, "label") + 4
    yield f'<rect x="{middle - around / 2:.1f}" y="{y - 8}" width="{around:.1f}" height="16" fill="#ffffff"/>'
    yield _text(middle, y + 4, arc.label, "label", label_colour, weight)


def _root(sentence: Sentence, layout: Layout, bottom: float) -> Iterator[str]:
    if layout.root is None:
        return
    x, y = layout.x(layout.root), bottom - (layout.levels + 1) * STEP
    yield f'<path d="M{x:.1f} {y + 9}V{bottom}" fill="none" stroke="{INK}" stroke-width="1.4"/>'
    yield _tip(x, bottom, INK)
    yield _text(x, y + 4, sentence.tokens[layout.root.word].deprel, "label", INK, 600)


def _entity(entity: Entity, layout: Layout, top: float, under: float) -> Iterator[str]:
    line, ground = KINDS[entity.label]
    first, last = entity.first_token - 1, entity.last_token - 1
    left = layout.middles[first] - layout.widths[first] / 2 - 5
    right = layout.middles[last] + layout.widths[last] / 2 + 5
    yield (
        f'<rect x="{left:.1f}" y="{top - 3}" width="{right - left:.1f}" height="{under - top + 18}" rx="6" '
        f'fill="{ground}" stroke="{line}" stroke-width="0.75" stroke-opacity="0.45"/>'
    )
    yield _text((left + right) / 2, under + 9, entity.label, "upos", line, 600)


def _word(sentence: Sentence, index: int, layout: Layout, top: float) -> Iterator[str]:
    token, x = sentence.tokens[index], layout.middles[index]
    yield _text(x, top + 18, shortened(token.form), "form", INK)
    yield _text(x, top + 36, token.upos, "upos", MUTED, 500)
    yield _text(x, top + 52, shortened(token.lemma), "lemma", MUTED)
