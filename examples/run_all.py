"""Run the examples on a corpus, print their scores as one table, and keep them in examples/scores.json.

Example: python examples/run_all.py ./corpus
"""

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet

EXAMPLES = Path(__file__).parent
SCORES = EXAMPLES / "scores.json"
RUNS = (
    ("train_crf.py", "upos"),
    ("train_transformers.py", "upos"),
    ("train_stanza.py", "upos"),
    ("train_stanza.py", "deprel"),
    ("train_spacy.py",),
    ("train_crf.py", "ner_tags"),
    ("train_transformers.py", "ner_tags"),
    ("train_stanza.py", "ner_tags"),
)
"""All but flair's, which needs an environment of its own."""

LEARNED = ["sent_id", "tokens", "lemmas", "upos", "xpos", "feats", "head", "deprel", "ner_tags"]
COLUMNS = ("example", "task", "metric", "score", "baseline", "seconds")


def data_digest(corpus: Path) -> str:
    """SHA-256 over what the examples learn from and are measured by, in each split."""
    digest = hashlib.sha256()
    for path in sorted(corpus.glob("sentences/*.parquet")):
        rows = pyarrow.parquet.read_table(path, columns=LEARNED).to_pydict()
        digest.update(f"{path.name}\n{json.dumps(rows)}".encode())
    return digest.hexdigest()


def run(corpus: Path, script: str, *arguments: str) -> list[dict[str, Any]]:
    """The lines that an example printed for its scores.

    Raises:
        CalledProcessError: the example failed; what it wrote stands in the terminal.
    """
    command = [sys.executable, str(EXAMPLES / script), str(corpus.resolve()), *arguments]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in printed.splitlines() if line.startswith('{"example"')]


def table(scores: list[dict[str, Any]]) -> str:
    """The scores as a Markdown table."""
    rows = [COLUMNS, ["---"] * len(COLUMNS), *([str(line[name]) for name in COLUMNS] for line in scores)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path, help="the folder of a corpus that rukaz build has made")
    folder = arguments.parse_args().corpus
    found = [line for command in RUNS for line in run(folder, *command)]
    print(table(found))
    document = {
        "command": "python examples/run_all.py ./corpus",
        "data": data_digest(folder),
        "scores": found,
    }
    SCORES.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
