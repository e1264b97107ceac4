"""Draws the trees of the guidelines, as ``rukaz tree`` does: GitHub shows lines of words, the site a picture.

A tree is named by a comment, ``<!-- tree: SENT_ID FIRST-LAST -->``; the block in the language ``tree`` below
it has the words in lines, which ``pytest tests/test_readme.py --update-golden`` writes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import rukaz
from rukaz.drawing.tree_svg import tree_svg
from rukaz.records import Sentence

CORPUS = Path(__file__).parents[2] / "corpus"
TREE = re.compile(r"^<!-- tree: (\S+)(?: (\d+)-(\d+))? -->\n```tree\n.*?^```$", re.DOTALL | re.MULTILINE)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_lexer("conllu", TextLexer)
    app.add_css_file("trees.css")
    app.config.html_static_path.append("_static")
    app.connect("source-read", _draw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _draw(_app: Sphinx, _page: str, content: list[str]) -> None:
    content[0] = TREE.sub(lambda tree: _drawn(tree[1], int(tree[2] or 1), int(tree[3] or 1_000)), content[0])


def _drawn(sent_id: str, first: int, last: int) -> str:
    picture = tree_svg(_cut(_sentences()[sent_id], first, last)).partition("?>\n")[2]
    return f'<figure class="tree">\n{picture.strip()}\n</figure>'


@cache
def _sentences() -> dict[str, Sentence]:
    return {sentence.sent_id: sentence for sentence in rukaz.read(CORPUS)}


def _cut(sentence: Sentence, first: int, last: int) -> Sentence:
    """The words from ``first`` to ``last``; a word whose head is not among them is the root."""
    tokens = []
    for token in sentence.tokens[first - 1 : last]:
        inside = first <= token.head <= last
        tokens.append(
            replace(
                token,
                id=token.id - first + 1,
                head=token.head - first + 1 if inside else 0,
                deprel=token.deprel if inside or token.head == 0 else "…",
            )
        )
    entities = [
        replace(one, first_token=one.first_token - first + 1, last_token=one.last_token - first + 1)
        for one in sentence.entities
        if first <= one.first_token and one.last_token <= last
    ]
    return replace(sentence, tokens=tuple(tokens), entities=tuple(entities), multiword_tokens=())
