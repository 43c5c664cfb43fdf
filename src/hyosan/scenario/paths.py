"""Numbers of a scenario by their path in the document: read them, and read the scenario with others in their place.

A path is written as in messages: stop.horizon, seeding[0].at, pathogen.r0, response.measures.seal.leak. A path that
begins with the name of a measure (and of no key of the scenario) is short for response.measures.<name>.
"""

import copy
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hyosan.scenario.document import Data, Document, KeyPath, is_number
from hyosan.scenario.faults import Fault, show
from hyosan.scenario.fields import Quantity, quantity_of
from hyosan.scenario.human import Human
from hyosan.scenario.human_scenario import HumanScenario
from hyosan.scenario.model import Scenario
from hyosan.scenario.path_walk import fault_in, find, walkable
from hyosan.scenario.read import Opened, open_source, read_opened, validate
from hyosan.scenario.units import layout_of

Source = Path | str | Mapping[str, object]
Value = float | str
_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*")


def read_varied(source: Source, settings: Mapping[str, Value]) -> Scenario:
    """Return the resolved scenario of a document with other numbers at some paths.

    source: as in `read`; settings: values by path. A value is a number or text with a unit ("36 h"); a bare number
    takes the unit of what stands there, or else d, km or / d. Raises ScenarioError for paths that lead nowhere or to
    no number, and for whatever is wrong with the scenario that this makes.
    """
    opened = open_source(source)
    for path, value in settings.items():
        opened = _with_value(opened, path, value)
    return read_opened(opened)


def set_path(data: Mapping[str, Any], path: str, value: Value, folder: Path | None = None) -> dict[str, Any]:
    """Return a copy of a scenario's document with another number at a path.

    data: the document in the human form; folder: where files that it names are found from (the working folder). A
    pathogen or world given by name is written out where the path leads into it. Raises ScenarioError for a path that
    leads nowhere or to no number.
    """
    opened = open_source(data)
    changed = _with_value(replace(opened, folder=folder or opened.folder), path, value).document.data
    assert isinstance(changed, dict)
    return changed


def numeric_value(source: Source, path: str) -> float:
    """Return the number at a path, its default included: days, km, per day, or bare; infinite for never.

    Raises ScenarioError for a path that leads nowhere, to no number, or to a number that the scenario does not have.
    """
    opened = open_source(source)
    document, parts = walkable(opened, path)
    place, _, _ = find(document, parts, path)
    human: Any = validate(document, HumanScenario)
    for part in place:
        human = _below(human, part)
    value = human[0] if isinstance(human, tuple) and len(set(human)) == 1 else human
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise fault_in(document, Fault(place, f"{show(value)} at {path!r}", "a number there, to begin from"))
    return float(value)


def _below(human: Any, key: Any) -> Any:
    """Return what stands below a key of the human form; None where it is not written."""
    if isinstance(human, (list, tuple, dict)):
        return human[key]
    fields = type(human).model_fields if isinstance(human, Human) else {}
    return next((getattr(human, name) for name, field in fields.items() if key == (field.alias or name)), None)


def _with_value(opened: Opened, path: str, value: Value) -> Opened:
    document, parts = walkable(opened, path)
    place, allowed, standing = find(document, parts, path)
    quantity = quantity_of(allowed)
    if quantity is None:
        raise fault_in(document, Fault(place, f"no number at {path!r}", "a path that leads to a number"))
    written = _written(value, quantity, standing, document, path, place)
    data = copy.deepcopy(document.data)
    _put(data, place, written)
    note = f"with {path} = {show(written).strip(chr(39))}"
    return replace(opened, document=replace(document, data=data, notes={**document.notes, place: note}))


def _put(data: Any, place: KeyPath, value: Data) -> None:
    """Put a value at a place, with the mappings that lead there where they are missing."""
    for part in place[:-1]:
        if isinstance(data, dict) and data.get(part) is None:
            data[part] = {}
        data = data[part]
    data[place[-1]] = value


def _written(
    value: Value, quantity: Quantity, standing: object, document: Document, path: str, place: KeyPath
) -> float | str:
    """Return a value as the document has it: a bare number with the unit that the field needs."""
    number = float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
    if isinstance(number, str):
        if quantity is Quantity.NUMBER:
            raise fault_in(document, Fault(place, f"{show(value)} for {path!r}", "a number without a unit"))
        return number
    if not is_number(number) or not math.isfinite(number):
        raise fault_in(document, Fault(place, f"{show(value)} for {path!r}", "a finite number, or text with a unit"))
    if quantity is Quantity.NUMBER:
        return int(number) if number == int(number) else number
    layout = layout_of(standing) if isinstance(standing, str) else None
    return (layout or quantity.value).format(repr(float(number)))
