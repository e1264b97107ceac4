"""Where the time goes: a clock that looks, many times a second, at what the program is doing."""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERVAL = 0.005
"""Seconds between two looks."""

STAGES = {
    "ingest": ("rukaz/ingest/",),
    "tokenize": ("models/tokenization/", "pipeline/tokenize", "annotation/fast/tokeniz", "/razdel/"),
    "tag": ("models/pos/", "pipeline/pos_", "annotation/fast/tag", "Morph"),
    "lemma": ("models/lemma/", "pipeline/lemma_", "annotation/fast/lemma"),
    "parse": ("models/depparse/", "pipeline/depparse_", "annotation/fast/pars", "Syntax"),
    "names": ("models/ner/", "pipeline/ner_", "annotation/fast/ner", "NER"),
    "joint": ("annotation/joint/",),
    "check": ("rukaz/check/", "rukaz/repair/", "/udtools/", "/udapi/"),
}
"""A stage is told by the innermost frame whose file name, or whose slovnet class, holds one of these."""

OTHER = "other"

Shares = dict[str, float]
"""Part of the time that each stage took; together 1."""


@contextmanager
def stages() -> Iterator[Shares]:
    """Measure what runs inside; the shares are filled in at the end. For the main thread of a process."""
    seconds: defaultdict[str, float] = defaultdict(float)
    last = time.perf_counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.perf_counter()
        seconds[_stage(frame)] += now - last
        last = now

    shares: Shares = {}
    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
    try:
        yield shares
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        total = sum(seconds.values()) or 1.0
        shares |= {stage: seconds[stage] / total for stage in (*STAGES, OTHER) if seconds[stage]}


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        place = _place(frame)
        for stage, marks in STAGES.items():
            if any(mark in place for mark in marks):
                return stage
        frame = frame.f_back
    return OTHER


def _place(frame: FrameType) -> str:
    """The file, and for slovnet, which has one file for all three models, the class."""
    file = frame.f_code.co_filename
    return f"{file} {type(frame.f_locals.get('self')).__name__}" if "/slovnet/" in file else file
