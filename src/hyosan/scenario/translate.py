"""Turns pydantic's errors into faults with a path, what was found, what is allowed and the nearest name."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from hyosan.catalogue import nearest_name
from hyosan.scenario.document import Data, KeyPath
from hyosan.scenario.faults import Fault, list_up, show, unknown_name
from hyosan.scenario.human import FAULT

ALLOWED = {
    "string_type": "text",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "too_short": "at least one entry",
    "string_pattern_mismatch": "a name of letters, digits, - _ and .",
    "string_too_long": "a name of at most 80 characters",
    "string_unicode": "whole characters",
}
"""What a kind of pydantic error allows, in the words of the document."""


def faults_of(error: ValidationError, model: type[BaseModel], data: Data) -> list[Fault]:
    """Return the faults that a validation found in the data of a document.

    model: what the data were validated as; it knows the keys that are allowed.
    """
    return [_fault(details, model, data) for details in error.errors(include_url=False)]


def _fault(details: ErrorDetails, model: type[BaseModel], data: Data) -> Fault:
    kind, loc, value = details["type"], details["loc"], details["input"]
    context = details.get("ctx", {})
    path = _document_path(loc, data, kind == "missing")
    if kind == FAULT:
        return Fault(path, context["found"], context["allowed"], context["nearest"] or None)
    if kind == "extra_forbidden":
        return unknown_name(path, "unknown key", str(loc[-1]), _keys_at(model, loc[:-1]), at_key=True)
    if kind == "missing":
        needed = f"{path[-1]}: ... (needed)" if path else "more"
        return Fault(path[:-1], f"no {path[-1]}", needed)
    if kind == "union_tag_invalid":
        names = [name.strip(" '") for name in context["expected_tags"].split(",")]
        name = context["discriminator"].strip("'")
        return unknown_name((*path, name), name, context["tag"], names)
    if kind == "union_tag_not_found":
        return Fault(path, f"no {context['discriminator'].strip(chr(39))}", _tags_at(model, loc))
    if kind == "literal_error":
        names = [name.strip(" '") for name in context["expected"].replace(" or ", ",").split(",")]
        near = nearest_name(value, names) if isinstance(value, str) else None
        return Fault(path, show(value), list_up(names), near)
    allowed = ALLOWED.get(kind, details["msg"])
    return Fault(path, show(value), allowed)


def _document_path(loc: tuple[int | str, ...], data: Data, is_missing: bool) -> KeyPath:
    """Return the part of a pydantic location that is in the document: without the names of union members."""
    path: list[str | int] = []
    for i, part in enumerate(loc):
        if isinstance(data, dict) and isinstance(part, str) and part in data:
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif not (is_missing and i == len(loc) - 1):
            continue
        path.append(part)
    return tuple(path)


def _keys_at(model: Any, loc: tuple[int | str, ...]) -> list[str]:
    for candidate in _models_at(model, loc):
        return [field.alias or name for name, field in candidate.model_fields.items()]
    return []


def _tags_at(model: Any, loc: tuple[int | str, ...]) -> str:
    tags = [tag for candidate in _models_at(model, loc) for tag in _own_tags(candidate)]
    return "one of " + ", ".join(f"{name}: {tag}" for name, tag in tags) if tags else "a mapping with it"


def _own_tags(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Return the discriminating field of a model with its value."""
    for name in ("kind", "law"):
        if name in model.model_fields:
            return [(name, str(get_args(model.model_fields[name].annotation)[0]))]
    return []


def _models_at(annotation: Any, loc: tuple[int | str, ...]) -> Iterator[type[BaseModel]]:
    """Yield the models that a location of a validation leads to."""
    origin, args = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _models_in(annotation, loc)
    elif origin is Annotated:
        tags = [extra.tag for extra in args[1:] if isinstance(extra, Tag)]
        if tags and loc and loc[0] in tags:
            loc = loc[1:]
        elif tags and loc:
            return
        yield from _models_at(args[0], loc)
    elif origin is list:
        yield from _models_at(args[0], loc[1:])
    elif origin is dict:
        yield from _models_at(args[1], loc[1:])
    else:
        for arg in args:
            yield from _models_at(arg, loc)


def _models_in(model: type[BaseModel], loc: tuple[int | str, ...]) -> Iterator[type[BaseModel]]:
    own = [tag for _, tag in _own_tags(model)]
    if loc and own and loc[0] in own:
        loc = loc[1:]
    if not loc:
        yield model
        return
    for name, field in model.model_fields.items():
        if (field.alias or name) == loc[0]:
            annotation: Any = field.annotation
            for extra in reversed(field.metadata):
                annotation = Annotated[annotation, extra]
            yield from _models_at(annotation, loc[1:])
