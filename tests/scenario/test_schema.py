"""The JSON Schema that editors use: it says the same as the models."""

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from hyosan.scenario import complete_form, json_schema, pathogen_json_schema, read

CORPUS = Path(__file__).parents[1] / "scenarios"
VALID = sorted((CORPUS / "valid").glob("*.yaml"))
SEEN_BY_A_SCHEMA = (
    "unknown-key", "unknown-key-nested", "unknown-key-in-a-seeding", "missing-world", "missing-people", "unknown-law",
    "unknown-world-kind", "number-negative", "number-not-whole", "probability-above-one", "list-is-a-mapping",
    "flag-is-text", "lattice-neighbours", "graph-model", "dwell-gamma-without-shape", "time-without-unit",
    "measure-kind-unknown", "measure-kind-missing", "measure-unknown-key", "measure-is-a-word", "cordon-leak-above-one",
    "response-unknown-key", "detection-without-probability", "answer-escaped-zero", "area-missing",
)  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "number": (int, float),
    "integer": (int,), "null": (type(None),),
}  # fmt: skip


def agrees(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Return whether a value agrees with the part of JSON Schema that pydantic writes."""
    if "$ref" in schema:
        return agrees(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return any(agrees(value, option, root) for option in schema["anyOf"])
    if "oneOf" in schema:
        return sum(agrees(value, option, root) for option in schema["oneOf"]) == 1
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    return _type_agrees(value, schema) and _parts_agree(value, schema, root)


def _type_agrees(value: Any, schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return True
    if kind is not None and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    if isinstance(value, (int, float)):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def _parts_agree(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if isinstance(value, list):
        n_allowed = range(schema.get("minItems", 0), schema.get("maxItems", len(value)) + 1)
        return len(value) in n_allowed and all(agrees(item, schema.get("items", {}), root) for item in value)
    if isinstance(value, dict):
        known, extra = schema.get("properties", {}), schema.get("additionalProperties", True)
        if any(key not in value for key in schema.get("required", ())):
            return False
        parts = [(item, known.get(key, extra)) for key, item in value.items()]
        return all(part is True or (part is not False and agrees(item, part, root)) for item, part in parts)
    return True


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_scenarios_agree_with_the_schema(path: Path) -> None:
    schema = json_schema()
    assert agrees(YAML(typ="safe", pure=True).load(path), schema, schema)
    form = complete_form(read(path))
    assert agrees(form, schema, schema)
    assert agrees(form["pathogen"], pathogen_json_schema(), pathogen_json_schema())


@pytest.mark.parametrize("name", SEEN_BY_A_SCHEMA)
def test_invalid_scenarios_do_not_agree(name: str) -> None:
    schema = json_schema()
    document = YAML(typ="safe", pure=True).load(CORPUS / "invalid" / f"{name}.yaml")
    assert not agrees(document, schema, schema)


def test_the_schema_is_plain_json_with_a_dialect_and_descriptions() -> None:
    schema = json.loads(json.dumps(json_schema(), allow_nan=False))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["HumanStop"]["properties"]["horizon"]["default"] == "365.0 d"
    assert schema["$defs"]["HumanImportation"]["properties"]["until"]["default"] == "never"
    assert "default" not in schema["properties"]["stop"]
    for name, part in schema["$defs"].items():
        assert part.get("description"), name
        assert part["additionalProperties"] is False, name
