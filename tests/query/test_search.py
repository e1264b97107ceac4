"""What is known of matches, in Python and on the command line."""

from __future__ import annotations

import csv
import json
import re
import shutil
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import rukaz
from rukaz.cli import main
from rukaz.errors import RukazError
from rukaz.query.output import table_bytes, write_bytes
from rukaz.records import Sentence
from tests.files import rewritten

CORPUS = Path(__file__).parents[2] / "corpus"
SUBJECT = "pattern { V [upos=VERB]; V -[nsubj]-> S }"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["search", str(CORPUS), *arguments])


@pytest.fixture(scope="module")
def sentences() -> dict[str, Sentence]:
    return {sentence.sent_id: sentence for sentence in rukaz.read(CORPUS)}


def test_lines_have_the_words_and_positions(sentences: dict[str, Sentence]) -> None:
    with rukaz.search(CORPUS, SUBJECT) as found:
        lines = list(found)
    assert len(lines) == found.count
    for line in lines:
        verb, subject = (sentences[line.sent_id].tokens[position - 1] for position in line.positions)
        assert (verb.upos, subject.deprel, subject.head) == ("VERB", "nsubj", verb.id)
        assert "".join(line.words).split() == sentences[line.sent_id].text.split()


def test_fields_of_nodes_and_sentences(sentences: dict[str, Sentence]) -> None:
    of_subject = [f"S.{name}" for name in ("id", "form", "feats", "Case", "ner", "name")]
    with rukaz.search(CORPUS, SUBJECT) as found:
        rows = found.table("sent_id", *of_subject, "text", "split", "role").to_pylist()
    for row in rows:
        sentence = sentences[row["sent_id"]]
        token = sentence.tokens[row["S.id"] - 1]
        names = [one for one in sentence.entities if one.first_token <= token.id <= one.last_token]
        assert (row["S.form"], row["S.feats"]) == (token.form, token.feats)
        assert (row["text"], row["role"]) == (sentence.text, sentence.role)
        assert row["S.name"] == (names[0].name if names else None)
        assert bool(row["S.ner"]) == bool(names)
        cases = re.findall(r"Case=(\w+)", token.feats or "")
        assert row["S.Case"] == (cases[0] if cases else None)
    assert {row["split"] for row in rows} == {"train", "validation", "test"}


def test_counts_by_fields_are_the_matches() -> None:
    with rukaz.search(CORPUS, SUBJECT, whether="S << V") as found:
        counted = found.count_by("V.Aspect", "whether").to_pylist()
        rows = found.table("V.Aspect", "V.id", "S.id").to_pylist()
    for one in counted:
        mine = [row for row in rows if row["V.Aspect"] == one["V.Aspect"]]
        assert one["count"] == sum((row["S.id"] < row["V.id"]) == one["whether"] for row in mine)
    assert sum(one["count"] for one in counted) == found.count


@pytest.mark.parametrize("whether", ["V ->> L; L [ner=LOC]", "{ S [ner=PER] }", "V -[obj]-> * % a remark"])
def test_whether_divides_as_with_and_without_do(whether: str) -> None:
    clauses = whether.strip("{ }").partition("%")[0]
    with rukaz.search(CORPUS, SUBJECT, whether=whether) as found:
        counted = {one["whether"]: one["count"] for one in found.count_by("whether").to_pylist()}
    for kind, count in (("with", counted[True]), ("without", counted[False])):
        with rukaz.search(CORPUS, f"{SUBJECT} {kind} {{ {clauses} }}") as other:
            assert other.count == count


def test_the_anchor_has_the_form_that_grew_gives_it() -> None:
    with rukaz.search(CORPUS, "pattern { A -[root]-> R }") as found:
        assert found.count_by("A.lemma", "A.form").to_pylist() == [
            {"A.lemma": "__0__", "A.form": "__0__", "count": found.count}
        ]
        assert found.table("left", "match", limit=1).to_pylist() == [{"left": "", "match": ""}]


def test_a_sample_is_drawn_by_its_seed() -> None:
    with rukaz.search(CORPUS, "[upos=NOUN]") as found:
        once, again, other = (found.table(limit=30, shuffle=seed).to_pylist() for seed in (1, 1, 2))
    assert once == again != other


def test_there_is_no_such_field_or_node() -> None:
    with rukaz.search(CORPUS, SUBJECT) as found:
        for field in ("V.lema", "W.lemma", "whether", "a b"):
            with pytest.raises(RukazError):
                found.table(field)


# -- the command --


def test_the_concordance_has_what_was_found_in_the_middle() -> None:
    found = run("казахстанский", "--limit", "3")
    assert found.stderr.splitlines()[0].endswith("sentences")
    assert len({line.index("[казахстанск") for line in found.stdout.lower().splitlines()}) == 1


def test_counts_are_a_table() -> None:
    lines = run("[ner=B-LOC]", "--count-by", "name", "--limit", "1").stdout.splitlines()
    assert lines[0].split() == ["name", "count"]
    assert lines[1].split()[0] == "Казахстан"


def test_formats_hold_the_same_rows(tmp_path: Path) -> None:
    query = ("[ner=LOC]", "--columns", "form,name,doc", "--limit", "5")
    texts = {to: run(*query, "--to", to).stdout for to in ("tsv", "csv", "jsonl")}
    rows = [json.loads(line) for line in texts["jsonl"].splitlines()]
    for to, dialect in (("tsv", "excel-tab"), ("csv", "excel")):
        assert list(csv.DictReader(StringIO(texts[to]), dialect=dialect)) == rows
    assert run(*query, "--out", str(tmp_path / "rows.parquet")).exit_code == 0
    assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == rows
    assert len(rows) == 5
    with ZipFile(BytesIO(run(*query, "--to", "xlsx").stdout_bytes)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        assert b"1980-01-01" in book.read("docProps/core.xml")  # not the time
    assert all(f">{value}<" in strings for row in rows for value in row.values())


def test_sentences_are_written_as_conllu(tmp_path: Path, sentences: dict[str, Sentence]) -> None:
    run(SUBJECT, "--out", str(tmp_path / "found.conllu"))
    back = list(rukaz.read(tmp_path / "found.conllu"))
    with rukaz.search(CORPUS, SUBJECT) as found:
        assert [one.sent_id for one in back] == list(dict.fromkeys(line.sent_id for line in found))
    assert all(one.tokens == sentences[one.sent_id].tokens for one in back)
    assert run(SUBJECT, "--out", str(tmp_path / "found.conllu")).exit_code == 2  # nothing is overwritten


def test_a_field_named_twice_is_one_field() -> None:
    counted = run(SUBJECT, "--count-by", "V.Aspect", "--count-by", "V.Aspect", "--to", "csv").stdout
    assert counted == run(SUBJECT, "--count-by", "V.Aspect", "--to", "csv").stdout


@pytest.mark.parametrize("clauses", ["}", "S << V } without { S [upos=PROPN]", "{ S << V } S >> V"])
def test_clauses_end_where_their_braces_do(clauses: str) -> None:
    """What stands behind them would change another part of the query, or nothing."""
    told = run(SUBJECT, "--whether", clauses)
    assert (told.exit_code, "nothing is expected after the brace" in told.stderr) == (2, True)
    facts = "split=test } without { X [upos=NOUN]"
    assert CliRunner().invoke(main, ["words", str(CORPUS), "--in", facts.replace("[", "{")]).exit_code == 2


def test_what_the_corpus_does_not_have_is_told() -> None:
    told = run("pattern { V [upos=VRB, Aspect=Perf]; V -[nsuj]-> S }").stderr
    assert "nothing has upos=VRB; there is VERB\n" in told
    assert "nothing has deprel=nsuj; there is nsubj" in told
    assert "Aspect" not in told
    told = run('[lemma="каз.*" & form="("]').stderr
    assert "nothing has lemma=каз.*; there is /каз.*/" in told
    assert "nothing has coref=putin; there is putin-vladimir" in run("[coref=putin]").stderr
    assert "nothing has etype=human; there is abstract, event" in run("[etype=human]").stderr
    assert "nothing has ner=PERS; there is PER\n" in run("[ner=PERS]").stderr
    assert "no word has the form or lemma ‘цитата’" in run("цитата").stderr


def test_mistakes_end_in_one_message(tmp_path: Path) -> None:
    assert "Perhaps: [upos=NOUN]" in run("[cat=NOUN]").stderr
    assert "no corpus here" in CliRunner().invoke(main, ["search", str(tmp_path), "x"]).stderr
    assert run("x", "--out", "x.doc").exit_code == 2


def test_a_path_is_no_pattern(tmp_path: Path) -> None:
    for name in ("[ab]?*", "a1", "b22"):
        shutil.copytree(CORPUS, tmp_path / name)
    with rukaz.search(CORPUS, "казах*") as found, rukaz.search(tmp_path / "[ab]?*", "казах*") as same:
        assert len(found) == len(same)


def test_no_counts_of_part_of_a_corpus(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    next((tmp_path / "corpus/tokens").glob("test-*")).unlink()
    with pytest.raises(RukazError, match="tokens, test: there are 0 rows"):
        rukaz.search(tmp_path / "corpus", "казах*")


def test_a_column_of_another_kind_is_told(tmp_path: Path) -> None:
    corpus = rewritten(CORPUS, tmp_path / "corpus", "tokens", upos=len)
    with pytest.raises(RukazError, match="the column upos is int64, not string"):
        rukaz.search(corpus, "казах*")


def test_too_many_matches_end_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rukaz.query.matches.MOST_POSITIONS", 2000)
    with pytest.raises(RukazError, match="more than 1,000 matches"):
        rukaz.search(CORPUS, "pattern { A []; B [] }")


def test_a_cell_of_excel_is_not_cut() -> None:
    with pytest.raises(RukazError, match="row 2 has more"):
        table_bytes(pa.table({"text": ["а", "а" * 40_000]}), "xlsx")


def test_a_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RukazError, match="link: the file exists already"):
        write_bytes(tmp_path / "link", b"")
    assert not (tmp_path / "elsewhere").exists()
