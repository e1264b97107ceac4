"""Training of the joint model over a small pretrained transformer: tags, trees, lemmas and names."""
