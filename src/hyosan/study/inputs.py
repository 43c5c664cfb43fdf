"""What a study varies: numbers of the scenario by their paths, with the values or the range of each."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hyosan.scenario import Scenario
from hyosan.scenario.fields import Quantity, quantity_of
from hyosan.scenario.path_walk import find, walkable
from hyosan.scenario.paths import Source, Value, read_varied
from hyosan.scenario.read import open_source
from hyosan.scenario.units import (
    UnitError,
    parse_days,
    parse_km,
    parse_per_day,
    show_days,
    show_km,
    show_per_day,
)
from hyosan.study.errors import StudyError

Values = str | Sequence[Value]
"""A tuple (low, high) or (low, high, n) for a range; a list for these very values; or one of these as text."""

N_POINTS: Final = 5
"""Values of a range in a grid, where their number is not given."""

FORM: Final = "LOW:HIGH, LOW:HIGH:N or A,B,C, such as 12h:48h:4"


@dataclass(frozen=True)
class Kind:
    """A kind of number: its unit, how it is read from text, and how a document has it."""

    unit: str
    parse: Callable[[object], float]
    show: Callable[[float], Value]


def bare_number(value: object) -> float:
    """Return a number without a unit. Raises UnitError for anything else."""
    try:
        return float(str(value))
    except ValueError:
        raise UnitError("a number without a unit") from None


KINDS: Final = {
    Quantity.TIME: Kind("days", parse_days, show_days),
    Quantity.LENGTH: Kind("km", parse_km, show_km),
    Quantity.RATE: Kind("per day", parse_per_day, show_per_day),
    Quantity.NUMBER: Kind("", bare_number, float),
}


_KIND_OF_UNIT: Final = {kind.unit: kind for kind in KINDS.values()}


@dataclass(frozen=True)
class Input:
    """A number of the scenario that is varied, in `unit`: days, km, per day, or "" for a bare number.

    points: the values that a grid takes. is_range: whether values between low and high are meant too.
    """

    path: str
    unit: str
    low: float
    high: float
    points: tuple[float, ...]
    is_range: bool
    is_whole: bool = False

    def at(self, share: float) -> float:
        """Return the value at a share (0 to 1) of the range."""
        if self.is_whole:
            return float(min(self.high, math.floor(self.low + share * (self.high - self.low + 1.0))))
        return self.low + share * (self.high - self.low)


def scenario_at(source: Source, inputs: Sequence[Input], values: Sequence[float]) -> Scenario:
    """Return the scenario with values of the inputs in their places. Raises ScenarioError."""
    shown = {given.path: _KIND_OF_UNIT[given.unit].show(value) for given, value in zip(inputs, values, strict=True)}
    return read_varied(source, shown)


def read_inputs(source: Source, vary: Mapping[str, Values]) -> tuple[Input, ...]:
    """Return the inputs of a study, their units found out from the scenario.

    Raises StudyError for values that cannot be read or an empty range; ScenarioError for a path or a value that the
    scenario does not have or accept.
    """
    return tuple(_read_input(source, path, values) for path, values in vary.items())


def _read_input(source: Source, path: str, values: Values) -> Input:
    bounds, n_points, is_range = _split(path, values)
    kind, is_whole = _kind_at(source, path, bounds[0])
    numbers = [_number(path, bound, kind, is_whole) for bound in bounds]
    for number in numbers:
        read_varied(source, {path: kind.show(number)})  # raises what the scenario says to this value
    low, high = min(numbers), max(numbers)
    if is_range and not numbers[0] < numbers[1]:
        raise StudyError(f"{path}: found the range {bounds[0]} to {bounds[1]}; allowed two values, the lower first.")
    points = tuple(numbers)
    if is_range:
        between = np.linspace(low, high, n_points)
        points = tuple(float(point) for point in (np.unique(np.rint(between)) if is_whole else between))
    return Input(path, kind.unit, low, high, points, is_range, is_whole)


def _kind_at(source: Source, path: str, value: Value) -> tuple[Kind, bool]:
    """Return the kind of number at a path, and whether only whole numbers are allowed. Raises ScenarioError."""
    document, parts = walkable(open_source(source), path)
    _, allowed, _ = find(document, parts, path)
    quantity = quantity_of(allowed)
    if quantity is None:
        read_varied(source, {path: value})  # says that there is no number
        raise StudyError(f"{path}: holds no number that could be varied.")
    is_whole = quantity is Quantity.NUMBER and not any(part.get("type") == "number" for part in allowed)
    return KINDS[quantity], is_whole


def _split(path: str, values: Values) -> tuple[list[Value], int, bool]:
    """Return bounds or values, the number of points of a range, and whether it is one."""
    if isinstance(values, str):
        parts: list[Value] = [part.strip() for part in values.split(":" if ":" in values else ",")]
        is_range = ":" in values
    else:
        parts, is_range = list(values), isinstance(values, tuple)
    if is_range and not 2 <= len(parts) <= 3 or not parts or "" in parts:
        raise StudyError(f"{path}: found {_shown(values)}; allowed {FORM}.")
    if not is_range:
        return parts, len(parts), False
    return parts[:2], _n_points(path, parts[2]) if len(parts) == 3 else N_POINTS, True


def _n_points(path: str, given: Value) -> int:
    try:
        n_points = int(given)
    except ValueError:
        n_points = 0
    if n_points < 2:
        raise StudyError(f"{path}: found {given!r} points; allowed are whole numbers from 2.")
    return n_points


def _number(path: str, value: Value, kind: Kind, is_whole: bool) -> float:
    try:
        number = kind.parse(value) if isinstance(value, str) else float(value)
    except UnitError as error:
        hint = f"; did you mean {error.nearest!r}?" if error.nearest else ""
        raise StudyError(f"{path}: found {value!r}; {error}{hint}.") from None
    if is_whole and not number.is_integer():
        raise StudyError(f"{path}: found {value!r}; allowed are whole numbers.")
    return number


def _shown(values: Values) -> str:
    return repr(values) if isinstance(values, str) else repr(tuple(values))
