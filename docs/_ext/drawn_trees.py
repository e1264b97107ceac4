"""Draws the trees of the guidelines: a block of code in the language ``tree`` becomes a picture.

A line of such a block is a word: its number, form, class, the number of its head and its relation. The word
on which the others depend has head 0. GitHub shows the lines, the site the picture.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from pygments.lexers.special import TextLexer
from spacy import displacy
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

SHAPE = {"distance": 120, "word_spacing": 30, "arrow_spacing": 14, "arrow_stroke": 1, "offset_x": 60}
LOOK = {"color": "currentColor", "bg": "transparent", "font": "inherit"}


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_post_transform(DrawTrees)
    for language in ("conllu", "tree"):
        app.add_lexer(language, TextLexer)
    app.add_css_file("trees.css")
    app.config.html_static_path.append("_static")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class DrawTrees(SphinxPostTransform):
    """Puts a picture in the place of each block of the language ``tree``."""

    default_priority = 400
    formats = ("html",)

    def run(self) -> None:
        """Draw all trees of a page."""
        for block in list(self.document.findall(nodes.literal_block)):
            if block.get("language") == "tree":
                block.replace_self(nodes.raw("", drawn(block.astext()), format="html"))


def drawn(text: str) -> str:
    """A tree as SVG, between two tags of HTML."""
    words, arcs = [], []
    for number, line in enumerate(text.strip().splitlines()):
        _, form, upos, head, relation = line.split()
        words.append({"text": form.replace("_", " "), "tag": upos})
        if head != "0":
            start, end = sorted((number, int(head) - 1))
            direction = "left" if number < int(head) - 1 else "right"
            arcs.append({"start": start, "end": end, "label": relation, "dir": direction})
    picture = displacy.render(
        {"words": words, "arcs": arcs}, style="dep", manual=True, options={**SHAPE, **LOOK}, jupyter=False
    )
    label = " ".join(word["text"] for word in words)
    return f'<figure class="tree" aria-label="{escape(label)}">{picture}</figure>'
