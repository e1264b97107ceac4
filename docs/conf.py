"""Settings of Sphinx: the pages of docs/ as a site.

Sphinx with Furo, because MyST reads Markdown as GitHub does, so that a page is one text in both places, and
because Sphinx reads the docstrings, checks links and turns its warnings into errors.

    pip install ".[docs]"
    sphinx-build -W --keep-going docs site
"""

import importlib.metadata
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "RuKaz"
author = "RuKaz contributors"
copyright = author
release = importlib.metadata.version("rukaz")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "drawn_trees", "pages_from_code"]
exclude_patterns = ["_ext"]

smartquotes = False  # they make a dash of --option
myst_heading_anchors = 4  # as many levels as pages link to
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"RuKaz {release}"
html_show_sourcelink = False
html_show_copyright = False
