"""Automatic annotation kept between builds, so that a document is annotated once.

The key of an entry is all that decides it: the document, the models, the class of device, and
:data:`rukaz.annotation.ANNOTATION_VERSION`. An entry carries a digest of its content; a damaged one counts as
missing.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rukaz.annotation import ANNOTATION_VERSION
from rukaz.pipeline.annotate import Annotation
from rukaz.records import Document

_DOCUMENT = TypeAdapter(Document)
_ANNOTATION = TypeAdapter(Annotation)


DECISIVE = ("stanza", "torch", "udtools", "pymorphy3", "pymorphy3-dicts-ru")
"""Packages that decide an annotation beside RuKaz's own code."""


def annotation_key(model_digest: str, device: str, abbreviations: str = "") -> str:
    """What besides a document decides its annotation, as one line.

    Args:
        abbreviations: the text of the user's table of them.
    """
    packages = (f"{name} {version(name)}" for name in DECISIVE)
    device_class = device.partition(":")[0]
    table = hashlib.sha256(abbreviations.encode()).hexdigest() if abbreviations else "no table"
    return " ".join([f"annotation {ANNOTATION_VERSION}", model_digest, device_class, table, *packages])


@dataclass(frozen=True, slots=True)
class AnnotationCache:
    """The annotation of documents in a folder, a file each.

    Attributes:
        folder: None keeps nothing.
        key: as :func:`annotation_key` gives it.
    """

    folder: Path | None
    key: str

    def get(self, document: Document) -> Annotation | None:
        """What was kept of a document; None if there is nothing, or it is damaged."""
        if self.folder is None:
            return None
        try:
            digest, _, content = self._place(document).read_bytes().partition(b"\n")
            if digest.decode() != hashlib.sha256(content).hexdigest():
                return None
            return _ANNOTATION.validate_json(content)
        except (OSError, UnicodeDecodeError, ValidationError):
            return None

    def put(self, document: Document, annotation: Annotation) -> None:
        """Keep the annotation of a document."""
        if self.folder is None:
            return
        content = _ANNOTATION.dump_json(annotation)
        place = self._place(document)
        unfinished = place.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        unfinished.replace(place)

    def _place(self, document: Document) -> Path:
        assert self.folder is not None
        decisive = _DOCUMENT.dump_json(document) + self.key.encode()
        return self.folder / f"{hashlib.sha256(decisive).hexdigest()}.json"
