"""Dependency trees as pictures: lines for a terminal, SVG, and LaTeX."""
