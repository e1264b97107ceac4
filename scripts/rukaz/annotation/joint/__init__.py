"""One model for tags, lemmas, trees and names: a small pretrained transformer, read once for all of them."""
