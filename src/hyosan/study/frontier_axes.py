"""From paths and ranges as a person writes them to the axes of a frontier: kinds, units, defaults, faults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hyosan.analysis.frontier_axis import Axis, make_axis
from hyosan.scenario import Scenario, ScenarioError
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

Source = Path | str | Mapping[str, object]
Bound = float | int | str
Range = tuple[Bound, Bound] | None
"""Lower and upper end, numbers (times in days, lengths in km, rates a day) or text with units; None for the default."""

Value = float | str
Read = Callable[[Source, Mapping[str, Value]], Scenario]
"""Reads a scenario with values put in at paths."""


@dataclass(frozen=True)
class Kind:
    """A kind of number: its unit, how it is read from text and put into a document, and values to try it with."""

    unit: str
    parse: Callable[[object], float]
    show: Callable[[float], Value]
    trials: tuple[float, ...]
    is_whole: bool = False


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UnitError("a number without a unit") from None


KINDS: Final = (
    Kind("d", parse_days, show_days, (1.0, 0.01)),
    Kind("km", parse_km, show_km, (1.0, 0.1)),
    Kind("/ d", parse_per_day, show_per_day, (1.0,)),
    Kind("", _number, lambda value: value, (0.53, 1.53, 0.053)),
    Kind("", _number, round, (1, 2, 20), is_whole=True),
)
"""Times, lengths, rates, bare numbers, whole numbers: the first that a field accepts is what it holds."""

MOMENTS: Final = ("start", "time", "at")
"""Last keys of paths that name a moment of the run, not a length of time."""

WIDTHS, MOMENT_WIDTHS, MOMENT_DAYS = 20.0, 10.0, 0.5
"""Default widths of intervals: a twentieth of a range, for moments a tenth, half a day at most."""

DEFAULT_MOST: Final = 1.0
NOT_WHOLE: Final = 0.3719371
"""A share of a range at which hardly any range has a whole number."""


@dataclass(frozen=True)
class Varied:
    """An axis and how its values are written into the document."""

    axis: Axis
    kind: Kind

    def text(self, value: float) -> Value:
        """Return a value as the document has it."""
        return self.kind.show(value)


def read_axes(
    source: Source, vary: Mapping[str, Range], precision: Bound | None, read: Read
) -> tuple[tuple[Varied, ...], float]:
    """Return the axes of a frontier and the wanted width of its interval in the unit of the first.

    Raises StudyError for no or more than two paths, an empty range, a moment beyond the horizon, a precision that is
    none; ScenarioError for a path that the scenario does not have.
    """
    if not 1 <= len(vary) <= 2:
        raise StudyError(f"vary: found {len(vary)} paths; allowed one or two, such as seal.start=0h:10d.")
    horizon_days = read(source, {}).stop.horizon_days
    varied: list[Varied] = []
    width = 0.0
    for path, ends in vary.items():
        kind = kind_of(source, path, ends, read)
        low, high = _ends(path, ends, kind, horizon_days)
        if path.split(".")[-1] in MOMENTS and kind.unit == "d" and high > horizon_days:
            raise StudyError(
                f"{path}: found a range up to {high:g} d, beyond the horizon of {horizon_days:g} d; allowed up to the "
                f"horizon. What to do: choose an earlier end, or a later stop.horizon."
            )
        if not varied:
            width = _precision(precision, kind, path, high - low)
        try:
            axis = make_axis(path, kind.unit, low, high, kind.is_whole, width if not varied else None)
        except ValueError as error:
            raise StudyError(str(error)) from None
        _accept(source, path, kind, (axis.low, axis.high), read)
        varied.append(Varied(axis, kind))
    return tuple(varied), width


def kind_of(source: Source, path: str, ends: Range, read: Read) -> Kind:
    """Return what kind of number a path holds: the first kind of which the scenario accepts some value there.

    Raises ScenarioError where it accepts none, with what it says to the end that was given.
    """
    for kind in KINDS:
        values = [*_parsed(ends, kind), *kind.trials]
        for value in values:
            if _is_accepted(source, {path: kind.show(value)}, read):
                return kind
    given = 1 if ends is None else ends[1]
    read(source, {path: given})
    raise StudyError(f"{path}: holds no number that could be varied; allowed times, lengths, rates and numbers.")


def _parsed(ends: Range, kind: Kind) -> list[float]:
    """Return values of a range to try a kind with: one within it that is not whole, or its ends for whole numbers."""
    if ends is None:
        return []
    try:
        low, high = (float(end) if isinstance(end, (int, float)) else kind.parse(end) for end in ends)
    except UnitError:
        return []
    return [low, high] if kind.is_whole else [low + NOT_WHOLE * (high - low)]


def _is_accepted(source: Source, values: Mapping[str, Value], read: Read) -> bool:
    try:
        read(source, values)
    except ScenarioError:
        return False
    return True


def _accept(source: Source, path: str, kind: Kind, ends: tuple[float, float], read: Read) -> None:
    """Raise what the scenario says to the ends of a range, if it does not accept them."""
    for end in ends:
        read(source, {path: kind.show(end)})


def _ends(path: str, ends: Range, kind: Kind, horizon_days: float) -> tuple[float, float]:
    """Return a range in numbers, or the default: 0 to the horizon for a time, 0 to 1 for a bare number."""
    if ends is None:
        if kind.unit == "d":
            return 0.0, horizon_days
        if kind.unit == "" and not kind.is_whole:
            return 0.0, DEFAULT_MOST
        raise StudyError(f"{path}: has no natural range; what to do: give one, such as {path}=1:10.")
    low, high = (_bound(path, end, kind) for end in ends)
    if not low < high:
        raise StudyError(
            f"{path}: found the range {ends[0]} to {ends[1]}, which is empty; allowed two values, the lower first."
        )
    return low, high


def _bound(path: str, value: Bound, kind: Kind) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    try:
        return kind.parse(value)
    except UnitError as error:
        hint = f"; did you mean {error.nearest!r}?" if error.nearest else ""
        raise StudyError(f"{path}: found {value!r}; {error}{hint}") from None


def _precision(value: Bound | None, kind: Kind, path: str, span: float) -> float:
    """Return the wanted width of an interval, or the default."""
    if value is None:
        is_moment = kind.unit == "d" and path.split(".")[-1] in MOMENTS
        return min(span / MOMENT_WIDTHS, MOMENT_DAYS) if is_moment else span / WIDTHS
    width = _bound(f"precision (of {path})", value, kind)
    if not width > 0.0:
        raise StudyError(f"precision: found {value}; allowed a width above 0.")
    return width
