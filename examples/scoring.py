"""What the examples share: splits, a new sentence, scores, the baseline, and the line that each prints."""

import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict, load_dataset

NEW = "Касым-Жомарт Токаев прилетел в Москву и встретился с министром."
"""A sentence that is in no split: each example tags it with the model that it has saved and loaded again."""

TRAINED = Path("trained")
"""The folder of the models, below the folder in which the example is started."""

Tags = Sequence[Sequence[Any]]
"""One list per sentence with one tag per token."""


def splits(corpus: str) -> DatasetDict:
    """The corpus with train and test; if it has no test, a fifth of its sentences, drawn from train."""
    data = load_dataset(corpus)
    return data if "test" in data else data["train"].train_test_split(test_size=0.2, seed=1)


def words(text: str) -> list[str]:
    """Words and marks of a new sentence, divided in the simplest way."""
    return re.findall(r"[\w-]+|[^\w\s]", text)


def show(tokens: Sequence[str], tags: Sequence[str]) -> None:
    """Print a tagged sentence on one line."""
    print(" ".join(f"{token}/{tag}" for token, tag in zip(tokens, tags, strict=True)))


def accuracy(gold: Tags, predicted: Tags) -> float:
    """The share of tokens with the right tag, in per cent."""
    right = [bool(one == other) for one, other in zip(chain(*gold), chain(*predicted), strict=True)]
    return 100 * sum(right) / len(right)


def entity_f1(gold: Tags, predicted: Tags) -> float:
    """F1 of entities, in per cent: one counts if its first token, its last token and its label are right."""
    right, found = set(entities(gold)), set(entities(predicted))
    return 200 * len(right & found) / (len(right) + len(found))


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


def tag_names(data: Dataset, column: str) -> Tags:
    """The tags of ``upos`` or ``ner_tags`` by name; for ``deprel`` relation and distance of the head."""
    if column == "deprel":
        rows = zip(data["head"], data["deprel"], strict=True)
        return [
            [(name, head and head - i) for i, (head, name) in enumerate(zip(*row, strict=True), 1)]
            for row in rows
        ]
    return [data.features[column].feature.int2str(tags) for tags in data[column]]


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
