"""The JSON Schema of the human form, for editors that complete and check while one types."""

from typing import Any, Final

from hyosan.scenario.human_pathogen import HumanPathogen
from hyosan.scenario.human_scenario import HumanScenario
from hyosan.scenario.units import LENGTH_FORMAT, RATE_FORMAT, TIME_FORMAT, show_days, show_km, show_per_day

SHOW: Final = {TIME_FORMAT: show_days, RATE_FORMAT: show_per_day, LENGTH_FORMAT: show_km}
"""How the default of a quantity is written, by the format that its schema names."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario in the human form."""
    return _finished(HumanScenario.model_json_schema(by_alias=True), "Hyosan scenario")


def pathogen_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a pathogen in the human form."""
    return _finished(HumanPathogen.model_json_schema(by_alias=True), "Hyosan pathogen")


def _finished(schema: dict[str, Any], title: str) -> dict[str, Any]:
    for part in (schema, *schema.get("$defs", {}).values()):
        for known in part.get("properties", {}).values():
            _write_default(known)
    return {"$schema": DIALECT, **schema, "title": title}


def _write_default(known: dict[str, Any]) -> None:
    """Write the default of a key as the document would; drop those that are models, which hold resolved numbers."""
    default = known.get("default")
    if isinstance(default, float) and known.get("format") in SHOW:
        known["default"] = SHOW[known["format"]](default)
    elif isinstance(default, (dict, list)) and default:
        del known["default"]
