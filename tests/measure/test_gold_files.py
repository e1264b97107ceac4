"""Gold files of others as records with offsets."""

import io
import tarfile
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.measure.gold_files import TESTS, entities_of, gold_files, read_gold
from tests.conllu.foreign import FOREIGN
from tests.trees import sentence

TREEBANK = """\
# sent_id = a
# text = «Да», — сказал Иван Петров.
1\t«\t«\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
2\tДа\tда\tPART\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t»\t»\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
4\t,\t,\tPUNCT\t_\t_\t6\tpunct\t_\t_
5\t—\t—\tPUNCT\t_\t_\t6\tpunct\t_\t_
6\tсказал\tсказать\tVERB\t_\tTense=Past\t2\tparataxis\t_\t_
7\tИван\tИван\tPROPN\t_\t_\t6\tnsubj\t_\tNE=B-PER
8\tПетров\tПетров\tPROPN\t_\t_\t7\tflat:name\t_\tNE=I-PER|SpaceAfter=No
9\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newpar
# sent_id = b
1\tНет\tнет\tPART\t_\t_\t0\troot\t_\t_

"""


def test_a_treebank_keeps_its_text_and_offsets(tmp_path: Path) -> None:
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    (document,), sentences = read_gold(path)
    assert document.text == "«Да», — сказал Иван Петров.\n\nНет"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["«Да», — сказал Иван Петров.", "Нет"]
    assert [document.text[t.start : t.end] for s in sentences for t in s.tokens] == [
        t.form for s in sentences for t in s.tokens
    ]
    assert [(e.label, e.text) for s in sentences for e in s.entities] == [("PER", "Иван Петров")]


@pytest.mark.train
def test_factrueval_is_read_from_its_archive(tmp_path: Path) -> None:
    files = {
        "testset/book_1.txt": "Путин в Москве.\nДа.",
        "testset/book_1.tokens": "1 0 5 Путин\n2 6 1 в\n3 8 6 Москве\n4 14 1 .\n\n5 16 2 Да\n6 18 1 .\n",
        "testset/book_1.spans": "1 surname 0 5\n2 loc_name 8 6",
        "testset/book_1.objects": "1 Person 1\n2 Location 2",
    }
    path = tmp_path / "factrueval.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    (document,), sentences = read_gold(path)
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Путин в Москве.", "Да."]
    assert [s.text for s in sentences] == ["Путин в Москве.", "Да."]
    assert [(e.label, e.text) for e in sentences[0].entities] == [("PER", "Путин"), ("LOC", "Москве")]


@pytest.mark.parametrize("name", ["notes.txt", "empty.conllu"])
def test_a_file_without_gold_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(RukazError) as error:
        read_gold(tmp_path / name)
    assert name in str(error.value)


def test_a_folder_of_training_data_stands_for_its_tests(tmp_path: Path) -> None:
    for name in TESTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "treebanks" / "ru_gsd-ud-dev.conllu").touch()
    assert gold_files(tmp_path) == [tmp_path / name for name in TESTS]
    (tmp_path / TESTS[0]).unlink()
    with pytest.raises(RukazError, match="a test file is missing"):
        gold_files(tmp_path)


@pytest.mark.parametrize("tags", [["B-PER", "I-PER", "O", "B-LOC"], ["B-PER", "E-PER", "O", "S-LOC"]])
def test_entities_of_either_scheme(tags: list[str]) -> None:
    words = sentence("Иван/PROPN/0:root Петров/PROPN/1:flat в/ADP/4:case Москве/PROPN/1:nmod")
    assert [(e.label, e.text) for e in entities_of(words, tags)] == [
        ("PER", "Иван Петров"),
        ("LOC", "Москве"),
    ]


def test_neighbours_of_one_label_stay_two() -> None:
    words = sentence("Москва/PROPN/0:root Киев/PROPN/1:conj")
    assert [e.text for e in entities_of(words, ["B-LOC", "B-LOC"])] == ["Москва", "Киев"]
    assert [e.text for e in entities_of(words, ["S-LOC", "S-LOC"])] == ["Москва", "Киев"]


def test_the_raw_text_is_what_stands_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "notes.conllu").write_text(FOREIGN, encoding="utf-8")
    (first, second), sentences = read_gold(tmp_path / "notes.conllu")
    assert first.text == "Dámelo, он любит чай, а она кофе.\n\nАстана, или Нур-Султан"
    assert second.text == "не размечено"
    assert [first.text[one.start : one.end] for one in sentences[0].surface][:2] == ["Dámelo", ","]


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("\t6\tobj\t6:obj", "\t7\tobj\t6:obj", "line 1", "cycle at token 7"),
        ("\t6\tobj\t6:obj", "\t99\tobj\t6:obj", "line 15", "HEAD 99 is none of the 12 words"),
        ("# newdoc\n", "# newdoc id = x\n\n", "line 31", "words are missing"),
    ],
)
def test_a_fault_in_gold_is_told_with_its_line(
    old: str, new: str, where: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "notes.conllu"
    path.write_text(FOREIGN.replace(old, new), encoding="utf-8")
    with pytest.raises(RukazError, match=what) as error:
        read_gold(path)
    assert error.value.where == f"{path}, {where}"


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"\x1f\x8b\x08\x00" + b"x" * 50])
def test_a_damaged_archive_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "gold.tar.gz").write_bytes(data)
    with pytest.raises(RukazError, match="damaged"):
        read_gold(tmp_path / "gold.tar.gz")
