"""What the examples share: arguments, splits, a new sentence, scores, the baseline, and what each prints."""

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, load_dataset

NEW = "Касым-Жомарт Токаев прилетел в Москву и встретился с министром."
"""A sentence that is in no split: each example tags it with the model that it has saved and loaded again."""

NEW_WORDS = re.findall(r"[\w-]+|[^\w\s]", NEW)
"""Its words and marks, divided in the simplest way."""

TRAINED = Path("trained")
"""The folder of the models, below the folder in which the example is started."""

FEWEST = 10
"""Sentences of train, of which a part can be set aside."""

Tags = Sequence[Sequence[Any]]
"""One list per sentence with one tag per token."""


def parser(description: str, columns: Iterable[str] = (), **rounds: int) -> argparse.ArgumentParser:
    """A parser of command lines ``CORPUS [COLUMN] [--steps N]``.

    Args:
        description: the docstring of the example.
        columns: what can be learned, if there is a choice.
        rounds: an option for how long to train, by its name, with its default.
    """
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("corpus", type=_corpus, help="the folder of a corpus that rukaz build has made")
    if columns:
        made.add_argument("column", choices=[*columns], help="the column to learn")
    for name, default in rounds.items():
        made.add_argument(f"--{name}", type=_positive, default=default, help="[default: %(default)s]")
    return made


def _corpus(name: str) -> str:
    if not Path(name, "manifest.json").is_file():
        raise argparse.ArgumentTypeError(
            f"{name!r} is not a corpus; make one with: rukaz build TEXTS --corpus OUT"
        )
    return str(Path(name).resolve())  # load_dataset would look for a bare name on the Hub


def _positive(number: str) -> int:
    if not number.isdecimal() or not int(number):
        raise argparse.ArgumentTypeError(f"{number!r} is not a number from 1")
    return int(number)


@cache
def splits(corpus: str) -> DatasetDict:
    """The corpus with train, validation and test; each that it lacks is a fifth of train, drawn by lot."""
    data = load_dataset(corpus)
    for name in ("test", "validation"):
        if name not in data:
            if len(data.get("train", ())) < FEWEST:
                sys.exit(f"{corpus}: without {name}, train needs at least {FEWEST} sentences")
            parts = data["train"].train_test_split(test_size=0.2, seed=1)
            data["train"], data[name] = parts["train"], parts["test"]
    if "train" not in data:
        sys.exit(f"{corpus}: there is no train split to learn from")
    return data


def conllu_files(corpus: str, folder: Path) -> dict[str, str]:
    """Write the CoNLL-U of each split as one file into ``folder``; its path by the name of the split."""
    blocks: dict[str, str] = {}
    for path in Path(corpus, "conllu").glob("*.conllu"):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            if found := re.search("^# sent_id = (.*)$", block, re.MULTILINE):
                blocks[found[1]] = block
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.conllu" for name in splits(corpus)}
    for name, path in files.items():
        sentences = (blocks[sent_id] for sent_id in splits(corpus)[name]["sent_id"])
        path.write_text("".join(f"{block}\n\n" for block in sentences), encoding="utf-8")
    return {name: str(path) for name, path in files.items()}


def show(tokens: Sequence[str], tags: Sequence[Any]) -> None:
    """Print a tagged sentence on one line; a relation with the word that it goes to."""
    if isinstance(tags[0], tuple):
        heads = [tokens[i + far] if far else "" for i, (_, far) in enumerate(tags)]
        tags = [f"{relation}>{head}" for (relation, _), head in zip(tags, heads, strict=True)]
    print(" ".join(f"{token}/{tag}" for token, tag in zip(tokens, tags, strict=True)))


def accuracy(gold: Tags, predicted: Tags) -> float:
    """The share of tokens with the right tag, in per cent."""
    right = [bool(one == other) for one, other in zip(chain(*gold), chain(*predicted), strict=True)]
    return 100 * sum(right) / len(right)


def entity_f1(gold: Tags, predicted: Tags) -> float:
    """F1 of entities, in per cent: one counts if its first token, its last token and its label are right."""
    right, found = set(entities(gold)), set(entities(predicted))
    return 200 * len(right & found) / max(1, len(right) + len(found))


def entities(tags: Tags) -> Iterator[tuple[int, int, int, str]]:
    """Sentence, first token, end (exclusive) and label of each entity in IOB2 tags."""
    for number, sentence in enumerate(tags):
        start, label = 0, ""
        for i, tag in enumerate([*sentence, "O"]):
            if label and tag != f"I-{label}":
                yield number, start, i, label
                label = ""
            if tag != "O" and not label:
                start, label = i, tag[2:]


def new_conllu() -> str:
    """The new sentence as CoNLL-U, for programs that read nothing else; its tree is a chain."""
    rows = [f"{n}\t{word}\t_\tX\t_\t_\t{n - 1}\tdep\t_\t_\n" for n, word in enumerate(NEW_WORDS, 1)]
    return "".join(rows).replace("\tdep\t", "\troot\t", 1) + "\n"


def tag_names(data: Dataset, column: str) -> Tags:
    """The tags of ``upos`` or ``ner_tags`` by name; for ``deprel`` relation and distance of the head."""
    if column == "deprel":
        return [arcs(*row) for row in zip(data["head"], data["deprel"], strict=True)]
    return [data.features[column].feature.int2str(tags) for tags in data[column]]


def arcs(heads: Sequence[int], relations: Sequence[str]) -> Sequence[tuple[str, int]]:
    """Of each word its relation and the distance of its head, 0 for the root."""
    pairs = zip(heads, relations, strict=True)
    return [(relation, head and head - i) for i, (head, relation) in enumerate(pairs, 1)]


def attachment_score(gold: Tags, predicted: Tags) -> float:
    """LAS, in per cent: the share of words with the right head and relation, without punctuation."""
    pairs = zip(chain(*gold), chain(*predicted), strict=True)
    right = [bool(one == other) for one, other in pairs if one[0] != "punct"]
    return 100 * sum(right) / len(right)


METRICS = {
    "upos": ("accuracy", accuracy),
    "ner_tags": ("F1 of entities", entity_f1),
    "deprel": ("LAS", attachment_score),
}
"""How each column is measured."""


def tag_score(corpus: str, column: str, predicted: Tags) -> float:
    """How well ``predicted``, names of tags, fits the column of the test split, in per cent."""
    return METRICS[column][1](tag_names(splits(corpus)["test"], column), predicted)


def baseline(corpus: str, column: str) -> float:
    """The score of a word's commonest tag in train, and of the commonest tag of all for new words."""
    data = splits(corpus)
    train, test = data["train"], data["test"]
    counts: dict[str, Counter[Any]] = defaultdict(Counter)
    for form, tag in zip(chain(*train["tokens"]), chain(*tag_names(train, column)), strict=True):
        counts[form][tag] += 1
        counts[""][tag] += 1
    commonest = {form: seen.most_common(1)[0][0] for form, seen in counts.items()}
    guesses = [[commonest.get(form, commonest[""]) for form in tokens] for tokens in test["tokens"]]
    return tag_score(corpus, column, guesses)


def report(corpus: str, column: str, score: float) -> None:
    """Print one line of JSON: the score on test and the baseline, in per cent, and the CPU time so far."""
    line = {
        "example": Path(sys.argv[0]).name,
        "task": column,
        "metric": METRICS[column][0],
        "score": round(score, 1),
        "baseline": round(baseline(corpus, column), 1),
        "seconds": round(time.process_time()),
    }
    print(json.dumps(line))
