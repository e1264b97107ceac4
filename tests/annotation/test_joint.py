"""The joint model: pieces and letters in, well-formed trees, names and lemmas out, the same from a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.assemble import tree_fault
from rukaz.annotation.fast.ner import well_formed
from rukaz.annotation.joint.annotator import JointAnnotator
from rukaz.annotation.joint.encoder import gelu
from rukaz.annotation.joint.integers import WEIGHT_STEPS, FineLinear, IntegerLinear, in_integers, quantized
from rukaz.annotation.joint.lemma_scripts import apply, script
from rukaz.annotation.joint.model import Shape
from rukaz.annotation.joint.model_file import load_joint_model, unpacked
from rukaz.annotation.joint.reading import letter_numbers
from rukaz.annotation.model_files import EMBEDDED, find_model
from rukaz.errors import RukazError
from rukaz.train.model_set import describe
from tests.joint_models import OF_WORDS, SHAPE, save_set, tiny_inventory, tiny_model, tiny_pieces
from tests.trees import document

ROOT = Path(__file__).parents[2]
SENTENCES = [
    ["мама", "мыла", "раму", "."],
    ["приехал", "."],
    ["мыла"],
    ["рама", "мыла", "маму", "и", "папу", "."],
]


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("Стали", "стать", "a|2|ть"),
        ("ёлки", "елка", "a|1|а"),
        ("Громовой", "Громова", "A|2|а"),
        ("ГРОМОВОЙ", "Громова", "A|2|а"),
        ("Касым-Жомарту", "Касым-Жомарт", "A|1|"),
        ("США", "США", "=|0|"),
        ("Би-би-си", "Би-би-си", "=|0|"),
        ("создаётся", "создавать", "a|4|вать"),
    ],
)
def test_a_script_is_learned_from_one_form_and_makes_the_lemma_again(
    form: str, lemma: str, expected: str
) -> None:
    assert script(form, lemma) == expected
    assert apply(expected, form) == lemma


def test_a_script_leaves_a_form_alone_that_is_too_short() -> None:
    assert apply("a|4|ть", "ам") == "ам"
    assert script("идти", "шел") is None


def test_words_are_cut_into_their_most_probable_pieces() -> None:
    pieces = tiny_pieces()
    names = list(pieces.scores)

    def cut(word: str, *, space: bool = True) -> list[str]:
        return [names[number] for number in pieces.of(word, space=space)]

    assert cut("приехал") == ["▁при", "ехал"]
    assert cut("приехал", space=False) == ["п", "р", "и", "ехал"]
    assert cut("мЁд") == ["▁", "м", "е", "д"]
    assert cut("x1") == ["▁", "<unk>"]
    assert [len(word) for word in pieces.of_sentence(["приехал", "."])] == [2, 1]


def test_letters_are_read_from_both_ends() -> None:
    known = tiny_inventory()
    usual, foreign = letter_numbers(["мыла", "Z"], known.letter_table).tolist()
    assert usual[:3] == [known.letters[letter] for letter in "мыл"]
    assert usual[-5:] == [0, *(known.letters[letter] for letter in "мыла")]
    assert foreign[:3] == [1, 0, 0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [SHAPE, OF_WORDS], ids=["pieces", "words"])
def test_whatever_the_weights_trees_and_names_are_well_formed(shape: Shape, seed: int) -> None:
    known = tiny_inventory()
    for words, analyses in zip(
        SENTENCES, JointAnnotator(tiny_model(known, seed, shape), known).analyse(SENTENCES), strict=True
    ):
        assert len(words) == len(analyses)
        assert tree_fault([analysis.head for analysis in analyses]) is None
        assert [a.deprel for a in analyses if a.head == 0] == ["root"]
        assert "root" not in [a.deprel for a in analyses if a.head]
        assert well_formed([analysis.ner for analysis in analyses])


@pytest.mark.parametrize("shape", [SHAPE, OF_WORDS], ids=["pieces", "words"])
def test_what_a_sentence_gets_does_not_depend_on_its_company(shape: Shape) -> None:
    known = tiny_inventory()
    model = tiny_model(known, shape=shape).in_double_precision()
    in_integers(model.encoder)
    annotator = JointAnnotator(model, known)
    for together, words in zip(annotator.analyse(SENTENCES), SENTENCES, strict=True):
        for one, alone in zip(together, annotator.analyse([words])[0], strict=True):
            assert one._replace(scores=None) == alone._replace(scores=None)
            assert one.scores == pytest.approx(alone.scores, abs=1e-9)


@pytest.mark.parametrize("shape", [SHAPE, OF_WORDS], ids=["pieces", "words"])
def test_a_sentence_may_be_longer_than_the_encoder_has_places(shape: Shape) -> None:
    known = tiny_inventory()
    (analyses,) = JointAnnotator(tiny_model(known, shape=shape), known).analyse([["приехал", "."] * 50])
    assert tree_fault([analysis.head for analysis in analyses]) is None


@pytest.fixture
def joint_set(tmp_path: Path) -> Path:
    """A set of the embedded tokenizer and a joint model of random weights."""
    known = tiny_inventory()
    save_set(tiny_model(known), known, SHAPE, tmp_path)
    shutil.copyfile(EMBEDDED / "tokenize.pt", tmp_path / "tokenize.pt")
    described = {name: describe(tmp_path / f"{name}.pt") for name in ("tokenize", "joint", "pieces")}
    content = {"name": "tiny", "version": "1", "language": "ru", "files": described}
    (tmp_path / "models.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_a_set_with_a_joint_model_annotates_text(joint_set: Path) -> None:
    source, _ = document("doc", "Мама/NOUN/2:nsubj мыла/VERB/0:root раму/NOUN/2:obj ./PUNCT/2:punct")
    model = find_model(str(joint_set))
    assert [file.path for file in model.files] == ["joint.pt", "pieces.pt", "tokenize.pt"]
    (annotated,) = Annotator(model).annotate([source])
    (sentence,) = annotated.sentences
    assert [token.form for token in sentence.tokens] == ["Мама", "мыла", "раму", "."]
    assert {token.upos for token in sentence.tokens} <= {upos for upos, _ in tiny_inventory().tags}


def test_lemmas_come_from_the_lemmatizer_of_the_set(joint_set: Path) -> None:
    shutil.copyfile(EMBEDDED / "lemma.pt", joint_set / "lemma.pt")
    content = json.loads((joint_set / "models.json").read_text(encoding="utf-8"))
    content["files"]["lemma"] = describe(joint_set / "lemma.pt")
    (joint_set / "models.json").write_text(json.dumps(content), encoding="utf-8")
    (rows,) = Annotator(find_model(str(joint_set))).analyse([["Президенты", "прибыли", "в", "Астану"]])
    assert [row.lemma for row in rows][2:] == ["в", "Астана"]


def test_a_tagger_without_its_parser_and_its_vectors_is_no_ensemble(joint_set: Path) -> None:
    shutil.copyfile(EMBEDDED / "pos.pt", joint_set / "pos.pt")
    content = json.loads((joint_set / "models.json").read_text(encoding="utf-8"))
    content["files"]["pos"] = describe(joint_set / "pos.pt")
    (joint_set / "models.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(RukazError, match="no entry for depparse, pretrain"):
        find_model(str(joint_set))


def test_a_folder_may_hold_several_sets(joint_set: Path) -> None:
    shutil.copyfile(EMBEDDED / "lemma.pt", joint_set / "lemma.pt")
    content = json.loads((joint_set / "models.json").read_text(encoding="utf-8"))
    content["files"]["lemma"] = describe(joint_set / "lemma.pt")
    content["sets"] = {"small": ["tokenize", "joint", "pieces"], "other": ["tokenize", "pos"]}
    (joint_set / "models.json").write_text(json.dumps(content), encoding="utf-8")
    model = find_model(str(joint_set))
    assert model.name == "tiny 1 small"
    assert [file.path for file in model.files] == ["joint.pt", "pieces.pt", "tokenize.pt"]
    del content["sets"]["small"]
    (joint_set / "models.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(RukazError, match="no entry for pos"):
        find_model(str(joint_set))


def test_what_is_no_joint_model_is_named_and_stanza_is_not_asked_to_run_one(joint_set: Path) -> None:
    with pytest.raises(RukazError, match="Stanza's own code cannot run"):
        Annotator(find_model(str(joint_set)), fast=False)
    shutil.copyfile(EMBEDDED / "tokenize.pt", joint_set / "joint.pt")
    content = json.loads((joint_set / "models.json").read_text(encoding="utf-8"))
    content["files"]["joint"] = describe(joint_set / "joint.pt")
    (joint_set / "models.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(RukazError, match="no joint model"):
        Annotator(find_model(str(joint_set)))


@pytest.mark.parametrize("shape", [SHAPE, OF_WORDS], ids=["pieces", "words"])
def test_a_model_from_a_file_has_its_weights_to_a_step_and_its_embeddings_exactly(
    shape: Shape, tmp_path: Path
) -> None:
    known = tiny_inventory()
    model = tiny_model(known, shape=shape)
    rng = np.random.default_rng(1)
    packed = torch.from_numpy(rng.integers(0, 60, (len(known.pieces.scores), 18), np.uint8))
    model.encoder.pieces.weight.copy_(torch.from_numpy(unpacked(packed.numpy())))
    loaded, same = load_joint_model(save_set(model, known, shape, tmp_path, packed))
    assert type(loaded) is type(model)
    assert same == known
    assert torch.equal(loaded.encoder.pieces.weight, model.encoder.pieces.weight)
    before = model.state_dict()
    for name, value in loaded.state_dict().items():
        if name in before and not name.startswith("dictionary"):
            step = float(before[name].abs().max()) / 126
            assert torch.allclose(value.float(), before[name], atol=step), name


def test_a_word_is_read_by_its_form_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known = tiny_inventory()
    model = tiny_model(known, shape=OF_WORDS)
    annotator = JointAnnotator(model, known)
    first = annotator.analyse(SENTENCES)
    monkeypatch.delattr(type(model), "forms")
    assert annotator.analyse(SENTENCES) == first


def test_integer_layers_are_near_to_what_they_replace_and_see_each_row_alone() -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(64, 32)
    whole = IntegerLinear(*quantized(layer.weight.detach()), layer.bias.detach())
    states = torch.randn(3, 5, 64)
    states[0] *= 100
    right = layer(states)
    assert (whole(states) - right).norm() < 0.02 * right.norm()
    assert torch.equal(whole(states)[1:], whole(states[1:]))
    assert int(whole.weights.abs().max()) == WEIGHT_STEPS


def test_fine_integer_layers_are_hardly_apart_from_what_they_replace() -> None:
    torch.manual_seed(1)
    weights, bias, states = torch.randn(48, 960), torch.randn(48), torch.randn(7, 960)
    fine = FineLinear(weights, bias)(states)
    assert torch.allclose(fine, torch.nn.functional.linear(states, weights, bias), atol=0.02)
    assert torch.equal(fine[:3], FineLinear(weights, bias)(states[:3]))


ANNOTATE = """
import pathlib, rukaz
for text in pathlib.Path("seeds").glob("*.txt"):
    for model in ("accurate", "fast"):
        for sentence in rukaz.annotate(text.read_text(encoding="utf-8")[:3000], model=model):
            print(sentence)
"""


def test_an_older_processor_gives_the_same_answers() -> None:
    """Without AVX-512, sums are made in another order and functions computed otherwise."""

    def answers(**restrictions: str) -> str:
        environment = {**os.environ, **restrictions}
        command = [sys.executable, "-c", ANNOTATE]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment
        ).stdout

    assert answers() == answers(ATEN_CPU_CAPABILITY="avx2", ONEDNN_MAX_CPU_ISA="AVX2")


def test_gelu_is_right_to_the_eight_bits_that_the_next_layer_takes() -> None:
    states = torch.linspace(-6, 6, 10_001)
    assert torch.allclose(gelu(states), torch.nn.functional.gelu(states), rtol=1 / 256, atol=1e-3)
