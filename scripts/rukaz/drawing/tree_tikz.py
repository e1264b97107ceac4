"""A dependency tree for LaTeX, drawn by the package tikz-dependency (ctan.org/pkg/tikz-dependency)."""

from __future__ import annotations

import re

from rukaz.records import Sentence
from rukaz.tree import with_tree

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"{\&}", "#": r"\#", "^": r"\^{}",
    "_": r"\_", "~": r"\~{}", "%": r"\%",
}  # fmt: skip


def tree_tikz(sentence: Sentence) -> str:
    r"""The environment ``dependency``: forms, classes and arcs; words without a tree get a flat one.

    >>> from rukaz.records import Token
    >>> tokens = Token(1, "100", "100", "NUM", None, 2, "nummod", 0, 3), Token(2, "%", "%", "SYM", None, 0,
    ...     "root", 4, 5)
    >>> print(tree_tikz(Sentence("a", "a-1", "1", "body", 0, 5, "100 %", tokens)), end="")
    % a-1: 100 %
    \begin{dependency}
      \begin{deptext}
        100 \& \% \\
        \textsc{num} \& \textsc{sym} \\
      \end{deptext}
      \deproot{2}{root}
      \depedge{2}{1}{nummod}
    \end{dependency}
    """
    whole = with_tree(sentence)
    lines = [f"% {whole.sent_id}: {whole.text}", r"\begin{dependency}", r"  \begin{deptext}"]
    lines.append("    " + r" \& ".join(latex(token.form) for token in whole.tokens) + r" \\")
    tags = (rf"\textsc{{{latex(token.upos.lower())}}}" for token in whole.tokens)
    lines.append("    " + r" \& ".join(tags) + r" \\")
    lines.append(r"  \end{deptext}")
    for token in sorted(whole.tokens, key=lambda one: one.head != 0):
        label = latex(token.deprel)
        if token.head == 0:
            lines.append(rf"  \deproot{{{token.id}}}{{{label}}}")
        else:
            lines.append(rf"  \depedge{{{token.head}}}{{{token.id}}}{{{label}}}")
    return "\n".join([*lines, r"\end{dependency}", ""])


def latex(text: str) -> str:
    r"""A text with the signs that LaTeX reads otherwise.

    >>> latex("50_%")
    '50\\_\\%'
    """
    return re.sub(r"[\\{}$&#^_~%]", lambda sign: _SPECIAL[sign[0]], text)
