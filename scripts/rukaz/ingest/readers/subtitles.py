"""Subtitles: SubRip (.srt) and WebVTT (.vtt). Cues are put together to paragraphs; each keeps its time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rukaz.ingest.labels import find_labels
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.readers.extracted import Extracted, Passage, UnreadableError, assemble
from rukaz.ingest.readers.plain import decode_lines

_STAMP = r"(?:(\d{1,3}):)?(\d\d):(\d\d)[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,80})>")
_TAGS = re.compile(r"</?[a-zA-Z][^>]{0,200}>|<[\d:.]+>|\{\\[^}]{0,80}\}")
_MADE = re.compile(
    r"(?:(?:Редактор |Автор )?[Сс]убтитр(?:ы|ов)|Перевод|Переведено|Озвуч\w+)\b[^.!?]{2,80}\.?"
    r"|(?i:(?:Subtitles|Captions|Transcription|Translation|Synced and corrected) by) .{2,80}"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SOUND = re.compile(
    r"[♪♫\s]*[\[(][^\])]{0,80}(?:[\])][♪♫\s]*)?|[♪♫\s]+"
    r"|[♪♫]\s*(?:[\w-]+ ){0,3}(?:музык|мелоди|песн|заставк|гимн|проигрыш|music)\w*(?: [\w-]+)?\s*[♪♫]?",
    re.IGNORECASE,
)
"""«[музыка]», «♪ тихая музыка ♪»; words between notes are those of a song: «♪ Звени, звонок ♪»."""
_PAUSE_AFTER_SENTENCE, _PAUSE_WITHIN = 1.0, 10.0
"""Seconds between two cues, from which a new paragraph begins."""
_LONGEST_PARAGRAPH = 1_000


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue.

    Attributes:
        start, end: seconds.
        speaker: as the file says, or as stands at its head («Ведущая:») if ``is_headed``.
    """

    number: int
    start: float
    end: float
    stamp: str
    text: str
    speaker: str
    is_headed: bool = False

    @property
    def place(self) -> str:
        return f"cue {self.number}, {self.stamp}"


def read_subtitles(data: bytes, encoding: str) -> Extracted:
    """The text of a file of subtitles.

    Raises:
        UnreadableError: it holds no cue, or is in another encoding.
    """
    cues = list(_cues(decode_lines(data, encoding)))
    if not cues:
        raise UnreadableError("there is no line with two times and --> between them")
    cues = list(_with_speakers(cues))
    return assemble(_passages(cues))


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    last = ""
    times = [at for at, line in enumerate(lines) if _TIMES.match(line)]
    for number, (at, following) in enumerate(pairwise([*times, len(lines)]), 1):
        match = _TIMES.match(lines[at])
        assert match is not None
        shown = []
        for line in lines[at + 1 : following]:
            if not line.strip():
                break
            shown.append(line)
        raw = "\n".join(shown)
        voice = _VOICE.search(raw)
        rows = [_TAGS.sub("", row).strip() for row in raw.split("\n")]
        kept = [row for row in rows if row and row != last]  # captions that roll show a line twice
        last = next((row for row in reversed(rows) if row), last)
        if kept:
            start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
            stamp = f"{int(start) // 3600:02}:{int(start) // 60 % 60:02}:{start % 60:06.3f}"
            yield _Cue(number, start, end, stamp, " ".join(kept), voice[1].strip() if voice else "")


def _with_speakers(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """The cues, with the names at the heads of some cut off; who has begun speaks until the next name."""
    labels = find_labels([cue.text for cue in cues])
    speaker = ""
    for at, cue in enumerate(cues):
        label = labels.get(at)
        if label is not None and label.kind == "speaker" and label.end < len(cue.text):
            speaker = cue.text[: label.end].strip()
            yield replace(cue, text=cue.text[label.end :], speaker=speaker, is_headed=True)
        else:
            yield replace(cue, speaker=cue.speaker or speaker)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(f"{seconds}.{fraction}")


def _passages(cues: Sequence[_Cue]) -> Iterator[Passage]:
    run: list[_Cue] = []
    speaker = ""
    for cue in [*cues, None]:
        if run and (cue is None or not _goes_on(run, cue)):
            if run[0].is_headed or (run[0].speaker and run[0].speaker != speaker):
                yield Passage(run[0].speaker, run[0].place, "speaker", "who speaks, as the file says")
            speaker = run[0].speaker
            first, *rest = run
            if why := _no_speech(first.text):
                yield Passage(first.text, first.place, "boilerplate", why)
            else:
                more = tuple((one.text, one.place) for one in rest)
                yield Passage(first.text, first.place, "body", more=more)
            run = []
        if cue is not None:
            run.append(cue)


def _no_speech(text: str) -> str | None:
    """Why a cue is left out: «[музыка]», «Субтитры сделал …», an address."""
    if _SOUND.fullmatch(text):
        return "a sound, not speech"
    if _ADDRESS.fullmatch(text):
        return "an address alone"
    return "who made the subtitles" if _MADE.fullmatch(text) else None


def _goes_on(run: Sequence[_Cue], cue: _Cue) -> bool:
    """Whether a cue belongs to the paragraph of those before: within a sentence, or without a pause."""
    last = run[-1]
    if (
        cue.is_headed
        or cue.speaker != last.speaker
        or cue.text.startswith(("-", "–", "—"))
        or _no_speech(cue.text)
    ):
        return False
    if _no_speech(last.text) or sum(len(one.text) for one in run) > _LONGEST_PARAGRAPH:
        return False
    longest = _PAUSE_AFTER_SENTENCE if ends_sentence(last.text) else _PAUSE_WITHIN
    return cue.start - last.end < longest
