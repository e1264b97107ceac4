"""JSON files that may come from anybody, read with their shape checked, so that code can rely on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rukaz.errors import RukazError


class Shape(BaseModel):
    """An object of JSON: the keys that it must have, and what their values are; other keys do not matter."""

    model_config = ConfigDict(protected_namespaces=())


def read_json(path: Path, shape: TypeAdapter[Any], *, hint: str = "") -> Any:
    """What a JSON file holds, unchanged.

    Args:
        shape: what its values must be; a key that it does not name may have any value.
        hint: what to do where the file is of no use.

    Raises:
        RukazError: it cannot be read, is no JSON, or has another shape; the message names the first fault.
    """
    value = load_json(path, hint=hint)
    require_shape(value, shape, path, hint=hint)
    return value


def load_json(path: Path, *, hint: str = "") -> Any:
    """What a JSON file holds, whatever its shape.

    Raises:
        RukazError: it cannot be read, is no JSON, or could not be written again.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be written again
    except OSError as error:
        raise RukazError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from error
    except ValueError as error:
        raise RukazError(f"this is not valid JSON: {error}", where=str(path), hint=hint) from error
    except RecursionError as error:
        raise RukazError("this is nested too deeply", where=str(path), hint=hint) from error
    return value


def require_shape(value: object, shape: TypeAdapter[Any], path: Path, *, hint: str = "") -> None:
    """Make sure that the value of a file has a shape; see :func:`read_json`."""
    try:
        shape.validate_python(value, strict=True)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"])) or "the whole"
        what = fault["msg"].removeprefix("Value error, ")
        what = what[:1].lower() + what[1:]
        raise RukazError(f"{place}: {what}", where=str(path), hint=hint) from error
