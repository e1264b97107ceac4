"""Layers derived from text, trees and names by rule: features and subtypes, names, enhanced dependencies."""

RULED_LANGUAGE = "ru"
"""The language that the rules are of."""
