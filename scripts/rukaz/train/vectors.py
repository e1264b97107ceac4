"""Word vectors: navec's news vectors, reduced in words and dimensions to a Stanza pretrain file.

navec (github.com/natasha/navec, MIT) holds 250,000 words of 300 product-quantised dimensions.
Kept are the words most frequent in navec's counts and in the raw news together, projected on the
first principal axes; one float32 file serves the tagger, the parser and NER.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from rukaz.train.checkpoints import save_vectors

WORDS = 60_000
DIMENSIONS = 120
SPECIAL = ("<unk>", "<pad>")
_WORD = re.compile(r"[\w-]+|[^\w\s]")


def make_pretrain(news: Counter[str], out: Path, *, words: int = WORDS) -> dict[str, float]:
    """Write the reduced vectors as a Stanza pretrain file.

    Args:
        news: how often each lower-case word stands in the raw news.
        out: the file to write (a Stanza `Pretrain`: vocabulary and a words x dimensions tensor).
        words: how many words to keep.

    Returns:
        The share of the vectors' variance kept, and the share of the news' tokens covered.
    """
    import torch
    from stanza.models.common.pretrain import PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    navec = _navec()
    counts = dict(zip(navec.vocab.words, map(int, navec.vocab.counts), strict=False))
    chosen = choose_words(counts, news, words)
    matrix = torch.tensor(navec.pq.unpack(), dtype=torch.float32)
    rows = torch.stack([matrix[navec.vocab.word_ids[source]] for _, source in chosen])
    projected, variance = project(rows, DIMENSIONS)
    vocab = PretrainedWordVocab([word for word, _ in chosen])
    vectors = torch.cat([torch.zeros(len(VOCAB_PREFIX), DIMENSIONS), projected])
    save_vectors({"vocab": vocab.state_dict(), "emb": vectors}, out)
    covered = sum(news[word] for word, _ in chosen) / max(news.total(), 1)
    return {"variance": variance, "coverage": covered}


def choose_words(counts: dict[str, int], news: Counter[str], words: int) -> list[tuple[str, str]]:
    """Return (word, word whose vector it takes), by falling frequency in both sources.

    A word of the news written with ё takes the vector of its spelling with е if navec has only
    that.

    >>> choose_words({"все": 3, "еще": 2}, Counter({"ещё": 5}), 2)
    [('ещё', 'еще'), ('все', 'все')]
    """
    known = {word: word for word in counts if word not in SPECIAL}
    for word in news:
        plain = word.replace("ё", "е")
        if word not in known and plain in known:
            known[word] = plain
    total, total_news = max(sum(counts.values()), 1), max(news.total(), 1)

    def frequency(word: str) -> float:
        return counts.get(word, 0) / total + news[word] / total_news

    ranked = sorted(known, key=lambda word: (-frequency(word), word))[:words]
    return [(word, known[word]) for word in ranked]


def project(rows: Any, dimensions: int) -> tuple[Any, float]:
    """Project a words x n tensor on its first principal axes, scaled to unit mean square.

    The variance kept is returned beside it. The axes' signs are fixed, for reproducibility.
    """
    import torch

    values, axes = torch.linalg.eigh(rows.T @ rows)
    axes = axes[:, -dimensions:].flip(1)
    axes = axes * torch.sign(axes.sum(0))
    projected = rows @ axes
    projected = projected / projected.pow(2).mean().sqrt()
    return projected, float(values[-dimensions:].sum() / values.sum())


def count_words(articles: list[list[str]]) -> Counter[str]:
    """Count the lower-case words and punctuation marks of articles (lists of paragraphs)."""
    counter: Counter[str] = Counter()
    for paragraphs in articles:
        for paragraph in paragraphs:
            counter.update(_WORD.findall(paragraph.lower()))
    return counter


def _navec() -> Any:
    from importlib.util import find_spec

    from navec import Navec

    spec = find_spec("natasha")
    assert spec is not None and spec.origin is not None
    return Navec.load(str(Path(spec.origin).parent / "data/emb/navec_news_v1_1B_250K_300d_100q.tar"))
