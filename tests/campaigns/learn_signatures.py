"""Annotate and validate texts with each set of models, and keep what the UD validator said of signatures.

    python tests/campaigns/learn_signatures.py TEXTS

The file in the package is written anew. Afterwards `clear_sentences.py` holds it against the validator.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.model_files import EMBEDDED, find_sets
from rukaz.ingest import ingest
from rukaz.ingest.sources import read_project
from rukaz.pipeline.annotate import annotate_documents, batches
from rukaz.repair import known_signatures
from rukaz.repair.validation_cache import TESTED_VERSION, validation_cache


def learn(texts: Path, file: Path) -> int:
    """Write to ``file`` what is known when the texts are annotated; how many signatures that is."""
    for model in find_sets(EMBEDDED):
        annotator = Annotator(model)
        for documents in batches(ingest(read_project(texts)).documents):
            annotate_documents(annotator, documents)
    known_signatures.save(validation_cache().known, TESTED_VERSION, file)
    return len(validation_cache().known)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    print(f"{learn(parser.parse_args().texts, known_signatures.FILE):,} signatures")
