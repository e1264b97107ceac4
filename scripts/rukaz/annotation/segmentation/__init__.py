"""Sentences and tokens: what is certain by rule, the rest as the tokenizer model has it.

What a linguist may want to read or extend: the abbreviations in ``abbreviations.toml``, the shapes of tokens
in ``tokens``, the ends of sentences in ``sentences`` and ``full_stops``.
"""
