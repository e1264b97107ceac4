"""Where the time goes: a clock that looks, many times a second, at what the program is doing."""

from __future__ import annotations

import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
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


def processor(frame: FrameType | None) -> str:
    """Which of :data:`STAGES` a frame is at work for."""
    while frame is not None:
        place = _place(frame)
        for stage, marks in STAGES.items():
            if any(mark in place for mark in marks):
                return stage
        frame = frame.f_back
    return OTHER


@contextmanager
def stages(
    stage_of: Callable[[FrameType | None], str] = processor, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Shares]:
    """Measure what runs inside; the shares are filled in at the end. For the main thread of a process.

    Args:
        stage_of: tells the stage of the innermost frame.
        clock: what is measured, in seconds.
    """
    if sys.platform == "win32":  # the command refuses to run there
        raise NotImplementedError
    seconds: defaultdict[str, float] = defaultdict(float)
    last = clock()

    def look(_signal: int, frame: FrameType | None) -> None:
        nonlocal last
        now = clock()
        seconds[stage_of(frame)] += now - last
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
        shares |= {stage: spent / total for stage, spent in seconds.items() if spent}


def _place(frame: FrameType) -> str:
    """The file, and for slovnet, which has one file for all three models, the class."""
    file = frame.f_code.co_filename
    return f"{file} {type(frame.f_locals.get('self')).__name__}" if "/slovnet/" in file else file
