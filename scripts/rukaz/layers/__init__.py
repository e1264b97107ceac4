"""Layers derived from text, trees and names by rule: features and subtypes, names, enhanced dependencies."""
