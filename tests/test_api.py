"""The Python API: what the documentation shows is true, texts and corpora give the same sentences."""

from __future__ import annotations

import doctest
import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rukaz
from rukaz.check.registry import SENTENCE_RULES
from rukaz.cli import main
from rukaz.records import SPLITS, Document, Sentence
from rukaz.tree import Tree
from rukaz.workspace import workspace
from tests.broken.corpora import good
from tests.conllu.foreign import FOREIGN

PACKAGE = Path(rukaz.__file__).parent
NEWS = "Путин прилетел в Астану. Его встретил Токаев."
WITH_DOCTESTS = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts in TEXTS and the corpus made of them."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "TEXTS").mkdir()
    (folder / "TEXTS" / "news.txt").write_text(NEWS + "\n", encoding="utf-8")
    rukaz.build(folder / "TEXTS", folder / "corpus", say=lambda _message: None)
    return folder


# -- the documentation --


@pytest.mark.parametrize(
    "module",
    [pytest.param(one, marks=[pytest.mark.train] * one.startswith("rukaz.train")) for one in WITH_DOCTESTS],
)
def test_doctests(module: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    assert doctest.testmod(importlib.import_module(module)).failed == 0


# -- importing --


@pytest.mark.parametrize("module", ["rukaz", "rukaz.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print({{'torch', 'stanza', 'datasets', 'pyarrow'}} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout == "set()\n"


def test_packages_and_functions_of_the_api_do_not_shadow_one_another() -> None:
    program = (
        "import rukaz, rukaz.annotation.annotator, rukaz.pipeline.build\n"
        "from rukaz import annotate, build\n"
        "assert callable(rukaz.annotation.annotator.Annotator) and callable(rukaz.pipeline.build.build)\n"
        "print(rukaz.build is build is rukaz.api.build, rukaz.annotate is annotate is rukaz.api.annotate)"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout == "True True\n"


def test_python_m_rukaz_is_the_command() -> None:
    command = [sys.executable, "-m", "rukaz", "--version"]
    assert "rukaz, version" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


# -- annotate --


def test_one_text_gives_a_list_several_give_lists() -> None:
    alone = rukaz.annotate(NEWS)
    several = rukaz.annotate(["Шёл дождь.", NEWS])
    assert [one.sent_id for one in alone] == ["text-p1-c0", "text-p1-c25"]
    assert [[one.sent_id for one in sentences] for sentences in several] == [
        ["text-1-p1-c0"],
        ["text-2-p1-c0", "text-2-p1-c25"],
    ]
    assert [one.tokens for one in several[1]] == [one.tokens for one in alone]
    assert rukaz.annotate(()) == []


@pytest.mark.parametrize("text", ["", " \n\n ", "\u200b"], ids=["empty", "blank", "invisible"])
def test_nothing_to_annotate(text: str) -> None:
    assert rukaz.annotate(text) == []


def test_every_paragraph_is_annotated_and_has_its_place() -> None:
    text = "Заголовок\r\n\r\n09.11.2023\r\n\r\nШёл до\u00adждь.\r\n\r\nФото: Reuters\r\n"
    sentences = rukaz.annotate(text)
    assert [one.text for one in sentences] == ["Заголовок", "09.11.2023", "Шёл дождь.", "Фото: Reuters"]
    assert [one.block for one in sentences] == ["1", "2", "3", "4"]
    assert text[sentences[2].start : sentences[2].end] == "Шёл до\u00adждь."


def test_a_text_says_the_same_as_a_corpus_of_it(desk: Path) -> None:
    corpus = list(rukaz.read(desk / "corpus"))
    assert [(one.tokens, one.entities) for one in rukaz.annotate(NEWS)] == [
        (one.tokens, one.entities) for one in corpus
    ]


def test_what_is_left_out_is_told_where_it_was_asked() -> None:
    with pytest.warns(UserWarning, match="text, 11:1537 left out: a word of 1520 characters") as told:
        sentences = rukaz.annotate("Шёл дождь. Адрес https://example.com/" + "a" * 1500)
    assert [one.text for one in sentences] == ["Шёл дождь."]
    assert told[0].filename == __file__


@pytest.mark.parametrize(
    "text", ["Путин прилетел в Москву " + "}" * 300, "аз.\u0f73\u0f75я", "1" + "\u0338" * 3]
)
def test_every_sentence_is_a_tree(text: str) -> None:
    for sentence in rukaz.annotate(text):
        assert Tree([token.head for token in sentence.tokens]).is_whole
        assert [token.head == 0 for token in sentence.tokens] == [
            token.deprel == "root" for token in sentence.tokens
        ]


def test_a_sentence_that_breaks_a_rule_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        yield f"{sentences[0].sent_id}, token 1", "is wrong"

    monkeypatch.setitem(SENTENCE_RULES, "T101", refuse)
    with pytest.warns(UserWarning, match="text, 0:24 left out: T101"):
        sentences = rukaz.annotate(NEWS)
    assert [one.text for one in sentences] == ["Его встретил Токаев."]


def test_threads_load_the_models_once() -> None:
    program = (
        "import rukaz, rukaz.annotation.annotator as a, threading\n"
        "loaded = []\n"
        "load = a.load_pipeline\n"
        "a.load_pipeline = lambda *args: loaded.append(args) or load(*args)\n"
        "said = []\n"
        f"work = lambda: said.append(rukaz.annotate({NEWS!r}))\n"
        "threads = [threading.Thread(target=work) for _ in range(4)]\n"
        "[one.start() for one in threads]; [one.join() for one in threads]\n"
        "print(len(loaded), len(said), all(one == said[0] for one in said))"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout == "1 4 True\n"


@pytest.mark.parametrize("texts", [{"a": NEWS}, {NEWS}, 5, None, bytearray(b"a")], ids=repr)
def test_what_is_no_list_of_texts(texts: Any) -> None:
    with pytest.raises(TypeError, match="texts are a str, or a list of them, not"):
        rukaz.annotate(texts)


def test_what_is_no_text() -> None:
    with pytest.raises(TypeError, match="not bytes"):
        rukaz.annotate([NEWS.encode()])  # type: ignore[list-item]  # the mistake
    with pytest.raises(TypeError, match="not bytes"):
        rukaz.annotate(NEWS.encode())  # type: ignore[call-overload]  # the mistake
    with pytest.raises(rukaz.RukazError, match="surrogate"):
        rukaz.annotate("Шёл \ud800")


def test_no_such_model(tmp_path: Path) -> None:
    with pytest.raises(rukaz.RukazError, match="no models here"):
        rukaz.annotate(NEWS, model=tmp_path)


# -- read --


def test_corpus_split_and_file_give_the_same_sentences(desk: Path) -> None:
    corpus = list(rukaz.read(desk / "corpus"))
    assert [one.text for one in corpus] == ["Путин прилетел в Астану.", "Его встретил Токаев."]
    assert corpus == [one for split in SPLITS for one in rukaz.read(str(desk / "corpus"), split=split)]
    (file,) = (desk / "corpus" / "conllu").iterdir()
    assert corpus == list(rukaz.read(file))


def test_a_file_of_others_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes.conllu").write_text(FOREIGN, encoding="utf-8")
    first, second, third = rukaz.read(tmp_path / "notes.conllu")
    assert (first.multiword_tokens[0].form, first.tokens[7].deps) == ("Dámelo", "10.1:punct")
    assert [entity.text for entity in second.entities] == ["Астана"]
    assert third.tokens[0].upos == "_"


def test_what_cannot_be_read(desk: Path) -> None:
    with pytest.raises(rukaz.RukazError, match="nothing to read"):
        rukaz.read(desk / "nowhere")
    with pytest.raises(rukaz.RukazError, match="no corpus here"):
        rukaz.read(desk / "TEXTS")
    with pytest.raises(rukaz.RukazError, match="no split 'dev'"):
        rukaz.read(desk / "corpus", split="dev")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(rukaz.RukazError, match="only a corpus has splits"):
        rukaz.read(desk / "TEXTS" / "news.txt", split="train")
    with pytest.raises(rukaz.RukazError, match=r"news\.txt, line 1"):
        list(rukaz.read(desk / "TEXTS" / "news.txt"))


# -- build --


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "workers must be 1 or more, not 0"),
        ({"workers": -1}, "workers must be 1 or more, not -1"),
        ({"threads": 0}, "threads must be 1 or more, not 0"),
        ({"engine": "spark"}, "there is no engine 'spark'"),
        ({"address": "auto"}, "only the engine ray uses an address"),
        ({"encoding": "undefined"}, "no encoding 'undefined'"),
        ({"model": "nowhere"}, "no models here"),
        ({"device": "gpu"}, "no device 'gpu'"),
    ],
    ids=str,
)
def test_what_a_build_refuses_is_told_as_on_the_command_line(
    options: dict[str, Any], message: str, desk: Path, tmp_path: Path
) -> None:
    texts, corpus = desk / "TEXTS", tmp_path / "corpus"
    with pytest.raises(rukaz.RukazError, match=message) as error:
        rukaz.build(texts, corpus, say=lambda _message: None, **options)
    line = [f"--{name}={value}" for name, value in options.items()]
    told = CliRunner().invoke(main, ["build", str(texts), "--corpus", str(corpus), *line])
    assert told.exit_code == 2
    assert f"rukaz: {error.value}" in told.output


def test_a_corpus_that_is_replaced_while_it_is_read(tmp_path: Path) -> None:
    """What was read may be of two corpora, so that it is an error and not a shorter corpus."""
    corpus, draft = tmp_path / "corpus", good()
    draft.write(corpus)
    sentences = rukaz.read(corpus)
    first = next(sentences)
    shutil.rmtree(corpus)
    draft.token("раму", lemma="окно")
    draft.write(corpus)
    with pytest.raises(rukaz.RukazError, match="replaced the corpus while it was read"):
        list(sentences)
    assert next(rukaz.read(corpus)).sent_id == first.sent_id


def test_a_corpus_that_is_being_put_in_its_place_is_waited_for(tmp_path: Path) -> None:
    """Between two renames of a publish there is none; whoever comes then finishes it."""
    corpus = tmp_path / "corpus"
    good().write(corpus)
    work = workspace(corpus)
    work.folder.mkdir(parents=True)
    corpus.rename(work.new)
    assert len(list(rukaz.read(corpus))) == 6


def test_build_returns_the_manifest_and_reports(desk: Path) -> None:
    said: list[str] = []
    manifest = rukaz.build(desk / "TEXTS", desk / "corpus", threads=1, say=said.append)
    assert manifest["splits"]["train"]["sentences"] == 2
    assert manifest["quarantine"] == []
    assert all(isinstance(line, str) for line in said)
