"""What the complete form is written with: mappings of plain values, as YAML holds them."""

from collections.abc import Mapping
from typing import Any

from hyosan.scenario.pathogen import DwellLaw
from hyosan.scenario.units import show_days

Plain = dict[str, Any]
"""A mapping of plain values, as YAML holds it."""


def present(form: Mapping[str, Any]) -> Plain:
    """Return a mapping without the keys that have no value (None)."""
    return {key: value for key, value in form.items() if value is not None}


def dwell_form(dwell: DwellLaw) -> Plain:
    """Return the complete form of a dwell time or of a delay."""
    form: Plain = {}
    for key, value in dwell.model_dump().items():
        form[key.removesuffix("_days")] = show_days(value) if key.endswith("_days") else value
    return form
