"""croissant.json: the corpus described as Croissant 1.1 with the fields on responsible AI (RAI) 1.0.

What the build knows stands in every file. What only a person knows of a corpus (limits, biases, uses) is
taken from the key ``rai`` in the header of the template of its card.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html and croissant-rai-spec.html.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from rukaz.errors import RukazError
from rukaz.export.card import RAI, template_header
from rukaz.export.manifest import Manifest, digest_tree
from rukaz.json_files import read_json
from rukaz.schema import CONFIGS, DESCRIPTIONS, FIELDS, LABELS, STRUCTS, Config, Field

if TYPE_CHECKING:
    from rukaz.ingest.corpus_info import CorpusInfo

CROISSANT = "croissant.json"

_TERMS = (
    "citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes "
    "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS.split()},
}
"""The JSON-LD context of the specification, as it stands there."""

TYPES = {
    "string": "sc:Text",
    "int32": "cr:Int32",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    **dict.fromkeys(LABELS, "cr:Int64"),
}
Rai = Literal[
    "dataCollection",
    "dataCollectionType",
    "dataCollectionMissingData",
    "dataCollectionRawData",
    "dataCollectionTimeFrame",
    "dataPreprocessingProtocol",
    "dataManipulationProtocol",
    "dataImputationProtocol",
    "dataAnnotationProtocol",
    "dataAnnotationPlatform",
    "dataAnnotationAnalysis",
    "annotationsPerItem",
    "annotatorDemographics",
    "machineAnnotationTools",
    "dataUseCases",
    "dataBiases",
    "dataLimitations",
    "dataSocialImpact",
    "personalSensitiveInformation",
    "dataReleaseMaintenancePlan",
]
"""The properties of Croissant RAI 1.0."""

MEDIA_TYPES = {".parquet": "application/x-parquet", ".conllu": "text/plain", ".md": "text/markdown"}
LICENSES = {"CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/"}


def responsible_ai(info: CorpusInfo) -> Mapping[Rai, str | list[str]]:
    """What the author of the card says under the key ``rai`` of its header, for croissant.json.

    Raises:
        RukazError: the template cannot be read, or that is no table of texts and lists of texts.
    """
    path, header = template_header(info)
    try:
        return TypeAdapter(dict[Rai, str | list[str]]).validate_python(header.get(RAI, {}))
    except ValidationError as error:
        known = ", ".join(get_args(Rai))
        raise RukazError(
            "the key rai is not a table of texts", where=str(path), hint=f"Its keys are: {known}."
        ) from error


def write_croissant(corpus: Path, manifest: Manifest, rai: Mapping[Rai, str | list[str]]) -> None:
    """Describe the files of the corpus in the folder ``corpus``, by the digests in its manifest.

    Args:
        rai: properties of Croissant RAI without their prefix, each a text or a list of texts.
    """
    _write(corpus, {**_about(manifest), **_rai(manifest, rai), **_data(manifest["outputs"])})


def read_description(corpus: Path) -> dict[str, Any]:
    """The croissant.json of a corpus, empty if it has none.

    Raises:
        RukazError: it cannot be read, or is not an object of JSON.
    """
    path = corpus / CROISSANT
    if not path.is_file():
        return {}
    description: dict[str, Any] = read_json(path, TypeAdapter(dict[str, Any]), hint="Build the corpus again.")
    return description


def describe_again(description: Mapping[str, Any], folder: Path) -> None:
    """Write what was said of other files, if anything was, of the files in ``folder``."""
    if description:
        _write(folder, {**description, **_data(digest_tree(folder))})


def _write(folder: Path, description: Mapping[str, Any]) -> None:
    text = json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    (folder / CROISSANT).write_text(text, encoding="utf-8", newline="\n")


def _about(manifest: Manifest) -> dict[str, Any]:
    name, title, version = (manifest["corpus"][key] for key in ("name", "title", "version"))
    licence = manifest["corpus"]["license"] or "unknown"
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": f"{title}: texts with sentences, tokens, lemmas, morphology, dependency trees after "
        "Universal Dependencies and named entities.",
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "citeAs": f"@misc{{{name}, title = {{{title}}}, version = {{{version}}}}}",
        "license": LICENSES.get(licence, licence),
        "version": version,
        "inLanguage": manifest["corpus"]["language"],
    }


def _rai(manifest: Manifest, own: Mapping[Rai, str | list[str]]) -> dict[str, Any]:
    """What the build knows, and what the author of the card says."""
    annotation = manifest["annotation"]
    reviewed, sentences = annotation.get("reviewed", 0), sum(annotation.values())
    known = {
        "dataCollection": "Texts of a folder, read byte for byte. The table documents has their SHA-256, and "
        "what is known of title, author, publisher, date and address.",
        "dataPreprocessingProtocol": "Paragraphs that are no text of the article (captions, navigation, "
        "addresses, near-duplicates) are kept in documents with the reason, and not annotated. Control "
        "characters are left out of what is annotated.",
        "dataAnnotationProtocol": "Universal Dependencies. Annotation by models and rules, trees repaired "
        f"where the UD validator demands it. {reviewed} of {sentences} sentences were reviewed; the column "
        "reviewer says by whom.",
        "machineAnnotationTools": ["rukaz", "stanza"],
        "dataAnnotationAnalysis": "manifest.json has the accuracy of the models and, where sentences were "
        "reviewed, that of the automatic annotation against the review.",
    }
    return {
        f"rai:{name}": value
        for name, value in {**known, **{str(key): value for key, value in own.items()}}.items()
    }


def _data(digests: Mapping[str, str]) -> dict[str, Any]:
    files = [name for name in digests if Path(name).suffix in MEDIA_TYPES]
    configs = [config for config in CONFIGS if any(name.startswith(f"{config}/") for name in files)]
    return {
        "distribution": [*(_file(name, digests[name]) for name in files), *map(_file_set, configs)],
        "recordSet": [_record_set(config) for config in configs],
    }


def _file(name: str, digest: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "encodingFormat": MEDIA_TYPES[Path(name).suffix],
        "sha256": digest,
    }


def _file_set(config: Config) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "includes": f"{config}/*.parquet",
        "encodingFormat": MEDIA_TYPES[".parquet"],
    }


def _record_set(config: Config) -> dict[str, Any]:
    fields = [_split(config), *(field for one in FIELDS[config] for field in _field(config, one))]
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": DESCRIPTIONS[config],
        "field": fields,
    }


def _split(config: Config) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "train, validation or test.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config}-files"},
            "extract": {"fileProperty": "filename"},
            "transform": {"regex": "^(train|validation|test)-.*"},
        },
    }


def _field(config: Config, field: Field) -> Iterator[dict[str, Any]]:
    is_list = field.kind.startswith("list[")
    kind = field.kind[5:-1] if is_list else field.kind
    if kind in STRUCTS:  # columns of structs are for programs that read Parquet
        return
    names = f" Numbers are places in {', '.join(LABELS[kind])}." if kind in LABELS else ""
    yield {
        "@type": "cr:Field",
        "@id": f"{config}/{field.column}",
        "name": field.column,
        "description": field.meaning + names,
        "dataType": TYPES[kind],
        **({"cr:isArray": True, "cr:arrayShape": "-1"} if is_list else {}),
        "source": {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": field.column}},
    }
