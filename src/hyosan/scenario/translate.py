"""Turns pydantic's errors into faults with a path, what was found, what is allowed and the nearest name."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hyosan.catalogue import nearest_name
from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault, list_up, show, unknown_name
from hyosan.scenario.human import FAULT
from hyosan.scenario.places import find_spot

ALLOWED = {
    "string_type": "text",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "too_short": "at least one entry",
    "string_unicode": "whole characters",
}
"""What a kind of pydantic error allows, in the words of the document."""

BY_NAME = "measure"
"""The tag that may be left out where the name of a part says it: a name that is nearly a tag was probably meant so."""


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Return the faults that a validation found.

    model: what the data were validated as; it knows the keys that are allowed.
    """
    return [_fault(details, model) for details in error.errors(include_url=False)]


def _fault(details: ErrorDetails, model: type[BaseModel]) -> Fault:
    kind, loc, value = details["type"], details["loc"], details["input"]
    context = details.get("ctx", {})
    spot = find_spot(model, loc)
    if kind == FAULT:
        return Fault(spot.path, context["found"], context["allowed"], context["nearest"] or None)
    if kind == "extra_forbidden":
        return unknown_name(spot.path, "unknown key", str(loc[-1]), find_spot(model, loc[:-1]).keys, at_key=True)
    if kind == "missing":
        return _missing(spot.path)
    if kind == "union_tag_invalid":
        name = context["discriminator"].strip("'")
        return unknown_name((*spot.path, name), name, context["tag"], spot.tags)
    if kind == "union_tag_not_found":
        return _without_tag(spot.path, context["discriminator"].strip("'"), spot.tags, value)
    if kind == "literal_error":
        names = [name.strip(" '") for name in context["expected"].replace(" or ", ",").split(",")]
        near = nearest_name(value, names) if isinstance(value, str) else None
        return Fault(spot.path, show(value), list_up(names), near)
    if kind in ("model_type", "model_attributes_type") and spot.tags:
        return _without_tag(spot.path, spot.tag_field, spot.tags, value)
    return Fault(spot.path, show(value), ALLOWED.get(kind, details["msg"]))


def _missing(path: KeyPath) -> Fault:
    return Fault(path[:-1], f"no {path[-1]}", f"{path[-1]}: ..., which is needed")


def _without_tag(path: KeyPath, name: str, tags: tuple[str, ...], value: object) -> Fault:
    choice = f"a mapping with {name}: one of {list_up(tags)}"
    if not isinstance(value, dict):
        return Fault(path, show(value), choice)
    near = nearest_name(str(path[-1]), tags) if name == BY_NAME else None
    return Fault(path, f"no {name}", choice, near)
