"""What may stand at a path of the human form, by its JSON Schema: which keys, and which kind of number."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias

from hyosan.scenario.schema import json_schema
from hyosan.scenario.units import LENGTH_FORMAT, RATE_FORMAT, TIME_FORMAT

Parts: TypeAlias = tuple[dict[str, Any], ...]
"""The parts of the schema that a value may agree with: more than one where a union allows several."""


class Quantity(Enum):
    """What kind of number a field holds; its value is how a bare number is written there."""

    TIME = "{} d"
    LENGTH = "{} km"
    RATE = "{} / d"
    NUMBER = "{}"


FORMATS = {TIME_FORMAT: Quantity.TIME, LENGTH_FORMAT: Quantity.LENGTH, RATE_FORMAT: Quantity.RATE}


def top(data: Mapping[str, Any]) -> Parts:
    """Return the part of the schema that a whole scenario agrees with."""
    return _options(_schema(), data)


def step(parts: Parts, key: str | int, value: object) -> Parts:
    """Return what may stand below a key.

    value: what stands there now; it tells the members of a union apart (by kind, law or measure).
    """
    found: list[dict[str, Any]] = []
    for part in parts:
        below = part.get("items") if isinstance(key, int) else _below(part, key)
        if isinstance(below, dict):
            found += _options(below, value)
    return tuple(found)


def keys_of(parts: Parts) -> tuple[str, ...]:
    """Return the keys that are known beforehand."""
    return tuple(dict.fromkeys(key for part in parts for key in part.get("properties", ())))


def has_free_keys(parts: Parts) -> bool:
    """Return whether the keys are names that the document gives, such as those of measures and states."""
    return any(isinstance(part.get("additionalProperties"), dict) for part in parts)


def quantity_of(parts: Parts) -> Quantity | None:
    """Return the kind of number that may stand somewhere, or None if no number may."""
    for part in parts:
        if part.get("format") in FORMATS:
            return FORMATS[part["format"]]
    is_number = any(part.get("type") in ("number", "integer") and "const" not in part for part in parts)
    return Quantity.NUMBER if is_number else None


def _below(part: dict[str, Any], key: str) -> object:
    return part.get("properties", {}).get(key, part.get("additionalProperties"))


def _options(part: dict[str, Any], value: object) -> Parts:
    """Return a part without references and unions; of a union those members that the value may be."""
    if "$ref" in part:
        return _options(_schema()["$defs"][part["$ref"].rsplit("/", 1)[1]], value)
    for word in ("anyOf", "oneOf"):
        if word in part:
            return tuple(option for member in part[word] for option in _options(member, value))
    return (part,) if _may_be(part, value) else ()


def _may_be(part: dict[str, Any], value: object) -> bool:
    """Return whether a mapping has the tags that a part of the schema asks for."""
    if not isinstance(value, Mapping):
        return True
    for key, field in part.get("properties", {}).items():
        if "const" in field and value.get(key, field.get("default")) != field["const"]:
            return False
    return True


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return json_schema()
