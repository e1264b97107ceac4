"""Named entities of factRuEval, NEREL and slovnet's silver, with the labels PER ORG LOC MISC.

How each source's types map onto ours (seeds/guidelines.md, "NER"); spans are the longest, do not
nest, stand outside titles and quotation marks, and a word with a small letter starts no name:

| source | type | label |
|---|---|---|
| factRuEval | Person: its name, surname, patronymic, nickname | PER |
| factRuEval | Org: its org_name, with the loc_name that follows (МИД РФ) | ORG |
| factRuEval | LocOrg, Location: loc_name, with the loc_descr that follows (Манежной площади) | LOC |
| NEREL | PERSON, FAMILY | PER |
| NEREL | ORGANIZATION with a capital letter | ORG |
| NEREL | COUNTRY CITY STATE_OR_PROVINCE DISTRICT LOCATION FACILITY, adjectives left out | LOC |
| NEREL | PRODUCT WORK_OF_ART; named EVENT; AWARD that is a prize or order | MISC |
| NEREL | PROFESSION NATIONALITY RELIGION LAW DATE and the rest | none |
| slovnet | PER LOC ORG; an ORG takes in the LOC that follows it directly | the same |
| NEREL, slovnet | alliances, and Кремль as the government | ORG |
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rukaz.conllu.training_sentences import TrainingSentence, read_trees
from rukaz.train.token_rules import Span, split

OPENING, CLOSING = "«„“\"'", "»“”\"'"
NEREL_LABELS = {
    "PERSON": "PER", "FAMILY": "PER", "ORGANIZATION": "ORG",
    "COUNTRY": "LOC", "CITY": "LOC", "STATE_OR_PROVINCE": "LOC", "DISTRICT": "LOC",
    "LOCATION": "LOC", "FACILITY": "LOC",
    "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "EVENT": "MISC", "AWARD": "MISC",
}  # fmt: skip
ALLIANCES = re.compile(r"ЕС|Евросоюз\w*|Европейск\w+ [Сс]оюз\w*|СНГ|ЕАЭС|ОДКБ|ШОС|БРИКС|НАТО|ООН|Кремл\w+")
PARTICLES = re.compile(r"(аль|эль|фон|де|ван|ди|да|дель|ибн|бен|бин|ле|ла)[- ]")
PRIZE = re.compile(r"преми|орден|медал|^[«\"]?[А-ЯA-Z]\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A labelled span of a text, in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence as tokens with IOB2 tags."""

    forms: tuple[str, ...]
    tags: tuple[str, ...]


def factrueval(archive: Path, part: str) -> Iterator[tuple[str, list[Name]]]:
    """Texts and names of factRuEval-2016; `part` is "devset" or "testset"."""
    with tarfile.open(archive) as files:
        for _, text, objects in factrueval_objects(files, part):
            yield text, longest(name for name, _ in objects)


def factrueval_objects(
    files: tarfile.TarFile, part: str = "(dev|test)set"
) -> Iterator[tuple[str, str, list[tuple[Name, str]]]]:
    """Of each text its path without suffix, itself, and its names with the numbers of their objects."""
    for stem in _stems(files, rf"(.*/)?{part}/.*", "objects"):
        text = _read(files, stem + "txt")
        spans = _factrueval_spans(_read(files, stem + "spans"))
        rows = [line.split("#")[0].split() for line in _read(files, stem + "objects").split("\n")]
        names = [
            (name, row[0])
            for row in rows
            if row
            for name in _factrueval_names(text, row[1], [spans[i] for i in row[2:] if i in spans])
        ]
        yield stem, text, names


def nerel(archive: Path, part: str) -> Iterator[tuple[str, list[Name]]]:
    """Texts and names of NEREL; `part` is "train", "dev" or "test"."""
    with tarfile.open(archive) as files:
        for stem in _stems(files, rf".*/{part}/.*", "ann"):
            text = _read(files, stem + "txt").replace("\r\n", "\n")
            rows = (line.split("\t") for line in _read(files, stem + "ann").split("\n"))
            spans = [_nerel_span(row[1]) for row in rows if row[0].startswith("T")]
            yield text, longest(_nerel_names(text, [span for span in spans if span]))


def tagged(text: str, names: Iterable[Name]) -> Iterator[Tagged]:
    """Sentences of a text in our tokens, tagged with its names; a name over a boundary is cut."""
    ordered = [_without_quotes(text, name) for name in names]
    for block in re.finditer(r"\S[^\n]*", text):
        for sentence in split(block.group()):
            spans = [(block.start() + a, block.start() + b) for a, b in sentence.tokens]
            yield Tagged(tuple(text[a:b] for a, b in spans), iob2(spans, ordered))


def iob2(spans: list[Span], names: Iterable[Name]) -> tuple[str, ...]:
    """IOB2 tags of tokens; a name takes every token it overlaps."""
    tags = ["O"] * len(spans)
    for name in names:
        inside = [i for i, (a, b) in enumerate(spans) if a < name.end and b > name.start]
        for position, i in enumerate(inside):
            tags[i] = f"{'I' if position else 'B'}-{name.label}"
    return tuple(tags)


def longest(names: Iterable[Name]) -> list[Name]:
    """The names that no longer one overlaps, in the order of the text."""
    chosen: list[Name] = []
    for name in sorted(set(names), key=lambda n: (n.start - n.end, n.start, n.label)):
        if all(name.end <= other.start or other.end <= name.start for other in chosen):
            chosen.append(name)
    return sorted(chosen, key=lambda n: n.start)


def silver(shards: Iterable[Path]) -> Iterator[tuple[str, list[Name]]]:
    """Sentences and names that slovnet found, organisations with their country."""
    for shard in shards:
        for tree in read_trees(shard):
            text, names = _silver_sentence(tree)
            yield text, [_as_alliance(text, name) for name in _with_places(text, names)]


def _silver_sentence(tree: TrainingSentence) -> tuple[str, list[Name]]:
    text = ""
    names: list[Name] = []
    for word in tree:
        tag = word.misc.get("NE", "O")
        end = len(text) + len(word.form)
        if tag.startswith("I-") and names:
            names[-1] = Name(names[-1].start, end, names[-1].label)
        elif tag != "O":
            names.append(Name(len(text), end, tag[2:]))
        text += word.form + ("" if word.misc.get("SpaceAfter") == "No" else " ")
    return text.rstrip(), names


def _with_places(text: str, names: list[Name]) -> list[Name]:
    """МИД + РФ is one name, and so is Министерство обороны + Украины."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before is not None
            and (before.label, name.label) == ("ORG", "LOC")
            and text[before.end : name.start] == " "
            and text[before.end - 1 : before.end] not in CLOSING
        ):
            joined[-1] = Name(before.start, name.end, "ORG")
        else:
            joined.append(name)
    return joined


def _factrueval_names(text: str, kind: str, spans: list[tuple[str, int, int]]) -> list[Name]:
    if kind == "Person":
        parts = [s for s in spans if s[0] in ("name", "surname", "patronymic", "nickname")]
        return [Name(min(s[1] for s in parts), max(s[2] for s in parts), "PER")] if parts else []
    if kind == "Org":
        names = [s for s in spans if s[0] == "org_name"]
        if not names and all(s[0] == "loc_name" for s in spans):  # ЕС, СНГ
            names = spans
        return [_extended(text, s, spans, "loc_name", "ORG") for s in names]
    if kind in ("LocOrg", "Location"):
        return [_extended(text, s, spans, "loc_descr", "LOC") for s in spans if s[0] == "loc_name"]
    return []


def _extended(
    text: str, span: tuple[str, int, int], others: list[tuple[str, int, int]], kind: str, label: str
) -> Name:
    _, start, end = span
    for other, left, right in sorted(others, key=lambda s: s[1]):
        if other == kind and left > start and text[end:left] == " ":
            end = right
    return Name(start, end, label)


def _factrueval_spans(lines: str) -> dict[str, tuple[str, int, int]]:
    rows = [line.split() for line in lines.split("\n") if line.strip()]
    return {r[0]: (r[1], int(r[2]), int(r[2]) + int(r[3])) for r in rows}


def _nerel_span(column: str) -> tuple[str, int, int] | None:
    kind, start, *_, end = re.split(r"[ ;]", column)
    return (kind, int(start), int(end)) if ";" not in column else None


def _nerel_names(text: str, spans: list[tuple[str, int, int]]) -> Iterator[Name]:
    generic = {
        text[a:b].split(maxsplit=1)[0].lower()
        for kind, a, b in spans
        if kind == "ORGANIZATION" and text[a].islower()
    }
    for kind, left, end in spans:
        label = NEREL_LABELS.get(kind)
        start = _first_capital(text, left, end) if label == "LOC" else left
        form = text[start:end]
        if label is None or not form or not _is_name(text, kind, start, end):
            continue
        if kind == "ORGANIZATION" and _opens_sentence(text, start) and form.split()[0].lower() in generic:
            continue
        yield _as_alliance(text, Name(start, end, label))


def _as_alliance(text: str, name: Name) -> Name:
    known = ALLIANCES.fullmatch(text[name.start : name.end])
    return Name(name.start, name.end, "ORG") if known else name


def _is_name(text: str, kind: str, start: int, end: int) -> bool:
    form = text[start:end]
    quoted = text[start - 1 : start] in ("«", '"', "„", "“")
    if form[0].islower() and re.match(r"[а-яё]", form):
        return kind == "PERSON" and bool(PARTICLES.match(form))
    if kind == "EVENT":
        return form[0].isalpha() and (quoted or not _opens_sentence(text, start))
    if kind == "AWARD":
        return quoted or bool(PRIZE.search(form))
    if NEREL_LABELS[kind] == "LOC" and re.fullmatch(r"[\w-]+", form):
        return not re.search(
            r"(ск|ий|ый|ая|ое|ие|ые)(ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими)?$", form
        ) or bool(re.search(r"ск(е|а|у|ом|ов)?$|ие$|ия$", form))
    return True


def _first_capital(text: str, start: int, end: int) -> int:
    match = re.search(r"(?<![\w-])[^\Wа-яё]", text[start:end])
    return start + match.start() if match else end


def _opens_sentence(text: str, start: int) -> bool:
    return bool(re.search(r"(^|[.!?…\n][»\"”)]*\s*[«\"„(]?)[—–-]?\s*$", text[max(0, start - 8) : start]))


def _without_quotes(text: str, name: Name) -> Name:
    start, end = name.start, name.end
    while end - start > 1 and text[start] in OPENING and text[end - 1] in CLOSING:
        start, end = start + 1, end - 1
    form = text[start:end]
    if form.count("«") > form.count("»") and text[end : end + 1] == "»":
        return (
            Name(start, end, name.label) if form[0] != "«" and " «" not in form else _closed(start, end, name)
        )
    if form.count("»") > form.count("«") and form.endswith("»"):
        end -= 1
    return Name(start, end, name.label)


def _closed(start: int, end: int, name: Name) -> Name:
    return Name(start, end + 1, name.label)


def _stems(files: tarfile.TarFile, folder: str, suffix: str) -> list[str]:
    pattern = re.compile(rf"{folder}\.{suffix}")
    return sorted(n.removesuffix(suffix) for n in files.getnames() if pattern.fullmatch(n))


def _read(files: tarfile.TarFile, name: str) -> str:
    member = files.extractfile(name)
    assert member is not None
    return member.read().decode("utf-8-sig")
