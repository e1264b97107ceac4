"""Stanza's models run faster than Stanza runs them: the same weights, the same answers.

Each stage has a module of its own, with what it does otherwise at its top, and ``fits``, which says whether
a model has the shape it knows; a model of another shape is left to Stanza (``stanza_reference``).

What a sentence gets does not depend on the sentences beside it. With oneDNN that holds for the scores too, to
the last bit (tried with AVX-512): its result for a row is the same whatever the other rows are, and what it
does not compute is computed sentence by sentence. Only lemmas that are spelt out go through torch's products.
"""
