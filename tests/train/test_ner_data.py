"""How the types of other corpora become our labels."""

import io
import tarfile
from pathlib import Path

import pytest

from rukaz.train.ner_data import Name, factrueval, longest, nerel, silver, tagged

pytestmark = pytest.mark.train


def archive(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def names(text: str, found: list[Name]) -> list[str]:
    return [f"{text[n.start : n.end]}/{n.label}" for n in found]


def test_factrueval_takes_names_without_titles_and_places_into_organisations(tmp_path: Path) -> None:
    text = "Глава МИД РФ Сергей Лавров вышел на Манежной площади."
    spans = "1 job 0 5\n2 org_name 6 3\n3 loc_name 10 2\n4 name 13 6\n5 surname 20 6\n"
    spans += "6 loc_name 36 8\n7 loc_descr 45 7"
    objects = "1 Org 2 3 # МИД\n2 LocOrg 3\n3 Person 4 5\n4 Location 6 7"
    files = {"devset/b.txt": text, "devset/b.spans": spans, "devset/b.objects": objects}
    ((read, found),) = factrueval(archive(tmp_path / "f.tar.gz", files), "devset")
    assert names(read, found) == ["МИД РФ/ORG", "Сергей Лавров/PER", "Манежной площади/LOC"]


NEREL = [
    ("Президент России Путин",
     [("PROFESSION", "Президент России"), ("COUNTRY", "России"), ("PERSON", "Путин")],
     ["России/LOC", "Путин/PER"]),
    ("МВД России и российские власти",
     [("ORGANIZATION", "МВД России"), ("COUNTRY", "России"), ("COUNTRY", "российские")],
     ["МВД России/ORG"]),
    ("Шли выборы, прошёл Кубок Италии",
     [("EVENT", "выборы"), ("EVENT", "Кубок Италии")],
     ["Кубок Италии/MISC"]),
    ("На севере Москвы", [("LOCATION", "севере Москвы")], ["Москвы/LOC"]),
    ("Из Кремля", [("FACILITY", "Кремля")], ["Кремля/ORG"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans", "expected"), NEREL)
def test_nerel(tmp_path: Path, text: str, spans: list[tuple[str, str]], expected: list[str]) -> None:
    lines = [
        f"T{n}\t{kind} {text.index(form)} {text.index(form) + len(form)}\t{form}"
        for n, (kind, form) in enumerate(spans, 1)
    ]
    files = {"x/train/a.txt": text, "x/train/a.ann": "\n".join(lines)}
    ((read, found),) = nerel(archive(tmp_path / "n.tar.gz", files), "train")
    assert names(read, found) == expected


def test_the_longest_of_overlapping_names_stays() -> None:
    assert longest([Name(0, 3, "LOC"), Name(0, 9, "ORG"), Name(10, 12, "LOC")]) == [
        Name(0, 9, "ORG"),
        Name(10, 12, "LOC"),
    ]


def test_quotation_marks_stay_outside() -> None:
    text = "Газета «Правда» вышла."
    (sentence,) = tagged(text, [Name(7, 15, "ORG")])
    assert [t for t in zip(sentence.forms, sentence.tags, strict=True) if t[1] != "O"] == [
        ("Правда", "B-ORG")
    ]


def test_silver_joins_an_organisation_and_its_country(tmp_path: Path) -> None:
    words = [("МИД", "B-ORG"), ("РФ", "B-LOC"), ("и", "O"), ("ЕС", "B-LOC")]
    lines = [
        f"{n}\t{form}\t_\tX\t_\t_\t{n - 1}\tdep\t_\t{'_' if tag == 'O' else 'NE=' + tag}"
        for n, (form, tag) in enumerate(words, 1)
    ]
    path = tmp_path / "s.conllu"
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    ((text, found),) = silver([path])
    assert names(text, found) == ["МИД РФ/ORG", "ЕС/ORG"]
