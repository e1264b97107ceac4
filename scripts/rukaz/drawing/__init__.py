"""Dependency trees and charts as pictures: lines for a terminal, SVG, PNG, and LaTeX."""
